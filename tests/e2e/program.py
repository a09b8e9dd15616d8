"""The real program as a process of its own: start it, ask its API, stop it as an operating system would."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any, Self

import httpx

from tests.api.waiting import wait_for

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 40.0


def run(*arguments: str, seconds: float = 60.0, **environment: str) -> subprocess.CompletedProcess[str]:
    """One command, to its end."""
    return subprocess.run(
        [sys.executable, "-m", "desktop_app", *arguments],
        cwd=ROOT,
        env=_environment(environment),
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
    )


def _environment(extra: dict[str, str]) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("FRONT_DESK_")}
    return {**kept, "QT_QPA_PLATFORM": "offscreen", **extra}


class Program:
    """`with Program(folder) as desk:` the application runs offscreen with that data folder until the block ends.

    `until`: a file of state/run; the block begins as soon as it is there, not when the API answers.
    """

    def __init__(self, folder: Path, *arguments: str, until: str = "") -> None:
        self.folder = folder
        self._until = until
        self._arguments = arguments
        self._process: subprocess.Popen[str] | None = None
        self.http: httpx.Client | None = None

    def __enter__(self) -> Self:
        command = [sys.executable, "-m", "desktop_app", "--data-dir", str(self.folder), "--api-port", "0"]
        self._process = subprocess.Popen(
            [*command, *self._arguments], cwd=ROOT, env=_environment({}), text=True, stderr=subprocess.PIPE
        )
        state = self.folder / "practice" / "state" if "--practice" in self._arguments else self.folder / "state"
        if self._until:
            wait_for((state / "run" / self._until).exists, START_SECONDS)
            return self
        address = state / "run" / "api.json"
        wait_for(lambda: self._is_ready(address), START_SECONDS)
        token = (state / "run" / "api-token").read_text().strip()
        url = json.loads(address.read_text())["url"]
        self.http = httpx.Client(base_url=url, headers={"Authorization": f"Bearer {token}"}, timeout=20)
        return self

    def __exit__(self, *_exc: object) -> None:
        if self.http is not None:
            self.http.close()
        if self._process is not None:
            if self._process.poll() is None:
                self._process.kill()
            if self._process.stderr is not None and not self._process.stderr.closed:
                self._process.communicate()

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def call(self, method: str, path: str, body: object = None, expect: int = 200) -> Any:  # noqa: ANN401
        assert self.http is not None
        answer = self.http.request(method, path, json=body) if body is not None else self.http.request(method, path)
        assert answer.status_code == expect, answer.text
        return answer.json()

    def terminate(self, seconds: float = 15.0) -> int:
        """SIGTERM; the exit code. Fails if the stop takes longer."""
        assert self._process is not None
        self._process.send_signal(signal.SIGTERM)
        return self._process.wait(seconds)

    def said(self) -> str:
        """What the ended program wrote on stderr."""
        assert self._process is not None
        return self._process.communicate()[1]

    def kill(self) -> None:
        assert self._process is not None
        self._process.kill()
        self._process.wait()

    def _is_ready(self, address: Path) -> bool:
        assert self._process is not None
        if self._process.poll() is not None:
            raise AssertionError(f"the program ended at once: {self._process.communicate()[1]}")
        return address.exists() and self._owner(address) == self._process.pid

    @staticmethod
    def _owner(address: Path) -> int:
        try:
            return int(json.loads(address.read_text())["pid"])
        except ValueError:
            return 0
