"""The watch over every test fails a test that warns or leaves something behind: shown in a pytest of its own."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

UNTIDY_TESTS = """
import atexit, logging, threading
from PySide6.QtCore import QThread, qWarning
from PySide6.QtWidgets import QLabel

stop, thread, kept = threading.Event(), QThread(), []
atexit.register(lambda: (stop.set(), thread.quit(), thread.wait()))

def test_logs():
    logging.getLogger("x").warning("odd")

def test_qt_warns(qapp):
    qWarning("odd")

def test_leaves_a_window(qapp):
    kept.append(QLabel())

def test_leaves_a_thread():
    threading.Thread(target=stop.wait, name="forgotten", daemon=True).start()

def test_leaves_a_qt_thread(qapp):
    thread.start()

def test_misses_a_line(expect_log):
    expect_log("never")

def test_is_tidy(qtbot, expect_log):
    label = QLabel()
    qtbot.addWidget(label)
    expect_log("on purpose")
    logging.getLogger("x").warning("on purpose")
"""

COMPLAINTS = {
    "test_logs": "WARNING x: odd",
    "test_qt_warns": "Qt: odd",
    "test_leaves_a_window": "window still there: QLabel",
    "test_leaves_a_thread": "thread still runs: forgotten",
    "test_leaves_a_qt_thread": "Qt thread still runs: ",
    "test_misses_a_line": "expected, but never logged: never",
}


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What pytest says about the untidy tests under the real conftest.py."""
    folder = tmp_path_factory.mktemp("untidy")
    (folder / "test_it.py").write_text(UNTIDY_TESTS)
    (folder / "conftest.py").write_text("from tests.conftest import _collector, _watch, expect_log\n")
    pytest_line = [sys.executable, "-m", "pytest", "-c", str(ROOT / "pyproject.toml"), "--rootdir", str(folder)]
    run = subprocess.run(
        [*pytest_line, "-rE", "-p", "no:cacheprovider", str(folder)],
        cwd=ROOT, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    return run.stdout + run.stderr


@pytest.mark.parametrize("name", COMPLAINTS)
def test_what_is_left_behind_fails_the_test(name: str, report: str) -> None:
    said = report.split(f"ERROR at teardown of {name} ", 1)
    assert len(said) == 2, report
    assert COMPLAINTS[name] in said[1].split("ERROR at teardown of", 1)[0]


def test_a_tidy_test_passes(report: str) -> None:
    assert "test_is_tidy" not in report
    assert f"{len(COMPLAINTS) + 1} passed, {len(COMPLAINTS)} errors" in report
