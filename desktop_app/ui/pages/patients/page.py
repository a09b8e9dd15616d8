"""The Patients page: find by any part of number or name, correct, merge, give a copy, erase."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from desktop_app.domain.errors import ExpectedError, NotFound
from desktop_app.services.changes import AppointmentsChanged, Change, PatientsChanged
from desktop_app.services.ports import AppointmentFilter, MessageFilter
from desktop_app.services.views import AppointmentView, MessageView, PatientView
from desktop_app.ui import formats
from desktop_app.ui.desk import Desk
from desktop_app.ui.page import Page
from desktop_app.ui.pages.patients.acts import PatientActs
from desktop_app.ui.pages.patients.detail import PatientDetail
from desktop_app.ui.pages.patients.importing import Importing
from desktop_app.ui.pages.patients.presenter import MOST
from desktop_app.ui.pages.patients.words import PatientWords
from desktop_app.ui.places import Book, Goto
from desktop_app.ui.theme import look
from desktop_app.ui.widgets.buttons import Button
from desktop_app.ui.widgets.card import text
from desktop_app.ui.widgets.empty_state import EmptyState
from desktop_app.ui.widgets.list_and_pane import list_and_pane
from desktop_app.ui.widgets.tables import Cell, Column, RowsModel, Table

if TYPE_CHECKING:
    from desktop_app.services.clinic import Clinic

_SHOWN_VISITS, _SHOWN_MESSAGES = 8, 5
_NARROWEST_NAME = 150
_RECENT = timedelta(days=730)


@dataclass(frozen=True, slots=True)
class _OnePatient:
    """`asked_id` differs from the patient's where the one asked for was merged into this one."""

    asked_id: int
    patient: PatientView
    visits: tuple[AppointmentView, ...]
    messages: tuple[MessageView, ...]


