"""Backups verify, restores refuse what is broken, and nothing is thrown away."""

import os
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from desktop_app.domain.errors import Unavailable
from desktop_app.storage.backup import KEPT_DAILY, DailyBackup, back_up, restore, verify
from desktop_app.storage.database import open_database
from desktop_app.storage.failures import DatabaseIsNewer
from tests.fakes.standing_clock import StandingClock
from tests.storage.front_desk import FrontDesk


def test_a_backup_holds_what_was_committed_and_nothing_is_left_beside(desk: FrontDesk, tmp_path: Path) -> None:
    desk.book(desk.add_patient())
    contents = back_up(desk.database.path, tmp_path / "copies" / "today.db")
    assert (contents.patients, contents.appointments, contents.messages) == (1, 1, 0)
    assert [file.name for file in (tmp_path / "copies").iterdir()] == ["today.db"]


def test_another_process_backs_up_while_we_write(desk: FrontDesk, tmp_path: Path) -> None:
    target, stop, made = tmp_path / "copy.db", threading.Event(), list[int]()

    def keep_writing() -> None:
        while not stop.is_set():
            desk.do(lambda unit: unit.marks.set(f"mark {len(made)}", "x"))
            made.append(1)

    writer = threading.Thread(target=keep_writing)
    writer.start()
    try:
        code = (
            "import sys; from pathlib import Path; from desktop_app.storage.backup import back_up;"
            "back_up(Path(sys.argv[1]), Path(sys.argv[2]))"
        )
        for _ in range(3):
            before = len(made)
            subprocess.run([sys.executable, "-c", code, str(desk.database.path), str(target)], check=True)
            with closing(sqlite3.connect(target)) as copy:
                assert copy.execute("SELECT count(*) FROM mark").fetchone()[0] >= before
    finally:
        stop.set()
        writer.join()


def test_a_failed_backup_leaves_the_earlier_one(desk: FrontDesk, tmp_path: Path) -> None:
    target = tmp_path / "copy.db"
    back_up(desk.database.path, target)
    before = target.read_bytes()
    damaged = tmp_path / "damaged.db"
    damaged.write_bytes(before[:8192] + os.urandom(4096) + before[12288:])
    with pytest.raises(Unavailable):
        back_up(damaged, target)
    assert target.read_bytes() == before
    assert sorted(file.name for file in tmp_path.glob("*cop*")) == ["copy.db"]


def test_restore_brings_the_copy_back_and_keeps_the_present_data(
    path: Path, tmp_path: Path, clock: StandingClock
) -> None:
    saved = tmp_path / "saved.db"
    with open_database(path, clock) as database:
        desk = FrontDesk(database)
        desk.add_patient("Before")
        back_up(path, saved)
        desk.add_patient("After")
    assert restore(saved, path, clock).patients == 1
    with open_database(path, clock) as database:
        assert [patient.name for patient in database.reader.patients("", 10, None).items] == ["Before"]
    (kept,) = (path.parent / "backups").glob("before-restore-*.db")
    assert verify(kept).patients == 2


def test_restoring_over_a_damaged_database_keeps_the_damaged_file(
    path: Path, tmp_path: Path, clock: StandingClock
) -> None:
    saved = tmp_path / "saved.db"
    back_up(path, saved)
    path.write_bytes(b"ruined" * 1000)
    restore(saved, path, clock)
    open_database(path, clock).dispose()
    (kept,) = (path.parent / "backups").glob("before-restore-*.damaged")
    assert kept.read_bytes() == b"ruined" * 1000


def test_a_lost_log_does_not_meet_the_restored_file(path: Path, tmp_path: Path, clock: StandingClock) -> None:
    saved = tmp_path / "saved.db"
    back_up(path, saved)
    code = (
        "import os, sys; from pathlib import Path; from desktop_app.storage.database import open_database;"
        "from tests.fakes.standing_clock import StandingClock; from tests.storage.front_desk import FrontDesk;"
        "FrontDesk(open_database(Path(sys.argv[1]), StandingClock())).add_patient('Unfolded'); os._exit(0)"
    )
    subprocess.run([sys.executable, "-c", code, str(path)], check=True)
    assert path.with_name(f"{path.name}-wal").exists()
    restore(saved, path, clock)
    with open_database(path, clock) as database:
        assert database.reader.patients("", 10, None).items == ()


@pytest.mark.parametrize("content", [b"", b"not a database" * 999, b"SQLite format 3\0" + b"\1" * 9000])
def test_a_broken_file_is_refused_and_the_data_stay(
    path: Path, tmp_path: Path, clock: StandingClock, content: bytes
) -> None:
    before, broken = path.read_bytes(), tmp_path / "broken.db"
    broken.write_bytes(content)
    with pytest.raises(Unavailable):
        restore(broken, path, clock)
    assert path.read_bytes() == before
    assert not (path.parent / "backups").exists()


def test_a_newer_copy_and_a_missing_one_are_refused(path: Path, tmp_path: Path, clock: StandingClock) -> None:
    newer = tmp_path / "newer.db"
    back_up(path, newer)
    with closing(sqlite3.connect(newer)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(DatabaseIsNewer):
        restore(newer, path, clock)
    with pytest.raises(Unavailable):
        restore(tmp_path / "nowhere.db", path, clock)


def test_one_copy_a_day_and_the_newest_are_kept(database: object, path: Path, clock: StandingClock) -> None:
    daily = DailyBackup(path, clock)
    for _ in range(KEPT_DAILY + 3):
        assert daily.make_if_due()
        assert not daily.make_if_due()
        clock.go_on(days=1)
    kept = sorted((path.parent / "backups").iterdir())
    assert len(kept) == KEPT_DAILY
    assert kept[-1].name == f"daily-{(clock.now() - timedelta(days=1)).date()}.db"
