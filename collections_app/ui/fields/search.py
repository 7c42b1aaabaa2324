"""A reference to a person or a claim: those of the case are offered, everybody else is found by typing."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal

from collections_app.domain.bundle import TABLE
from collections_app.domain.choosing import folded
from collections_app.domain.forms import Option
from collections_app.ui.fields.choice import ChoiceEdit

_PAUSE_MS = 120  # typing goes on: wait before the database is asked
_LEAST = 2  # characters before it is asked


class SearchEdit(ChoiceEdit):
    """`search_wanted` tells what was typed; the answer comes back by `offer`."""

    search_wanted = Signal(str)

    def __init__(self, table: str, options: Sequence[Option] = ()) -> None:
        super().__init__(options)
        self.table = table
        self._own = tuple(options)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._ask)
        self.setPlaceholderText("名前・カナ・番号" if table == "parties" else "番号・債務者名")
        self.textEdited.connect(self._on_text)

    def set_options(self, options: Sequence[Option]) -> None:
        """Offer those of another case; a person found by typing is kept."""
        chosen = self.chosen()
        self._own = tuple(options)
        found = () if chosen is None or any(one.value == chosen.value for one in options) else (chosen,)
        super().set_options((*options, *found))

    def refusal(self, text: str) -> str:
        """Return what is said of a text that nobody, or no claim, is found by."""
        wanted = "名前・カナ・番号の一部" if self.table == "parties" else "番号か債務者名の一部"
        title = TABLE[self.table].title
        return f"「{text}」に当てはまる{title}が見つかりません。{wanted}を入れ直し、一覧から選んでください。"

    def _on_text(self, text: str) -> None:
        if len(folded(text)) >= _LEAST:
            self._pause.start()

    def _ask(self) -> None:
        chosen = self.chosen()
        if chosen is None or chosen.label != self.text():
            self.search_wanted.emit(self.text())

    def offer(self, text: str, found: Sequence[Option]) -> None:
        """Offer what was found for a text beside those of the case, unless the text is another by now."""
        if text != self.text():
            return
        known = {option.value for option in self._own}
        self.set_choices((*self._own, *(option for option in found if option.value not in known)))
        self.edited.emit()
        if self.hasFocus():
            self.show_matches()
