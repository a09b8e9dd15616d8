"""`python -m tests.bench [NAME…]`: measure, and print what, ours, the reference, the ratio and the target. Nothing fails by time.

--appointments N for the large made-up clinic (1,000,000); --data DIR keeps the made-up clinics for the next run.
"""

import argparse
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.bench.api_calls import api_calls
from tests.bench.booking import booking
from tests.bench.clinics import Clinics, say
from tests.bench.measuring import Line, table
from tests.bench.reading import reading
from tests.bench.reminders import reminders
from tests.bench.sending import sending, soak
from tests.bench.starting import starting

PARTS: dict[str, Callable[[Clinics], list[Line]]] = {
    "start": starting,
    "sending": sending,
    "soak": soak,
    "api": api_calls,
    "reminders": reminders,
    "booking": booking,
    "reading": reading,
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"one or more of {', '.join(PARTS)}; none = all")
    parser.add_argument("--appointments", type=int, default=1_000_000)
    parser.add_argument("--data", type=Path)
    given = parser.parse_args()
    if unknown := set(given.names) - set(PARTS):
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    with tempfile.TemporaryDirectory(prefix="front-desk-bench-") as thrown_away:
        clinics = Clinics(given.data or Path(thrown_away), given.appointments)
        lines: list[Line] = []
        for name in given.names or PARTS:
            say(f"measuring: {name}")
            lines += PARTS[name](clinics)
        print(table(lines))


main()
