"""Where these tests keep their thousands of commits: in memory where the system has a folder for that (it spares the disk)."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture
def quick_folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="front-desk-", dir=in_memory()))
    yield folder
    shutil.rmtree(folder)


def in_memory() -> str | None:
    """For tempfile's `dir`."""
    return "/dev/shm" if Path("/dev/shm").is_dir() else None
