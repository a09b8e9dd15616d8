"""Day list, patient search and what is due: against the same queries through Core, and a large file against a small one."""

import statistics
from collections.abc import Callable, Iterator, Sequence, Sized
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from itertools import cycle

from desktop_app.services.clinic import Clinic
from desktop_app.services.ports import AppointmentFilter
from desktop_app.storage.database import Database
from tests.bench.alike import alike
from tests.bench.clinics import Clinics, open_bench_clinic
from tests.bench.measuring import Line, compared, in_turns, ms
from tests.bench.recorded import BareSqlite, Step, play_core, recording
from tests.bench.searches import SHOWN, kinds

_ROUNDS = 60
_AROUND = range(-14, 15)
Look = Callable[[], object]
Day = Callable[[Clinic, date], Sized]
"""The rows of one day."""


def reading(clinics: Clinics) -> list[Line]:
    big, big_database, close_big = open_bench_clinic(clinics.big())
    small, _, close_small = open_bench_clinic(clinics.small())
    bare = BareSqlite(big_database.path)
    against = _Against(big_database, bare, f"{clinics.large:,}")
    try:
        lines: list[Line] = []
        for what, days in _DAYS.items():
            pairs = _alike_days(big, small, days)
            on_big = [partial(days, big, day) for day, _ in pairs]
            on_small = [partial(days, small, day) for _, day in pairs]
            lines += [*against.compare(what, on_big, on_small), Line(f"  {_told(big, pairs, days)}", "")]
        for kind in kinds(big.read, small.read):
            on_big = [partial(big.read.find_patients, q, SHOWN) for q, _ in kind.pairs]
            on_small = [partial(small.read.find_patients, q, SHOWN) for _, q in kind.pairs]
            lines += [*against.compare(f"patient search, {kind.name}", on_big, on_small), Line(f"  {kind.told}", "")]
        return lines
    finally:
        bare.close()
        close_big()  # type: ignore[operator]
        close_small()  # type: ignore[operator]


@dataclass(frozen=True, slots=True)
class _Against:
    """What looks into the large clinic are held against. Several looks of one kind are taken one after another."""

    database: Database
    bare: BareSqlite
    rows: str

    def compare(self, what: str, on_big: Sequence[Look], on_small: Sequence[Look]) -> list[Line]:
        played = [self._recorded(look) for look in on_big]
        by_core = [partial(play_core, self.database, steps, _same, _nothing) for steps in played]
        by_sqlite = [partial(self.bare.play, steps, _same, _nothing) for steps in played]
        ours, core, plain, small = in_turns(_ROUNDS, *map(_one_by_one, (on_big, by_core, by_sqlite, on_small)))
        return [
            compared(what, ours, core, 1.5, "Core, the same queries"),
            Line("  the same queries, bare sqlite3", "", ms(plain), f"{ours / plain:.2f}"),
            compared(f"  with {self.rows} appointments", ours, small, 1.3, "with 10,000"),
        ]

    def _recorded(self, look: Look) -> list[Step]:
        with recording(self.database) as steps:
            look()
        return steps


def _one_by_one(looks: Sequence[Look]) -> Look:
    """Each call takes the next look."""
    following = cycle(looks)

    def take() -> object:
        return next(following)()

    return take


def _alike_days(big: Clinic, small: Clinic, rows: Day) -> list[tuple[date, date]]:
    """Days of the weeks around today that have as many rows in both clinics."""
    return alike(_sized(big, rows), _sized(small, rows), _ROUNDS)


def _sized(clinic: Clinic, rows: Day) -> Iterator[tuple[int, date]]:
    today = clinic.read.hospital(1).local(clinic.clock.now()).date()
    days = (today + timedelta(days=n) for n in _AROUND)
    return ((found, day) for day in days if (found := len(rows(clinic, day))))


def _told(clinic: Clinic, pairs: list[tuple[date, date]], rows: Day) -> str:
    return f"{len(pairs)} days each; median: {statistics.median(len(rows(clinic, day)) for day, _ in pairs):g} rows"


def _day_list(clinic: Clinic, day: date) -> Sized:
    return clinic.read.appointments(AppointmentFilter(hospital_id=1, first_day=day, last_day=day), 200, None).items


_DAYS: dict[str, Day] = {
    "day list": _day_list,
    "what is due: reminders of a day": lambda clinic, day: clinic.read.visits_on(1, day),
    "what is due: still without a row": lambda clinic, day: clinic.read.visits_on(1, day, "day_before"),
    "what is due: follow-ups of a day": lambda clinic, day: clinic.read.followups_on(1, day),
}


def _same(_name: str, value: object) -> object:
    return value


def _nothing(_table: str, _key: int) -> None:
    pass
