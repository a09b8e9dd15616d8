"""The tray's menu, its words, and what happens where there is no tray."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QSystemTrayIcon
from pytestqt.qtbot import QtBot

from desktop_app.ui import tray as tray_module
from desktop_app.ui.dialogs.first_close import Closing, FirstCloseDialog, closing_of, keep_closing
from desktop_app.ui.tray import RETRIES, Tray, badged_icon
from desktop_app.ui.tray_status import TrayState, TrayStatus


@pytest.fixture
def tray(qapp: QApplication) -> Iterator[Tray]:
    tray = Tray("Clinic Front Desk")
    yield tray
    tray.stop()
    tray.deleteLater()


def test_the_menu_says_what_is_next_and_each_entry_asks_for_one_thing(qtbot: QtBot, tray: Tray) -> None:
    tray.show_status(TrayStatus(TrayState.OK, is_sending=True, next_line="Next: 12 reminders at 4:00 PM"))
    entries = {action.text(): action for action in tray.menu.actions() if action.text()}
    assert list(entries) == [
        "Open Clinic Front Desk",
        "New booking",
        "Next: 12 reminders at 4:00 PM",
        "Sending",
        "Show WhatsApp code",
        "Quit",
    ]
    assert not entries["Next: 12 reminders at 4:00 PM"].isEnabled()
    assert entries["Sending"].isChecked()
    assert tray.tooltip() == "Clinic Front Desk – connected, next: 12 reminders at 4:00 PM"
    for words, signal in (
        ("Open Clinic Front Desk", tray.open_asked),
        ("New booking", tray.booking_asked),
        ("Show WhatsApp code", tray.code_asked),
        ("Quit", tray.quit_asked),
    ):
        with qtbot.waitSignal(signal, timeout=1000):
            entries[words].trigger()
    with qtbot.waitSignal(tray.sending_toggled, timeout=1000) as told:
        entries["Sending"].trigger()
    assert told.args == [False]


def test_every_state_has_words_and_a_picture_of_its_own(tray: Tray) -> None:
    assert len({tray.words(state) for state in TrayState}) == len(TrayState)
    pictures = {bytes(badged_icon(state).pixmap(64).toImage().constBits()) for state in TrayState}
    assert len(pictures) == len(TrayState)


def test_a_tray_is_looked_for_five_times_more(qtbot: QtBot, tray: Tray, monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[bool] = []

    def look_for_it() -> bool:
        looked.append(True)
        return False

    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", look_for_it)
    tray._timer.setInterval(1)
    tray.start()
    assert not tray.is_there
    qtbot.waitUntil(lambda: not tray._timer.isActive(), timeout=5000)
    assert RETRIES <= len(looked) <= RETRIES + 3
    assert tray_module.RETRY_MS == 5000


@pytest.mark.parametrize(
    ("button", "answer"),
    [("Keep sending in the background", Closing.STAY), ("Quit", Closing.QUIT), ("Back", Closing.ASK)],
)
def test_the_first_close_is_answered_with_a_verb(qtbot: QtBot, button: str, answer: Closing) -> None:
    dialog = FirstCloseDialog(has_tray=True)
    qtbot.addWidget(dialog)
    dialog.show()
    found = next(b for b in dialog.findChildren(QPushButton) if b.text() == button)
    QTest.mouseClick(found, Qt.MouseButton.LeftButton)
    assert dialog.answer() is answer


def test_esc_leaves_the_window_open(qtbot: QtBot) -> None:
    dialog = FirstCloseDialog(has_tray=False)
    qtbot.addWidget(dialog)
    dialog.show()
    assert "minimised" in dialog.sentence()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.answer() is Closing.ASK


def test_the_answer_is_kept_and_a_damaged_one_asks_again(tmp_path: Path) -> None:
    file = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    assert closing_of(file) is Closing.ASK
    keep_closing(file, Closing.STAY)
    assert closing_of(file) is Closing.STAY
    file.setValue("closing", "nonsense")
    assert closing_of(file) is Closing.ASK
