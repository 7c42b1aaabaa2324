"""Where a form stands above other things: as high as it is, and scrolled to the field in use where that is too much."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QWidget

from collections_app.ui import look

if TYPE_CHECKING:
    from collections_app.ui.fields.form import Form

_LEAST = 5 * look.FIELD_HEIGHT
_FITTING = frozenset(
    (QEvent.Type.LayoutRequest, QEvent.Type.Resize, QEvent.Type.ShowToParent, QEvent.Type.HideToParent)
)


class FormPlace(QScrollArea):
    """Takes no room while its form is hidden."""

    def __init__(self, form: Form) -> None:
        super().__init__()
        self._form = form
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        is_hidden = form.isHidden()
        self.setWidget(form)
        form.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)
        form.setHidden(is_hidden)
        form.installEventFilter(self)
        form.focused.connect(self._follow)

    def sizeHint(self) -> QSize:
        """Ask for the height the form has at this width."""
        if self._form.isHidden():
            return QSize(0, 0)
        return QSize(self._form.minimumSizeHint().width(), self._form.heightForWidth(self.width()))

    def minimumSizeHint(self) -> QSize:
        """Be content with a line of fields."""
        return QSize(0, min(look.scaled(_LEAST), self.sizeHint().height()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the form's height, and whether it is shown."""
        if watched is self._form and event.type() in _FITTING:
            self.updateGeometry()
        return super().eventFilter(watched, event)

    def _follow(self, box: QWidget) -> None:
        self.ensureWidgetVisible(box, 0, look.XL)
