"""`front-desk check`: a table of everything the program needs, with what to do where something is wrong.

Reads only; also works while the application runs. Exit code 1 if something needs attention.
"""

import json
import os
import shutil
import socket
from collections.abc import Callable
from dataclasses import dataclass

from desktop_app.domain.errors import ExpectedError
from desktop_app.system.data_folder import DataFolder, data_folder_of
from desktop_app.system.exit_codes import ExitCode
from desktop_app.system.options import Options

LITTLE_SPACE = 2_000_000_000


@dataclass(frozen=True, slots=True)
class Finding:
    """One line: `remedy` "" means that all is well."""

    name: str
    found: str
    remedy: str = ""


def check(options: Options) -> int:
    """Print the table; the exit code says whether something needs attention."""
    findings = [_looked(look, options) for look in _LOOKS]
    width = max(len(finding.name) for finding in findings)
    for finding in findings:
        print(f"{'needs you' if finding.remedy else 'ok':9}  {finding.name:{width}}  {finding.found}")
        if finding.remedy:
            print(f"{'':9}  {'':{width}}  → {finding.remedy}")
    return ExitCode.ATTENTION if any(finding.remedy for finding in findings) else ExitCode.OK


def _looked(look: Callable[[DataFolder, Options], Finding], options: Options) -> Finding:
    try:
        return look(data_folder_of(options), options)
    except ExpectedError as refusal:
        return Finding(look.__name__.strip("_").replace("_", " "), refusal.message, refusal.remedy)


def _folders(folder: DataFolder, _: Options) -> Finding:
    folder.prepare()
    return Finding("folders", f"{folder.root} can be written to")


def _disk_space(folder: DataFolder, _: Options) -> Finding:
    at = next(path for path in (folder.root, *folder.root.parents) if path.exists())
    free = shutil.disk_usage(at).free
    remedy = "Free some space: WhatsApp unlinks itself on a full disk." if free < LITTLE_SPACE else ""
    return Finding("disk space", f"{free / 1e9:.1f} GB free", remedy)


def _database(folder: DataFolder, _: Options) -> Finding:
    if not folder.database.exists():
        return Finding("database", "none yet; it is made at the first start")
    from desktop_app.storage.backup import verify
    from desktop_app.storage.data_version import VERSIONS
    from desktop_app.storage.failures import DatabaseIsNewer

    held = verify(folder.database)
    if held.version not in VERSIONS:
        raise DatabaseIsNewer(held.version)
    counts = f"{held.patients:,} patients, {held.appointments:,} appointments, {held.messages:,} messages"
    return Finding("database", f"whole, version {held.version}: {counts}")


def _port(folder: DataFolder, options: Options) -> Finding:
    if (mine := _running_api(folder)) is not None:
        return Finding("port", f"the running application answers at {mine}")
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", options.api_port))
        except OSError:
            remedy = "Close the program that uses it, or start with another --api-port."
            return Finding("port", f"{options.api_port} is used by another program", remedy)
    return Finding("port", f"{options.api_port} is free" if options.api_port else "any free one")


def _running_api(folder: DataFolder) -> str | None:
    """The address of the application that runs with this folder, if its process lives."""
    try:
        told = json.loads((folder.run / "api.json").read_text("utf-8"))
        os.kill(int(told["pid"]), 0)
        return str(told["url"])
    except (OSError, ValueError, KeyError):
        return None


def _tray(_: DataFolder, __: Options) -> Finding:
    from PySide6.QtWidgets import QSystemTrayIcon

    from desktop_app.bootstrap import application, require_display

    try:
        require_display()
    except ExpectedError:
        return Finding("tray", "no screen here to look for one")
    application()
    found = "there is one" if QSystemTrayIcon.isSystemTrayAvailable() else "none; the window is minimised instead"
    return Finding("tray", found)


def _browser(_: DataFolder, options: Options) -> Finding:
    from desktop_app.whatsapp.web.browser_files import find_browser

    files = find_browser(options.chrome, options.chromedriver)
    return Finding("browser", f"{files.chrome} {files.version}".strip())


def _driver(_: DataFolder, options: Options) -> Finding:
    from desktop_app.whatsapp.web.browser_files import find_browser, version_of

    files = find_browser(options.chrome, options.chromedriver)
    driver = version_of(files.driver)
    matches = not driver or not files.version or driver.split(".")[0] == files.version.split(".")[0]
    remedy = "" if matches else f"Update the driver to version {files.version.split('.')[0]}, as the browser has it."
    return Finding("driver", f"{files.driver} {driver}".strip(), remedy)


def _whatsapp_page(folder: DataFolder, _: Options) -> Finding:
    from desktop_app.whatsapp.web.locators import COUNTS, load_table, read_counts

    table = load_table(folder.state)
    counts = read_counts(folder.state / COUNTS)
    misses = ", ".join(f"{name} {number}×" for name, number in counts.misses.items()) or "none"
    found = (
        f"locators {table.version} ({table.source}), build {counts.build or 'not seen yet'};"
        f" not found: {misses}; by a fallback: {counts.fallbacks.total()}"
    )
    return Finding("WhatsApp page", found, table.refused or "")


_LOOKS = (_folders, _disk_space, _database, _browser, _driver, _whatsapp_page, _port, _tray)
