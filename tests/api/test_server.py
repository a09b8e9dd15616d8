"""The API's thread: port, token file, api.json, documentation, start and stop."""

import json
import os
import socket
import stat
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from desktop_app.api.token_file import ApiToken
from desktop_app.domain.errors import Unavailable
from desktop_app.workers.api_server import ApiServer, ApiStatus, bind
from tests.api.front import Front, assert_safe
from tests.api.waiting import wait_for


def test_the_address_is_written_once_it_answers_and_removed_at_the_end(front: Front) -> None:
    file = front.folder / "state" / "run" / "api.json"
    address = json.loads(file.read_text())
    assert address == {"url": front.url, "pid": os.getpid(), "version": front.clinic.version}
    assert address["url"].startswith("http://127.0.0.1:")
    assert httpx.get(f"{address['url']}/api/health", trust_env=False).status_code == 200
    front.server.stop()
    assert not file.exists()
    front.server.stop()


def test_the_token_file_is_for_this_user_only_and_stays(front: Front) -> None:
    file = front.folder / "state" / "run" / "api-token"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert front.server.token is not None
    assert file.read_text().strip() == front.server.token()
    assert ApiToken(file)() == front.server.token()


def test_a_token_file_that_others_could_read_is_closed(tmp_path: Path) -> None:
    file = tmp_path / "api-token"
    first = ApiToken(file)()
    file.chmod(0o644)
    assert ApiToken(file)() == first
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.parametrize("content", [b"", b"short", b"\xff" * 40, b"two words " * 10])
def test_a_token_file_that_cannot_be_used_is_made_anew(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "api-token"
    file.write_bytes(content)
    token = ApiToken(file)()
    assert len(token) >= 40
    assert file.read_text().strip() == token


def test_a_token_that_cannot_be_kept_is_told(tmp_path: Path) -> None:
    (tmp_path / "run").write_text("a file where the folder should be")
    with pytest.raises(Unavailable, match="token"):
        ApiToken(tmp_path / "run" / "api-token")


def test_a_busy_port_is_told_and_nothing_else_is_taken(front: Front, expect_log: Callable[[str], None]) -> None:
    expect_log("desktop_app.workers.api_server: the API does not start: port_busy")
    told: list[ApiStatus] = []
    second = ApiServer(front.clinic, front.folder / "second", front.port)
    second.changed.connect(told.append)
    status = second.start()
    assert status.url is None
    assert status.fault is not None
    assert str(front.port) in status.fault.message
    assert "--api-port" in status.fault.remedy
    assert told == [status]
    assert not (front.folder / "second" / "api.json").exists()
    second.stop()


def test_calls_are_quick(front: Front) -> None:
    """Not 43 ms, which it takes without IPPROTO_TCP (reliability.md 6)."""
    took = sorted(front.http.get("/api/health").elapsed.total_seconds() for _ in range(20))
    assert took[5] < 0.03


def test_the_socket_is_ours_alone() -> None:
    with bind(0) as listening:
        assert listening.proto == socket.IPPROTO_TCP
        assert listening.getsockname()[0] == "127.0.0.1"
        with pytest.raises(Unavailable, match="cannot use port"):
            bind(listening.getsockname()[1])


def test_the_port_is_free_again_after_the_stop(front: Front) -> None:
    front.get("/api/health")
    front.server.stop()
    bind(front.port).close()


def test_a_call_in_hand_is_answered_before_the_end(front: Front) -> None:
    has_begun, may_end = threading.Event(), threading.Event()
    jobs = front.clinic.scheduler.jobs

    def slow() -> object:
        has_begun.set()
        may_end.wait(10)
        return jobs()

    object.__setattr__(front.clinic.scheduler, "jobs", slow)
    answers: list[int] = []
    caller = threading.Thread(target=lambda: answers.append(front.http.get("/api/scheduler").status_code))
    caller.start()
    assert has_begun.wait(10)
    stopping = threading.Thread(target=front.server.stop)
    stopping.start()
    may_end.set()
    stopping.join(20)
    caller.join(20)
    assert answers == [200]


def test_a_stop_right_after_the_start_ends(front: Front, tmp_path: Path) -> None:
    server = ApiServer(front.clinic, tmp_path / "other", 0)
    server.start()
    server.stop()
    assert not (tmp_path / "other" / "api.json").exists()


def test_an_end_that_nobody_asked_for_is_told(front: Front, tmp_path: Path, expect_log: Callable[[str], None]) -> None:
    expect_log("the API ended with AttributeError")
    (tmp_path / "run").mkdir()
    server = ApiServer(None, tmp_path / "run", 0)  # pyright: ignore[reportArgumentType]  a clinic that cannot be served
    server.start()
    wait_for(lambda: server.status.fault)
    assert server.status.fault is not None
    assert server.status.fault.code == "api_ended"
    server.stop()


def test_nothing_heavy_is_imported_with_the_module() -> None:
    """FastAPI costs half a second: it comes in the API's own thread, after the window is shown."""
    heavy = "('fastapi', 'starlette', 'uvicorn', 'pydantic', 'anyio', 'sqlalchemy')"
    program = f"import sys, desktop_app.workers.api_server; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_documentation_needs_no_internet(front: Front) -> None:
    with httpx.Client(base_url=front.url, trust_env=False) as anybody:
        page = anybody.get("/docs")
        assert page.headers["content-type"].startswith("text/html")
        assert_safe(page.headers)
        assert "http" not in page.text
        assert page.headers["content-security-policy"].startswith("default-src 'none'")
        for part in ("/docs/swagger-ui.css", "/docs/swagger-ui-bundle.js", "/docs/start.js"):
            assert part in page.text
            assert anybody.get(part).status_code == 200
        assert anybody.get("/docs/secrets.txt").status_code == 404


def test_every_call_is_described_with_its_refusals(front: Front) -> None:
    described = httpx.get(f"{front.url}/openapi.json", trust_env=False).json()
    assert described["info"]["version"] == front.clinic.version
    for path, methods in described["paths"].items():
        for method, call in methods.items():
            answers = set(call["responses"])
            where = f"{method} {path}"
            assert {"403", "421"} <= answers, where
            if path == "/api/health":
                continue
            assert {"401", "413", "415", "429", "503"} <= answers, where
            assert call["security"], where
            if "{id}" in path:
                assert {"404", "422"} <= answers, where
            for status in answers - {"200", "201", "202"}:
                content = call["responses"][status]["content"]["application/problem+json"]
                assert content["example"]["code"], where
                assert content["example"]["detail"], where
    assert {"Problem", "InvalidProblem", "SlotTakenProblem", "FieldProblem"} <= set(described["components"]["schemas"])
