"""Editing what goes out, beside the preview."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.domain.appointment import Status
from desktop_app.domain.hospital import Hospital
from desktop_app.services import message_templates as texts
from desktop_app.services.ports import AppointmentFilter
from desktop_app.services.views import AppointmentView, Page, TemplateView
from desktop_app.ui.dialogs.templates import MyNumberDialog, VersionsDialog
from desktop_app.ui.pages.templates.page import TemplatesPage
from desktop_app.ui.theme import Theme, look
from tests.fakes.desk import CITY, DeskKit, make_desk
from tests.ui.pages.test_visits_page import visit


@dataclass
class TextsClinic:
    """Keeps texts as the hospital service does."""

    own: dict[tuple[str, str], str] = field(default_factory=dict)
    earlier: list[str] = field(default_factory=list)
    tests: list[tuple[str, str]] = field(default_factory=list)

    def hospital(self, hospital_id: int) -> Hospital:
        return CITY

    def appointments(self, wanted: AppointmentFilter, limit: int, cursor: str | None) -> Page[AppointmentView]:
        booked = visit(15, "Vidya Tripathi", "10:30", Status.BOOKED, date=date(2026, 11, 25))
        gone = visit(16, "Fatima Shaikh", "10:45", Status.CANCELLED, date=date(2026, 11, 25))
        tamil = visit(17, "கவிதா முருகன்", "11:00", Status.BOOKED, date=date(2026, 11, 27))
        return Page((booked, gone, tamil), None)

    def templates(self, hospital_id: int) -> tuple[TemplateView, ...]:
        return tuple(self._view(kind, language) for kind in texts.KINDS for language in ("en", "hi"))

    def _view(self, kind: str, language: str) -> TemplateView:
        own = self.own.get((kind, language))
        return TemplateView(kind, language, own or texts.default_text(kind, language), own is None)

    def set_template(self, hospital_id: int, kind: str, language: str, text: str | None, *, by: str) -> TemplateView:
        self.earlier.insert(0, self._view(kind, language).text)
        if text is None:
            self.own.pop((kind, language), None)
        else:
            self.own[kind, language] = text
        return self._view(kind, language)

    def template_versions(self, hospital_id: int, kind: str, language: str) -> tuple[TemplateView, ...]:
        return tuple(TemplateView(kind, language, text, False) for text in self.earlier)

    def send_test(self, hospital_id: int, mobile: str, *, by: str, text: str) -> None:
        self.tests.append((mobile, text))


class Kit:
    def __init__(self, stand: Callable[[Any], Any]) -> None:
        self.clinic = TextsClinic()
        self.desk: DeskKit = make_desk(read=self.clinic, hospitals=self.clinic, whatsapp=self.clinic)
        self.page: TemplatesPage = stand(TemplatesPage(self.desk.desk))

    def type_over(self, old: str, new: str) -> None:
        self.page.editor.setPlainText(self.page.editor.toPlainText().replace(old, new))


@pytest.fixture
def kit(stand: Callable[[Any], Any]) -> Kit:
    return Kit(stand)


@pytest.mark.parametrize("theme", [Theme.LIGHT, Theme.DARK])
@pytest.mark.parametrize("size", [100, 135])
def test_an_unknown_word_is_refused_and_mended_with_one_click(
    kit: Kit, picture: Callable[[QWidget, str], None], theme: Theme, size: int
) -> None:
    look().set(theme, size)
    kit.type_over("{time}", "{tyme}")
    picture(kit.page.window(), f"templates-{theme}-{size}")
    assert not kit.page.save.isEnabled()
    assert kit.page.save.toolTip() == "Correct the word in red first."
    assert "{tyme}" in kit.page.bubble.message
    assert kit.page.faults.use.text() == "Use {time}"
    QTest.mouseClick(kit.page.faults.use, Qt.MouseButton.LeftButton)
    assert kit.page.editor.toPlainText() == texts.default_text("confirmation", "en")
    assert not kit.page.faults.use.isVisible()


def test_the_preview_is_the_text_that_the_patient_will_read(kit: Kit) -> None:
    assert kit.page.whom.currentText() == "Vidya Tripathi · tomorrow 10:30 AM"
    assert kit.page.bubble.message == (
        "Hello Vidya Tripathi, Your appointment with Dr Meera Nair is confirmed for Wed, 25 Nov 2026 at 10:30 AM. - City Hospital"
    )
    kit.page.whom.setCurrentIndex(1)
    kit.page.whom.activated.emit(1)
    assert "கவிதா முருகன்" in kit.page.bubble.message


def test_saving_is_said_and_undone(kit: Kit) -> None:
    kit.type_over("Hello", "Dear")
    assert "not saved" in kit.page.length.text()
    QTest.mouseClick(kit.page.save, Qt.MouseButton.LeftButton)
    assert kit.clinic.own["confirmation", "en"].startswith("Dear")
    assert not kit.page.save.isEnabled()
    kit.desk.notices.undo_last()
    assert kit.clinic.own == {}
    assert kit.page.editor.toPlainText().startswith("Hello")


def test_a_draft_stays_while_another_text_is_looked_at(kit: Kit, picture: Callable[[QWidget, str], None]) -> None:
    kit.type_over("Hello", "Dear")
    kit.page.languages.button("hi").click()
    assert kit.page.editor.toPlainText().startswith("नमस्ते")
    picture(kit.page.window(), "templates-hindi")
    kit.page.languages.button("en").click()
    assert kit.page.editor.toPlainText().startswith("Dear")
    assert kit.clinic.own == {}


def test_the_reminder_has_its_dated_twin(kit: Kit, picture: Callable[[QWidget, str], None]) -> None:
    assert not kit.page.twins.isVisible()
    kit.page.kinds.button("reminder").click()
    assert "tomorrow at {time}" in kit.page.editor.toPlainText()
    kit.page.twins.button("reminder_dated").click()
    assert "on {date} at {time}" in kit.page.editor.toPlainText()
    picture(kit.page.window(), "templates-reminder")
    kit.type_over("Hello", "Dear")
    QTest.mouseClick(kit.page.save, Qt.MouseButton.LeftButton)
    assert list(kit.clinic.own) == [("reminder_dated", "en")]


def test_a_placeholder_without_a_value_in_this_kind_is_warned_of(kit: Kit) -> None:
    assert not kit.page._insert_buttons["followup_date"].isVisible()
    kit.type_over("{time}", "{time} {followup_date}")
    assert kit.page.faults.odd.text().startswith("{followup_date} never has a value")
    assert kit.page.save.isEnabled()
    assert "{followup_date}" not in kit.page.bubble.message
    kit.page.kinds.button("followup").click()
    assert kit.page._insert_buttons["followup_date"].isVisible()


def test_a_button_inserts_at_the_cursor(kit: Kit) -> None:
    kit.page.editor.selectAll()
    QTest.mouseClick(kit.page._insert_buttons["patient_name"], Qt.MouseButton.LeftButton)
    assert kit.page.editor.toPlainText() == "{patient_name}"


def test_an_emoji_before_the_word_does_not_shift_what_is_mended(kit: Kit) -> None:
    kit.page.editor.setPlainText("🙏🙏 {naame} ok")
    QTest.mouseClick(kit.page.faults.use, Qt.MouseButton.LeftButton)
    assert kit.page.editor.toPlainText() == "🙏🙏 {patient_name} ok"


def test_back_to_the_guides_text_says_why_when_it_is_there_already(kit: Kit) -> None:
    assert kit.page.back.toolTip() == "This is the guide’s text."
    kit.type_over("Hello", "Dear")
    QTest.mouseClick(kit.page.save, Qt.MouseButton.LeftButton)
    QTest.mouseClick(kit.page.back, Qt.MouseButton.LeftButton)
    assert kit.clinic.own == {}
    assert kit.page.editor.toPlainText() == texts.default_text("confirmation", "en")


def test_earlier_versions_come_back_into_the_editor_unsaved(qtbot: QtBot, kit: Kit) -> None:
    kit.type_over("Hello", "Dear")
    QTest.mouseClick(kit.page.save, Qt.MouseButton.LeftButton)
    QTest.mouseClick(kit.page.versions, Qt.MouseButton.LeftButton)
    dialog = next(w for w in QApplication.topLevelWidgets() if isinstance(w, VersionsDialog))
    QTest.mouseClick(dialog.main, Qt.MouseButton.LeftButton)
    assert kit.page.editor.toPlainText().startswith("Hello")
    assert kit.clinic.own["confirmation", "en"].startswith("Dear")


def test_a_test_goes_out_as_the_preview_shows_it(kit: Kit) -> None:
    kit.type_over("Hello", "Dear")
    QTest.mouseClick(kit.page.test, Qt.MouseButton.LeftButton)
    dialog = next(w for w in QApplication.topLevelWidgets() if isinstance(w, MyNumberDialog))
    dialog.mobile.setText("98765 43210")
    QTest.keyClick(dialog.mobile, Qt.Key.Key_Return)
    assert kit.clinic.tests == [("+919876543210", kit.page.bubble.message)]
    assert kit.page.bubble.message.startswith("Dear Vidya Tripathi")
