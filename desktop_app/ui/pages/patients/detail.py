"""The right pane: one patient, the last visits and messages, and what can be done."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.ui.widgets.buttons import Button, Kind
from desktop_app.ui.widgets.card import Card, Line, text
from desktop_app.ui.widgets.flow import flow
from desktop_app.ui.widgets.scroll import ScrollColumn


class PatientDetail(Card):
    book_asked = Signal()
    edit_asked = Signal()
    consent_asked = Signal()
    merge_asked = Signal()
    export_asked = Signal()
    erase_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name, self.about = text("", "heading", wrap=True), text("", "muted", wrap=True)
        self.consent = text("", "note", wrap=True)
        self.book = Button(self.tr("Book"), key="B", kind=Kind.PRIMARY)
        self.edit = Button(self.tr("Correct…"), key="E")
        self.messages_on = Button("")
        self.merge = Button(self.tr("Merge a double…"))
        self.export = Button(self.tr("Save a copy…"))
        self.export.setToolTip(self.tr("Everything that is kept of this patient, as a text for the patient"))
        self.erase = Button(self.tr("Erase…"), kind=Kind.DANGER)
        asked = (
            self.book_asked,
            self.edit_asked,
            self.consent_asked,
            self.merge_asked,
            self.export_asked,
            self.erase_asked,
        )
        buttons = (self.book, self.edit, self.messages_on, self.merge, self.export, self.erase)
        for button, signal in zip(buttons, asked, strict=True):
            button.clicked.connect(signal)
        head = QVBoxLayout()
        head.setContentsMargins(14, 11, 14, 11)
        head.setSpacing(0)
        head.addWidget(self.name)
        head.addWidget(self.about)
        self._visits, self._messages = _Lines(self.tr("Visits")), _Lines(self.tr("Messages"))
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(14, 14, 14, 14)
        column.setSpacing(14)
        column.addWidget(flow(self.book, self.edit, self.messages_on))
        column.addWidget(self.consent)
        column.addWidget(self._visits)
        column.addWidget(self._messages)
        column.addStretch(1)
        column.addWidget(Line())
        column.addWidget(flow(self.merge, self.export, self.erase))
        self.body.addLayout(head)
        self.body.addWidget(Line())
        self.body.addWidget(ScrollColumn(inner), 1)

    def show_person(self, name: str, about: str, consent: str, *, may_be_messaged: bool) -> None:
        self.name.setText(name)
        self.about.setText(about)
        self.consent.setText(consent)
        self.messages_on.setText(self.tr("Stop messages") if may_be_messaged else self.tr("Allow messages"))
        self.messages_on.updateGeometry()

    def show_lines(self, visits: Sequence[str], messages: Sequence[str]) -> None:
        self._visits.show_lines(visits, self.tr("No visit yet."))
        self._messages.show_lines(messages, self.tr("No message yet."))

    def visits(self) -> tuple[str, ...]:
        return self._visits.lines


class _Lines(QWidget):
    """A label and lines of text under it."""

    def __init__(self, label: str) -> None:
        super().__init__()
        self.lines: tuple[str, ...] = ()
        self._words = text("", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(text(label, "label"))
        column.addWidget(self._words)

    def show_lines(self, lines: Sequence[str], nothing: str) -> None:
        self.lines = tuple(lines)
        self._words.setText("\n".join(lines) or nothing)
