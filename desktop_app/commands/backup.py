"""`front-desk backup FILE` and `front-desk restore FILE`."""

from desktop_app.domain.errors import Unavailable
from desktop_app.system.clock import SystemClock
from desktop_app.system.data_folder import data_folder_of
from desktop_app.system.exit_codes import ExitCode
from desktop_app.system.options import Options


def backup(options: Options) -> int:
    """Write a verified copy of the database to FILE, also while the application runs."""
    from desktop_app.storage.backup import back_up

    folder, target = data_folder_of(options), options.file
    if target is None or not folder.database.exists():
        raise Unavailable(
            "no_database",
            f"There is no clinic in {folder.root} yet, so there is nothing to back up.",
            "Name the right folder with --data-dir.",
        )
    held = back_up(folder.database, target.expanduser().absolute())
    print(
        f"Backed up to {target}: {held.patients:,} patients, {held.appointments:,} appointments, {held.messages:,} messages."
    )
    return ExitCode.OK


def restore(options: Options) -> int:
    """Put a backup in the database's place; the present one is kept as a backup. A broken file changes nothing."""
    from desktop_app.storage.backup import restore as put_back
    from desktop_app.workers.single_instance import SingleInstance

    folder, source = data_folder_of(options), options.file
    folder.prepare()
    instance = SingleInstance(folder.run)
    if not instance.claim():
        raise Unavailable(
            "running", "The application is running with this data folder.", "Quit it, then restore again."
        )
    try:
        held = put_back((source or folder.database).expanduser().absolute(), folder.database, SystemClock())
    finally:
        instance.release()
    print(
        f"Restored {source}: {held.patients:,} patients, {held.appointments:,} appointments, {held.messages:,} messages."
    )
    return ExitCode.OK
