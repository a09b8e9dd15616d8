"""The card of the patient in the room (or of a visit whose follow-up is corrected): large, and with four keys."""

from datetime import date

from PySide6.QtCore import QDate, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QCalendarWidget, QHBoxLayout, QMenu, QVBoxLayout, QWidget, QWidgetAction

from desktop_app.ui.pages.visits.presenter import Choice
from desktop_app.ui.theme import look
from desktop_app.ui.widgets.buttons import Button, Kind
from desktop_app.ui.widgets.card import Card, row, text
from desktop_app.ui.widgets.segments import SegmentedControl


class NowCard(Card):
    """`choice_made(choice)` and `day_picked(day)` tell the follow-up; the buttons are signals too."""

    choice_made = Signal(object)
    day_picked = Signal(object)
    visited = Signal()
    sent_back = Signal()
    closed = Signal()

    def __init__(self, choices: list[tuple[Choice, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent, padding=22, strong=True)
        self._first_day: date | None = None
        self.token, self.name = text(), text(wrap=True)
        self.facts = text("", "muted", wrap=True)
        self.send_back = Button(self.tr("Send back"), key="B")
        self.send_back.clicked.connect(self.sent_back)
        self.back = Button(self.tr("Leave"), key="Esc")
        self.back.clicked.connect(self.closed)
        self.back.hide()
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(self.name)
        names.addWidget(self.facts)
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(self.token, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addLayout(names, 1)
        head.addWidget(self.send_back, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(self.back, 0, Qt.AlignmentFlag.AlignVCenter)
        self.choices = SegmentedControl(name=self.tr("Follow-up"))
        self.choices.set_choices(choices, {Choice.DATE: "calendar"})
        self.choices.chosen.connect(self._on_chosen)
        self.sentence = text("", "muted", wrap=True)
        self.warning = text("", "error", wrap=True)
        self.done = Button(self.tr("Visited"), key="V", icon="check", kind=Kind.PRIMARY)
        self.done.clicked.connect(self.visited)
        said = QVBoxLayout()
        said.setSpacing(2)
        said.addWidget(self.sentence)
        said.addWidget(self.warning)
        self._chosen = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._chosen.setSpacing(14)
        self._chosen.addWidget(self.choices)
        self._chosen.addLayout(said, 1)
        foot = QHBoxLayout()
        foot.setSpacing(14)
        foot.addLayout(self._chosen, 1)
        foot.addWidget(self.done, 0, Qt.AlignmentFlag.AlignVCenter)
        self.body.setSpacing(6)
        self.body.addLayout(head)
        self.body.addSpacing(8)
        self.body.addLayout(row(text(self.tr("Follow-up"), "label"), None))
        self.body.addLayout(foot)
        look().changed.connect(self._on_look_changed)
        self._on_look_changed()

    def show_person(self, token: int, name: str, facts: str, *, corrects: bool) -> None:
        """`corrects`: a visit of today whose follow-up is changed; then there is nobody to send back."""
        self.token.setText(str(token))
        self.name.setText(name)
        self.facts.setText(facts)
        self.send_back.setVisible(not corrects)
        self.back.setVisible(corrects)
        self.done.setText(self.tr("Save follow-up") if corrects else self.tr("Visited"))
        self.done.updateGeometry()

    def show_choice(self, choice: Choice, sentence: str, warning: str) -> None:
        self.choices.set_value(choice)
        self.sentence.setText(sentence)
        self.warning.setText(warning)
        self.warning.setVisible(bool(warning))

    def allow_from(self, first: date) -> None:
        """The first day that the calendar offers."""
        self._first_day = first

    def open_calendar(self, chosen: date | None) -> None:
        """The calendar under its button; Enter or a click takes the day, Esc leaves."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        calendar = QCalendarWidget(menu)
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        if self._first_day is not None:
            calendar.setMinimumDate(_qdate(self._first_day))
        if chosen is not None:
            calendar.setSelectedDate(_qdate(chosen))
        calendar.activated.connect(self._on_day)
        calendar.clicked.connect(self._on_day)
        calendar.activated.connect(menu.close)
        calendar.clicked.connect(menu.close)
        action = QWidgetAction(menu)
        action.setDefaultWidget(calendar)
        menu.addAction(action)
        self.calendar = calendar
        button = self.choices.button(Choice.DATE)
        menu.popup(button.mapToGlobal(QPoint(0, button.height() + 4)))
        calendar.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The sentence stands beside the choices, or below them where it would have to wrap."""
        super().resizeEvent(event)
        left = self.width() - self.choices.sizeHint().width() - self.done.sizeHint().width() - look().px(100)
        is_beside = left >= look().px(330)
        direction = QBoxLayout.Direction.LeftToRight if is_beside else QBoxLayout.Direction.TopToBottom
        if self._chosen.direction() is not direction:
            self._chosen.setDirection(direction)
            self._chosen.setSpacing(14 if is_beside else 6)

    @Slot(object)
    def _on_chosen(self, choice: Choice) -> None:
        self.choice_made.emit(choice)

    @Slot(QDate)
    def _on_day(self, day: QDate) -> None:
        self.day_picked.emit(date(day.year(), day.month(), day.day()))

    @Slot()
    def _on_look_changed(self) -> None:
        large = look().font(bold=True)
        large.setPointSizeF(large.pointSizeF() * 1.55)
        self.name.setFont(large)
        huge = look().font(bold=True)
        huge.setPointSizeF(huge.pointSizeF() * 2.4)
        self.token.setFont(huge)
        self.token.setStyleSheet(f"color: {look().tokens.accent};")
        self.done.setMinimumSize(look().px(150), look().px(46))


def _qdate(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)
