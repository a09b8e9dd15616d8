"""The made-up clinic is believable: what it holds is what the program itself would have written."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from desktop_app.domain.appointment import Status
from desktop_app.domain.message import MessageStatus
from desktop_app.domain.mobile_number import MobileNumber
from desktop_app.exports.csv_file import CsvFiles
from desktop_app.services.changes import Changes
from desktop_app.services.csv_service import CsvService
from desktop_app.services.ports import AppointmentFilter
from desktop_app.services.scheduler_service import SchedulerService
from desktop_app.storage.database import Database, open_database
from desktop_app.storage.practice_day import fill_practice_day
from desktop_app.storage.sample_data import fill
from tests.services.kit import TurnedClock

NOW = datetime(2026, 11, 24, 4, 11, tzinfo=UTC)  # 9:41 in Kolkata
WANTED = 900


def _empty(folder: Path, now: datetime = NOW) -> Database:
    return open_database(folder / "front_desk.db", TurnedClock(now))


def _rows(database: Database, sql: str) -> list[tuple[object, ...]]:
    with database.reading() as connection:
        return [tuple(row) for row in connection.exec_driver_sql(sql)]


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    with _empty(tmp_path_factory.mktemp("sample")) as database:
        told: list[tuple[int, int]] = []
        summary = fill(database, NOW, WANTED, lambda done, wanted: told.append((done, wanted)))
        assert summary.appointments == WANTED
        assert told[-1] == (WANTED, WANTED)
        yield database


def test_there_are_as_many_as_wanted_a_quarter_to_come(sample: Database) -> None:
    assert _rows(sample, "SELECT count(*) FROM appointment") == [(WANTED,)]
    [(ahead,)] = _rows(sample, "SELECT count(*) FROM appointment WHERE day >= '2026-11-24'")
    assert ahead == WANTED // 4


def test_nothing_hangs_in_the_air(sample: Database) -> None:
    assert _rows(sample, "PRAGMA foreign_key_check") == []
    assert (
        _rows(
            sample,
            "SELECT id FROM appointment WHERE status <> 'cancelled' AND id NOT IN (SELECT appointment_id FROM held_place)",
        )
        == []
    )
    assert (
        _rows(
            sample,
            "SELECT id FROM appointment WHERE status = 'cancelled' AND id IN (SELECT appointment_id FROM held_place)",
        )
        == []
    )
    assert (
        _rows(sample, "SELECT doctor_id, day, stretch, token FROM appointment GROUP BY 1, 2, 3, 4 HAVING count(*) > 1")
        == []
    )
    counted = "SELECT doctor_id, day, stretch, max(token) FROM appointment GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"
    assert _rows(sample, counted) == _rows(sample, "SELECT * FROM token_counter ORDER BY 1, 2, 3")


def test_it_is_marked_for_ever(sample: Database) -> None:
    assert sample.reader.mark("made_up") is not None


def test_the_numbers_are_mobiles_and_the_names_come_in_several_scripts(sample: Database) -> None:
    people = _rows(sample, "SELECT name, mobile FROM patient")
    assert all(MobileNumber.parse(str(mobile)).e164 == mobile for _, mobile in people)
    first_letters = [ord(str(name)[0]) for name, _ in people]
    starts = {"Latin": 0x41, "Devanagari": 0x900, "Bengali": 0x980, "Gujarati": 0xA80, "Tamil": 0xB80, "Telugu": 0xC00}
    for script, start in starts.items():
        assert any(start <= letter < start + 0x80 for letter in first_letters), script
    assert len({mobile for _, mobile in people}) < len(people), "families share a number"


def test_every_booking_and_follow_up_has_its_csv_row_and_audit_lines(sample: Database, tmp_path: Path) -> None:
    clock = TurnedClock(NOW)
    csv = CsvService(sample.open_unit, sample.reader, CsvFiles(tmp_path), clock, Changes())
    csv.write_all()
    assert csv.check(1).differences == ()
    [(followups,)] = _rows(sample, "SELECT count(followup_date) FROM appointment")
    assert csv.check(1).rows == WANTED + int(str(followups))
    booked = _rows(sample, "SELECT count(DISTINCT appointment_id) FROM audit WHERE act = 'book'")
    ended = _rows(sample, "SELECT count(*) FROM audit WHERE act IN ('visit', 'cancel', 'no_show')")
    done = _rows(sample, "SELECT count(*) FROM appointment WHERE status IN ('visited', 'cancelled', 'no_show')")
    assert (booked, ended) == ([(WANTED,)], done)


def test_messages_are_in_believable_states(sample: Database) -> None:
    found = {str(row[0]) for row in _rows(sample, "SELECT DISTINCT status FROM message")}
    assert found >= {MessageStatus.READ, MessageStatus.DELIVERED, MessageStatus.FAILED, MessageStatus.SKIPPED}
    assert (
        _rows(
            sample,
            "SELECT id FROM message WHERE read_at < delivered_at OR delivered_at < sent_at OR sent_at < queued_at",
        )
        == []
    )
    late = NOW.replace(tzinfo=None).isoformat(" ")
    assert _rows(sample, f"SELECT id FROM message WHERE coalesce(read_at, sent_at, queued_at) > '{late}'") == []


def test_a_patient_is_found_in_every_script(sample: Database) -> None:
    for name in ("Sharma", "गुप्ता", "முருக"):
        assert sample.reader.find_patients(name, 8), name


def test_the_scheduler_finds_nothing_that_was_forgotten(sample: Database) -> None:
    """Whatever was due at `NOW` has its row, so the first start after sample-data sends no flood."""
    before = _rows(sample, "SELECT count(*) FROM message")
    SchedulerService(sample.open_unit, sample.reader, TurnedClock(NOW), Changes()).tick()
    assert _rows(sample, "SELECT count(*) FROM message") == before


def test_the_same_number_makes_the_same_clinic(tmp_path: Path) -> None:
    found: list[list[tuple[object, ...]]] = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        with _empty(tmp_path / name) as database:
            fill(database, NOW, 60, lambda _done, _wanted: None)
            found.append(_rows(database, "SELECT line FROM export_row ORDER BY id"))
    assert found[0] == found[1]


@pytest.mark.parametrize("hour", [0, 4, 9, 13, 18, 23])
def test_practice_opens_in_the_middle_of_the_day_at_any_hour(tmp_path: Path, hour: int) -> None:
    now = datetime(2026, 11, 23, 18, 30, tzinfo=UTC) + timedelta(hours=hour, minutes=50)
    with _empty(tmp_path, now) as database:
        fill_practice_day(database, now)
        hospital = database.reader.hospital(1)
        today = hospital.local(now).date()
        board = database.reader.appointments(
            AppointmentFilter(hospital_id=1, first_day=today, last_day=today), 200, None
        ).items
        assert hospital.sending.whatsapp_enabled
        assert {a.status for a in board} >= {Status.VISITED, Status.IN_ROOM, Status.ARRIVED}
        names = {a.patient_name for a in board}
        assert {"Vidya Tripathi", "श्री राजेश कुमार", "கவிதா முருகன்"} <= names
        in_room = [a for a in board if a.status is Status.IN_ROOM]
        assert all(abs((hospital.instant(a.date, a.time_slot) - now).total_seconds()) < 3600 for a in in_room)
        assert all(a.arrived_at and a.arrived_at <= now for a in board if a.status is Status.ARRIVED)
        assert len(database.reader.doctors(1)) == 5
        SchedulerService(database.open_unit, database.reader, TurnedClock(now), Changes()).tick()