class PatientsPage(Page):
    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.set_title(self.tr("Patients"))
        self.help_line = self.tr("Type any part of a number or a name. ↑↓ choose, B books, E corrects.")
        self.keys = (("B", self.tr("Book this patient")), ("E", self.tr("Correct this patient")))
        self._words = PatientWords(self)
        self._shown: PatientView | None = None
        self._wanted_id: int | None = None
        self._reading_id: int | None = None
        self._asked = ""
        self.acts = PatientActs(desk, self._words, self._on_done, self)
        self._make_widgets()
        self._lay_out()
        look().changed.connect(self._fit)

    @Slot()
    def _fit(self) -> None:
        """Where a name would be cut, first the numbers leave the list, then the last visits; the pane shows both."""
        left = self.table.viewport().width() - sum(look().px(column.width) for column in self.model.columns)
        for number in (1, 2):
            is_narrow = left < look().px(_NARROWEST_NAME)
            self.table.setColumnHidden(number, is_narrow)
            left += look().px(self.model.columns[number].width) if is_narrow else 0

    # ── what the shell tells ────────────────────────────────────────────────────────────────────────────────────────
    def on_shown(self) -> None:
        self._search()
        self.box.setFocus()

    def on_goto(self, place: Goto) -> None:
        if place.patient_id is not None:
            self._wanted_id = place.patient_id
            self.box.clear()

    def on_change(self, change: Change) -> None:
        match change:
            case PatientsChanged() | AppointmentsChanged():
                self._search()
            case _:
                pass

    def take_focus(self) -> None:
        self.box.setFocus()

    # ── laying out ──────────────────────────────────────────────────────────────────────────────────────────────────
    def _make_widgets(self) -> None:
        self.box = QLineEdit()
        self.box.setPlaceholderText(self.tr("Mobile or name, any part of it"))
        self.box.setAccessibleName(self.tr("Find a patient"))
        self.box.setClearButtonEnabled(True)
        self.box.textChanged.connect(self._search)
        self.box.returnPressed.connect(self._on_enter)
        self.found = text("", "muted")
        self.importing = Importing(self.desk, self)
        self.import_table = Button(self.tr("Import…"), icon="upload")
        self.import_table.setToolTip(self.tr("Bring patients and appointments in from a CSV or Excel file"))
        self.import_table.clicked.connect(self.importing.choose_file)
        self.model = RowsModel[PatientView](self._columns(), self)
        self.table = Table(self.model, name=self.tr("Patients"))
        self.table.picked.connect(self._on_picked)
        self.table.resized.connect(self._fit)
        self.table.opened.connect(self._on_opened)
        self.empty = EmptyState("users", "", self.tr("New booking"), key="F2")
        self.empty.acted.connect(self._on_new)
        self.detail = PatientDetail()
        self.detail.book_asked.connect(self._on_book)
        self.detail.edit_asked.connect(self._on_edit)
        self.detail.consent_asked.connect(self._on_consent)
        self.detail.merge_asked.connect(self._on_merge)
        self.detail.export_asked.connect(self._on_export)
        self.detail.erase_asked.connect(self._on_erase)

    def _columns(self) -> tuple[Column[PatientView], ...]:
        return (
            Column(self.tr("Name"), lambda p: Cell(p.name)),
            Column(self.tr("Mobile"), lambda p: Cell(formats.mobile(p.mobile), is_muted=True), 126),
            Column(self.tr("Last visit"), lambda p: Cell(self._day(p.last_visit), is_muted=True), 112),
            Column(self.tr("Next"), lambda p: Cell(self._day(p.next_visit), is_muted=True), 112),
            Column(self.tr("Messages"), self._consent_cell, 104),
        )

    def _day(self, day: date | None) -> str:
        return formats.field_date(day) if day is not None else "–"

    def _consent_cell(self, patient: PatientView) -> Cell:
        if patient.consent:
            return Cell(self.tr("on"), sign="✓", is_muted=True)
        return Cell(self.tr("off"), sign="–", is_muted=True)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(self.box, 2)
        top.addWidget(self.found, 3)
        top.addWidget(self.import_table)
        self.lists = list_and_pane(self, top, (self.table, self.empty), self.detail)
        self.detail.hide()

    # ── reading ─────────────────────────────────────────────────────────────────────────────────────────────────────
    @Slot()
    def _search(self) -> None:
        self._asked = typed = self.box.text()
        self.desk.run(partial(self.desk.clinic.patients.find, typed, MOST), partial(self._show_found, typed))

    def _show_found(self, typed: str, patients: tuple[PatientView, ...]) -> None:
        if typed != self._asked:
            return
        self.model.set_rows(patients)
        self.lists.setCurrentWidget(self.table if patients else self.empty)
        if len(patients) == MOST:
            self.found.setText(self.tr("The first {n}. Type more to find others.").format(n=MOST))
        else:
            self.found.setText(
                formats.counted(len(patients), self.tr("patient"), self.tr("patients")) if patients else ""
            )
        nobody = (
            self.tr("Nobody has “{typed}” in name or number.")
            if typed.strip()
            else self.tr("No patient yet. The first booking brings the first one.")
        )
        self.empty.set_sentence(nobody.format(typed=typed.strip()))
        self._pick(patients)

    def _pick(self, patients: tuple[PatientView, ...]) -> None:
        wanted = self._wanted_id or (self._shown.id if self._shown else None)
        number = next((n for n, patient in enumerate(patients) if patient.id == wanted), None)
        if number is None and self._wanted_id is not None:
            self._read_one(self._wanted_id)
        elif patients:
            self.table.pick(number or 0)
            self._on_picked(self.table.current())
        else:
            self._shown = None
            self.detail.hide()
        self._wanted_id = None

    @Slot(object)
    def _on_picked(self, picked: object) -> None:
        if isinstance(picked, PatientView):
            self._read_one(picked.id)

    def _read_one(self, patient_id: int) -> None:
        self._reading_id = patient_id
        self.desk.run(
            partial(_read_one, self.desk.clinic, patient_id, self.desk.today()), self._show_one, self._on_gone
        )

    def _on_gone(self, error: ExpectedError) -> None:
        if not isinstance(error, NotFound):
            self.desk.notices.explain(error)
        self.detail.hide()

    def _show_one(self, one: _OnePatient) -> None:
        if self._reading_id not in (one.patient.id, one.asked_id):
            return  # another one was chosen meanwhile
        patient, today = one.patient, self.desk.today()
        self._shown = patient
        self.detail.show_person(
            patient.name,
            self._words.about(patient, today),
            self._words.consent(patient, today),
            may_be_messaged=patient.consent,
        )
        visits = sorted(one.visits, key=lambda a: (a.date, a.time_slot), reverse=True)[:_SHOWN_VISITS]
        self.detail.show_lines(
            [self._words.visit(visit, today) for visit in visits],
            [self._words.message(m, self.desk.local(m.queued_at), today) for m in one.messages],
        )
        self.detail.show()

    # ── acts ────────────────────────────────────────────────────────────────────────────────────────────────────────
    def keyPressEvent(self, event: QKeyEvent) -> None:
        acts = {Qt.Key.Key_B: self._on_book, Qt.Key.Key_E: self._on_edit}
        act = acts.get(Qt.Key(event.key()))
        if act is None or not self.table.hasFocus() or event.modifiers() != Qt.KeyboardModifier.NoModifier:
            if event.key() == Qt.Key.Key_Down and self.box.hasFocus():
                self.table.setFocus()
                return
            super().keyPressEvent(event)
            return
        act()

    @Slot()
    def _on_enter(self) -> None:
        self.table.setFocus()

    @Slot()
    def _on_new(self) -> None:
        self.desk.navigate(Book())

    @Slot(object)
    def _on_opened(self, _: object) -> None:
        self._on_edit()

    @Slot()
    def _on_book(self) -> None:
        if self._shown is not None:
            self.desk.navigate(Book(patient=self._shown))

    @Slot()
    def _on_edit(self) -> None:
        if self._shown is not None:
            self.acts.edit(self._shown)

    @Slot()
    def _on_consent(self) -> None:
        if self._shown is not None:
            self.acts.toggle_messages(self._shown)

    @Slot()
    def _on_merge(self) -> None:
        if self._shown is not None:
            self.acts.merge(self._shown)

    @Slot()
    def _on_export(self) -> None:
        if self._shown is not None:
            self.acts.export(self._shown)

    @Slot()
    def _on_erase(self) -> None:
        if self._shown is not None:
            self.acts.erase(self._shown)

    def _on_done(self) -> None:
        """Something was done. The focus goes to the list: in the box Ctrl+Z would take back typing, not the act."""
        self.table.setFocus()
        self._search()


def _read_one(clinic: "Clinic", patient_id: int, today: date) -> _OnePatient:
    patient = clinic.patients.get(patient_id)
    recent = AppointmentFilter(patient_id=patient.id, first_day=today - _RECENT)
    visits = clinic.read.appointments(recent, 200, None).items
    wanted = MessageFilter(patient_id=patient.id, newest_first=True)
    return _OnePatient(patient_id, patient, visits, clinic.read.messages(wanted, _SHOWN_MESSAGES, None).items)
