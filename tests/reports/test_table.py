from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from collections_app.domain.codes import Channel
from collections_app.domain.views import FigureRows
from collections_app.reports.details import DETAIL_HEADINGS
from collections_app.reports.sheet import letters, reference
from collections_app.reports.table import Column, Table, table_of, width_of
from collections_app.reports.tsv import cell_text, tsv_of
from tests.reports.samples import LABELS


def rows(*cells: tuple[object, ...], kinds: tuple[str, ...] = ("text", "code", "date", "yen")) -> FigureRows:
    return FigureRows("visit", "訪問督促", ("求償権番号", "取扱", "日付", "金額"), kinds, cells, len(cells), "回")


def test_rows_behind_a_figure_become_a_table_in_words() -> None:
    table = table_of(rows(("0001", Channel.SERVICER, date(2024, 4, 1), 5), ("0002", "その他", None, -1)))
    assert table.name == "訪問督促"
    assert table.headings == ("求償権番号", "取扱", "日付", "金額")
    assert [column.kind for column in table.columns] == ["text", "code", "date", "yen"]
    assert table.rows == [("0001", "サービサー", date(2024, 4, 1), 5), ("0002", "その他", None, -1)]


def test_a_text_column_is_as_wide_as_its_texts_within_reason() -> None:
    table = table_of(rows(("1" * 30, "", None, 1), ("長" * 90, None, None, 9_876_543_210_123)))
    assert [column.characters for column in table.columns] == [44, 8, 18, 22]


def test_a_column_is_never_narrower_than_its_heading() -> None:
    assert Column("連帯保証債務免除", "count").characters == 20
    assert Column("x", "count", 5).characters == 5


def test_a_kind_nobody_knows_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="amount"):
        table_of(rows(kinds=("text", "text", "date", "amount")))


def test_full_width_characters_take_two() -> None:
    assert width_of("ｶﾅ") == 2
    assert width_of("カナa") == 5


def test_pasted_cells_are_plain_and_run_nothing() -> None:
    table = Table(
        "t",
        (Column("a"), Column("b", "date"), Column("c", "yen"), Column("d", "percent")),
        (
            ("=1+1", date(2024, 4, 1), -1_234_567, Decimal("134.9")),
            ("二行\r\n\tの文", None, 0, None),
        ),
    )
    assert tsv_of(table) == "a\tb\tc\td\n'=1+1\t2024/4/1\t-1234567\t134.9\n二行   の文\t\t0\t\n"


@pytest.mark.parametrize("text", ["=1", "+1", "-2", "@SUM(A1)", "＝1", " =1", "\t=1"])
def test_what_a_spreadsheet_takes_for_a_formula_gets_an_apostrophe(text: str) -> None:
    assert cell_text(text)[0] == "'"


@pytest.mark.parametrize("text", ["－", "-", "株式会社=", "", "00123"])
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert cell_text(text) == text


def test_a_code_is_pasted_as_its_word() -> None:
    assert cell_text(Channel.DIRECT) == "債権管理課"


def test_letters_of_columns() -> None:
    assert [letters(i) for i in (0, 25, 26, 51, 52, 701, 702)] == ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]
    assert reference("課's", 2, 3) == "'課''s'!$C$3"
    assert reference("明細", 0, 2, 9) == "'明細'!$A$2:$A$9"


def test_every_figure_has_the_headings_of_its_rows() -> None:
    assert set(DETAIL_HEADINGS) == set(LABELS)
    for headings in DETAIL_HEADINGS.values():
        assert headings[0] == ("求償権番号", "text")
        assert {kind for _, kind in headings} <= {"text", "date", "yen", "code", "count"}
        assert len({heading for heading, _ in headings}) == len(headings)
        assert {"課", "職員番号"} <= {heading for heading, _ in headings}
