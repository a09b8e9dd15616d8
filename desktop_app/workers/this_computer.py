"""What Settings shows and does of this computer: where the data lie, the API's address and token, a backup now."""

from pathlib import Path

from desktop_app.domain.errors import Unavailable
from desktop_app.system.data_folder import DataFolder
from desktop_app.workers.api_server import ApiServer


class ThisComputer:
    """Made once the clinic is open. `back_up` and `renew_token` touch the disk: run them as tasks."""

    def __init__(self, folder: DataFolder, api: ApiServer) -> None:
        self._folder = folder
        self._api = api

    @property
    def data_folder(self) -> Path:
        return self._folder.root

    @property
    def backups(self) -> Path:
        return self._folder.backups

    def api_url(self) -> str | None:
        """Where the API answers; None while it does not."""
        return self._api.status.url

    def api_token(self) -> str | None:
        return None if self._api.token is None else self._api.token()

    def renew_token(self) -> str:
        """A new token at once. Raises Unavailable."""
        if self._api.token is None:
            raise Unavailable("api_token", "The API is not running, so it has no token.", "Start the program again.")
        return self._api.token.renew()

    def back_up(self, to: Path) -> str:
        """A verified copy of the database; a line that says what is in it. Raises Unavailable."""
        from desktop_app.storage.backup import back_up

        contents = back_up(self._folder.database, to)
        return f"{contents.patients} patients, {contents.appointments} appointments, {contents.messages} messages"
