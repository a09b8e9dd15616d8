"""A PySide6 that loses references to None ends Python 3.11 with "none_dealloc"."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.none_count import CALLS, TOLERATED, lost_references

ROOT = Path(__file__).resolve().parents[2]


def test_calls_into_qt_keep_none_alive() -> None:
    lost = lost_references()
    assert lost <= TOLERATED, f"{lost} references to None were lost in {CALLS} calls into Qt: do not ship this PySide6"


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="from Python 3.12 on None is immortal and cannot be lost")
def test_a_planted_leak_is_seen() -> None:
    line = [sys.executable, "-m", "tests.architecture.none_count", "leak"]
    run = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, timeout=60, check=True)
    assert int(run.stdout) > TOLERATED
