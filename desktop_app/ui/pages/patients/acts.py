"""What a person does with a patient: correct, stop messages, merge, give a copy, erase; each said, with its way back."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QFileDialog, QWidget
from shiboken6 import isValid

from desktop_app.domain.errors import ExpectedError, Invalid, Problem, Unavailable
from desktop_app.domain.hospital import LANGUAGES
from desktop_app.services.patient_service import PatientChange
from desktop_app.services.views import PatientView
from desktop_app.ui import formats
from desktop_app.ui.desk import Desk, Undo
from desktop_app.ui.dialogs.patients import EditPatientDialog, EraseDialog, MergeDialog
from desktop_app.ui.languages import LANGUAGE_NAMES
from desktop_app.ui.pages.patients.presenter import (
    MOST,
    PatientEntries,
    change_of,
    dossier_text,
    entries_of,
    reverse_of,
)
from desktop_app.ui.pages.patients.words import PatientWords

if TYPE_CHECKING:
    from desktop_app.services.clinic import Clinic

_BY = "desk"


class PatientActs(QObject):
    """`done` is called after each act: the page reads anew and takes the focus off the box."""

    def __init__(self, desk: Desk, words: PatientWords, done: Callable[[], None], page: QWidget) -> None:
        super().__init__(page)
        self._desk = desk
        self._words = words
        self._done = done
        self._page = page

    # ── correct ─────────────────────────────────────────────────────────────────────────────────────────────────────
    def edit(self, patient: PatientView) -> None:
        dialog = EditPatientDialog([(code, LANGUAGE_NAMES[code]) for code in LANGUAGES], self._page)
        entries = entries_of(patient)
        dialog.name.setText(entries.name)
        dialog.mobile.setText(entries.mobile)
        dialog.language.choose(entries.language)
        dialog.birth_year.setText(entries.birth_year)
        dialog.sex.set_value(entries.sex)
        dialog.consent.setChecked(entries.may_be_messaged)
        dialog.submitted.connect(partial(self._save, dialog, patient))
        dialog.open()
        dialog.name.setFocus()

    def _save(self, dialog: EditPatientDialog, patient: PatientView) -> None:
        try:
            change = change_of(_entries_in(dialog), patient)
        except Invalid as refusal:
            dialog.mark(refusal.problems)
            return
        if change is None:
            dialog.accept()
            return

        def done(_: PatientView) -> None:
            if isValid(dialog):
                dialog.accept()
            self._told_changed(change, patient)

        def refused(error: ExpectedError) -> None:
            problems = error.problems if isinstance(error, Invalid) else (Problem("", error.code, error.message),)
            if isValid(dialog):
                dialog.mark(problems)

        self._desk.run(partial(self._desk.clinic.patients.update, patient.id, change, by=_BY), done, refused)

    def _told_changed(self, change: PatientChange, before: PatientView) -> None:
        back = partial(self._desk.clinic.patients.update, before.id, reverse_of(change, before), by=_BY)
        undo = Undo(self.tr("Undo: correct {name}").format(name=before.name), partial(self._run, back))
        self._tell(self.tr("{name} is corrected.").format(name=before.name), undo)

    def toggle_messages(self, before: PatientView) -> None:
        """Stop or allow messages to this patient."""
        if before.consent:
            told = self.tr("{name} gets no more messages. What waited is withdrawn.").format(name=before.name)
        else:
            told = self.tr("{name} gets messages again.").format(name=before.name)
        update = self._desk.clinic.patients.update
        back = partial(update, before.id, PatientChange(consent=before.consent), by=_BY)
        label = self.tr("Undo: messages of {name}").format(name=before.name)
        change = PatientChange(consent=not before.consent)
        self._run(partial(update, before.id, change, by=_BY), told, Undo(label, partial(self._run, back)))

    # ── merge ───────────────────────────────────────────────────────────────────────────────────────────────────────
    def merge(self, stays: PatientView) -> None:
        find = self._desk.clinic.patients.find
        dialog = MergeDialog(stays, partial(self._words.about, today=self._desk.today()), self._page)

        def found(patients: tuple[PatientView, ...]) -> None:
            if isValid(dialog):
                dialog.show_found(patients)

        def search(typed: str) -> None:
            self._desk.run(partial(find, typed, MOST), found)

        dialog.searched.connect(search)
        dialog.accepted.connect(partial(self._merge, dialog, stays))
        dialog.open()
        dialog.box.setText(formats.mobile(stays.mobile) if stays.mobile else stays.name)
        dialog.box.setFocus()

    def _merge(self, dialog: MergeDialog, stays: PatientView) -> None:
        gone = dialog.chosen()
        if gone is None:
            return
        patients = self._desk.clinic.patients
        told = self.tr("{gone} is merged into {name}.").format(gone=gone.name, name=stays.name)
        back = partial(self._run, partial(patients.unmerge, gone.id, by=_BY))
        undo = Undo(self.tr("Undo: merge {gone}").format(gone=gone.name), back)
        self._run(partial(patients.merge, gone.id, stays.id, by=_BY), told, undo)

    # ── the patient's rights ────────────────────────────────────────────────────────────────────────────────────────
    def export(self, patient: PatientView) -> None:
        dialog = QFileDialog(self._page, self.tr("Save a copy for the patient"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(self.tr("Text (*.txt)"))
        dialog.setDefaultSuffix("txt")
        dialog.selectFile(f"patient-{patient.id}.txt")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(partial(self.save_copy, patient.id))
        dialog.open()

    def save_copy(self, patient_id: int, path: str) -> None:
        job = partial(_write_copy, self._desk.clinic, patient_id, Path(path), self._desk.local)
        self._desk.run(job, self._on_copied)

    def _on_copied(self, path: Path) -> None:
        self._desk.notices.tell(self.tr("The copy is in {file}.").format(file=path.name))

    def erase(self, patient: PatientView) -> None:
        dialog = EraseDialog(patient.name, self._page)
        job = partial(self._desk.clinic.patients.erase, patient.id, by=_BY)
        dialog.accepted.connect(partial(self._run, job, self.tr("The patient’s data are erased.")))
        dialog.open()

    # ── running ─────────────────────────────────────────────────────────────────────────────────────────────────────
    def _run(self, job: Callable[[], object], told: str = "", undo: Undo | None = None) -> None:
        def done(_: object) -> None:
            if told:
                self._tell(told, undo)
            else:
                self._done()

        self._desk.run(job, done)

    def _tell(self, words: str, undo: Undo | None) -> None:
        self._desk.notices.tell(words, undo)
        self._done()


def _entries_in(dialog: EditPatientDialog) -> PatientEntries:
    return PatientEntries(
        name=dialog.name.text(),
        mobile=dialog.mobile.text(),
        language=str(dialog.language.value()),
        birth_year=dialog.birth_year.text(),
        sex=str(dialog.sex.value() or ""),
        may_be_messaged=dialog.consent.isChecked(),
    )


def _write_copy(clinic: "Clinic", patient_id: int, path: Path, local: Callable[[datetime], datetime]) -> Path:
    text_of_all = dossier_text(clinic.patients.export(patient_id), local)
    try:
        path.write_text(text_of_all, encoding="utf-8")
    except OSError as error:
        raise Unavailable(
            "copy_failed", f"The copy could not be written: {error.strerror}.", "Choose another folder."
        ) from error
    return path
