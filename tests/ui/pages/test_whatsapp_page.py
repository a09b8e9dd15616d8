"""The WhatsApp page as fingers and a phone's camera meet it."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any, TypeVar

import pytest
import zxingcpp
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.domain.errors import Invalid
from desktop_app.services.changes import SessionChanged
from desktop_app.services.channel import SessionState, SessionView
from desktop_app.services.hospital_service import SettingsChange
from desktop_app.services.views import QueueCounts
from desktop_app.ui.dialogs.whatsapp import BigCodeDialog, LinkNumberDialog, UnlinkDialog
from desktop_app.ui.pages.whatsapp.page import WhatsAppPage
from desktop_app.ui.theme import Theme, look
from tests.fakes.desk import CITY, NOW, DeskKit, make_desk

Dialog = TypeVar("Dialog", bound=QWidget)
CODE = "2@" + "Zx9/Kq+3" * 22 + "==,aB3=,cD4=,eF5=,1"


def session(state: SessionState, **more: object) -> SessionView:
    told = {
        SessionState.SCAN_QR: "City Hospital is not linked yet. Bookings work; 3 messages wait.",
        SessionState.READY: "Connected. Messages go out by themselves.",
    }
    plain = SessionView(
        1, True, state is SessionState.READY, told.get(state, f"It is {state}."), state, None, None, NOW,
        QueueCounts(3, 0, 0), None, sent_today=62,
    )  # fmt: skip
    if state is SessionState.SCAN_QR:
        plain = replace(plain, qr=CODE, code_changes_at=NOW + timedelta(seconds=12), build="2.3000.1043")
    return replace(plain, **more)


@dataclass
class FakeWhatsApp:
    """Notes what was asked; the state is what the test sets."""

    now: SessionView
    asked: list[tuple[Any, ...]] = field(default_factory=list)

    def status(self, hospital_id: int) -> SessionView:
        return self.now

    def __getattr__(self, name: str) -> Callable[..., None]:
        def note(*args: object, **kwargs: object) -> None:
            self.asked.append((name, *args, *kwargs.values()))

        return note

    def send_test(self, hospital_id: int, mobile: str, *, by: str) -> None:
        if not mobile.isdigit():
            raise Invalid.one("mobile", "too_short", "The number is too short: an Indian mobile has ten digits.")
        self.asked.append(("send_test", mobile))


@dataclass
class FakeHospitals:
    changes: list[SettingsChange] = field(default_factory=list)

    def change_settings(self, hospital_id: int, change: SettingsChange, *, by: str) -> None:
        self.changes.append(change)


@dataclass
class FakePhone:
    url: str = "http://127.0.0.1:1/"
    scanned: list[str] = field(default_factory=list)

    def scan(self, code: str) -> None:
        self.scanned.append(code)


class Kit:
    """The page with its fakes."""

    def __init__(self, stand: Callable[[Any], Any], now: SessionView, practice: FakePhone | None = None) -> None:
        self.whatsapp, self.hospitals = FakeWhatsApp(now), FakeHospitals()
        self.desk: DeskKit = make_desk(whatsapp=self.whatsapp, hospitals=self.hospitals, practice=practice)
        self.page: WhatsAppPage = stand(WhatsAppPage(self.desk.desk))

    def becomes(self, now: SessionView) -> None:
        self.whatsapp.now = now
        self.page.on_change(SessionChanged(1))


def click(widget: QWidget) -> None:
    assert widget.isVisible(), "the button is not to be seen"
    assert widget.isEnabled(), widget.toolTip()
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def read_code(widget: QWidget) -> str | None:
    """What a camera reads off the screen."""
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    found = zxingcpp.read_barcode(image, try_invert=False)
    return found.text if found else None


def dialog_of(qtbot: QtBot, kind: type[Dialog]) -> Dialog:
    qtbot.waitUntil(lambda: any(isinstance(w, kind) and w.isVisible() for w in QApplication.topLevelWidgets()))
    return next(w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible())


@pytest.mark.parametrize("theme", [Theme.LIGHT, Theme.DARK])
@pytest.mark.parametrize("size", [100, 135])
def test_a_camera_reads_the_code_in_light_and_dark(
    stand: Callable[[Any], Any], picture: Callable[[QWidget, str], None], theme: Theme, size: int
) -> None:
    kit = Kit(stand, session(SessionState.SCAN_QR))
    look().set(theme, size)
    assert read_code(kit.page) == CODE
    assert kit.page.chip.word() == "Scan the code"
    assert kit.page.code_body.left() == "A new code appears in 12 s. It is shown here by itself."
    picture(kit.page.window(), f"whatsapp-{theme}-{size}")


def test_the_code_follows_each_new_one_and_grows(qtbot: QtBot, stand: Callable[[Any], Any]) -> None:
    kit = Kit(stand, session(SessionState.SCAN_QR))
    click(kit.page.code_body.bigger)
    dialog = dialog_of(qtbot, BigCodeDialog)
    kit.becomes(session(SessionState.SCAN_QR, qr=CODE + "2"))
    assert read_code(dialog) == CODE + "2"
    assert read_code(kit.page) == CODE + "2"
    kit.becomes(session(SessionState.LINKING, progress=40))
    qtbot.waitUntil(lambda: not dialog.isVisible())


def test_the_seconds_run_while_the_page_is_shown(qtbot: QtBot, stand: Callable[[Any], Any]) -> None:
    kit = Kit(stand, session(SessionState.SCAN_QR))
    kit.desk.clock.go_on(5)
    qtbot.waitUntil(lambda: "in 7 s" in kit.page.code_body.left(), timeout=3000)
    kit.page.on_hidden()


@pytest.mark.parametrize(
    ("now", "button", "asked"),
    [
        (session(SessionState.CLOSED), "Link the clinic’s phone", ("start_session", 1)),
        (session(SessionState.CLOSED, number="919820011223"), "Start WhatsApp", ("start_session", 1)),
        (session(SessionState.LOGGED_OUT), "Show code", ("start_session", 1)),
        (session(SessionState.CONFLICT), "Use here", ("take_over", 1)),
        (
            session(SessionState.NEEDS_ATTENTION, new_number="919811122233"),
            "Send from this number",
            ("accept_number", 1, "desk"),
        ),
        (session(SessionState.NEEDS_ATTENTION, detail="unknown"), "Show the browser window", ("show_browser", 1, True)),
        (session(SessionState.NEEDS_ATTENTION, detail="no_browser"), "Try again", ("start_session", 1)),
        (session(SessionState.RESTRICTED, paused_reason="Restricted."), "Resume sending", ("resume", 1, "desk")),
        (session(SessionState.READY, paused_reason="Paused at the desk."), "Resume sending", ("resume", 1, "desk")),
    ],
)
def test_each_trouble_has_its_button_that_does_it(
    stand: Callable[[Any], Any],
    picture: Callable[[QWidget, str], None],
    now: SessionView,
    button: str,
    asked: tuple[Any, ...],
) -> None:
    kit = Kit(stand, now)
    body = kit.page.explain_body
    assert body.button.text() == button
    assert len(body.words()) > 15, "a state without a word of explanation"
    picture(kit.page.window(), f"whatsapp-{now.state}-{now.detail or 'plain'}")
    click(body.button)
    assert kit.whatsapp.asked == [asked]


def test_offline_goes_on_by_itself_and_offers_no_button(stand: Callable[[Any], Any]) -> None:
    kit = Kit(stand, session(SessionState.OFFLINE))
    assert not kit.page.explain_body.button.isVisible()
    assert "by itself" in kit.page.explain_body.words()


def test_connected_shows_the_number_and_sends_a_test(
    stand: Callable[[Any], Any], picture: Callable[[QWidget, str], None]
) -> None:
    kit = Kit(stand, session(SessionState.READY, number="919820011223", build="2.3000.1043"))
    picture(kit.page.window(), "whatsapp-ready")
    QTest.keyClicks(kit.page.connected_body.mobile, "98x")
    click(kit.page.connected_body.test)
    assert kit.page.connected_body.field.reason.startswith("The number is too short")
    assert kit.page.connected_body.mobile.text() == "98x"
    kit.page.connected_body.mobile.setText("9876543210")
    QTest.keyClick(kit.page.connected_body.mobile, Qt.Key.Key_Return)
    assert kit.whatsapp.asked == [("send_test", "9876543210")]
    assert kit.page.connected_body.field.reason == ""


def test_one_button_pauses_and_resumes(stand: Callable[[Any], Any]) -> None:
    kit = Kit(stand, session(SessionState.READY))
    click(kit.page.side.pause)
    kit.becomes(session(SessionState.READY, paused_reason="Paused at the desk."))
    assert kit.page.side.pause.text() == "Resume sending"
    click(kit.page.side.pause)
    assert kit.whatsapp.asked == [("pause", 1, "desk"), ("resume", 1, "desk")]


def test_switching_off_is_undone_not_asked(stand: Callable[[Any], Any]) -> None:
    kit = Kit(stand, session(SessionState.READY))
    QTest.mouseClick(kit.page.side.switch, Qt.MouseButton.LeftButton)
    assert kit.hospitals.changes == [SettingsChange(whatsapp_enabled=False)]
    kit.desk.notices.undo_last()
    assert kit.hospitals.changes[-1] == SettingsChange(whatsapp_enabled=True)


def test_a_linked_phone_with_sending_off_offers_to_switch_it_on(stand: Callable[[Any], Any]) -> None:
    kit = Kit(stand, session(SessionState.READY, whatsapp_enabled=False))
    click(kit.page.explain_body.button)
    assert kit.hospitals.changes == [SettingsChange(whatsapp_enabled=True)]


def test_unlinking_asks_with_a_verb_and_enter_keeps_the_link(qtbot: QtBot, stand: Callable[[Any], Any]) -> None:
    kit = Kit(stand, session(SessionState.READY, number="919820011223"))
    click(kit.page.side.unlink)
    dialog = dialog_of(qtbot, UnlinkDialog)
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert kit.whatsapp.asked == []
    click(kit.page.side.unlink)
    dialog = dialog_of(qtbot, UnlinkDialog)
    assert dialog.main.text() == "Unlink"
    click(dialog.main)
    assert kit.whatsapp.asked == [("close_session", 1, True)]
    assert "Linked devices" in kit.desk.notices.told[-1][0]


def test_linking_with_a_number_refuses_a_landline_beside_the_field(qtbot: QtBot, stand: Callable[[Any], Any]) -> None:
    kit = Kit(stand, session(SessionState.SCAN_QR))
    click(kit.page.code_body.by_number)
    dialog = dialog_of(qtbot, LinkNumberDialog)
    dialog.mobile.setText("022 2345 6789")
    click(dialog.main)
    assert dialog.field.reason.startswith("This is a landline")
    dialog.mobile.setText("98765 43210")
    QTest.keyClick(dialog.mobile, Qt.Key.Key_Return)
    assert kit.whatsapp.asked == [("link_with_number", 1, "+919876543210")]


def test_the_code_to_type_is_shown_in_two_groups(
    stand: Callable[[Any], Any], picture: Callable[[QWidget, str], None]
) -> None:
    kit = Kit(stand, session(SessionState.SCAN_QR, link_code="AB3DE7GH"))
    assert kit.page.link_body.code() == "AB3D–E7GH"
    assert kit.page.chip.word() == "Type the code"
    picture(kit.page.window(), "whatsapp-link-code")
    click(kit.page.link_body.scan)
    assert kit.whatsapp.asked == [("close_session", 1), ("start_session", 1)]


def test_the_pretend_phone_is_there_in_practice_only(
    stand: Callable[[Any], Any], picture: Callable[[QWidget, str], None]
) -> None:
    phone = FakePhone()
    kit = Kit(stand, session(SessionState.SCAN_QR), phone)
    picture(kit.page.window(), "whatsapp-practice")
    click(kit.page.code_body.practice_scan)
    assert phone.scanned == [CODE]
    assert not hasattr(Kit(stand, session(SessionState.SCAN_QR)).page.code_body, "practice_scan")


def test_another_hospitals_change_leaves_the_page_alone(stand: Callable[[Any], Any]) -> None:
    kit = Kit(stand, session(SessionState.READY))
    kit.whatsapp.now = session(SessionState.OFFLINE)
    kit.page.on_change(SessionChanged(2))
    assert kit.page.chip.word() == "Connected"
    assert kit.desk.desk.hospital_id == CITY.id
