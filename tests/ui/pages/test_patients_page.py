"""Finding, correcting, merging and erasing patients by hand."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from desktop_app.domain.appointment import Status
from desktop_app.domain.errors import Invalid
from desktop_app.services.patient_service import PatientChange, PatientDossier
from desktop_app.services.views import AppointmentView, MessageView, Page, PatientView
from desktop_app.ui.dialogs.patients import EditPatientDialog, EraseDialog, MergeDialog
from desktop_app.ui.pages.patients.page import PatientsPage
from desktop_app.ui.places import Book, Goto, PageName
from desktop_app.ui.theme import Theme, look
from tests.fakes.desk import NOW, DeskKit, make_desk
from tests.ui.pages.test_visits_page import visit

Dialog = TypeVar("Dialog", bound=QWidget)


def person(number: int, name: str, **more: object) -> PatientView:
    plain = PatientView(
        number, name, "+919876543210", "hi", True, NOW, "desk", 1984, "F", last_visit=date(2026, 10, 3),
        last_doctor_id=1, last_doctor="Nair", next_visit=date(2026, 11, 25), visits=3,
    )  # fmt: skip
    return replace(plain, **more)


@dataclass
class Register:
    people: dict[int, PatientView] = field(
        default_factory=lambda: {
            1: person(1, "Vidya Tripathi"),
            2: person(2, "कविता मुरुगन", mobile="+919820011223", language="ta", consent=False),
            3: person(3, "Vidya Tripathy", last_visit=None, next_visit=None, birth_year=None, sex=None),
        }
    )
    asked: list[tuple[Any, ...]] = field(default_factory=list)

    def find(self, q: str, limit: int) -> tuple[PatientView, ...]:
        digits = q.replace(" ", "")
        fits = (p for p in self.people.values() if q.casefold() in p.name.casefold() or digits in (p.mobile or ""))
        return tuple(fits)[:limit]

    def get(self, patient_id: int) -> PatientView:
        return self.people[patient_id]

    def update(self, patient_id: int, change: PatientChange, *, by: str) -> PatientView:
        if change.mobile == "022 2345 6789":
            raise Invalid.one("mobile", "landline", "This is a landline; WhatsApp needs a mobile number.")
        self.asked.append(("update", patient_id, change))
        given = {k: getattr(change, k) for k in ("name", "mobile", "consent") if getattr(change, k) is not None}
        self.people[patient_id] = replace(self.people[patient_id], **given)
        return self.people[patient_id]

    def merge(self, gone_id: int, into_id: int, *, by: str) -> PatientView:
        self.asked.append(("merge", gone_id, into_id))
        self.gone = self.people.pop(gone_id)
        return self.people[into_id]

    def unmerge(self, gone_id: int, *, by: str) -> PatientView:
        self.people[gone_id] = self.gone
        return self.gone

    def erase(self, patient_id: int, *, by: str) -> None:
        self.asked.append(("erase", patient_id))
        del self.people[patient_id]

    def export(self, patient_id: int) -> PatientDossier:
        return PatientDossier(self.people[patient_id], (), (), NOW)

    def appointments(self, wanted: Any, limit: int, cursor: str | None) -> Page[AppointmentView]:  # noqa: ANN401
        return Page((visit(1, "x", "09:00", Status.VISITED, followup_date=date(2026, 12, 1)),), None)

    def messages(self, wanted: Any, limit: int, cursor: str | None) -> Page[MessageView]:  # noqa: ANN401
        return Page((), None)


class Kit:
    def __init__(self, stand: Callable[[Any], Any]) -> None:
        self.register = Register()
        self.desk: DeskKit = make_desk(patients=self.register, read=self.register)
        self.page: PatientsPage = stand(PatientsPage(self.desk.desk))

    def open(self, kind: type[Dialog], button: QWidget) -> Dialog:
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        return next(w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible())


@pytest.fixture
def kit(stand: Callable[[Any], Any]) -> Kit:
    return Kit(stand)


@pytest.mark.parametrize(("theme", "size"), [(Theme.LIGHT, 100), (Theme.DARK, 135)])
def test_any_part_of_name_or_number_finds(
    kit: Kit, picture: Callable[[QWidget, str], None], theme: Theme, size: int
) -> None:
    look().set(theme, size)
    picture(kit.page.window(), f"patients-{theme}-{size}")
    QTest.keyClicks(kit.page.box, "9820")
    assert [p.name for p in kit.page.model.rows] == ["कविता मुरुगन"]
    assert kit.page.detail.name.text() == "कविता मुरुगन"
    assert kit.page.detail.consent.text().startswith("Asked not to be messaged")
    kit.page.box.setText("nobody at all")
    assert kit.page.lists.currentWidget() is kit.page.empty
    assert not kit.page.detail.isVisible()
    picture(kit.page.window(), "patients-empty")


def test_a_correction_is_refused_beside_its_field_then_saved_and_undone(
    kit: Kit, picture: Callable[[QWidget, str], None]
) -> None:
    dialog = kit.open(EditPatientDialog, kit.page.detail.edit)
    dialog.mobile.setText("022 2345 6789")
    QTest.mouseClick(dialog.main, Qt.MouseButton.LeftButton)
    assert dialog.fields["mobile"].reason.startswith("This is a landline")
    picture(dialog, "patients-edit")
    dialog.mobile.setText("98200 11223")
    QTest.keyClick(dialog.mobile, Qt.Key.Key_Return)
    assert kit.register.asked == [("update", 1, PatientChange(mobile="98200 11223"))]
    kit.desk.notices.undo_last()
    assert kit.register.asked[-1] == ("update", 1, PatientChange(mobile="+919876543210"))


def test_stopping_messages_is_one_click_with_a_way_back(kit: Kit) -> None:
    QTest.mouseClick(kit.page.detail.messages_on, Qt.MouseButton.LeftButton)
    assert kit.register.people[1].consent is False
    assert kit.page.detail.messages_on.text() == "Allow messages"
    kit.desk.notices.undo_last()
    assert kit.register.people[1].consent is True


def test_a_double_is_merged_and_comes_back_with_undo(kit: Kit) -> None:
    dialog = kit.open(MergeDialog, kit.page.detail.merge)
    dialog.box.setText("Tripathy")
    chosen = dialog.chosen()
    assert chosen is not None
    assert chosen.id == 3
    QTest.mouseClick(dialog.main, Qt.MouseButton.LeftButton)
    assert kit.register.asked == [("merge", 3, 1)]
    kit.desk.notices.undo_last()
    assert 3 in kit.register.people


def test_erasing_needs_the_verb_and_enter_keeps(kit: Kit) -> None:
    dialog = kit.open(EraseDialog, kit.page.detail.erase)
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert kit.register.asked == []
    dialog = kit.open(EraseDialog, kit.page.detail.erase)
    QTest.mouseClick(dialog.main, Qt.MouseButton.LeftButton)
    assert kit.register.asked == [("erase", 1)]


def test_the_patients_own_copy_is_written(kit: Kit, tmp_path: Path) -> None:
    kit.page.acts.save_copy(1, str(tmp_path / "copy.txt"))
    assert "Name: Vidya Tripathi" in (tmp_path / "copy.txt").read_text(encoding="utf-8")
    kit.page.acts.save_copy(1, str(tmp_path / "no such folder" / "copy.txt"))
    assert kit.desk.notices.explained[0].code == "copy_failed"


def test_keys_book_and_correct_from_the_list_but_letters_in_the_box_are_text(kit: Kit) -> None:
    QTest.keyClicks(kit.page.box, "b")
    assert kit.desk.went == []
    kit.page.box.clear()
    QTest.keyClick(kit.page.box, Qt.Key.Key_Down)
    kit.page.table.setFocus()
    QTest.keyClick(kit.page.table, Qt.Key.Key_B)
    assert kit.desk.went == [Book(patient=kit.register.people[1])]


def test_a_patient_asked_for_from_elsewhere_is_shown(kit: Kit) -> None:
    kit.page.on_goto(Goto(PageName.PATIENTS, patient_id=3))
    kit.page.on_shown()
    assert kit.page.detail.name.text() == "Vidya Tripathy"
