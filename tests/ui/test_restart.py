"""Practice mode is a new start of the program, made when this one has let go of everything."""

import atexit
import sys
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication

from desktop_app.workers.restart import restart


@pytest.mark.parametrize(
    ("before", "practice", "after"),
    [
        (["front-desk", "--data-dir", "/d"], True, ["--data-dir", "/d", "--practice"]),
        (["front-desk", "--practice", "--data-dir", "/d"], False, ["--data-dir", "/d"]),
        (["front-desk", "--practice"], True, ["--practice"]),
    ],
)
def test_the_next_start_has_the_same_options_but_for_practice(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch, before: list[str], practice: bool, after: list[str]
) -> None:
    planned: list[tuple[Any, ...]] = []
    codes: list[int] = []

    def plan(act: Callable[..., None], *arguments: object) -> None:
        planned.append(arguments)

    monkeypatch.setattr(atexit, "register", plan)
    monkeypatch.setattr(sys, "argv", before)
    monkeypatch.setattr(QCoreApplication, "exit", codes.append)  # the real one would end every later test's event loop
    restart(practice=practice)
    assert planned == [([sys.executable, "-m", "desktop_app", *after],)]
    assert codes == [0]
