"""A hospital's browser profile: a credential, kept in a folder of its own that only this user can open."""

import contextlib
import os
import shutil
import socket
from pathlib import Path

import psutil

from desktop_app.domain.errors import Unavailable
from desktop_app.whatsapp.web.processes import Record, clear_the_way, profile_in_use

NEEDED_BYTES = 200_000_000
WARNING_BYTES = 2_000_000_000
_LOCKS = ("SingletonLock", "SingletonSocket", "SingletonCookie")


class Profile:
    """`<data-dir>/whatsapp_sessions/{id}/`; what runs in it is recorded in `<data-dir>/state/run/whatsapp_{id}.json`."""

    def __init__(self, folder: Path, run_folder: Path) -> None:
        self.folder = folder.absolute()
        self.record = Record(run_folder / f"whatsapp_{folder.name}.json")

    def prepare(self) -> None:
        """Ready to be used by us alone. Raises Unavailable: disk_full, data_folder, profile_in_use."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self.folder.chmod(0o700)
        except OSError as error:
            raise Unavailable(
                "data_folder",
                f"The folder {self.folder} cannot be used: {error.strerror}.",
                "Make it writable, then start the session again.",
            ) from error
        if self.free_bytes < NEEDED_BYTES:
            raise Unavailable(
                "disk_full",
                "The disk is almost full; WhatsApp would lose its link.",
                "Free at least 2 GB, then start the session again.",
            )
        clear_the_way(self.folder, self.record)
        self._remove_stale_lock()

    @property
    def free_bytes(self) -> int:
        return shutil.disk_usage(self.folder).free

    def forget(self) -> None:
        """Remove the profile. Renamed first, so that a half-removed one is never taken for a profile."""
        if not self.folder.exists():
            return
        aside = self.folder.with_name(f".{self.folder.name}.gone-{os.getpid()}")
        shutil.rmtree(aside, ignore_errors=True)
        try:
            self.folder.rename(aside)
        except OSError as error:
            raise Unavailable(
                "profile_in_use",
                "The WhatsApp profile could not be removed: a program still holds it.",
                "Close every browser window of this session and try again.",
            ) from error
        shutil.rmtree(aside, ignore_errors=True)

    def _remove_stale_lock(self) -> None:
        """Chrome leaves a link `host-pid` after a power cut. Removed only when that owner cannot be alive."""
        lock = self.folder / _LOCKS[0]
        if not lock.is_symlink():
            return
        host, _, pid = str(lock.readlink()).rpartition("-")
        is_here = host == socket.gethostname()
        is_before_boot = lock.lstat().st_mtime < psutil.boot_time()
        if not is_before_boot and (not is_here or _is_browser(pid)):
            raise profile_in_use()
        for name in _LOCKS:
            with contextlib.suppress(OSError):
                (self.folder / name).unlink(missing_ok=True)


def _is_browser(pid: str) -> bool:
    try:
        name = psutil.Process(int(pid)).name().lower()
    except (psutil.Error, ValueError):
        return False
    return "chrom" in name
