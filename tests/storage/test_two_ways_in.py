"""The promises of storage.database: nothing is lost silently, nobody blocks a writer, every failure is told as ours."""

import sqlite3
import subprocess
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import time
from pathlib import Path

import pytest

from desktop_app.domain.errors import NotFound, SlotTaken, Unavailable
from desktop_app.domain.schedule import HeldPlace
from desktop_app.storage.database import Database, open_database
from tests.fakes.standing_clock import StandingClock
from tests.storage.front_desk import FrontDesk


def test_twenty_threads_book_one_place_and_one_wins(desk: FrontDesk) -> None:
    patients = [desk.add_patient(f"Patient {number}") for number in range(20)]
    start = threading.Barrier(20)

    def book(number: int) -> bool:
        start.wait()
        try:
            desk.book(patients[number])
        except SlotTaken:
            return False
        return True

    with ThreadPoolExecutor(20) as pool:
        won = list(pool.map(book, range(20)))
    assert won.count(True) == 1
    assert len(desk.read.held_on(desk.doctor.id, desk.new(patients[0]).day)) == 1


def test_two_threads_lose_no_update(desk: FrontDesk) -> None:
    def count(_number: int) -> None:
        desk.do(lambda unit: unit.marks.set("n", str(int(unit.marks.get("n") or 0) + 1)))

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(count, range(200)))
    assert desk.read.mark("n") == "200"


def test_an_idle_reader_blocks_no_writer_and_sees_one_moment(desk: FrontDesk) -> None:
    with desk.database.reading() as connection:
        before = connection.exec_driver_sql("SELECT count(*) FROM patient").scalar()
        desk.add_patient()
        assert connection.exec_driver_sql("SELECT count(*) FROM patient").scalar() == before
    assert len(desk.read.patients("", 10, None).items) == 1


def test_a_reader_cannot_write(desk: FrontDesk) -> None:
    with desk.database.reading() as connection, pytest.raises(Unavailable):
        connection.exec_driver_sql("DELETE FROM mark")


def test_leaving_without_commit_changes_nothing(desk: FrontDesk) -> None:
    with desk.database.open_unit() as unit:
        unit.marks.set("half", "done")
    assert desk.read.mark("half") is None


def test_units_do_not_nest(desk: FrontDesk) -> None:
    with desk.database.open_unit(), pytest.raises(RuntimeError, match="open already"):
        desk.database.open_unit().__enter__()
    desk.do(lambda unit: unit.marks.set("after", "fine"))


def test_the_settings_that_durability_rests_on(database: Database) -> None:
    def ask(name: str, *, writing: bool) -> object:
        with database.writing() if writing else database.reading() as connection:
            return connection.exec_driver_sql(f"PRAGMA {name}").scalar()

    assert ask("journal_mode", writing=True) == "wal"
    assert (ask("synchronous", writing=True), ask("wal_autocheckpoint", writing=True)) == (2, 1000)
    assert (ask("query_only", writing=False), ask("wal_autocheckpoint", writing=False)) == (1, 0)
    for writing in (True, False):
        assert (ask("foreign_keys", writing=writing), ask("trusted_schema", writing=writing)) == (1, 0)
        assert ask("busy_timeout", writing=writing) == 5000


@pytest.mark.parametrize("key", [0, -1, 2**63, -(2**63) - 1, 2**200])
def test_a_number_that_no_database_can_hold_is_not_found(desk: FrontDesk, key: int) -> None:
    with pytest.raises(NotFound):
        desk.read.appointment(key)
    with pytest.raises(NotFound), desk.database.open_unit() as unit:
        unit.doctors.get(key)


def test_only_the_place_rule_means_slot_taken(desk: FrontDesk) -> None:
    booked = desk.book(desk.add_patient())
    with pytest.raises(SlotTaken) as taken:
        desk.do(lambda unit: unit.appointments.hold(booked, [HeldPlace(time(10, 30), 30, 1)]))
    assert taken.value.wanted == time(10, 30)
    desk.do(lambda unit: unit.appointments.hold(booked, [HeldPlace(time(10, 30), 30, 2)]))


def test_a_lock_held_by_another_program_is_told(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desktop_app.storage.database.BUSY_MS", 50)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        with pytest.raises(Unavailable) as busy:
            open_database(path, StandingClock())
        assert busy.value.code == "database_busy"
    finally:
        other.close()


def test_a_full_disk_is_told_and_leaves_nothing_half(desk: FrontDesk) -> None:
    with desk.database.writing() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
    with pytest.raises(Unavailable) as full:
        desk.do(lambda unit: [unit.marks.set(f"mark {n}", "x" * 500) for n in range(1000)])
    assert full.value.code == "disk_full"
    with desk.database.writing() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count=1000000")
    assert desk.read.mark("mark 0") is None
    desk.do(lambda unit: unit.marks.set("space", "again"))
    assert desk.read.mark("space") == "again"


@pytest.mark.parametrize("content", [b"this is no database at all" * 400, b"SQLite format 3\0" + b"\xff" * 20_000])
def test_a_damaged_file_is_told_and_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "front_desk.db"
    path.write_bytes(content)
    with pytest.raises(Unavailable) as damaged:
        open_database(path, StandingClock())
    assert damaged.value.code == "database_damaged"
    assert path.read_bytes() == content


def test_a_folder_in_its_place_is_told(tmp_path: Path) -> None:
    with pytest.raises(Unavailable) as unusable:
        open_database(tmp_path, StandingClock())
    assert unusable.value.code == "data_folder"


def test_a_write_protected_file_is_told(path: Path) -> None:
    if subprocess.run(["chattr", "+i", path], capture_output=True, check=False).returncode:
        pytest.skip("this file system or user cannot make a file immutable")
    try:
        with pytest.raises(Unavailable) as protected:
            open_database(path, StandingClock())
    finally:
        subprocess.run(["chattr", "-i", path], check=True)
    assert protected.value.code == "data_folder"
