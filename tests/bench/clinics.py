"""Made-up clinics for the measurements, each made once per run in a folder that is thrown away (or kept: --data)."""

import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from desktop_app.services.changes import Changes
from desktop_app.services.clinic import Clinic
from desktop_app.storage.database import Database, open_database
from desktop_app.storage.sample_data import fill
from desktop_app.system.clock import SystemClock
from desktop_app.system.data_folder import DataFolder
from desktop_app.system.options import Options
from desktop_app.system.threads import give_way_soon
from desktop_app.wiring import open_clinic

SMALL = 10_000
LOOPBACK = "http://127.0.0.1:9/"
"""Nothing listens there; a made-up folder opens with a loopback address only."""


class Clinics:
    """`large` is the number of appointments of the large one."""

    def __init__(self, folder: Path, large: int) -> None:
        self.folder = folder
        self.large = large

    def small(self) -> Path:
        return self._made(SMALL)

    def big(self) -> Path:
        return self._made(self.large)

    def _made(self, appointments: int) -> Path:
        root = self.folder / f"clinic-{appointments}"
        done = root / "made"
        if not done.exists():
            folder = DataFolder(root)
            folder.prepare()
            began = time.monotonic()
            with open_database(folder.database, SystemClock()) as database:
                fill(database, datetime.now(UTC), appointments, _show)
            done.touch()
            say(f"made {appointments:,} appointments in {time.monotonic() - began:.0f} s")
        return root


def open_bench_clinic(root: Path) -> tuple[Clinic, Database, object]:
    """(services, their database, what closes them)."""
    give_way_soon()  # as the program does
    opened = open_clinic(DataFolder(root), Options(whatsapp_url=LOOPBACK), SystemClock(), Changes())
    database = opened.clinic.booking._open_unit.__self__  # type: ignore[attr-defined]
    assert isinstance(database, Database)
    opened.clinic.csv.write_all()
    return opened.clinic, database, opened.close


def say(words: str) -> None:
    sys.stderr.write(words + "\n")
    sys.stderr.flush()


def _show(done: int, wanted: int) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{done:,} of {wanted:,} ")
