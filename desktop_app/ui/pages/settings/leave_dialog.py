"""Adds leave of a doctor, or days on which the whole clinic is closed."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QDate, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QDateEdit, QLineEdit, QWidget

from desktop_app.domain.people import with_title
from desktop_app.services.leave_service import PublicHoliday
from desktop_app.services.views import DoctorView
from desktop_app.ui import formats, icons
from desktop_app.ui.dialogs.base import VerbDialog
from desktop_app.ui.theme import look
from desktop_app.ui.widgets.card import row
from desktop_app.ui.widgets.choice import Choice
from desktop_app.ui.widgets.fields import Field


class LeaveDialog(VerbDialog):
    """`submitted` asks the page to save; it answers with `mark`, or closes the dialog."""

    submitted = Signal()

    def __init__(self, doctors: Sequence[DoctorView], today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.say(
            self.tr("Add leave or a holiday"),
            self.tr(
                self.tr(
                    "Nobody can be booked on these days any more. Who is booked already stays; the “…” of a doctor’s column on"
                    " Today moves or cancels a whole day."
                ),
            ),
            self.tr("Add"),
            self.tr("Back"),
        )
        self.who = Choice()
        self.who.addItem(self.tr("The whole clinic"), None)
        for doctor in doctors:
            self.who.addItem(with_title(doctor.name), doctor.id)
        self.first, self.last = self._day(today), self._day(today)
        self.first.dateChanged.connect(self._on_first)
        self.reason = QLineEdit()
        self.holiday = Choice()
        self.holiday.addItem(self.tr("Another day"), None)
        self.holiday.activated.connect(self._on_holiday)
        self._holiday_field = Field(self.tr("Public &holiday"), self.holiday)
        self._holiday_field.hide()
        self.fields = {
            "doctor_id": Field(self.tr("&Who"), self.who),
            "first_day": Field(self.tr("&First day"), self.first),
            "last_day": Field(self.tr("&Last day"), self.last),
            "reason": Field(self.tr("&Reason (shown at the desk)"), self.reason),
        }
        self.body.addWidget(self._holiday_field)
        self.body.addWidget(self.fields["doctor_id"])
        self.body.addLayout(row(self.fields["first_day"], self.fields["last_day"]))
        self.body.addWidget(self.fields["reason"])

    def suggest(self, holidays: Sequence[PublicHoliday]) -> None:
        """Public holidays to choose from; the clinic decides which of them it keeps."""
        for holiday in holidays:
            about = self.tr("{name} · {day}, expected") if holiday.is_estimated else self.tr("{name} · {day}")
            self.holiday.addItem(about.format(name=holiday.name, day=formats.long_date(holiday.day)), holiday)
        self._holiday_field.setVisible(bool(holidays))

    def days(self) -> tuple[date, date]:
        return _date_of(self.first), _date_of(self.last)

    def doctor_id(self) -> int | None:
        chosen = self.who.value()
        return chosen if isinstance(chosen, int) else None

    def is_ready(self) -> bool:
        self.submitted.emit()
        return False

    def _day(self, day: date) -> QDateEdit:
        entry = _DayField(QDate(day.year, day.month, day.day))
        entry.setDisplayFormat("dd-MM-yyyy")
        entry.setCalendarPopup(True)
        return entry

    def _on_holiday(self) -> None:
        holiday = self.holiday.value()
        if isinstance(holiday, PublicHoliday):
            day = QDate(holiday.day.year, holiday.day.month, holiday.day.day)
            self.first.setDate(day)
            self.last.setDate(day)
            self.reason.setText(holiday.name)

    def _on_first(self, day: QDate) -> None:
        """The last day is never before the first."""
        if self.last.date() < day:
            self.last.setDate(day)


class _DayField(QDateEdit):
    """A day with a calendar to open, and the sign that says so."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        side = look().px(18)
        sign = icons.pixmap("calendar", look().tokens.muted, side)
        with QPainter(self) as painter:
            painter.drawPixmap(self.width() - side - 10, (self.height() - side) // 2, sign)


def _date_of(entry: QDateEdit) -> date:
    day = entry.date()
    return date(day.year(), day.month(), day.day())
