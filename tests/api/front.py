"""A clinic behind its API, as other programs meet it: real services, a real SQLite file, real HTTP on a real port."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, TypeAlias

import httpx

from desktop_app.services.clinic import Clinic
from desktop_app.workers.api_server import ApiServer

NOW = datetime(2025, 2, 3, 3, 0, tzinfo=UTC)  # Monday, 8:30 AM in Kolkata
Json: TypeAlias = Any
"""Whatever JSON may hold; what is in it is what the tests check."""
TODAY = date(2025, 2, 3)
MONDAY = "2025-02-10"


class TellingClock:
    """Says what the test says. Monotonic time goes on with it."""

    def __init__(self) -> None:
        self.at = NOW

    def now(self) -> datetime:
        return self.at

    def monotonic(self) -> float:
        return (self.at - NOW).total_seconds()

    def go_on(self, **by: float) -> None:
        self.at += timedelta(**by)


@dataclass(frozen=True)
class Front:
    """One hospital (1) with one doctor (1, Mehta, Ortho), served at `url`."""

    clinic: Clinic
    clock: TellingClock
    server: ApiServer
    http: httpx.Client
    folder: Path

    @property
    def port(self) -> int:
        return int(self.url.rsplit(":", 1)[1])

    @property
    def url(self) -> str:
        url = self.server.status.url
        assert url is not None
        return url

    def get(self, path: str, **query: Json) -> Json:
        return self.ask("GET", path, params=query)

    def put(self, path: str, body: Json = None, **query: Json) -> Json:
        return self.ask("PUT", path, json=body, params=query)

    def post(self, path: str, body: Json = None, status: int = 200, **query: Json) -> Json:
        return self.ask("POST", path, status, json=body, params=query)

    def ask(self, method: str, path: str, status: int = 200, **request: Json) -> Json:
        """The JSON of an answer that must have this status."""
        if request.get("json") is None:
            request.pop("json", None)
        answer = self.http.request(method, path, **request)
        assert answer.status_code == status, f"{method} {path}: {answer.status_code} {answer.text}"
        return answer.json()

    def refused(self, method: str, path: str, status: int, **request: Json) -> Json:
        """The problem of a refused call, checked for its shape."""
        answer = self.http.request(method, path, **request)
        assert answer.status_code == status, f"{method} {path}: {answer.status_code} {answer.text}"
        return problem(answer)

    def errors(self, method: str, path: str, body: Json = None, **query: Json) -> set[tuple[str, str]]:
        """(field, code) of a 422."""
        given = {} if body is None else {"json": body}
        found = self.refused(method, path, 422, params=query, **given)
        assert found["code"] == "invalid"
        return {(error["field"], error["code"]) for error in found["errors"]}

    def book(self, time_slot: str = "10:30", *, key: str | None = None, **more: Json) -> Json:
        headers = {"Idempotency-Key": key} if key else {}
        return self.ask("POST", "/api/appointments/book", 201, json=wish(time_slot, **more), headers=headers)


def wish(time_slot: str = "10:30", **more: Json) -> dict[str, Json]:
    body = {"doctor_id": 1, "patient_name": "Rahul Sharma", "mobile": "9876543210", "date": MONDAY}
    return {**body, "time_slot": time_slot, **more}


def problem(answer: httpx.Response) -> Json:
    """The body of a refusal; every refusal has this shape."""
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    body = answer.json()
    assert {"type", "title", "status", "detail", "code"} <= set(body), body
    assert body["status"] == answer.status_code
    assert body["detail"]
    assert_safe(answer.headers)
    return body


def assert_safe(headers: Mapping[str, str]) -> None:
    """What every answer carries, and what none may."""
    assert headers["cache-control"] == "no-store"
    assert headers["x-content-type-options"] == "nosniff"
    assert not [name for name in headers if name.lower().startswith("access-control")]
