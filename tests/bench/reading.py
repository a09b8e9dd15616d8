"""Day list, patient search and what is due: against the same queries through Core, and a large file against a small one."""

from collections.abc import Callable
from datetime import timedelta

from desktop_app.services.clinic import Clinic
from desktop_app.services.ports import AppointmentFilter
from desktop_app.storage.database import Database
from tests.bench.clinics import Clinics, open_bench_clinic
from tests.bench.measuring import Line, compared, in_turns, ms
from tests.bench.recorded import BareSqlite, play_core, recording

_ROUNDS = 60
Look = Callable[[], object]


def reading(clinics: Clinics) -> list[Line]:
    big, big_database, close_big = open_bench_clinic(clinics.big())
    small, _, close_small = open_bench_clinic(clinics.small())
    bare = BareSqlite(big_database.path)
    try:
        lines: list[Line] = []
        looks = zip(_looks(big).items(), _looks(small).values(), strict=True)
        for (what, on_big), on_small in looks:
            lines += _compare(what, on_big, on_small, big_database, bare, f"{clinics.large:,}")
        return lines
    finally:
        bare.close()
        close_big()  # type: ignore[operator]
        close_small()  # type: ignore[operator]


def _compare(what: str, on_big: Look, on_small: Look, database: Database, bare: BareSqlite, rows: str) -> list[Line]:
    with recording(database) as steps:
        on_big()
    by_core = lambda: play_core(database, steps, _same, _nothing)  # noqa: E731
    ours, core, plain, small = in_turns(_ROUNDS, on_big, by_core, lambda: bare.play(steps, _same, _nothing), on_small)
    return [
        compared(what, ours, core, 1.5, "Core, the same queries"),
        Line("  the same queries, bare sqlite3", "", ms(plain), f"{ours / plain:.2f}"),
        compared(f"  with {rows} appointments", ours, small, 1.3, "with 10,000"),
    ]


def _looks(clinic: Clinic) -> dict[str, Look]:
    """The same questions to either clinic."""
    read = clinic.read
    today = read.hospital(1).local(clinic.clock.now()).date()
    day = AppointmentFilter(hospital_id=1, first_day=today, last_day=today)
    tomorrow = today + timedelta(days=1)
    number = read.appointments(day, 1, None).items[0].mobile or ""
    return {
        "day list": lambda: read.appointments(day, 200, None),
        "patient search, part of a name": lambda: read.find_patients("sharm", 8),
        "patient search, two words": lambda: read.find_patients("rahul sh", 8),
        "patient search, one letter": lambda: read.find_patients("क", 8),
        "patient search, digits": lambda: read.find_patients(number[-7:], 8),
        "what is due: reminders of a day": lambda: read.visits_on(1, tomorrow),
        "what is due: still without a row": lambda: read.visits_on(1, tomorrow, "day_before"),
        "what is due: follow-ups of a day": lambda: read.followups_on(1, today),
    }


def _same(_name: str, value: object) -> object:
    return value


def _nothing(_table: str, _key: int) -> None:
    pass
