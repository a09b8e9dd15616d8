"""The export queue over a real database and real files: what is committed is in the file, once, at the cost of its own length."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import insert

from desktop_app.exports.csv_file import CsvFiles
from desktop_app.services.changes import Changes
from desktop_app.services.csv_row import HEADER, encode_row
from desktop_app.services.csv_service import CsvService
from desktop_app.services.ports import ExportRow
from desktop_app.storage import tables
from tests.fakes.standing_clock import NOW, StandingClock
from tests.storage.front_desk import FrontDesk


class CountedFiles(CsvFiles):
    """Real files that count the bytes they move."""

    moved = 0

    def read(self, hospital_id: int) -> bytes:
        content = super().read(hospital_id)
        self.moved += len(content)
        return content

    def append(self, hospital_id: int, data: bytes) -> int:
        self.moved += len(data)
        return super().append(hospital_id, data)

    def replace(self, hospital_id: int, data: bytes) -> int:
        self.moved += len(data)
        return super().replace(hospital_id, data)


@pytest.fixture
def files(tmp_path: Path) -> CountedFiles:
    return CountedFiles(tmp_path / "appointment_exports")


@pytest.fixture
def csv(desk: FrontDesk, files: CountedFiles) -> CsvService:
    return CsvService(desk.database.open_unit, desk.read, files, StandingClock(), Changes())


def lines(desk: FrontDesk) -> list[bytes]:
    return [row.line for row in desk.do(lambda unit: unit.exports.all_lines(desk.hospital.id))]


def test_fifty_thousand_rows_and_each_more_costs_its_own_length(
    desk: FrontDesk, csv: CsvService, files: CountedFiles
) -> None:
    booked = desk.book(desk.add_patient())
    _put_in(desk, booked.id, range(50_000))
    csv.write_all()
    assert files.read(1) == HEADER + b"".join(lines(desk))
    files.moved = 0
    for number in range(100):
        desk.export(booked, f"One more {number}")
        assert csv.write_waiting(1)
    new = lines(desk)[-100:]
    assert files.moved == sum(map(len, new))
    assert files.read(1).endswith(b"".join(new))


def test_twenty_threads_that_book_at_once_find_each_row_in_the_file_once(
    desk: FrontDesk, csv: CsvService, files: CountedFiles
) -> None:
    booked = desk.book(desk.add_patient())

    def book(number: int) -> bool:
        export_id = desk.export(booked, f"Patient {number}")
        csv.write_waiting(1, seconds=10)
        return csv.is_written(export_id)

    with ThreadPoolExecutor(20) as pool:
        assert all(pool.map(book, range(60)))
    assert files.read(1) == HEADER + b"".join(lines(desk))
    assert len(set(lines(desk))) == 60


def test_a_folder_in_its_place_then_deleted_then_torn_then_edited(
    desk: FrontDesk, csv: CsvService, files: CountedFiles
) -> None:
    booked, path = desk.book(desk.add_patient()), files.path(1)
    path.mkdir(parents=True)
    desk.export(booked, "Waits")
    assert not csv.write_waiting(1)
    assert "Something else lies where" in (csv.state(1).obstacle or "")
    path.rmdir()
    csv.write_all()
    assert files.read(1) == HEADER + b"".join(lines(desk))
    shutil.rmtree(path.parent)
    desk.export(booked, "Second")
    assert csv.write_waiting(1)
    assert files.read(1) == HEADER + b"".join(lines(desk))
    os.truncate(path, path.stat().st_size - 9)
    csv.write_all()
    assert files.read(1) == HEADER + b"".join(lines(desk))
    edited = files.read(1).replace(b"Waits", b"Waited") + b"a note\n"
    path.write_bytes(edited)
    desk.export(booked, "Third")
    assert csv.write_waiting(1)
    assert files.read(1) == edited + lines(desk)[-1]
    assert len(csv.check(1).differences) == 3


_KILLED = """
import os, signal, sys
from pathlib import Path
from desktop_app.exports.csv_file import CsvFiles
from desktop_app.services.changes import Changes
from desktop_app.services.csv_service import CsvService
from desktop_app.storage.database import open_database
from desktop_app.storage.repositories.exports import SqlExports
from tests.fakes.standing_clock import StandingClock

database = open_database(Path(sys.argv[1]), StandingClock())
SqlExports.mark_written = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
CsvService(database.open_unit, database.reader, CsvFiles(Path(sys.argv[2])), StandingClock(), Changes()).write_all()
"""


def test_a_kill_between_the_row_and_its_mark_writes_nothing_twice(
    desk: FrontDesk, csv: CsvService, files: CountedFiles
) -> None:
    booked = desk.book(desk.add_patient())
    desk.export(booked, "First")
    csv.write_all()
    desk.export(booked, "Second")
    folder = files.path(1).parent
    killed = subprocess.run([sys.executable, "-c", _KILLED, str(desk.database.path), str(folder)], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert files.read(1).endswith(lines(desk)[-1])
    csv.write_all()
    assert files.read(1) == HEADER + b"".join(lines(desk))
    assert csv.state(1).waiting == 0


def test_an_erased_patient_is_gone_from_rows_and_file(desk: FrontDesk, csv: CsvService, files: CountedFiles) -> None:
    booked = desk.book(desk.add_patient("Zubeida Secret"))
    other = desk.book(desk.add_patient("Asha"), at=booked.at.replace(hour=12))
    first, _second = desk.export(booked, "Zubeida Secret"), desk.export(other, "Asha")
    csv.write_all()
    (_key, row), *_ = desk.do(lambda unit: unit.exports.of_patient(booked.patient_id))
    erased = replace(row, name="erased", mobile="")
    desk.do(lambda unit: unit.exports.rewrite(first, erased, encode_row(erased)))
    desk.do(lambda unit: unit.patients.erase(booked.patient_id, NOW))
    assert csv.rewrite_file(1)
    assert files.read(1) == HEADER + b"".join(lines(desk))
    assert files.read(1).count(b"erased,,") == 1
    content = b"".join(file.read_bytes() for file in desk.database.path.parent.iterdir() if file.is_file())
    assert b"Zubeida" not in content + files.read(1)


def _put_in(desk: FrontDesk, appointment_id: int, numbers: Sequence[int]) -> None:
    """Many rows at once, past the repository."""
    first = desk.read.appointment(appointment_id)
    rows = [
        ExportRow(
            1,
            appointment_id,
            f"Patient {number}",
            "+919876543210",
            first.date,
            first.time_slot,
            "Dr Mehta",
            "Ortho",
            None,
        )
        for number in numbers
    ]
    with desk.database.writing() as connection:
        values = [
            {name: getattr(row, name) for name in ExportRow.__slots__} | {"line": encode_row(row)} for row in rows
        ]
        connection.execute(insert(tables.export_row), values)
        connection.commit()
