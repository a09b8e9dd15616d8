"""The doctors with their hours."""

from functools import partial

from shiboken6 import isValid

from desktop_app.domain.errors import ExpectedError, Invalid, Problem
from desktop_app.domain.people import with_title
from desktop_app.services.doctor_service import DoctorEntry
from desktop_app.services.views import DoctorView
from desktop_app.ui.desk import Desk
from desktop_app.ui.pages.settings.doctor_dialog import DoctorDialog
from desktop_app.ui.pages.settings.presenter import hours_words
from desktop_app.ui.pages.settings.section import BY, Section
from desktop_app.ui.theme import look
from desktop_app.ui.theme_tokens import Tone
from desktop_app.ui.widgets.buttons import Button, Kind
from desktop_app.ui.widgets.card import Card, row
from desktop_app.ui.widgets.tables import Cell, Column, RowsModel, Table

_MOST_LINES, _SPECIALTY = 10, 140


class DoctorsSection(Section):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.head(
            self.tr("Doctors and hours"),
            self.tr("Changed hours hold for new bookings; who is booked already stays where they are."),
        )
        self.day_names = (
            self.tr("Mon"), self.tr("Tue"), self.tr("Wed"), self.tr("Thu"), self.tr("Fri"), self.tr("Sat"), self.tr("Sun"),
        )  # fmt: skip
        columns = (
            Column(self.tr("Doctor"), self._name, 190),
            Column(self.tr("Specialty"), self._specialty, _SPECIALTY),
            Column(self.tr("Hours"), self._hours),
            Column("", self._state, 140, is_right=True),
        )
        self.model = RowsModel[DoctorView](columns, self)
        self.table = Table(self.model, name=self.tr("Doctors"))
        self.table.opened.connect(self._on_change)
        self.table.resized.connect(self._fit)
        card = Card()
        card.body.addWidget(self.table)
        self.add = Button(self.tr("Add a doctor…"), kind=Kind.PRIMARY)
        self.add.clicked.connect(self._on_add)
        self.change = Button(self.tr("Change…"), key=self.tr("Enter"))
        self.change.clicked.connect(self._on_change)
        self.body.addWidget(card)
        self.body.addLayout(row(self.add, self.change, None))

    def _fit(self) -> None:
        """Where the hours would be cut, the specialties leave the list; the doctor's own dialog has them."""
        rest = self.table.viewport().width() - look().px(190 + 140 + _SPECIALTY)
        self.table.setColumnHidden(1, rest < look().px(170))

    def load(self) -> None:
        self.desk.run(partial(self.desk.clinic.doctors.all, self.desk.hospital_id), self._show)

    def _show(self, doctors: tuple[DoctorView, ...]) -> None:
        kept = max(self.table.currentIndex().row(), 0)
        self.model.set_rows(doctors)
        self.table.show_lines(min(max(len(doctors), 3), _MOST_LINES))
        self.table.pick(min(kept, len(doctors) - 1))
        self.change.refuse("" if doctors else self.tr("Add a doctor first."))

    def _name(self, doctor: DoctorView) -> Cell:
        return Cell(with_title(doctor.name), is_muted=not doctor.active)

    def _specialty(self, doctor: DoctorView) -> Cell:
        return Cell(doctor.specialty or "–", is_muted=True)

    def _hours(self, doctor: DoctorView) -> Cell:
        return Cell(hours_words(doctor.schedule, self.day_names) or self.tr("the clinic’s usual hours"), is_muted=True)

    def _state(self, doctor: DoctorView) -> Cell:
        if doctor.active:
            return Cell(self.tr("Bookable"), tone=Tone.GOOD, sign="✓", is_right=True)
        return Cell(self.tr("Not bookable"), tone=Tone.QUIET, sign="–", is_right=True)

    def _on_add(self) -> None:
        self._open(None)

    def _on_change(self) -> None:
        doctor = self.table.current()
        if isinstance(doctor, DoctorView):
            self._open(doctor)

    def _open(self, doctor: DoctorView | None) -> None:
        dialog = DoctorDialog(self.desk.hospital_id, doctor, self.day_names, self)
        dialog.submitted.connect(partial(self._save_doctor, dialog, doctor))
        dialog.open()

    def _save_doctor(self, dialog: DoctorDialog, before: DoctorView | None, entry: DoctorEntry) -> None:
        doctors = self.desk.clinic.doctors

        def done(doctor: DoctorView) -> None:
            if isValid(dialog):
                dialog.accept()
            name = with_title(doctor.name)
            if before is None:
                back = self.undo(
                    self.tr("Undo: add {name}").format(name=name), partial(_set_aside, self.desk, doctor.id)
                )
                self.desk.notices.tell(self.tr("{name} is added.").format(name=name), back)
            else:
                old = DoctorEntry(before.hospital_id, before.name, before.specialty, before.schedule, before.active)
                label = self.tr("Undo: change {name}").format(name=name)
                back = self.undo(label, partial(doctors.update, before.id, old, by=BY))
                self.desk.notices.tell(self.tr("{name} is changed.").format(name=name), back)
            self.load()

        def refused(error: ExpectedError) -> None:
            problems = error.problems if isinstance(error, Invalid) else (Problem("", error.code, error.message),)
            if isValid(dialog):
                dialog.mark(problems)

        if before is None:
            self.desk.run(partial(doctors.add, entry, by=BY), done, refused)
        else:
            self.desk.run(partial(doctors.update, before.id, entry, by=BY), done, refused)


def _set_aside(desk: Desk, doctor_id: int) -> DoctorView:
    """The undo of an added doctor: not bookable any more; a doctor is never deleted."""
    return desk.clinic.doctors.update(doctor_id, DoctorEntry(active=False), by=BY)
