"""The CSV files on disk. What cannot be written is told as an obstacle a person can remove; then the file is as before."""

import errno
import os
import stat
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from desktop_app.domain.errors import Unavailable
from desktop_app.exports.excel_copy import save_workbook
from desktop_app.services.ports import ExportRow

_BINARY = getattr(os, "O_BINARY", 0)
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class CsvFiles:
    """services.ports.ExportWriter over one folder. Only one thread at a time works on one hospital's file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path(self, hospital_id: int) -> Path:
        return self._folder / f"hospital_{hospital_id}_appointments.csv"

    def size(self, hospital_id: int) -> int | None:
        """None if there is no file. Raises Unavailable if something else lies in its place."""
        path = self.path(hospital_id)
        with _obstacles_of(path):
            try:
                found = path.stat()
            except FileNotFoundError:
                return None
        if not stat.S_ISREG(found.st_mode):
            raise _not_a_file(path)
        return found.st_size

    def read(self, hospital_id: int) -> bytes:
        path = self.path(hospital_id)
        with _obstacles_of(path):
            return path.read_bytes()

    def append(self, hospital_id: int, data: bytes) -> int:
        """All of `data` in one write, on the disk when this returns; the new size. A short write is taken back."""
        path = self.path(hospital_id)
        with _obstacles_of(path), _opened(path, os.O_WRONLY | os.O_APPEND) as handle:
            before = os.fstat(handle).st_size
            try:
                _write(handle, data)
                os.fsync(handle)
            except OSError:
                with suppress(OSError):  # then the next comparison of file and database finds the torn line
                    os.ftruncate(handle, before)
                raise
            return os.fstat(handle).st_size

    def replace(self, hospital_id: int, data: bytes) -> int:
        """A whole new file, written beside, on the disk, then renamed; a power cut leaves the old one or the new one."""
        path = self.path(hospital_id)
        with _obstacles_of(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            target = path.resolve()
            beside = target.with_name(f"{target.name}.new")
            try:
                with _opened(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC) as handle:
                    _write(handle, data)
                    os.fsync(handle)
                beside.replace(target)
                _sync_folder(target.parent)
            finally:
                with suppress(OSError):
                    beside.unlink(missing_ok=True)
        return len(data)

    def save_workbook(self, path: Path, rows: Sequence[ExportRow]) -> None:
        with _obstacles_of(path):
            save_workbook(path, rows)


@contextmanager
def _opened(path: Path, flags: int) -> Iterator[int]:
    handle = os.open(path, flags | _BINARY, 0o666)
    try:
        yield handle
    finally:
        os.close(handle)


def _write(handle: int, data: bytes) -> None:
    """One write; a disk that takes only a part of it is full."""
    if os.write(handle, data) < len(data):
        raise OSError(errno.ENOSPC, "short write")


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":  # Windows cannot open a folder, and does not need it
        return
    with _opened(folder, os.O_RDONLY) as handle:
        os.fsync(handle)


@contextmanager
def _obstacles_of(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise _explained(path, error) from error


def _explained(path: Path, error: OSError) -> Unavailable:
    if error.errno in _FULL:
        return Unavailable("disk_full", "The disk is full.", "Free some space; the rows then follow by themselves.")
    tell = _BY_KIND.get(type(error), _locked if isinstance(error, PermissionError) else _unusable)
    return tell(path)


def _not_a_file(path: Path) -> Unavailable:
    return Unavailable(
        "export_obstacle",
        f"Something else lies where the file {path.name} belongs.",
        f"Move it out of the folder {path.parent}; the rows then follow by themselves.",
    )


def _locked(path: Path) -> Unavailable:
    return Unavailable(
        "export_locked",
        f"{path.name} is open in another program or write-protected.",
        "Close it in the spreadsheet program, or take the protection off; the rows then follow by themselves.",
    )


def _unusable(path: Path) -> Unavailable:
    return Unavailable(
        "export_folder",
        f"{path.name} cannot be written in the folder {path.parent}.",
        "Check that the folder is there and on a working disk; the rows then follow by themselves.",
    )


_BY_KIND: dict[type[OSError], Callable[[Path], Unavailable]] = {IsADirectoryError: _not_a_file}
