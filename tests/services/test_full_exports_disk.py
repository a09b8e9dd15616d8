"""Only the disk of the CSV files is full: bookings go on, their rows wait, a person reads why, and each comes once."""

import csv
import errno
import io
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import time
from pathlib import Path

import pytest

from desktop_app.services.csv_row import HEADER
from desktop_app.services.ports import WaitingExport
from tests.services.kit import ClinicKit

TIMES = [time(10), time(10, 30), time(11), time(11, 30)]
NAMES = ["Rahul Sharma", 'Iyer, "Lakshmi"', "राजेश कुमार", "Asha Rao"]
WHY = "The disk is full. Free some space; the rows then follow by themselves."


@dataclass
class FullDisk:
    """Stands before the system's calls: while `is_full`, `room` bytes more fit (None: the lack shows only when they must go to
    the disk), and what was taken by half can be given back or not."""

    room: int | None = 0
    gives_back: bool = True
    is_full: bool = False
    _write: Callable[[int, bytes], int] = os.write
    _fsync: Callable[[int], None] = os.fsync
    _ftruncate: Callable[[int, int], None] = os.ftruncate

    def write(self, handle: int, data: bytes) -> int:
        if not self.is_full or self.room is None:
            return self._write(handle, data)
        if self.room == 0:
            raise _no_space()
        taken = self._write(handle, data[: self.room])
        self.room -= taken
        return taken

    def fsync(self, handle: int) -> None:
        if self.is_full:
            raise _no_space()
        self._fsync(handle)

    def ftruncate(self, handle: int, size: int) -> None:
        if self.is_full and not self.gives_back:
            raise _no_space()
        if self.room is not None:
            self.room += os.fstat(handle).st_size - size
        self._ftruncate(handle, size)

    def stand_before(self, patch: pytest.MonkeyPatch) -> None:
        for name in ("write", "fsync", "ftruncate"):
            patch.setattr(f"desktop_app.exports.csv_file.os.{name}", getattr(self, name))


def _no_space() -> OSError:
    return OSError(errno.ENOSPC, "No space left on device")


DISKS: dict[str, Callable[[], FullDisk]] = {
    "takes nothing": lambda: FullDisk(0),
    "takes half a row": lambda: FullDisk(40),
    "takes half a row and keeps it": lambda: FullDisk(40, gives_back=False),
    "takes a row and a half and keeps them": lambda: FullDisk(100, gives_back=False),
    "takes all, and fails on the way to the disk": lambda: FullDisk(None),
    "the same, and keeps it": lambda: FullDisk(None, gives_back=False),
}


@pytest.mark.parametrize("before", [0, 1])
@pytest.mark.parametrize("kind", DISKS)
def test_rows_wait_with_a_reason_and_follow_once(
    kit: ClinicKit, monkeypatch: pytest.MonkeyPatch, kind: str, before: int
) -> None:
    disk = DISKS[kind]()
    disk.stand_before(monkeypatch)
    for at, name in zip(TIMES[:before], NAMES, strict=False):
        assert kit.book(at, name=name).csv_written
    disk.is_full = True
    for at, name in list(zip(TIMES, NAMES, strict=True))[before:]:
        assert not kit.book(at, name=name).csv_written, "the booking stands, its row waits"
    state = kit.csv.state(kit.hospital_id)
    assert (state.waiting, state.obstacle) == (len(TIMES) - before, WHY)
    kit.csv.write_all()  # the scheduler's tick, still without room
    assert kit.csv.state(kit.hospital_id) == state
    disk.is_full = False
    kit.csv.write_all()
    assert file_of(kit) == HEADER + b"".join(row.line for row in rows(kit))
    assert [row[0] for row in csv.reader(io.StringIO(file_of(kit).decode(), newline=""))] == ["name", *NAMES]
    assert kit.csv.state(kit.hospital_id).waiting == 0
    assert kit.csv.state(kit.hospital_id).obstacle is None
    assert [file.name for file in kit.csv.path(kit.hospital_id).parent.iterdir()] == ["hospital_1_appointments.csv"]


def test_a_file_that_a_person_edited_keeps_the_edit_and_gets_each_row_once(
    kit: ClinicKit, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = FullDisk(40, gives_back=False)
    disk.stand_before(monkeypatch)
    kit.book(TIMES[0], name=NAMES[0])
    path = kit.csv.path(kit.hospital_id)
    path.write_bytes(edited := path.read_bytes().replace(b"Rahul", b"Rohit") + b'"call him')
    disk.is_full = True
    for at, name in list(zip(TIMES, NAMES, strict=True))[1:]:
        kit.book(at, name=name)
    assert kit.csv.state(kit.hospital_id).waiting == 3
    disk.is_full = False
    kit.csv.write_all()
    assert file_of(kit) == edited + b'"\n' + b"".join(row.line for row in rows(kit)[1:])


def rows(kit: ClinicKit) -> tuple[WaitingExport, ...]:
    with kit.unit() as unit:
        return unit.exports.all_lines(kit.hospital_id)


def file_of(kit: ClinicKit) -> bytes:
    return Path(kit.csv.path(kit.hospital_id)).read_bytes()
