"""`front-desk sample-data --appointments N`: a made-up clinic in an empty data folder, marked as made up for ever."""

import sys

from desktop_app.domain.errors import Unavailable
from desktop_app.system.clock import SystemClock
from desktop_app.system.data_folder import data_folder_of
from desktop_app.system.exit_codes import ExitCode
from desktop_app.system.options import Options
from desktop_app.workers.single_instance import SingleInstance


def sample_data(options: Options) -> int:
    """Fill an empty data folder. A folder that holds anything is refused and left as it is."""
    from desktop_app.storage.database import open_database
    from desktop_app.storage.sample_data import fill

    folder = data_folder_of(options)
    if not folder.is_empty or (options.data_dir is not None and folder.has_foreign_files):
        raise Unavailable(
            "not_empty",
            f"{folder.root} is not empty; nothing was changed.",
            "Name an empty folder with --data-dir.",
        )
    folder.prepare()
    instance = SingleInstance(folder.run)
    if not instance.claim():
        raise Unavailable("running", "The application is running with this data folder.", "Quit it, then try again.")
    clock = SystemClock()
    try:
        with open_database(folder.database, clock) as database:
            summary = fill(database, clock.now(), options.appointments, _show)
    finally:
        instance.release()
    print(f"Made up in {folder.root}: {summary}")
    return ExitCode.OK


def _show(done: int, wanted: int) -> None:
    """Progress on stderr, in place on a terminal."""
    end = "\r" if sys.stderr.isatty() and done < wanted else "\n"
    sys.stderr.write(f"{done:,} of {wanted:,} appointments{end}")
    sys.stderr.flush()
