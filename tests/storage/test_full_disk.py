"""A disk that is really full: a small one in memory, filled to the last byte."""

import errno
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_app.domain.errors import Unavailable
from desktop_app.storage.backup import back_up
from desktop_app.storage.database import open_database
from tests.fakes.standing_clock import StandingClock
from tests.storage.front_desk import FrontDesk


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "disk"
    folder.mkdir()
    if subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", folder], capture_output=True, check=False
    ).returncode:
        pytest.skip("only root can mount a small disk")
    yield folder
    subprocess.run(["umount", folder], check=True)


def fill(disk: Path) -> Path:
    filler = disk / "filler"
    with pytest.raises(OSError, match="No space left") as full:
        filler.write_bytes(b"x" * 10_000_000)
    assert full.value.errno == errno.ENOSPC
    return filler


def test_nothing_is_saved_by_half_and_all_goes_on_with_space_again(disk: Path) -> None:
    with open_database(disk / "front_desk.db", StandingClock()) as database:
        desk = FrontDesk(database)
        desk.add_patient("Before")
        filler = fill(disk)
        with pytest.raises(Unavailable) as refused:
            desk.add_patient("Refused")
        assert refused.value.code == "disk_full"
        assert [patient.name for patient in desk.read.patients("", 10, None).items] == ["Before"]
        with pytest.raises(Unavailable) as no_copy:
            back_up(database.path, disk / "copy.db")
        assert no_copy.value.code == "disk_full"
        filler.unlink()
        desk.add_patient("After")
        assert [patient.name for patient in desk.read.patients("", 10, None).items] == ["Before", "After"]
    assert [file.name for file in disk.iterdir()] == ["front_desk.db"]


def test_a_new_database_is_refused_and_begins_anew_with_space_again(disk: Path) -> None:
    filler = fill(disk)
    with pytest.raises(Unavailable) as refused:
        open_database(disk / "front_desk.db", StandingClock())
    assert refused.value.code == "disk_full"
    filler.unlink()
    open_database(disk / "front_desk.db", StandingClock()).dispose()
