"""The booking panel's widgets: exactly what the form says, and the keys (Enter books, Esc clears, then leaves)."""

from itertools import pairwise

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from desktop_app.services.views import BookedView
from desktop_app.ui.desk import Desk
from desktop_app.ui.pages.book.form import Form
from desktop_app.ui.pages.book.mobile_field import MobileField
from desktop_app.ui.pages.book.presenter import BookPresenter
from desktop_app.ui.pages.book.when_fields import WhenFields
from desktop_app.ui.places import Book
from desktop_app.ui.printing.printing import Printing
from desktop_app.ui.printing.sheets import token_slip
from desktop_app.ui.widgets.bubble import BubblePreview
from desktop_app.ui.widgets.buttons import Button, KeyCap, Kind
from desktop_app.ui.widgets.card import row as row_of
from desktop_app.ui.widgets.card import text
from desktop_app.ui.widgets.choice import Check
from desktop_app.ui.widgets.fields import Field
from desktop_app.ui.widgets.patient_picker import PatientPicker


class BookPage(QWidget):
    """`done` after a booking, `cancelled` when a person leaves without one."""

    done = Signal()
    cancelled = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._is_drawing = False
        self._printing = Printing(self, desk.notices)
        self.presenter = BookPresenter(self, desk)
        self._make_fields()
        self._lay_out()
        self._connect()

    # ── what the presenter asks ─────────────────────────────────────────────────────────────────────────────────────
    def draw(self, form: Form) -> None:
        self._is_drawing = True
        self.mobile.show_number(form.number)
        if form.number.fault:
            self.mobile_field.fault(form.number.fault)
        else:
            self.mobile_field.note(form.number.note)
        lines = [(line.words, line.aside) for line in form.lines]
        key = "" if form.is_picked else self.tr("Enter")
        self.picker.set_lines(lines if form.shows_lines else [], form.current, key)
        self.name_field.setVisible(form.asks_name)
        self.name_field.fault(form.faults.name)
        self._draw_when(form)
        self.preview.set_message(form.preview, form.below)
        self.preview.setVisible(bool(form.preview))
        self.consent.setChecked(form.wants_message)
        self.consent_note.setText(f"· {form.consent_note}" if form.consent_note else "")
        self.trouble.setText(form.faults.form)
        self.trouble.setVisible(bool(form.faults.form))
        self.book.setEnabled(not form.is_busy)
        self.both.setEnabled(not form.is_busy)
        self._is_drawing = False

    def type_number(self, mobile: str) -> None:
        self._is_drawing = True
        self.mobile.setText(mobile)
        self._is_drawing = False

    def go_to(self, field: str) -> None:
        widgets: dict[str, QWidget] = {
            "mobile": self.mobile, "name": self.name, "doctor": self.doctor, "day": self.day, "slot": self.slots,
        }  # fmt: skip
        widget = widgets[field]
        widget.setFocus(Qt.FocusReason.OtherFocusReason)
        if isinstance(widget, QLineEdit):
            widget.selectAll()

    def leave(self, booked: BookedView, *, prints: bool) -> None:
        self._clear()
        if prints:
            self._printing.print_now(token_slip(booked.appointment, self._desk.hospital().name))
        self.done.emit()

    # ── what the shell asks ─────────────────────────────────────────────────────────────────────────────────────────
    def start(self, place: Book) -> None:
        """Open for a booking. What is being typed is kept when F2 is pressed once more."""
        if not self.presenter.is_touched or place.patient is not None:
            self._clear()
            self.when.set_day(place.day or self._desk.today(), self._desk.today())
            self.presenter.start(place)
        self.go_to("mobile" if place.patient is None else "doctor")

    def on_escape(self) -> None:
        if self.presenter.is_touched:
            self._clear()
            self.presenter.start(Book(day=self.day.day()))
            self.go_to("mobile")
        else:
            self.cancelled.emit()

    def on_change(self) -> None:
        """Appointments have changed: another desk may have taken a time."""
        self.presenter.refresh_slots()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress and self._takes(watched, event):
            return True
        return super().eventFilter(watched, event)

    # ── building ────────────────────────────────────────────────────────────────────────────────────────────────────
    def _make_fields(self) -> None:
        self.mobile = MobileField()
        self.mobile.setPlaceholderText(self.tr("Number, or a name"))
        self.mobile_field = Field(self.tr("&Mobile"), self.mobile)
        self.picker = PatientPicker()
        self.name = QLineEdit()
        self.name.setPlaceholderText(self.tr("New patient"))
        self.name_field = Field(self.tr("&Name"), self.name)
        self.when = WhenFields(self._desk.today())
        self.doctor, self.day, self.slots = self.when.doctor, self.when.day, self.when.slots
        self.day_field, self.slot_field = self.when.day_field, self.when.slot_field
        self.walk_in = Check(self.tr("&Walk-in, no fixed time"), height=26)
        self.slot_field.put_beside_label(self.walk_in)
        self.reason = QLineEdit()
        self.reason.setPlaceholderText(self.tr("if the patient says"))
        self.reason.setMaxLength(500)
        self.reason_label = text(self.tr("&Came for"), "label")
        self.reason_label.setBuddy(self.reason)
        self.reason.setAccessibleName(self.tr("Came for"))
        self.preview = BubblePreview()
        self.consent = Check(self.tr("&Send WhatsApp confirmation"), height=30)
        self.consent_note = text("", "muted")
        self.trouble = text("", "error", wrap=True)
        self.cancel = Button(self.tr("Cancel"))
        self.both = Button(self.tr("Book and print"), key=self.tr("⇧ Enter"))
        self.book = Button(self.tr("Book"), key="Enter", kind=Kind.PRIMARY)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(text(self.tr("New booking"), "title"))
        head.addStretch(1)
        head.addWidget(KeyCap("Esc"))
        agree = QHBoxLayout()
        agree.setSpacing(8)
        agree.addWidget(self.consent)
        agree.addWidget(self.consent_note, 1)
        area = self._scrolled_fields(agree)
        foot = QHBoxLayout()
        foot.setSpacing(10)
        foot.addStretch(1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.both)
        foot.addWidget(self.book)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 14)
        column.setSpacing(8)
        for inner in (head, foot):
            inner.setContentsMargins(20, 0, 20, 0)
        self.trouble.setContentsMargins(20, 0, 20, 0)
        column.addLayout(head)
        column.addWidget(area, 1)
        column.addWidget(self.trouble)
        column.addLayout(foot)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        self._set_tab_order()

    def _scrolled_fields(self, agree: QHBoxLayout) -> QScrollArea:
        """The fields scroll at large text; the buttons below them stay."""
        scrolled = QWidget()
        scrolled.setObjectName("scrolled")
        fields = QVBoxLayout(scrolled)
        fields.setContentsMargins(20, 2, 20, 2)
        fields.setSpacing(7)
        fields.addWidget(self.mobile_field)
        fields.addWidget(self.picker)
        fields.addWidget(self.name_field)
        fields.addWidget(self.when)
        fields.addWidget(self.preview)
        fields.addLayout(agree)
        fields.addLayout(row_of(self.reason_label, self.reason, gap=10))
        fields.addStretch(1)
        area = QScrollArea()
        area.setWidget(scrolled)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return area

    def _set_tab_order(self) -> None:
        order = [self.mobile, self.name, self.doctor, self.day, self.walk_in, self.slots, self.consent, self.reason]
        order += [self.cancel, self.both, self.book]
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)

    def _connect(self) -> None:
        self.mobile.textChanged.connect(self._on_number)
        self.mobile.editingFinished.connect(self._on_number_left)
        self.name.textChanged.connect(self._on_name)
        self.reason.textChanged.connect(self._on_reason)
        self.picker.taken.connect(self._on_taken)
        self.when.doctor_chosen.connect(self.presenter.on_doctor)
        self.when.day_meant.connect(self.presenter.on_day)
        self.when.slot_chosen.connect(self.presenter.on_slot)
        self.walk_in.toggled.connect(self._on_walk_in)
        self.consent.toggled.connect(self._on_consent)
        self.cancel.clicked.connect(self._on_cancel)
        self.book.clicked.connect(self._on_book)
        self.both.clicked.connect(self._on_both)
        for widget in (
            self.mobile,
            self.name,
            self.doctor,
            self.day,
            self.slots,
            self.walk_in,
            self.consent,
            self.reason,
        ):
            widget.installEventFilter(self)

    def _draw_when(self, form: Form) -> None:
        self.when.draw_doctors(form.doctors, form.doctor_id)
        self.day_field.fault(form.faults.day)
        at, no_slots = (None, "") if form.is_walk_in else (form.at, form.no_slots)
        self.when.draw_times(form.slots, at, no_slots, form.faults.slot)
        self.slots.setEnabled(not form.is_walk_in)
        self.walk_in.setVisible(form.can_walk_in)
        self.walk_in.setChecked(form.is_walk_in)

    def _clear(self) -> None:
        self._is_drawing = True
        for field in (self.mobile, self.name, self.reason):
            field.clear()
        self._is_drawing = False
        self.presenter.forget()

    # ── what happened ───────────────────────────────────────────────────────────────────────────────────────────────
    def _takes(self, watched: QObject, event: QKeyEvent) -> bool:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            prints = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.presenter.enter("mobile" if watched is self.mobile else "", prints=prints)
            return True
        if watched is self.mobile and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.presenter.move(1 if event.key() == Qt.Key.Key_Down else -1)
            return True
        return False

    @Slot(str)
    def _on_number(self, typed: str) -> None:
        if not self._is_drawing:
            self.presenter.on_number(typed)

    @Slot()
    def _on_number_left(self) -> None:
        self.presenter.on_number_left()

    @Slot(str)
    def _on_name(self, name: str) -> None:
        if not self._is_drawing:
            self.presenter.on_name(name)

    @Slot(str)
    def _on_reason(self, reason: str) -> None:
        if not self._is_drawing:
            self.presenter.on_reason(reason)

    @Slot(int)
    def _on_taken(self, number: int) -> None:
        self.presenter.take(number)

    @Slot(bool)
    def _on_walk_in(self, on: bool) -> None:
        if not self._is_drawing:
            self.presenter.on_walk_in(on)

    @Slot(bool)
    def _on_consent(self, on: bool) -> None:
        if not self._is_drawing:
            self.presenter.on_consent(on)

    @Slot()
    def _on_cancel(self) -> None:
        self._clear()
        self.cancelled.emit()

    @Slot()
    def _on_book(self) -> None:
        self.presenter.submit()

    @Slot()
    def _on_both(self) -> None:
        self.presenter.submit(prints=True)
