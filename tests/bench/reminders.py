"""A morning with 10,000 appointments tomorrow: how long planning takes, and how long a booking waits meanwhile."""

import shutil
import tempfile
import threading
import time
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import insert, select

from desktop_app.domain.appointment import Status
from desktop_app.services.clinic import Clinic
from desktop_app.services.scheduler_service import REMINDERS
from desktop_app.storage import tables as t
from desktop_app.storage.database import Database
from tests.bench.booking import book, free_places
from tests.bench.clinics import Clinics, open_bench_clinic
from tests.bench.measuring import Line, limited, ms

DUE = 10_000


def reminders(clinics: Clinics) -> list[Line]:
    with tempfile.TemporaryDirectory(prefix="front-desk-bench-") as folder:
        root = Path(folder) / "clinic"
        shutil.copytree(clinics.small(), root)
        clinic, database, close = open_bench_clinic(root)
        try:
            tomorrow = clinic.read.hospital(1).local(clinic.clock.now()).date() + timedelta(days=1)
            _add_due(clinic, database, tomorrow)
            return _measure(clinic, database)
        finally:
            close()  # type: ignore[operator]


def _measure(clinic: Clinic, database: Database) -> list[Line]:
    places = free_places(clinic, database)
    alone = [_seconds(lambda: book(clinic, next(places))) for _ in range(30)]
    taken: list[float] = []
    planning = threading.Thread(target=lambda: taken.append(_seconds(lambda: clinic.scheduler.run(REMINDERS, 1))))
    booked, waited = list[float](), list[float]()
    planning.start()
    while planning.is_alive():
        waited.append(_lock_wait(database))
        booked.append(_seconds(lambda: book(clinic, next(places))))
    planning.join()
    cpu = time.process_time()
    undisturbed = _plan_again(clinic, database)
    cpu = time.process_time() - cpu
    return [
        limited(f"reminder run for {DUE:,} due appointments", undisturbed, 5, "s"),
        Line("  of that, work of the processor", f"{cpu:.1f} s"),
        Line("  the same while the desk books without a pause", f"{taken[0]:.1f} s"),
        limited("  longest wait of a booking for the database", max(waited) * 1000, 50, "ms"),
        Line(f"  a booking meanwhile, longest of {len(booked)}", ms(max(booked)), f"{ms(max(alone))} longest alone"),
    ]


def _plan_again(clinic: Clinic, database: Database) -> float:
    with database.writing() as connection:
        connection.execute(t.message_story.delete())
        connection.execute(t.message.delete().where(t.message.c.kind == "reminder"))
        connection.commit()
    return _seconds(lambda: clinic.scheduler.run(REMINDERS, 1))


def _add_due(clinic: Clinic, database: Database, day: date) -> None:
    """Booked two days ago, straight into the table: no schedule holds so many."""
    with database.writing() as connection:
        patients = connection.execute(select(t.patient.c.id).where(t.patient.c.consent)).scalars().all()
        pattern = connection.execute(
            select(t.appointment).where(t.appointment.c.status == Status.BOOKED).limit(1)
        ).one()
        created = clinic.clock.now() - timedelta(days=2)
        same = pattern._asdict() | {"day": day, "created_at": created, "placed_at": created, "stretch": "bench"}
        del same["id"]
        rows = [same | {"patient_id": patients[n % len(patients)], "token": n} for n in range(DUE)]
        connection.execute(insert(t.appointment), rows)
        connection.commit()


def _lock_wait(database: Database) -> float:
    """How long a booking would wait for its turn to write."""
    began = time.perf_counter()
    with database.writing():
        return time.perf_counter() - began


def _seconds(work: object) -> float:
    began = time.perf_counter()
    work()  # type: ignore[operator]
    return time.perf_counter() - began
