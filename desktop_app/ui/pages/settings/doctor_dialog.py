"""Adds or changes a doctor: name, specialty, hours, and whether patients can be booked."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop_app.domain.errors import Problem
from desktop_app.services.doctor_service import DoctorEntry
from desktop_app.services.views import DoctorView
from desktop_app.ui.dialogs.base import VerbDialog
from desktop_app.ui.pages.settings.hours_editor import HoursEditor
from desktop_app.ui.pages.settings.presenter import DEFAULT_ROWS, rows_of, slots_a_week, stretches_of
from desktop_app.ui.theme import look
from desktop_app.ui.widgets.card import row, text
from desktop_app.ui.widgets.choice import Check
from desktop_app.ui.widgets.fields import Field
from desktop_app.ui.widgets.segments import SegmentedControl


class DoctorDialog(VerbDialog):
    """`submitted(entry)` asks the page to save; it answers with `mark`, or closes the dialog."""

    submitted = Signal(object)

    def __init__(
        self, hospital_id: int, doctor: DoctorView | None, day_names: tuple[str, ...], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._hospital_id = hospital_id
        title = self.tr("Add a doctor") if doctor is None else self.tr("Change a doctor")
        self.say(title, "", self.tr("Add") if doctor is None else self.tr("Save"), self.tr("Back"))
        self.setMinimumWidth(look().px(830))
        self.name = QLineEdit(doctor.name if doctor else "")
        self.name.setPlaceholderText(self.tr("Meera Nair"))
        self.specialty = QLineEdit(doctor.specialty if doctor else "")
        self.fields = {
            "name": Field(self.tr("&Name, without the title"), self.name),
            "specialty": Field(self.tr("&Specialty (may stay empty)"), self.specialty),
        }
        self.name.textEdited.connect(self._on_name_edited)
        self.kind = SegmentedControl(
            [(False, self.tr("The clinic’s usual hours")), (True, self.tr("Own hours"))], name=self.tr("Hours")
        )
        self.kind.chosen.connect(self._on_kind)
        self.hours = HoursEditor(day_names)
        self.hours.set_rows(rows_of(doctor.schedule) if doctor and doctor.schedule else DEFAULT_ROWS)
        self.hours.changed.connect(self._count)
        self.kind.set_value(bool(doctor and doctor.schedule))
        self.count = text("", "note", wrap=True)
        self.active = Check(self.tr("&Patients can be booked with this doctor"))
        self.active.setChecked(doctor is None or doctor.active)
        self.body.addLayout(row(*self.fields.values()))
        self.body.addLayout(row(Field(self.tr("Hours"), self.kind), None))
        self.body.addWidget(self.hours)
        self.body.addWidget(self.count)
        if doctor is not None:
            self.body.addWidget(self.active)
        self._on_kind()
        self.name.setFocus()

    def entry(self) -> DoctorEntry:
        schedule = stretches_of(self.hours.rows()) if self.kind.value() else ()
        return DoctorEntry(
            self._hospital_id, self.name.text(), self.specialty.text(), schedule, self.active.isChecked()
        )

    def is_ready(self) -> bool:
        rows = self.hours.rows()
        if self.kind.value() and not (rows and all(line.days for line in rows)):
            self.mark((Problem("schedule", "missing", self.tr("Choose the days, or take the line out.")),))
            return False
        self.submitted.emit(self.entry())
        return False

    @Slot()
    def _on_name_edited(self) -> None:
        self.fields["name"].fault("")

    @Slot()
    def _on_kind(self) -> None:
        self.hours.setVisible(bool(self.kind.value()))
        self._count()

    @Slot()
    def _count(self) -> None:
        if not self.kind.value():
            words = self.tr("Every day from 9:30 AM to 3:30 PM and from 6:00 PM to 8:30 PM, every half hour.")
            self.count.setText(words)
            return
        words = self.tr("The last slot begins at the second time. {n} patients can be booked in a week.")
        self.count.setText(words.format(n=slots_a_week(self.hours.rows())))
