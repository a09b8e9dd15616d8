"""Ends this run and begins another one with practice mode switched on or off.

The next run is started as the very last act of this process, so that port, lock and browser are free by then.
"""

import atexit
import subprocess
import sys

from PySide6.QtCore import QCoreApplication


def restart(*, practice: bool) -> None:
    """Quit in the orderly way, then start again with the same options but for `--practice`."""
    arguments = [argument for argument in sys.argv[1:] if argument != "--practice"]
    own = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "desktop_app"]
    atexit.register(_start, [*own, *arguments, *(["--practice"] if practice else [])])
    QCoreApplication.exit(0)


def _start(command: list[str]) -> None:
    subprocess.Popen(command, start_new_session=True)
