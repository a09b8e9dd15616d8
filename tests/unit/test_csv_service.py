"""The export queue: every committed row gets into the file exactly once, whatever stands in the way."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest

from desktop_app.services.changes import Change, Changes, ExportsChanged
from desktop_app.services.csv_repair import AT_ONCE
from desktop_app.services.csv_row import HEADER
from desktop_app.services.csv_service import CsvService
from tests.fakes.csv_world import OBSTACLE, Crash, CsvWorld
from tests.fakes.standing_clock import StandingClock


@pytest.fixture
def world() -> CsvWorld:
    return CsvWorld()


@pytest.fixture
def changes() -> Changes:
    return Changes()


@pytest.fixture
def csv(world: CsvWorld, changes: Changes) -> CsvService:
    anything: Any = world
    return CsvService(world.open_unit, anything, anything, StandingClock(), changes)


def whole(world: CsvWorld, hospital_id: int = 1) -> bytes:
    return HEADER + b"".join(row.line for row in world.all_lines(hospital_id))


def test_the_first_row_makes_the_file_with_its_header(csv: CsvService, world: CsvWorld) -> None:
    export_id = world.book()
    assert not csv.is_written(export_id)
    assert csv.write_waiting(1)
    assert csv.is_written(export_id)
    assert world.content[1] == HEADER + b"Rahul Sharma,+919876543210,2025-02-10,10:30,Dr Mehta,Ortho,\n"


def test_without_rows_there_is_no_file_and_a_strangers_file_is_left_alone(csv: CsvService, world: CsvWorld) -> None:
    assert csv.write_waiting(1)
    assert world.content == {}
    world.content[1] = b"older,file\n"
    assert csv.write_waiting(1)
    world.book()
    assert csv.write_waiting(1)
    assert world.content[1] == b"older,file\n" + whole(world)[len(HEADER) :]


def test_each_further_row_costs_its_own_length_and_one_append(csv: CsvService, world: CsvWorld) -> None:
    for _ in range(3000):
        world.book()
    csv.write_all()
    world.bytes_moved = world.appends = 0
    for number in range(100):
        world.book(f"Patient {number}")
        assert csv.write_waiting(1)
    rows = whole(world)[-world.bytes_moved :]
    assert world.appends == 100
    assert rows.count(b"\n") == 100
    assert world.content[1] == whole(world)


def test_an_obstacle_keeps_the_rows_waiting_and_is_told_once(
    csv: CsvService, world: CsvWorld, changes: Changes
) -> None:
    told: list[Change] = []
    world.book()
    csv.write_waiting(1)
    changes.subscribe(told.append)
    world.obstacle = OBSTACLE
    export_id = world.book("Second")
    assert not csv.write_waiting(1)
    csv.write_all()
    assert not csv.is_written(export_id)
    assert csv.state(1).waiting == 1
    assert csv.state(1).obstacle == "The file is locked. Close it."
    assert told == [ExportsChanged(1)]
    world.obstacle = None
    world.book("Third")
    csv.write_all()
    assert csv.state(1).obstacle is None
    assert told == [ExportsChanged(1)] * 3  # it met an obstacle; it caught up; the obstacle is gone
    assert world.content[1] == whole(world)


def test_many_rows_that_waited_follow_in_order_and_in_few_writes(csv: CsvService, world: CsvWorld) -> None:
    world.book()
    csv.write_waiting(1)
    for number in range(2 * AT_ONCE + 1):
        world.book(f"Patient {number}")
    csv.write_all()
    assert world.appends == 3
    assert world.content[1] == whole(world)


def test_a_booking_does_not_wait_for_all_of_them(csv: CsvService, world: CsvWorld) -> None:
    world.book()
    csv.write_waiting(1)
    for number in range(2 * AT_ONCE):
        world.book(f"Patient {number}")
    assert not csv.write_waiting(1, seconds=0.0)
    assert csv.state(1).waiting == AT_ONCE


def test_a_deleted_file_is_made_anew_whole_without_a_new_row(csv: CsvService, world: CsvWorld) -> None:
    for number in range(5):
        world.book(f"Patient {number}")
    csv.write_all()
    del world.content[1]
    csv.write_all()
    assert world.content[1] == whole(world)


def test_a_crash_between_the_append_and_its_mark_writes_nothing_twice(csv: CsvService, world: CsvWorld) -> None:
    world.book()
    csv.write_all()
    world.book("Second")
    world.crash_before_mark = True
    with pytest.raises(Crash):
        csv.write_waiting(1)
    world.crash_before_mark = False
    world.book("Third")
    csv.write_all()
    assert world.content[1] == whole(world)


def test_an_edited_file_keeps_its_edits_and_is_read_once(csv: CsvService, world: CsvWorld) -> None:
    for number in range(5):
        world.book(f"Patient {number}")
    csv.write_all()
    world.content[1] = world.content[1].replace(b"Patient 2", b"Patient Two") + b"a note,\n"
    edited = world.content[1]
    new = world.rows[world.book("New") - 1][2]
    csv.write_waiting(1)
    assert world.content[1] == edited + new
    world.bytes_moved = 0
    newer = world.rows[world.book("Newer") - 1][2]
    csv.write_waiting(1)
    assert world.content[1] == edited + new + newer
    assert world.bytes_moved == len(newer)


def test_two_hospitals_have_two_files_and_one_obstacle_stops_only_one(csv: CsvService, world: CsvWorld) -> None:
    world.book(hospital_id=1)
    world.book(hospital_id=2)
    csv.write_all()
    assert world.content == {1: whole(world, 1), 2: whole(world, 2)}


def test_erasing_changes_the_line_also_when_the_file_was_locked_then(csv: CsvService, world: CsvWorld) -> None:
    first = world.book("To be erased")
    world.book("Stays")
    csv.write_all()
    world.erase(first)
    world.obstacle = OBSTACLE
    assert not csv.rewrite_file(1)
    assert b"To be erased" in world.content[1]
    world.obstacle = None
    csv.write_all()
    assert world.content[1] == whole(world)
    assert b"To be erased" not in world.content[1]


def test_twenty_bookings_at_once_are_in_the_file_once_each(csv: CsvService, world: CsvWorld) -> None:
    start, booked = threading.Barrier(20), threading.Lock()

    def book(number: int) -> bool:
        start.wait()
        with booked:
            export_id = world.book(f"Patient {number}")
        csv.write_waiting(1, seconds=10)
        return csv.is_written(export_id)

    with ThreadPoolExecutor(20) as pool:
        assert all(pool.map(book, range(20)))
    assert world.content[1] == whole(world)


def test_whoever_finds_the_file_in_use_leaves_the_row_waiting(csv: CsvService, world: CsvWorld) -> None:
    world.book()
    with csv._lock_of(1):
        assert not csv.write_waiting(1, seconds=0.01)
    assert csv.write_waiting(1)


def test_the_check_names_each_difference(csv: CsvService, world: CsvWorld) -> None:
    assert csv.check(1).differences == ()
    for number in range(3):
        world.book(f"Patient {number}")
    csv.write_all()
    assert csv.check(1) == replace(csv.check(1), rows=3, waiting=0, differences=())
    world.content[1] = world.content[1].replace(b"Patient 1,", b"Patient One,")
    world.book("Waits")
    found = csv.check(1)
    assert (found.rows, found.waiting) == (4, 1)
    assert found.differences == (
        "Missing or changed: the row of appointment 2 (2025-02-10 10:30).",
        "Line 3 is not from this program, or was changed.",
    )
    del world.content[1]
    assert "made anew" in csv.check(1).differences[0]
