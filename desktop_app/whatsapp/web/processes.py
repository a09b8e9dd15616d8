"""The browser's processes: ours are ended whatever happens, nobody else's is ever touched.

Whose is whose: `state/run/whatsapp_{id}.json` records the owner (this program) and the driver, each with its start time,
so that a pid used again is not mistaken. A browser counts as ours only if its command line holds our profile's path.

If this program is killed, the guard (a shell that waits on a pipe) sees the pipe close and kills the driver; the browser
hangs on the driver by pipes and ends by itself. What even that leaves is ended at the next start.
"""

import json
import os
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import psutil

from desktop_app.domain.errors import Unavailable

_GUARD = 'read -r word; [ "$word" = done ] || kill -9 "$1" 2>/dev/null'


@dataclass(frozen=True, slots=True)
class Process:
    """A process that cannot be mistaken for another: its pid and its start time."""

    pid: int
    started: float

    @classmethod
    def of(cls, pid: int) -> "Process":
        return cls(pid, psutil.Process(pid).create_time())

    def find(self) -> psutil.Process | None:
        """The living process, None if it ended."""
        try:
            process = psutil.Process(self.pid)
            alive = abs(process.create_time() - self.started) < 1 and process.status() != psutil.STATUS_ZOMBIE
        except psutil.Error:
            return None
        return process if alive else None


class Record:
    """The note in state/run that says who runs the browser of one hospital."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def write(self, driver: Process) -> None:
        owner = Process.of(os.getpid())
        text = json.dumps({"owner": asdict(owner), "driver": asdict(driver)})
        beside = self._path.with_suffix(".tmp")
        beside.write_text(text, encoding="utf-8")
        beside.replace(self._path)

    def read(self) -> tuple[Process, Process] | None:
        """(owner, driver)"""
        try:
            data: Any = json.loads(self._path.read_text(encoding="utf-8"))
            return Process(**data["owner"]), Process(**data["driver"])
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def remove(self) -> None:
        self._path.unlink(missing_ok=True)


class Guard:
    """Ends the driver when this program is gone, however it went. Not on Windows (the next start cleans up there)."""

    def __init__(self, driver_pid: int) -> None:
        self._shell: subprocess.Popen[bytes] | None = None
        if sys.platform != "win32":
            self._shell = subprocess.Popen(
                ["/bin/sh", "-c", _GUARD, "guard", str(driver_pid)],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )

    def dismiss(self) -> None:
        if self._shell is None:
            return
        try:
            self._shell.communicate(b"done\n", timeout=2)
        except (OSError, subprocess.TimeoutExpired):
            self._shell.kill()
            self._shell.wait()
        self._shell = None


def end_tree(root: psutil.Process | None, seconds: float) -> None:
    """Ask the process and all below it to end, then make them. Returns when they are gone, or after about `seconds`."""
    if root is None:
        return
    try:
        tree = [root, *root.children(recursive=True)]
    except psutil.Error:
        return
    _signal(tree, gently=True)
    _, left = psutil.wait_procs(tree, timeout=seconds)
    _signal(left, gently=False)
    psutil.wait_procs(left, timeout=2)


def end_all(processes: list[psutil.Process]) -> None:
    _signal(processes, gently=False)
    psutil.wait_procs(processes, timeout=3)


def _signal(processes: list[psutil.Process], *, gently: bool) -> None:
    for process in processes:
        try:
            process.terminate() if gently else process.kill()
        except psutil.Error:
            continue


def users_of(profile: Path) -> list[psutil.Process]:
    """Every living browser process whose command line names this profile."""
    wanted = f"--user-data-dir={profile}"
    found: list[psutil.Process] = []
    for process in psutil.process_iter():
        try:
            if wanted in process.cmdline() and process.status() != psutil.STATUS_ZOMBIE:
                found.append(process)
        except psutil.Error:
            continue
    return found


def clear_the_way(profile: Path, record: Record) -> None:
    """End what a crashed predecessor left with our profile. Raises Unavailable("profile_in_use") if somebody living uses it."""
    known = record.read()
    users = users_of(profile)
    if known is not None:
        owner, driver = known
        if owner.pid != os.getpid() and owner.find() is not None and (users or driver.find()):
            raise profile_in_use()
        end_tree(_if_driver(driver.find()), 1)
        end_all(users_of(profile))
        record.remove()
    elif users:
        raise profile_in_use()


def _if_driver(process: psutil.Process | None) -> psutil.Process | None:
    try:
        return process if process and "chromedriver" in process.name().lower() else None
    except psutil.Error:
        return None


def profile_in_use() -> Unavailable:
    return Unavailable(
        "profile_in_use",
        "Another program has this hospital's WhatsApp open.",
        "Close that browser window or the other Front Desk, then start the session again.",
    )
