"""The computer's token for the API: one file that only this user may read. Contract section 2, `run/api-token`."""

import os
import secrets
from pathlib import Path

from desktop_app.domain.errors import Unavailable

_SHORTEST = 32


class ApiToken:
    """Made once, kept across restarts, renewed only when a person asks in Settings.
    Raises Unavailable("api_token") if it cannot be kept.

    On Windows the per-user data folder's own access list keeps other users out; the mode bits do nothing there.
    """

    def __init__(self, file: Path) -> None:
        self.file = file
        self._value = _read(file) or _write(file)

    def __call__(self) -> str:
        return self._value

    def renew(self) -> str:
        """A new token at once; every program that used the old one needs the new one."""
        self._value = _write(self.file)
        return self._value


def _read(file: Path) -> str | None:
    """The token in the file, None if there is none that can be used. A file that others may read is closed to them."""
    try:
        token = file.read_text("ascii").strip()
    except (OSError, UnicodeDecodeError):
        return None
    if len(token) < _SHORTEST or not token.isprintable() or " " in token:
        return None
    file.chmod(0o600)
    return token


def _write(file: Path) -> str:
    """A new token, kept. Raises Unavailable("api_token")."""
    token = secrets.token_urlsafe(32)
    try:
        _keep(file, token)
    except OSError as error:
        raise Unavailable(
            "api_token",
            f"The file for the API's token could not be written: {(error.strerror or 'refused').lower()}.",
            "Free some space or make the data folder writable, then start again. All else works without the API.",
        ) from error
    return token


def _keep(file: Path, token: str) -> None:
    """0600 from the first moment on (at open, not after), and in place whole or not at all."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    beside = file.with_name(file.name + ".new")
    beside.unlink(missing_ok=True)
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as out:
        out.write(token + "\n")
        out.flush()
        os.fsync(out.fileno())
    beside.replace(file)
