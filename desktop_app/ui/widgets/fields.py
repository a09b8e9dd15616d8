"""A field with its label above and its fault or note below, next to where it happened."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.ui.widgets.card import text


class Field(QWidget):
    """`label` (with an & for its key) names the widget for people and for screen readers.

    `fault(reason)` marks it and says why under it; `note(words)` says something that is no fault. "" clears.
    """

    def __init__(self, label: str, widget: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.widget = widget
        self._label = text(label, "label")
        self._label.setBuddy(widget)
        self._below = text("", "note", wrap=True)
        self._below.hide()
        self._reason = ""
        if not widget.accessibleName():
            widget.setAccessibleName(label.replace("&", ""))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(5)
        self._top = QHBoxLayout()
        self._top.setContentsMargins(0, 0, 0, 0)
        self._top.addWidget(self._label)
        column.addLayout(self._top)
        column.addWidget(widget)
        column.addWidget(self._below)
        column.setAlignment(Qt.AlignmentFlag.AlignTop)

    @property
    def reason(self) -> str:
        """The fault shown, "" if none."""
        return self._reason

    @property
    def below(self) -> str:
        """What is shown under the field."""
        return self._below.text()

    def put_beside_label(self, widget: QWidget) -> None:
        """A second control in the label's row, at the right."""
        self._top.addStretch(1)
        self._top.addWidget(widget)

    def set_label(self, label: str) -> None:
        self._label.setText(label)

    def fault(self, reason: str) -> None:
        self._reason = reason
        self._show(reason, "error")
        self._mark(bool(reason))

    def note(self, words: str) -> None:
        self._reason = ""
        self._mark(False)
        self._show(words, "note")

    def _mark(self, on: bool) -> None:
        if self.widget.property("fault") is not on and (on or self.widget.property("fault")):
            self.widget.setProperty("fault", on)
            _restyle(self.widget)

    def _show(self, words: str, role: str) -> None:
        self._below.setText(words)
        self._below.setVisible(bool(words))
        self.widget.setAccessibleDescription(words)
        if self._below.property("role") != role:
            self._below.setProperty("role", role)
            _restyle(self._below)


def _restyle(widget: QWidget) -> None:
    """A property that the style sheet asks for has changed."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()
