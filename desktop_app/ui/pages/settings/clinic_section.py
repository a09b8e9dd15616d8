"""The clinic's own data; further hospitals are added here too."""

from functools import partial
from zoneinfo import available_timezones

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCompleter, QLineEdit, QWidget
from shiboken6 import isValid

from desktop_app.domain.errors import ExpectedError, Invalid
from desktop_app.domain.hospital import LANGUAGES
from desktop_app.services.hospital_service import HospitalEntry
from desktop_app.services.views import HospitalView
from desktop_app.ui.desk import Desk
from desktop_app.ui.dialogs.base import VerbDialog
from desktop_app.ui.languages import LANGUAGE_NAMES
from desktop_app.ui.pages.settings.section import BY, Section
from desktop_app.ui.widgets.buttons import Button, Kind
from desktop_app.ui.widgets.card import Line, row
from desktop_app.ui.widgets.choice import Choice
from desktop_app.ui.widgets.fields import Field


class ClinicSection(Section):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.head(
            self.tr("Clinic"),
            self.tr("What patients read, and how dates are counted. A changed zone moves no appointment."),
        )
        self.name, self.mobile, self.address, self.zone = QLineEdit(), QLineEdit(), QLineEdit(), QLineEdit()
        zones = QCompleter(sorted(available_timezones()), self)
        zones.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        zones.setFilterMode(Qt.MatchFlag.MatchContains)
        self.zone.setCompleter(zones)
        self.language = Choice()
        for code in LANGUAGES:
            self.language.addItem(LANGUAGE_NAMES[code], code)
        self.fields = {
            "name": Field(self.tr("&Name, as patients read it in messages"), self.name),
            "mobile": Field(self.tr("&Phone of the reception (may be a landline)"), self.mobile),
            "address": Field(self.tr("&Address or part of town"), self.address),
            "time_zone": Field(self.tr("&Time zone"), self.zone),
            "language": Field(self.tr("&Language of the messages"), self.language),
        }
        self.save_button = Button(self.tr("Save"), kind=Kind.PRIMARY)
        self.save_button.clicked.connect(self._on_save)
        self.add = Button(self.tr("Add another hospital…"))
        self.add.clicked.connect(self._on_add)
        self.body.addWidget(self.fields["name"])
        self.body.addLayout(row(self.fields["mobile"], self.fields["address"]))
        self.body.addLayout(row(self.fields["time_zone"], self.fields["language"]))
        self.body.addLayout(row(self.save_button, None))
        self.body.addWidget(Line())
        self.body.addLayout(row(self.add, None))
        self._shown: HospitalView | None = None

    def load(self) -> None:
        self.desk.run(partial(self.desk.clinic.hospitals.get, self.desk.hospital_id), self._show)

    def _show(self, hospital: HospitalView) -> None:
        self._shown = hospital
        self.name.setText(hospital.name)
        self.mobile.setText(hospital.mobile or "")
        self.address.setText(hospital.address or "")
        self.zone.setText(hospital.time_zone)
        self.language.choose(hospital.language)
        for field in self.fields.values():
            field.fault("")

    def _on_save(self) -> None:
        before = self._shown
        if before is None:
            return
        update = partial(self.desk.clinic.hospitals.update, before.id, by=BY)
        old = HospitalEntry(before.name, before.mobile or "", before.address or "", before.time_zone, before.language)
        back = self.undo(self.tr("Undo: change the clinic’s data"), partial(update, old))
        new = HospitalEntry(
            self.name.text(), self.mobile.text(), self.address.text(), self.zone.text(), str(self.language.value())
        )
        self.save(partial(update, new), self.tr("Saved."), back, tuple(self.fields.items()))

    def _on_add(self) -> None:
        dialog = AddHospitalDialog(self)
        dialog.submitted.connect(partial(self._add, dialog))
        dialog.open()

    def _add(self, dialog: "AddHospitalDialog") -> None:
        def done(hospital: HospitalView) -> None:
            if isValid(dialog):
                dialog.accept()
            told = self.tr("{name} is added. Choose it at the top left; then add its doctors here.")
            self.desk.notices.tell(told.format(name=hospital.name))

        def refused(error: ExpectedError) -> None:
            if isinstance(error, Invalid) and isValid(dialog):
                dialog.field.fault(error.message)
            else:
                self.desk.notices.explain(error)

        entry = HospitalEntry(name=dialog.name.text())
        self.desk.run(partial(self.desk.clinic.hospitals.add, entry, by=BY), done, refused)


class AddHospitalDialog(VerbDialog):
    submitted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        told = self.tr("It gets its own doctors, patients’ visits, messages, CSV file and WhatsApp phone.")
        self.say(self.tr("Add another hospital"), told, self.tr("Add"), self.tr("Back"))
        self.name = QLineEdit()
        self.field = Field(self.tr("&Name"), self.name)
        self.body.addWidget(self.field)
        self.name.setFocus()

    def is_ready(self) -> bool:
        self.submitted.emit()
        return False
