"""The CSV file on a real disk: whole or as before, and every obstacle told so that a person can remove it."""

import os
import resource
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_app.domain.errors import Unavailable
from desktop_app.exports.csv_file import CsvFiles


@pytest.fixture
def files(tmp_path: Path) -> CsvFiles:
    return CsvFiles(tmp_path / "appointment_exports")


def test_its_life(files: CsvFiles) -> None:
    assert files.size(7) is None
    assert files.replace(7, b"header\n") == 7
    assert files.append(7, "राजेश\n".encode()) == files.size(7) == 7 + len("राजेश\n".encode())
    assert files.path(7).name == "hospital_7_appointments.csv"
    assert files.read(7).decode() == "header\nराजेश\n"
    assert [file.name for file in files.path(7).parent.iterdir()] == ["hospital_7_appointments.csv"]


def test_a_missing_file_is_never_begun_by_an_append(files: CsvFiles) -> None:
    files.path(1).parent.mkdir()
    with pytest.raises(Unavailable):
        files.append(1, b"row\n")
    assert files.size(1) is None


@pytest.mark.parametrize("kind", ["folder", "pipe"])
def test_something_else_in_its_place_is_told(files: CsvFiles, kind: str) -> None:
    path = files.path(1)
    path.parent.mkdir()
    path.mkdir() if kind == "folder" else os.mkfifo(path)
    with pytest.raises(Unavailable, match="Something else lies where") as obstacle:
        files.size(1)
    assert obstacle.value.code == "export_obstacle"
    if kind == "folder":
        with pytest.raises(Unavailable, match="Something else lies where"):
            files.replace(1, b"header\n")
    assert [file.name for file in path.parent.iterdir()] == [path.name]


@pytest.fixture
def immutable(files: CsvFiles) -> Iterator[Path]:
    files.replace(1, b"header\n")
    if subprocess.run(["chattr", "+i", files.path(1)], capture_output=True, check=False).returncode:
        pytest.skip("this file system or user cannot make a file immutable")
    yield files.path(1)
    subprocess.run(["chattr", "-i", files.path(1)], check=True)


@pytest.mark.usefixtures("immutable")
def test_a_locked_file_is_told_and_stays(files: CsvFiles) -> None:
    for act in (files.append, files.replace):
        with pytest.raises(Unavailable, match="open in another program or write-protected") as obstacle:
            act(1, b"row\n")
        assert obstacle.value.code == "export_locked"
    assert files.read(1) == b"header\n"
    assert len(list(files.path(1).parent.iterdir())) == 1


def test_a_file_where_its_folder_belongs_is_told(tmp_path: Path) -> None:
    files = CsvFiles(tmp_path / "taken")
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(Unavailable) as obstacle:
        files.replace(1, b"header\n")
    assert obstacle.value.code == "export_folder"


_LIMITED = """
import resource, sys
from pathlib import Path
from desktop_app.domain.errors import Unavailable
from desktop_app.exports.csv_file import CsvFiles

files = CsvFiles(Path(sys.argv[1]))
files.replace(1, b"header\\n" * 10)
resource.setrlimit(resource.RLIMIT_FSIZE, (100, resource.RLIM_INFINITY))
for act in (files.append, files.replace):
    try:
        act(1, b"row\\n" * 60)
    except Unavailable as full:
        print(full.code, files.size(1))
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
print(files.append(1, b"row\\n"), sorted(file.name for file in Path(sys.argv[1]).iterdir()))
"""


@pytest.mark.skipif(not hasattr(resource, "RLIMIT_FSIZE"), reason="no limit on file sizes here")
def test_a_disk_that_takes_only_a_part_takes_nothing(tmp_path: Path) -> None:
    ran = subprocess.run([sys.executable, "-c", _LIMITED, str(tmp_path)], capture_output=True, text=True, check=True)
    assert ran.stdout.splitlines() == ["disk_full 70", "disk_full 70", "74 ['hospital_1_appointments.csv']"]


def test_a_link_to_another_disk_stays_a_link(files: CsvFiles, tmp_path: Path) -> None:
    path, elsewhere = files.path(1), tmp_path / "elsewhere.csv"
    path.parent.mkdir()
    elsewhere.write_bytes(b"old\n")
    path.symlink_to(elsewhere)
    files.replace(1, b"new\n")
    files.append(1, b"row\n")
    assert path.is_symlink()
    assert elsewhere.read_bytes() == b"new\nrow\n"
