"""What a list puts on the clipboard: nothing in it runs when it is pasted into a spreadsheet."""

from __future__ import annotations

from datetime import date

import pytest

from collections_app.ui.table.clipboard import as_tsv
from collections_app.ui.table.column import Column

NAME = Column("name", "名称", value=lambda row: row[0])
DAY = Column("day", "日付", value=lambda row: row[1])
YEN = Column("yen", "金額 円", value=lambda row: row[2])


@pytest.mark.parametrize("text", ["=HYPERLINK(0)", "+1", "-2", "@SUM(A1)", "＝1"])
def test_a_text_that_begins_a_formula_stays_a_text(text: str) -> None:
    line = as_tsv([NAME, DAY, YEN], [(text, date(2025, 3, 31), -1_234)]).splitlines()[1]
    assert line == f"'{text}\t2025/3/31\t-1234"


def test_names_are_copied_as_typed_and_on_one_line() -> None:
    assert as_tsv([NAME], [("小野寺　拓也",), ("a\tb\nc",)]) == "名称\n小野寺　拓也\na b c\n"
