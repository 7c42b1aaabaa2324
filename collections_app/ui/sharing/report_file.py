"""A servicer's monthly report taken in: chosen, looked at with everything that is wrong, then registered."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QGridLayout

from collections_app.domain.calendar import era_month
from collections_app.domain.servicer import ServicerReport
from collections_app.ui import look
from collections_app.ui.pages.file_taking import SHOWN, FileTaking
from collections_app.ui.table.column import Column
from collections_app.ui.widgets import ChoiceBox, column, row, soft

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from pathlib import Path

    from collections_app.ui.context import Context

_EXPLAIN = (
    "委託先から届いた月次報告（CSV・Excel）を取り込みます。中身を見せてから登録し、誤りが1つでもあれば何も登録しません。"
    "見出しの対応は委託先ごとに覚えます。"
)
_NO_SERVICER = "委託先がありません。求償権の「サービサー委託」を登録すると選べます。"
_LINES = (
    Column("row", "行", "count", 56, lambda line: line.row),
    Column("on", "入金日", "date", 90, lambda line: line.paid_on),
    Column("claim", "求償権番号", "code", 130, lambda line: line.claim_no),
    Column("gross", "回収額", "yen", 130, lambda line: line.gross),
    Column("cost", "手数料", "yen", 110, lambda line: line.cost),
    Column("net", "送金額", "yen", 130, lambda line: line.net),
)


class ReportFileView(FileTaking[ServicerReport]):
    """The report of one servicer and the month chosen on the page."""

    what = "月次報告のファイル"
    kinds = "サービサーの月次報告 (*.csv *.xlsx);;すべてのファイル (*)"
    broken = "　誤りがあるため登録できません。"

    def __init__(self, context: Context, month: Callable[[], date]) -> None:
        super().__init__(context, _LINES)
        self._month = month
        self.path.setPlaceholderText("月次報告のファイル（CSV・Excel）")
        self.headings.setAccessibleName("見出しの対応")
        self.headings.setPlaceholderText("見出しが違うときだけ: 番号=管理番号 回収額=入金額 手数料=報酬 送金額=差引額")
        self.servicer = ChoiceBox("委託先")
        self.servicer.setMinimumWidth(look.scaled(260))
        self.servicer.activated.connect(self._on_servicer)
        self._build()

    def _build(self) -> None:
        explain = soft(_EXPLAIN)
        explain.setWordWrap(True)
        form = QGridLayout()
        form.setHorizontalSpacing(look.M)
        form.setVerticalSpacing(look.S)
        form.setColumnStretch(1, 1)
        for at, (word, field) in enumerate(
            (
                ("ファイル", row(self.path, self.choose, spacing=look.S)),
                ("委託先", row(self.servicer, None)),
                ("見出しの対応", row(self.headings)),
            )
        ):
            form.addWidget(soft(word), at, 0)
            form.addLayout(field, at, 1)
        body = column(explain, form, row(self.look, self.register, None, spacing=look.S), spacing=look.S)
        for widget in (self.result, self.problems, self.table):
            body.addWidget(widget)
        self._lay_out(body)

    def reload(self) -> None:
        """Read which servicers there are; what was looked at under another month is no longer shown."""
        self._context.jobs.read(self._context.desk.servicers, self._offer, owner=self, topic="servicers")
        if self._looked is not None and self._looked != self._asked():
            self._clear()

    def _offer(self, found: tuple[tuple[str, str], ...]) -> None:
        known = dict(found)
        before = self.servicer.currentData()
        wanted = before[0] if before is not None and before[0] in known else next(iter(known), None)
        choices: list[tuple[object, str]] = [((name, headings), name) for name, headings in found]
        self.servicer.set_choices(choices, (wanted, known[wanted]) if wanted is not None else None)
        if not found:
            self._say_result(_NO_SERVICER, "soft")
        elif before is None:
            self._on_servicer()
        self._fit_button()

    def _on_servicer(self) -> None:
        """Show the headings that are kept for the servicer."""
        chosen = self.servicer.currentData()
        self.headings.setText(chosen[1] if chosen is not None else "")
        self._clear()

    def _asked(self) -> tuple[str, str, str, date]:
        chosen = self.servicer.currentData()
        servicer = chosen[0] if chosen is not None else ""
        return (self.path.text().strip(), servicer, self.headings.text().strip(), self._month())

    def _named(self, path: Path) -> str:
        return f"{era_month(self._month())}の {path.name}"

    def _reader(self, path: Path, *, is_trial: bool) -> Callable[[], ServicerReport]:
        _, servicer, headings, month = self._asked()
        return partial(self._context.desk.take_in_report, path, servicer, month, headings, dry_run=is_trial)

    def _has_rows(self, report: ServicerReport) -> bool:
        return bool(report.lines)

    def _show_rows(self, report: ServicerReport) -> None:
        sums = {name: sum(getattr(line, name) for line in report.lines) for name in ("gross", "cost", "net")}
        self.table.set_rows(report.lines, _LINES, sums={"claim": "合計", **sums} if report.lines else {})
        self.table.fit_height(SHOWN)
        self.table.setVisible(bool(report.lines))
