"""The data folder: where everything is kept (contract section 2), made on first use and checked before anything starts."""

import contextlib
import os
import sys
from dataclasses import dataclass
from pathlib import Path

from desktop_app.domain.errors import Unavailable
from desktop_app.system.options import Options

PACKAGE = Path(__file__).resolve().parents[1]
_PRIVATE = 0o700
_FIRST_NEED = 1_000_000


@dataclass(frozen=True, slots=True)
class DataFolder:
    """Paths inside one data folder. Nothing is created before `prepare`."""

    root: Path

    @property
    def exports(self) -> Path:
        return self.root / "appointment_exports"

    @property
    def sessions(self) -> Path:
        return self.root / "whatsapp_sessions"

    @property
    def state(self) -> Path:
        return self.root / "state"

    @property
    def database(self) -> Path:
        return self.state / "front_desk.db"

    @property
    def logs(self) -> Path:
        return self.state / "logs"

    @property
    def backups(self) -> Path:
        return self.state / "backups"

    @property
    def window_ini(self) -> Path:
        return self.state / "window.ini"

    @property
    def run(self) -> Path:
        return self.state / "run"

    @property
    def api_token(self) -> Path:
        return self.run / "api-token"

    @property
    def practice(self) -> "DataFolder":
        """Practice mode's own folder, with the whole layout inside."""
        return DataFolder(self.root / "practice")

    @property
    def is_empty(self) -> bool:
        """True when nothing that a clinic could miss is in it."""
        return not self.database.exists() and not any(self.exports.glob("*.csv")) and not any(self.sessions.glob("*/*"))

    @property
    def has_foreign_files(self) -> bool:
        """True when something lies in it that the application did not put there."""
        own = {self.exports.name, self.sessions.name, self.state.name, self.practice.root.name}
        return self.root.exists() and any(path.name not in own for path in self.root.iterdir())

    def prepare(self) -> None:
        """Make the folders that are missing and prove that they can be written to. Raises Unavailable("data_folder")."""
        try:
            for folder in (self.sessions, self.state, self.logs, self.backups, self.run):
                folder.mkdir(parents=True, exist_ok=True)
            with contextlib.suppress(OSError):  # its rows wait in the database: no reason to keep the clinic shut
                self.exports.mkdir(exist_ok=True)
            for folder in (self.sessions, self.state, self.run):
                folder.chmod(_PRIVATE)
            self._prove_writable()
        except OSError as error:
            raise Unavailable(
                "data_folder",
                f"The data folder {self.root} cannot be used: {_in_words(error)}.",
                "Free some space, make the folder writable, or choose another one with --data-dir.",
            ) from error

    def _prove_writable(self) -> None:
        """Write and remove a file in each folder that the application cannot do without, the database's first.

        It is as large as the first minutes may need: with less room nothing could be saved.
        """
        for folder in (self.state, self.run):
            probe = folder / f".write-test-{os.getpid()}"
            try:
                probe.write_bytes(bytes(_FIRST_NEED))
            finally:
                probe.unlink(missing_ok=True)
        log_file = self.logs / "front_desk.log"
        for path in (self.database, Path(f"{self.database}-wal"), Path(f"{self.database}-shm"), log_file):
            if path.exists() and not os.access(path, os.W_OK):
                raise PermissionError(13, "Permission denied", str(path))


def data_folder_of(options: Options) -> DataFolder:
    """The folder this run works in: the given or the default one, or its practice folder."""
    folder = DataFolder(options.data_dir or default_data_folder())
    return folder.practice if options.is_practice else folder


def default_data_folder() -> Path:
    """The checkout's root when run from a source checkout, else the platform's folder for this user's data."""
    checkout = PACKAGE.parent
    if not getattr(sys, "frozen", False) and (checkout / "pyproject.toml").exists():
        return checkout
    import platformdirs

    return platformdirs.user_data_path("ClinicFrontDesk", appauthor=False)


def _in_words(error: OSError) -> str:
    reason = (error.strerror or str(error)).lower()
    return f"{reason} ({error.filename})" if error.filename else reason
