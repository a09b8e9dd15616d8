"""The right pane: why a message stands as it does, what can be done, how it reads, what happened to it."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from desktop_app.ui.pages.messages.presenter import Deed
from desktop_app.ui.theme import look
from desktop_app.ui.theme_tokens import Tone
from desktop_app.ui.widgets.bubble import BubblePreview
from desktop_app.ui.widgets.buttons import Button, Kind
from desktop_app.ui.widgets.card import Card, Line, text
from desktop_app.ui.widgets.flow import FlowBox
from desktop_app.ui.widgets.scroll import ScrollColumn


class ReasonBox(QWidget):
    """A reason in words on a soft ground: the first sentence in bold, what to do below it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tone = Tone.WARN
        self.head, self.rest = QLabel(), QLabel()
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 10)
        column.setSpacing(2)
        for label in (self.head, self.rest):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            column.addWidget(label)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        look().changed.connect(self._on_look_changed)

    def set(self, reason: str, tone: Tone) -> None:
        first, dot, rest = reason.partition(". ")
        self._tone = tone
        self.head.setText(first + dot.strip())
        self.rest.setText(rest)
        self.rest.setVisible(bool(rest))
        self._on_look_changed()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(look().pair(self._tone).ground))
            painter.drawRoundedRect(QRectF(self.rect()), 8, 8)

    def _on_look_changed(self) -> None:
        self.head.setFont(look().font(bold=True))
        self.setStyleSheet(f"QLabel {{ color: {look().pair(self._tone).text}; }}")
        self.update()


class Detail(Card):
    """`done(deed)` when a person chose what to do."""

    done = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name, self.about = text("", "heading", wrap=True), text("", "muted", wrap=True)
        head = QVBoxLayout()
        head.setContentsMargins(14, 11, 14, 11)
        head.setSpacing(0)
        head.addWidget(self.name)
        head.addWidget(self.about)
        self.reason = ReasonBox()
        self.buttons = FlowBox(gap=10)
        self.bubble = BubblePreview()
        self.story = QWidget()
        self._story = QGridLayout(self.story)
        self._story.setContentsMargins(0, 0, 0, 0)
        self._story.setHorizontalSpacing(16)
        self._story.setVerticalSpacing(6)
        self._story.setColumnStretch(1, 1)
        self._happened = text(self.tr("What happened"), "label")
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(14, 14, 14, 14)
        column.setSpacing(12)
        for widget in (self.reason, self.buttons, self.bubble, self._happened, self.story):
            column.addWidget(widget)
        column.addStretch(1)
        self.body.addLayout(head)
        self.body.addWidget(Line())
        self.body.addWidget(ScrollColumn(inner), 1)
        self._deeds: dict[Deed, Button] = {}

    def show_person(self, name: str, about: str) -> None:
        self.name.setText(name)
        self.about.setText(about)

    def show_reason(self, reason: str, tone: Tone) -> None:
        self.reason.setVisible(bool(reason))
        if reason:
            self.reason.set(reason, tone)

    def show_deeds(self, deeds: Sequence[tuple[Deed, str, str]]) -> None:
        """(deed, words, key); the first one is the main button, unless it only takes the message back.

        Unchanged buttons stay, and so does the focus.
        """
        if [deed for deed, *_ in deeds] != list(self._deeds):
            for button in self._deeds.values():
                button.hide()
                button.deleteLater()
            self._deeds = {}
            for number, (deed, words, key) in enumerate(deeds):
                is_main = number == 0 and deed not in (Deed.WITHDRAW, Deed.SKIP)
                button = Button(words, key=key, kind=Kind.PRIMARY if is_main else Kind.PLAIN, parent=self.buttons)
                button.clicked.connect(partial(self.done.emit, deed))
                self.buttons.add(button)
                button.show()
                self._deeds[deed] = button
        self.buttons.setVisible(bool(deeds))

    def button(self, deed: Deed) -> Button:
        return self._deeds[deed]

    def offers(self, deed: Deed) -> bool:
        return deed in self._deeds

    def show_story(self, lines: Sequence[tuple[str, str]]) -> None:
        """(time, what happened), oldest first."""
        while (item := self._story.takeAt(0)) is not None:
            if (label := item.widget()) is not None:
                label.hide()
                label.deleteLater()
        for number, (at, words) in enumerate(lines):
            time = text(at, "muted", parent=self.story)
            self._story.addWidget(time, number, 0, Qt.AlignmentFlag.AlignTop)
            self._story.addWidget(text(words, wrap=True, parent=self.story), number, 1)
        self._happened.setVisible(bool(lines))
        self.story.setVisible(bool(lines))


def story_time(at: datetime, is_today: bool, day: str) -> str:
    """`10:00:02`; with the day when it was another one."""
    clock = f"{at:%H:%M:%S}"
    return clock if is_today else f"{day} {clock}"
