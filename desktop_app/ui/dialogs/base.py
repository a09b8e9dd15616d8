"""What all our dialogs share: a text, room for fields, buttons that are verbs, Esc to leave.

They are opened with `open()`, never with `exec()`: no nested event loop, and `accepted` tells that the verb was chosen.
"""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.domain.errors import Problem
from desktop_app.ui.theme import look
from desktop_app.ui.widgets.buttons import Button, Kind
from desktop_app.ui.widgets.card import text
from desktop_app.ui.widgets.fields import Field


class VerbDialog(QDialog):
    """Call `say` first, then put fields into `body`. `is_ready` may mark entries that cannot be used."""

    def __init__(self, parent: QWidget | None = None, *, destroys: bool = False) -> None:
        """`destroys`: the main verb cannot be undone; then Enter leaves and only a deliberate click does it."""
        super().__init__(parent)
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(look().px(460))
        self._title = text("", "title", wrap=True)
        self._told = text("", wrap=True)
        self.body = QVBoxLayout()
        self.body.setSpacing(12)
        self.fields: dict[str, Field] = {}
        """By the names that refusals use."""
        self.fault = text("", "error", wrap=True)
        self.fault.hide()
        self.main = Button("", kind=Kind.DANGER if destroys else Kind.PRIMARY)
        self.leave = Button("")
        self.main.clicked.connect(self._on_main)
        self.leave.clicked.connect(self.reject)
        (self.leave if destroys else self.main).setDefault(True)
        self._buttons = buttons = QHBoxLayout()
        buttons.setSpacing(10)
        buttons.addStretch(1)
        buttons.addWidget(self.leave)
        buttons.addWidget(self.main)
        self.contents = column = QVBoxLayout(self)
        column.setContentsMargins(22, 20, 22, 18)
        column.setSpacing(14)
        column.addWidget(self._title)
        column.addWidget(self._told)
        column.addLayout(self.body)
        column.addWidget(self.fault)
        column.addStretch(1)
        column.addSpacing(4)
        column.addLayout(buttons)

    def say(self, title: str, told: str, main: str, leave: str) -> None:
        """Title, what will happen, the verb that does it ("" = there is only a way out), and the way out."""
        self.setWindowTitle(title)
        self._title.setText(title)
        self._told.setText(told)
        self._told.setVisible(bool(told))
        self.main.setText(main)
        self.main.setVisible(bool(main))
        self.leave.setText(leave)
        if not main:
            self.leave.setDefault(True)

    def put_aside(self, button: Button) -> None:
        """A second verb, at the left, away from the two that are used most."""
        self._buttons.insertWidget(0, button)

    def event(self, event: QEvent) -> bool:
        """A line that appears later (a fault, a suggestion) makes the dialog higher; it never squeezes the others."""
        result = super().event(event)
        if event.type() is QEvent.Type.LayoutRequest and self.isVisible():
            needed = self.contents.totalHeightForWidth(self.width())
            if needed > self.height():
                self.resize(self.width(), needed)
        return result

    def sentence(self) -> str:
        """What will happen, as it stands under the title."""
        return self._told.text()

    def mark(self, problems: Sequence[Problem]) -> None:
        """Say each fault beside its field; what has no field stands at the bottom. Without problems all marks go."""
        for key, field in self.fields.items():
            field.fault(next((p.message for p in problems if p.field == key), ""))
        rest = [p.message for p in problems if p.field not in self.fields]
        self.fault.setText(" ".join(rest))
        self.fault.setVisible(bool(rest))

    def is_ready(self) -> bool:
        """Whether the entries can be used; a subclass marks those that cannot."""
        return True

    def _on_main(self) -> None:
        if self.is_ready():
            self.accept()
