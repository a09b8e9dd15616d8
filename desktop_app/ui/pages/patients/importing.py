"""Import from a table: choose the file, see what it brings, bring it in."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop_app.services.import_service import ImportView
from desktop_app.ui.desk import Desk
from desktop_app.ui.dialogs.import_table import ImportDialog
from desktop_app.ui.formats import counted

_BY = "desk"


class Importing(QObject):
    """One import at a time, from the page that asked for it."""

    def __init__(self, desk: Desk, page: QWidget) -> None:
        super().__init__(page)
        self._desk = desk
        self._page = page

    @Slot()
    def choose_file(self) -> None:
        dialog = QFileDialog(self._page, self.tr("Import patients and appointments"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(self.tr("Tables (*.csv *.xlsx)"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.preview)
        dialog.open()

    @Slot(str)
    def preview(self, path: str) -> None:
        """Show what the file would bring; nothing is changed."""
        job = partial(self._desk.clinic.imports.preview, Path(path), self._desk.hospital_id)
        self._desk.run(job, partial(self._show, Path(path)))

    def _show(self, path: Path, view: ImportView) -> None:
        dialog = ImportDialog(path.name, view, self._page)
        dialog.accepted.connect(partial(self._bring_in, path))
        dialog.open()

    def _bring_in(self, path: Path) -> None:
        job = partial(self._desk.clinic.imports.bring_in, path, self._desk.hospital_id, by=_BY)
        self._desk.run(job, self._tell)

    def _tell(self, done: ImportView) -> None:
        patients = counted(done.patients, self.tr("patient"), self.tr("patients"))
        appointments = counted(done.appointments, self.tr("appointment"), self.tr("appointments"))
        self._desk.notices.tell(self.tr("Imported: {what}.").format(what=f"{patients}, {appointments}"))
