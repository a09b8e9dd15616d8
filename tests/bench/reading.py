"""Day list, patient search and what is due: against the same queries through Core, and a large file against a small one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from itertools import cycle

from desktop_app.services.clinic import Clinic
from desktop_app.services.ports import AppointmentFilter
from desktop_app.storage.database import Database
from tests.bench.clinics import Clinics, open_bench_clinic
from tests.bench.measuring import Line, compared, in_turns, ms
from tests.bench.recorded import BareSqlite, Step, play_core, recording
from tests.bench.searches import SHOWN, kinds

_ROUNDS = 60
Look = Callable[[], object]


def reading(clinics: Clinics) -> list[Line]:
    big, big_database, close_big = open_bench_clinic(clinics.big())
    small, _, close_small = open_bench_clinic(clinics.small())
    bare = BareSqlite(big_database.path)
    against = _Against(big_database, bare, f"{clinics.large:,}")
    try:
        lines: list[Line] = []
        looks = zip(_looks(big).items(), _looks(small).values(), strict=True)
        for (what, on_big), on_small in looks:
            lines += against.compare(what, [on_big], [on_small])
        for kind in kinds(big.read, small.read):
            on_big = [partial(big.read.find_patients, pair.large, SHOWN) for pair in kind.pairs]
            on_small = [partial(small.read.find_patients, pair.small, SHOWN) for pair in kind.pairs]
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


def _looks(clinic: Clinic) -> dict[str, Look]:
    """The same questions to either clinic."""
    read = clinic.read
    today = read.hospital(1).local(clinic.clock.now()).date()
    day = AppointmentFilter(hospital_id=1, first_day=today, last_day=today)
    tomorrow = today + timedelta(days=1)
    return {
        "day list": lambda: read.appointments(day, 200, None),
        "what is due: reminders of a day": lambda: read.visits_on(1, tomorrow),
        "what is due: still without a row": lambda: read.visits_on(1, tomorrow, "day_before"),
        "what is due: follow-ups of a day": lambda: read.followups_on(1, today),
    }


def _same(_name: str, value: object) -> object:
    return value


def _nothing(_table: str, _key: int) -> None:
    pass
