"""A file of a bank taken in: chosen or dropped, looked at first with everything that is wrong, then registered."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from collections_app.domain.deposit_views import BankFileReport, Overlaps
from collections_app.ui import look
from collections_app.ui.deposits.columns import FILE_ANSWERS, FILE_LINES
from collections_app.ui.pages.file_taking import SHOWN, FileTaking
from collections_app.ui.widgets import Segmented, column, row, soft

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from collections_app.ui.context import Context

_EXPLAIN = (
    "全銀形式（振込入金通知・入出金取引明細・口座振替結果）かCSVのファイルを、ここに落とすか選んでください。"
    "中身を見せてから登録します。同じファイルは二度登録されません。"
)


class BankFileView(FileTaking[BankFileReport]):
    """Lines another file has too are shown first, and kept or left out as chosen."""

    what = "銀行のファイル"
    kinds = "銀行のファイル (*.txt *.dat *.csv *.fb *);;すべてのファイル (*)"
    broken = "　誤りがあるため登録できません。読めた行だけを下に示します。"

    def __init__(self, context: Context) -> None:
        super().__init__(context, FILE_LINES)
        self.path.setPlaceholderText("銀行のファイル（全銀形式・CSV）")
        self.headings.setAccessibleName("CSVの見出しの対応")
        self.headings.setPlaceholderText("見出しが分からないCSVだけ: 日付=お取引日 入金額=お預り 名義=摘要")
        self.overlaps = Segmented(
            [(Overlaps.SKIP.value, "重なる明細を除く"), (Overlaps.KEEP.value, "重なる明細も登録")], name="重なる明細"
        )
        explain = soft(_EXPLAIN)
        explain.setWordWrap(True)
        body = column(explain, row(self.path, self.choose, self.look), spacing=look.S)
        body.addLayout(row(soft("CSVの見出し"), self.headings))
        body.addWidget(self.result)
        body.addLayout(row(self.overlaps, self.register, None))
        body.addWidget(self.problems)
        body.addWidget(self.table)
        self._lay_out(body)

    def reload(self) -> None:
        """Look at the file again, if one was looked at."""
        if self._report is not None and not self._report.is_taken:
            self.look_at()

    def _reader(self, path: Path, *, is_trial: bool) -> Callable[[], BankFileReport]:
        has_overlaps = not is_trial and self._report is not None and bool(self._report.overlaps)
        overlaps = Overlaps(self.overlaps.current()) if has_overlaps else Overlaps.ASK
        headings = self.headings.text().strip()
        return partial(self._context.desk.take_in_bank_file, path, overlaps, headings, dry_run=is_trial)

    def _has_errors(self, report: BankFileReport) -> bool:
        """Tell whether anything but lines kept already forbids registering."""
        asked = {overlap.record_no for overlap in report.overlaps}
        return any(not one.is_warning and one.place.row not in asked for one in report.problems)

    def _has_rows(self, report: BankFileReport) -> bool:
        return bool(report.file.lines or report.file.answers)

    def _is_news(self, report: BankFileReport) -> bool:
        return bool(report.numbers)

    def _clear(self) -> None:
        self.overlaps.hide()
        super()._clear()

    def _show_rows(self, report: BankFileReport) -> None:
        file = report.file
        rows = file.answers or file.lines
        columns = FILE_ANSWERS if file.answers else FILE_LINES
        self.table.set_rows(rows, columns, sums={"on": "合計", "amount": file.total} if rows else {})
        self.table.fit_height(SHOWN)
        self.table.setVisible(bool(rows))
        self.overlaps.setVisible(bool(report.overlaps) and not report.is_taken)
