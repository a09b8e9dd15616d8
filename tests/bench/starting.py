"""From the start of the process to the first painted window: ours against a bare PySide6 window with the same fonts."""

import os
import statistics
import subprocess
import sys
import tempfile
import time

from tests.bench.clinics import Clinics
from tests.bench.measuring import Line, compared, limited

_TURNS = 5


def starting(_clinics: Clinics) -> list[Line]:
    bare: list[float] = []
    ours: list[float] = []
    stalls: list[float] = []
    with tempfile.TemporaryDirectory(prefix="front-desk-bench-") as folder:
        for turn in range(_TURNS + 1):
            seen, _ = _started("bare", folder)
            shown, stall = _started("ours", folder)
            if turn:
                bare.append(seen)
                ours.append(shown)
                stalls.append(stall)
    ours_s, bare_s = statistics.median(ours), statistics.median(bare)
    return [
        compared("window visible after the start", ours_s, bare_s, 1.5, "bare PySide6 window"),
        limited("  longest stall of the window while starting", statistics.median(stalls) * 1000, 50, "ms"),
    ]


def _started(which: str, folder: str) -> tuple[float, float]:
    """(seconds to the first painted window, longest stall after it until the API answers)."""
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "BENCH_BEGAN": repr(time.monotonic())}
    command = [sys.executable, "-m", "tests.bench.window_probe", which, folder]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)
    if done.returncode:
        raise RuntimeError(f"the {which} window did not start: {done.stderr}")
    shown, stall = done.stdout.split()[-2:]
    return float(shown), float(stall)
