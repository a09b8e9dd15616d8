"""Two ways of one thing, measured in turns in one run, so that a busy machine slows both; medians and their ratio."""

import gc
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table. `ratio` and the numbers are words already; `is_met` None = for information."""

    what: str
    ours: str
    reference: str = ""
    ratio: str = ""
    target: str = ""
    is_met: bool | None = None


def in_turns(rounds: int, *ways: Callable[[], object]) -> tuple[float, ...]:
    """Median seconds of each way, called in turns, every other time backwards, so that none always finds what another one
    has just read; two rounds before count for nothing."""
    taken: list[list[float]] = [[] for _ in ways]
    gc.collect()
    gc.disable()
    try:
        for turn in range(rounds + 2):
            for way, times in list(zip(ways, taken, strict=True))[:: -1 if turn % 2 else 1]:
                began = time.perf_counter()
                way()
                if turn >= 2:
                    times.append(time.perf_counter() - began)
    finally:
        gc.enable()
    return tuple(statistics.median(times) for times in taken)


def compared(what: str, ours: float, reference: float, at_most: float, than: str) -> Line:
    ratio = ours / reference
    return Line(what, ms(ours), f"{ms(reference)} {than}", f"{ratio:.2f}", f"<= {at_most}", ratio <= at_most)


def ms(seconds: float) -> str:
    return f"{seconds * 1000:.2f} ms"


def limited(what: str, value: float, limit: float, unit: str) -> Line:
    return Line(what, f"{value:.1f} {unit}", "", "", f"<= {limit:g} {unit}", value <= limit)


def table(lines: list[Line]) -> str:
    """The lines under each other, and how many targets were missed."""
    heads = Line("what", "ours", "reference", "ratio", "target")
    shown = [
        (line.what, line.ours, line.reference, line.ratio, line.target, _verdict(line)) for line in (heads, *lines)
    ]
    widths = [max(len(row[column]) for row in shown) for column in range(6)]
    rows = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in shown]
    missed = sum(line.is_met is False for line in lines)
    return "\n".join([rows[0], "-" * len(rows[0]), *rows[1:], "", f"targets missed: {missed}"])


def _verdict(line: Line) -> str:
    return {None: "", True: "ok", False: "MISSED"}[line.is_met]
