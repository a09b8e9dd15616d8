"""Import from a table, by hand: what it brings and what cannot be used is shown before anything is changed."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from desktop_app.services.import_service import BadRow, ImportView
from desktop_app.ui.dialogs.import_table import ImportDialog
from desktop_app.ui.pages.patients.page import PatientsPage
from tests.fakes.desk import make_desk
from tests.ui.pages.test_patients_page import Register

FOUND = ImportView(12, 3, 1, (BadRow(4, "Asha Rao", "This is a landline; WhatsApp needs a mobile number."),))


@dataclass
class Imports:
    view: ImportView
    asked: list[str] = field(default_factory=list)

    def preview(self, path: Path, hospital_id: int) -> ImportView:
        self.asked.append(f"preview {path.name}")
        return self.view

    def bring_in(self, path: Path, hospital_id: int, *, by: str) -> ImportView:
        self.asked.append(f"bring in {path.name} by {by}")
        return self.view


def opened(stand: Callable[[Any], Any], imports: Imports) -> tuple[PatientsPage, ImportDialog]:
    register = Register()
    page: PatientsPage = stand(PatientsPage(make_desk(patients=register, read=register, imports=imports).desk))
    page.importing.preview("/somewhere/old clinic.csv")
    dialog = next(w for w in QApplication.topLevelWidgets() if isinstance(w, ImportDialog) and w.isVisible())
    return page, dialog


def test_nothing_is_brought_in_before_the_verb(
    stand: Callable[[Any], Any], picture: Callable[[QWidget, str], None]
) -> None:
    imports = Imports(FOUND)
    _, dialog = opened(stand, imports)
    assert "12 new patients and 3 appointments" in dialog.sentence()
    assert dialog.bad.item(0).text() == "Row 4, Asha Rao: This is a landline; WhatsApp needs a mobile number."
    picture(dialog, "import")
    assert imports.asked == ["preview old clinic.csv"]
    QTest.mouseClick(dialog.main, Qt.MouseButton.LeftButton)
    assert imports.asked[-1] == "bring in old clinic.csv by desk"


def test_without_a_good_row_there_is_only_a_way_out(stand: Callable[[Any], Any]) -> None:
    _, dialog = opened(stand, Imports(ImportView(0, 0, 0, FOUND.bad)))
    assert not dialog.main.isVisible()
    QTest.mouseClick(dialog.leave, Qt.MouseButton.LeftButton)
