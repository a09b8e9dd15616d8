"""Real SQLite files. One is migrated per run and copied while nobody has it open."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_app.storage.database import Database, open_database
from tests.fakes.standing_clock import StandingClock
from tests.storage.front_desk import FrontDesk


@pytest.fixture(scope="session")
def _empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("empty") / "front_desk.db"
    open_database(path, StandingClock()).dispose()
    return path


@pytest.fixture
def path(_empty_file: Path, tmp_path: Path) -> Path:
    """A migrated, empty database file that nobody has open."""
    path = tmp_path / "state" / "front_desk.db"
    path.parent.mkdir()
    return Path(shutil.copy(_empty_file, path))


@pytest.fixture
def clock() -> StandingClock:
    return StandingClock()


@pytest.fixture
def database(path: Path, clock: StandingClock) -> Iterator[Database]:
    with open_database(path, clock) as database:
        yield database


@pytest.fixture
def desk(database: Database) -> FrontDesk:
    """A hospital with a doctor, and short ways to put things into it."""
    return FrontDesk(database)
