"""Doctor, day and time: the same three fields for a booking and for a move."""

from datetime import date, time

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.services.views import SlotView
from desktop_app.ui.pages.book.form import DoctorLine
from desktop_app.ui.widgets.card import row
from desktop_app.ui.widgets.choice import Choice
from desktop_app.ui.widgets.date_field import DateField
from desktop_app.ui.widgets.fields import Field
from desktop_app.ui.widgets.slot_grid import SlotGrid


class WhenFields(QWidget):
    """The signals come only when a person changes something; what `draw` sets is silent."""

    doctor_chosen = Signal(int)
    day_meant = Signal(object)
    slot_chosen = Signal(object)

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_drawing = False
        self._doctors: tuple[DoctorLine, ...] | None = None
        self.doctor, self.day, self.slots = Choice(), DateField(today), SlotGrid()
        self.doctor.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.doctor_field = Field(self.tr("&Doctor"), self.doctor)
        self.day_field = Field(self.tr("D&ate"), self.day)
        self.slot_field = Field(self.tr("&Time"), self.slots)
        where = row(self.doctor_field, self.day_field)
        where.setStretch(0, 1)
        where.setStretch(1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(7)
        column.addLayout(where)
        column.addWidget(self.slot_field)
        self.doctor.currentIndexChanged.connect(self._on_doctor)
        self.day.day_changed.connect(self._on_day)
        self.slots.chosen.connect(self._on_slot)

    def set_day(self, day: date, today: date) -> None:
        """Show a day without telling anybody."""
        self._is_drawing = True
        self.day.set_today(today)
        self.day.set_day(day)
        self._is_drawing = False

    def draw_doctors(self, doctors: tuple[DoctorLine, ...], doctor_id: int | None) -> None:
        self._is_drawing = True
        if doctors != self._doctors:
            self._doctors = doctors
            self.doctor.clear()
            for doctor in doctors:
                self.doctor.addItem(doctor.words, doctor.id)
        self.doctor.choose(doctor_id)
        self._is_drawing = False

    def draw_times(self, slots: tuple[SlotView, ...], at: time | None, no_slots: str, fault: str) -> None:
        """`fault` marks the times; without one `no_slots` says why none can be chosen."""
        self.slots.set_slots(slots, at, no_slots)
        if fault:
            self.slot_field.fault(fault)
        else:
            self.slot_field.note(no_slots if slots and at is None else "")

    @Slot()
    def _on_doctor(self) -> None:
        doctor_id = self.doctor.value()
        if not self._is_drawing and isinstance(doctor_id, int):
            self.doctor_chosen.emit(doctor_id)

    @Slot(object)
    def _on_day(self, day: object) -> None:
        if not self._is_drawing:
            self.day_meant.emit(day)

    @Slot(object)
    def _on_slot(self, at: object) -> None:
        self.slot_chosen.emit(at)
