"""From the start of the process to the first painted window: ours against a bare PySide6 window with the same fonts."""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass

from tests.bench.clinics import Clinics
from tests.bench.measuring import Line, compared, limited, ms

_TURNS = 5


def starting(_clinics: Clinics) -> list[Line]:
    bare, ours = list[_Start](), list[_Start]()
    with tempfile.TemporaryDirectory(prefix="front-desk-bench-") as folder:
        for turn in range(_TURNS + 1):
            pair = _started("bare", folder), _started("ours", folder)
            if turn:
                bare.append(pair[0])
                ours.append(pair[1])
    than = "bare PySide6 window"
    own, other = (statistics.median(start.shown for start in starts) for starts in (ours, bare))
    own_work, other_work = (statistics.median(start.worked for start in starts) for starts in (ours, bare))
    ratio = f"{own_work / other_work:.2f}"
    return [
        compared("window visible after the start", own, other, 1.5, than),
        Line("  work of the processor until then", ms(own_work), f"{ms(other_work)} {than}", ratio),
        limited(
            "  longest stall of the window while starting", statistics.median(s.stall for s in ours) * 1000, 50, "ms"
        ),
    ]


@dataclass(frozen=True)
class _Start:
    """Seconds from the start to the first painted window, of processor work until then, and of the longest stall after it."""

    shown: float
    worked: float
    stall: float


def _started(which: str, folder: str) -> _Start:
    """One start, until the API answers."""
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "BENCH_BEGAN": repr(time.monotonic())}
    command = [sys.executable, "-m", "tests.bench.window_probe", which, folder]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)
    if done.returncode:
        raise RuntimeError(f"the {which} window did not start: {done.stderr}")
    return _Start(*map(float, done.stdout.split()[-3:]))
