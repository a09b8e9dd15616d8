"""The panel that moves one appointment, with the booking panel's own fields."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.services.views import AppointmentView
from desktop_app.ui import formats
from desktop_app.ui.desk import Desk
from desktop_app.ui.pages.book.move import MoveForm, MovePresenter
from desktop_app.ui.pages.book.when_fields import WhenFields
from desktop_app.ui.widgets.bubble import BubblePreview
from desktop_app.ui.widgets.buttons import Button, Kind
from desktop_app.ui.widgets.card import text
from desktop_app.ui.widgets.choice import Check


class MovePage(QWidget):
    """`done` when it was moved or left."""

    done = Signal()

    def __init__(self, desk: Desk, appointment: AppointmentView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_drawing = False
        self.presenter = MovePresenter(self, desk, appointment)
        self.when = WhenFields(desk.today())
        self.doctor, self.day, self.slots = self.when.doctor, self.when.day, self.when.slots
        self.day_field, self.slot_field = self.when.day_field, self.when.slot_field
        self.tells = Check(self.tr("Tell the &patient by WhatsApp"))
        self.note = text("", "note", wrap=True)
        self.preview = BubblePreview()
        self.trouble = text("", "error", wrap=True)
        self.cancel = Button(self.tr("Keep as it is"), key="Esc")
        self.move_button = Button(self.tr("Move"), key="Enter", kind=Kind.PRIMARY)
        self._lay_out(desk, appointment)
        self._connect()
        self.when.set_day(max(appointment.date, desk.today()), desk.today())
        self.presenter.start()
        self.day.setFocus()
        self.day.selectAll()

    def draw_move(self, form: MoveForm) -> None:
        self._is_drawing = True
        self.when.draw_doctors(form.doctors, form.doctor_id)
        self.day_field.fault(form.day_fault)
        self.when.draw_times(form.slots, form.at, form.no_slots, form.slot_fault)
        self.tells.setChecked(form.tells)
        self.note.setText(form.note)
        self.note.setVisible(bool(form.note) and form.tells)
        self.preview.set_message(form.preview, form.below)
        self.preview.setVisible(bool(form.preview))
        self.trouble.setText(form.trouble)
        self.trouble.setVisible(bool(form.trouble))
        self.move_button.setEnabled(not form.is_busy)
        self._is_drawing = False

    def leave(self) -> None:
        self.done.emit()

    def on_escape(self) -> None:
        self.done.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        is_press = event.type() is QEvent.Type.KeyPress
        if is_press and isinstance(event, QKeyEvent) and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.presenter.submit()
            return True
        return super().eventFilter(watched, event)

    def _lay_out(self, desk: Desk, appointment: AppointmentView) -> None:
        today = desk.today()
        was = self.tr("{name}, now {day}, {time} with Dr {doctor}").format(
            name=appointment.patient_name,
            day=formats.short_date(appointment.date, today),
            time=formats.clock_time(appointment.time_slot),
            doctor=appointment.doctor_name,
        )
        foot = QHBoxLayout()
        foot.setSpacing(10)
        foot.addStretch(1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.move_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 12, 20, 14)
        column.setSpacing(12)
        column.addWidget(text(self.tr("Move the appointment"), "title"))
        column.addWidget(text(was, "muted", wrap=True))
        column.addWidget(self.when)
        column.addWidget(self.tells)
        column.addWidget(self.note)
        column.addWidget(self.preview)
        column.addStretch(1)
        column.addWidget(self.trouble)
        column.addLayout(foot)

    def _connect(self) -> None:
        self.when.doctor_chosen.connect(self.presenter.on_doctor)
        self.when.day_meant.connect(self.presenter.on_day)
        self.when.slot_chosen.connect(self.presenter.on_slot)
        self.tells.toggled.connect(self._on_tells)
        self.cancel.clicked.connect(self.done)
        self.move_button.clicked.connect(self._on_move)
        for widget in (self.doctor, self.day, self.slots, self.tells):
            widget.installEventFilter(self)

    @Slot(bool)
    def _on_tells(self, tells: bool) -> None:
        if not self._is_drawing:
            self.presenter.on_tells(tells)

    @Slot()
    def _on_move(self) -> None:
        self.presenter.submit()
