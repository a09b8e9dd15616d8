"""Start order, version gate, a kill in the middle; and that migrations and tables say the same."""

import hashlib
import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

from desktop_app.domain.errors import Unavailable
from desktop_app.storage.data_version import VERSIONS
from desktop_app.storage.database import open_database
from desktop_app.storage.failures import DatabaseIsNewer
from desktop_app.storage.migration import alembic_config, migrate
from desktop_app.storage.tables import Row
from tests.fakes.standing_clock import StandingClock


def test_the_versions_are_those_of_the_migrations_folder() -> None:
    revisions = ScriptDirectory.from_config(alembic_config()).walk_revisions()
    assert tuple(script.revision for script in revisions) == VERSIONS[::-1]


def test_migrations_make_the_tables_that_the_code_knows(path: Path) -> None:
    engine = create_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_name": _ours, "compare_type": True})
        assert compare_metadata(context, Row.metadata) == []
    engine.dispose()


def test_a_new_file_needs_no_backup_and_a_current_one_neither(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "front_desk.db"
    migrate(path)
    migrate(path)
    assert not (path.parent / "backups").exists()


def test_alembic_is_not_imported_for_a_current_database(path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from desktop_app.storage.migration import migrate;"
        f"migrate(Path({str(path)!r})); print('alembic' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"


def test_a_newer_database_is_refused_and_untouched(path: Path) -> None:
    _set_version(path, "9999")
    before = everything_in(path.parent)
    with pytest.raises(DatabaseIsNewer):
        open_database(path, StandingClock())
    assert everything_in(path.parent) == before


def test_a_newer_database_that_was_not_closed_is_refused_and_untouched(path: Path) -> None:
    code = (
        "import os, sqlite3, sys; connection = sqlite3.connect(sys.argv[1]);"
        "connection.execute(\"UPDATE alembic_version SET version_num = '9999'\"); connection.commit(); os._exit(0)"
    )
    subprocess.run([sys.executable, "-c", code, str(path)], check=True)
    path.with_name(f"{path.name}-shm").unlink()
    before = everything_in(path.parent)
    assert set(before) == {"front_desk.db", "front_desk.db-wal"}
    with pytest.raises(DatabaseIsNewer):
        open_database(path, StandingClock())
    assert everything_in(path.parent) == before


def everything_in(folder: Path) -> dict[str, str]:
    """Each file's name and the digest of what is in it."""
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in folder.iterdir()}


def test_another_programs_database_is_refused_and_untouched(tmp_path: Path) -> None:
    path = tmp_path / "front_desk.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE recipes (name)")
    before = everything_in(path.parent)
    with pytest.raises(Unavailable) as refused:
        open_database(path, StandingClock())
    assert refused.value.code == "database_damaged"
    assert everything_in(path.parent) == before


def test_flipped_bytes_are_noticed_before_anything_is_written(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[4096 * 3 : 4096 * 3 + 2000] = os.urandom(2000)
    path.write_bytes(content)
    before = everything_in(path.parent)
    with pytest.raises(Unavailable) as damaged:
        open_database(path, StandingClock())
    assert damaged.value.code == "database_damaged"
    assert everything_in(path.parent) == before


def test_an_upgrade_keeps_a_verified_copy_of_what_was_before(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _set_version(path, "0000")
    monkeypatch.setattr("desktop_app.storage.migration.VERSIONS", ("0000", *VERSIONS))
    upgraded: list[Path] = []
    monkeypatch.setattr("desktop_app.storage.migration._upgrade", upgraded.append)
    migrate(path)
    assert upgraded == [path]
    with closing(sqlite3.connect(path.parent / "backups" / "before-upgrade-from-0000.db")) as copy:
        assert copy.execute("SELECT version_num FROM alembic_version").fetchone() == ("0000",)


def test_patients_of_the_first_version_are_found_after_the_upgrade(tmp_path: Path) -> None:
    path = tmp_path / "front_desk.db"
    _make_first_version(path)
    with open_database(path, StandingClock()) as database:
        read = database.reader
        for q in ("rahul sharma", "sharma ra", "43210", "98765432"):
            assert [patient.name for patient in read.find_patients(q, 8)] == ["Rahul Sharma"]
        for q in ("merged", "erased", "old piece"):
            assert read.find_patients(q, 8) == read.patients(q, 8, None).items == ()
    assert (path.parent / "backups" / "before-upgrade-from-0001.db").exists()


def _make_first_version(path: Path) -> None:
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        config = alembic_config()
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        people = [
            (1, "Rahul Sharma", "rahul sharma", "+919876543210", None, None),
            (2, "Merged Sharma", "merged sharma", "+919876543210", None, 1),
            (3, "erased", "erased", None, "2026-11-24 00:00:00.000000", None),
        ]
        connection.exec_driver_sql(
            "INSERT INTO patient (id, name, name_key, mobile, erased_at, merged_into, language, consent, consent_source)"
            " VALUES (?, ?, ?, ?, ?, ?, 'en', 1, '')",
            people,
        )
        connection.exec_driver_sql("INSERT INTO patient_search (rowid, grams) VALUES (1, 'x6f x6fx6c')")
    engine.dispose()


@pytest.mark.parametrize("statement", range(1, 52, 7))
def test_a_kill_in_the_middle_of_a_migration_leaves_the_old_database(tmp_path: Path, statement: int) -> None:
    path = tmp_path / "front_desk.db"
    killed = subprocess.run([sys.executable, "-c", _KILLED, str(path), str(statement)], check=False)
    assert killed.returncode == -signal.SIGKILL
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)
    open_database(path, StandingClock()).dispose()


_KILLED = """
import os, signal, sys
from pathlib import Path
from sqlalchemy import event
from sqlalchemy.engine import Engine
from desktop_app.storage.migration import migrate

left = int(sys.argv[2])

@event.listens_for(Engine, "after_cursor_execute")
def kill(connection, cursor, statement, *_more):
    global left
    left -= statement.lstrip().startswith(("CREATE", "INSERT"))
    if left <= 0:
        os.kill(os.getpid(), signal.SIGKILL)

migrate(Path(sys.argv[1]))
"""


def _ours(name: str | None, kind: str, _parents: object) -> bool:
    return kind != "table" or not (name or "").startswith("patient_search")


def _set_version(path: Path, version: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", (version,))
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
