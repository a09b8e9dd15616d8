"""One program per data folder; the second start brings the first to the front."""

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication
from pytestqt.qtbot import QtBot

from desktop_app.workers.single_instance import SingleInstance

_SECOND = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from pytestqt.qtbot import QtBot
from desktop_app.workers.single_instance import SingleInstance
app = QCoreApplication([])
second = SingleInstance(Path(sys.argv[1]))
if second.claim():
    sys.exit(0)
sys.exit(3 if second.call_running_one() else 4)
"""

_DIES_WITH_THE_LOCK = """
import os, sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from pytestqt.qtbot import QtBot
from desktop_app.workers.single_instance import SingleInstance
app = QCoreApplication([])
one = SingleInstance(Path(sys.argv[1]))
assert one.claim() and one.listen()
os._exit(0)
"""


def _second_start(folder: Path) -> "subprocess.Popen[bytes]":
    root = Path(__file__).resolve().parents[2]
    return subprocess.Popen([sys.executable, "-c", _SECOND, str(folder)], cwd=root)


@pytest.mark.parametrize("deep", ["run", "/".join(["a-folder-with-a-rather-long-name"] * 5)])
def test_a_second_start_calls_the_first_and_gives_up(qtbot: QtBot, tmp_path: Path, deep: str) -> None:
    first = SingleInstance(tmp_path / deep)
    assert first.claim()
    assert first.listen()
    with qtbot.waitSignal(first.show_asked, timeout=20_000):
        second = _second_start(tmp_path / deep)
    assert second.wait(20) == 3
    first.release()


def test_a_released_folder_can_be_taken(qapp: QCoreApplication, tmp_path: Path) -> None:
    first = SingleInstance(tmp_path)
    assert first.claim()
    first.listen()
    first.release()
    first.release()
    again = SingleInstance(tmp_path)
    assert again.claim()
    again.release()


def test_the_lock_of_a_process_that_died_is_taken_over(qapp: QCoreApplication, tmp_path: Path) -> None:
    root = Path(__file__).resolve().parents[2]
    subprocess.run([sys.executable, "-c", _DIES_WITH_THE_LOCK, str(tmp_path)], cwd=root, check=True, timeout=20)
    assert (tmp_path / "front_desk.lock").exists()
    heir = SingleInstance(tmp_path)
    assert heir.claim()
    assert heir.listen()
    heir.release()
