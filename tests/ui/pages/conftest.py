"""Pages stand in a window of the size they are drawn for, with the real look."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.ui.fonts import load_fonts
from desktop_app.ui.page import Page
from desktop_app.ui.theme import Theme, look

_loaded: list[bool] = []


@pytest.fixture
def real_look(qapp: QApplication) -> Iterator[None]:
    if not _loaded:
        load_fonts()
        _loaded.append(True)
    look().set(Theme.LIGHT, 100)
    yield
    look().set(Theme.LIGHT, 100)


@pytest.fixture
def stand(qtbot: QtBot, real_look: None) -> Iterator[Callable[[Page], Page]]:
    """Show a page as the shell does, in the room that the shell leaves it."""
    frames: list[QWidget] = []

    def show(page: Page) -> Page:
        frame = QWidget()
        frames.append(frame)
        page.setParent(frame)
        page.setGeometry(20, 60, 1142, 624)
        frame.resize(1182, 696)
        if page.head is not None:
            page.head.setParent(frame)
            page.head.move(900, 12)
        qtbot.addWidget(frame)
        page.show()
        frame.show()
        page.on_shown()
        return page

    yield show
    frames.clear()


@pytest.fixture
def picture() -> Callable[[QWidget, str], None]:
    """Keep a picture of a widget for a person to look at, if PICTURES names a folder."""

    def keep(widget: QWidget, name: str) -> None:
        if folder := os.environ.get("PICTURES"):
            Path(folder).mkdir(parents=True, exist_ok=True)
            for _ in range(3):
                QApplication.sendPostedEvents()
            widget.grab().save(str(Path(folder) / f"{name}.png"))

    return keep
