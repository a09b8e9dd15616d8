"""The dialogs of the Patients page: correct, merge, erase."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from desktop_app.services.views import PatientView
from desktop_app.ui.dialogs.base import VerbDialog
from desktop_app.ui.theme import look
from desktop_app.ui.widgets.card import row
from desktop_app.ui.widgets.choice import Check, Choice
from desktop_app.ui.widgets.fields import Field
from desktop_app.ui.widgets.segments import SegmentedControl


class EditPatientDialog(VerbDialog):
    """`submitted` asks the page to save; it answers with `mark` (and the dialog stays) or closes it."""

    submitted = Signal()

    def __init__(self, languages: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.say(self.tr("Correct a patient"), "", self.tr("Save"), self.tr("Back"))
        self.name, self.mobile, self.birth_year = QLineEdit(), QLineEdit(), QLineEdit()
        self.birth_year.setMaximumWidth(look().px(120))
        self.language = Choice()
        for code, words in languages:
            self.language.addItem(words, code)
        self.sex = SegmentedControl(
            [("F", self.tr("Female")), ("M", self.tr("Male")), ("O", self.tr("Other"))], name=self.tr("Sex")
        )
        self.consent = Check(self.tr("&May be messaged by WhatsApp"))
        self.fields = {
            "name": Field(self.tr("&Name"), self.name),
            "mobile": Field(self.tr("Mo&bile"), self.mobile),
            "language": Field(self.tr("&Language of the messages"), self.language),
            "birth_year": Field(self.tr("&Year of birth"), self.birth_year),
        }
        for key in ("name", "mobile", "language"):
            self.body.addWidget(self.fields[key])
        self.body.addLayout(row(self.fields["birth_year"], Field(self.tr("Sex"), self.sex), None))
        self.body.addWidget(self.consent)

    def is_ready(self) -> bool:
        """The page decides, and closes the dialog once the entries are saved."""
        self.submitted.emit()
        return False


class MergeDialog(VerbDialog):
    """Chooses the entry that goes; the one the page shows stays. `search(text)` is asked to be answered by `show_found`."""

    searched = Signal(str)

    def __init__(
        self, stays: PatientView, describe: Callable[[PatientView], str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        told = self.tr(
            "{name} stays. Choose the double; its visits and messages move to {name}, and it leaves the list. This can be undone."
        )
        self.say(
            self.tr("Merge a double"), told.format(name=stays.name), self.tr("Merge into this patient"), self.tr("Back")
        )
        self._stays = stays
        self._describe = describe
        self.box = QLineEdit()
        self.box.textChanged.connect(self.searched)
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Patients found"))
        self.setMinimumWidth(look().px(560))
        self.list.setMinimumHeight(look().px(220))
        self.list.currentRowChanged.connect(self._on_row)
        self.body.addWidget(Field(self.tr("&Name or mobile of the double"), self.box))
        self.body.addWidget(self.list)
        self._found: list[PatientView] = []
        self._on_row()

    def show_found(self, patients: Sequence[PatientView]) -> None:
        self._found = [patient for patient in patients if patient.id != self._stays.id]
        self.list.clear()
        for patient in self._found:
            QListWidgetItem(f"{patient.name} · {self._describe(patient)}", self.list)
        if self._found:
            self.list.setCurrentRow(0)
        self._on_row()

    def chosen(self) -> PatientView | None:
        number = self.list.currentRow()
        return self._found[number] if 0 <= number < len(self._found) else None

    def is_ready(self) -> bool:
        return self.chosen() is not None

    def _on_row(self) -> None:
        self.main.refuse("" if self.chosen() else self.tr("Choose the double first."))


class EraseDialog(VerbDialog):
    """Before a patient's data are erased for good."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent, destroys=True)
        told = self.tr(
            "Name, number and message texts of {name} are erased from the clinic’s list, the messages and the CSV file. The"
            " visits stay as numbers without a name. This cannot be undone."
        )
        self.say(
            self.tr("Erase {name}?").format(name=name),
            told.format(name=name),
            self.tr("Erase for ever"),
            self.tr("Keep"),
        )
