"""The whole window with a real clinic behind it; `window` has the words of what a person does and sees."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app.ui.fonts import load_fonts
from desktop_app.ui.pages.book.page import BookPage
from desktop_app.ui.pages.today.page import TodayPage
from desktop_app.ui.places import PageName
from desktop_app.ui.shell import Shell
from desktop_app.ui.theme import Theme, look
from desktop_app.ui.widgets.toast import Toast
from desktop_app.ui.window_settings import WindowSettings
from desktop_app.workers.task_runner import TaskRunner
from tests.ui.clinic_kit import ClinicKit, open_kit

_loaded: list[bool] = []
PATIENCE_MS = 30_000
"""A deadline, not a wait: a busy machine must not make a test red."""


@dataclass
class Window:
    """Fingers and eyes in front of the window."""

    shell: Shell
    kit: ClinicKit
    runner: TaskRunner
    qtbot: QtBot

    @property
    def today(self) -> TodayPage:
        page = self.shell.page(PageName.TODAY)
        assert isinstance(page, TodayPage)
        return page

    @property
    def book(self) -> BookPage:
        form = self.shell.panel.book
        assert form is not None
        return form

    @property
    def is_booking(self) -> bool:
        return self.shell.panel.book is not None and not self.shell.panel.isHidden()

    def open(self) -> "Window":
        """Show the window and wait until the board stands."""
        self.shell.show()
        self.shell.activateWindow()
        self.qtbot.waitUntil(self.shell.isActiveWindow, timeout=PATIENCE_MS)
        self.shell.attach(self.kit.clinic, self.runner)
        self.qtbot.waitUntil(lambda: self.shell.current is PageName.TODAY and self.runner.is_idle, timeout=PATIENCE_MS)
        return self

    def settle(self) -> None:
        """Until nothing is being read or written any more."""
        QApplication.sendPostedEvents()
        self.qtbot.waitUntil(lambda: self.runner.is_idle, timeout=PATIENCE_MS)

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        focus = QApplication.focusWidget() or self.shell
        QTest.keyClick(focus, key, modifiers)
        self.settle()

    def type(self, text: str) -> None:
        focus = QApplication.focusWidget()
        assert focus is not None
        if text.isascii():
            QTest.keyClicks(focus, text)
        else:  # QTest knows the keys of ASCII only; an input method commits a whole text
            event = QInputMethodEvent()
            event.setCommitString(text)
            QApplication.sendEvent(focus, event)
        self.settle()

    def press_f2(self) -> "Window":
        self.press(Qt.Key.Key_F2)
        return self

    def enter(self) -> "Window":
        self.press(Qt.Key.Key_Return)
        return self

    def until(self, seen: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(seen, timeout=PATIENCE_MS)

    def rows(self, column: int = 0) -> list[str]:
        return [row.spoken for row in self.today.columns[column].table.rows]

    def toast(self) -> str:
        return self.shell.findChildren(Toast)[0].words

    def close(self) -> None:
        self.runner.close()
        self.shell.detach()
        self.kit.close()


@pytest.fixture
def look_as_drawn(qapp: QApplication) -> Iterator[None]:
    if not _loaded:
        load_fonts()
        _loaded.append(True)
    look().set(Theme.LIGHT, 100)
    yield
    look().set(Theme.LIGHT, 100)


@pytest.fixture
def kit(tmp_path: Path) -> ClinicKit:
    """An empty clinic; the test fills it before it opens the window."""
    return open_kit(tmp_path / "clinic")


@pytest.fixture
def window(qtbot: QtBot, kit: ClinicKit, tmp_path: Path, look_as_drawn: None) -> Iterator[Window]:
    shell = Shell(WindowSettings(tmp_path / "window.ini"))
    qtbot.addWidget(shell)
    shell.furnish()
    opened = Window(shell, kit, TaskRunner(shell.notices.explain), qtbot)
    yield opened
    opened.close()
