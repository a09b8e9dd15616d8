"""Who may call: token first, then Host, Origin, size, type; and nothing but loopback listens."""

import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import httpx
import pytest

from tests.api.front import Front, assert_safe, problem, wish

DOCTORS = "/api/doctors"
BOOK = "/api/appointments/book"


@dataclass(frozen=True)
class Case:
    name: str
    status: int
    code: str | None
    headers: dict[str, str]
    method: str = "GET"
    path: str = DOCTORS
    has_token: bool = True
    content: bytes | None = None


JSON = {"Content-Type": "application/json"}
BIG = b'{"reason": "' + b"x" * 256 * 1024 + b'"}'

CASES = [
    Case("right token", 200, None, {}),
    Case("scheme in small letters", 200, None, {"Authorization": "bearer {token}"}, has_token=False),
    Case("no token", 401, "unauthorized", {}, has_token=False),
    Case("wrong token", 401, "unauthorized", {"Authorization": "Bearer wrong"}, has_token=False),
    Case("token cut short", 401, "unauthorized", {"Authorization": "Bearer {short}"}, has_token=False),
    Case("token of other letters", 401, "unauthorized", {"Authorization": "Bearer {token}ü"}, has_token=False),
    Case("empty token", 401, "unauthorized", {"Authorization": "Bearer"}, has_token=False),
    Case("basic", 401, "unauthorized", {"Authorization": "Basic {token}"}, has_token=False),
    Case("token in the address", 401, "unauthorized", {}, path=f"{DOCTORS}?token={{token}}", has_token=False),
    Case("no such call, no token", 401, "unauthorized", {}, path="/api/nothing", has_token=False),
    Case("no such call", 404, "not_found", {}, path="/api/nothing"),
    Case("other method, no token", 401, "unauthorized", {}, "DELETE", has_token=False),
    Case("other method", 405, "wrong_method", {}, "DELETE"),
    Case("preflight", 401, "unauthorized", {"Origin": "http://x.example"}, "OPTIONS", has_token=False),
    Case("health needs none", 200, None, {}, path="/api/health", has_token=False),
    Case("health with a wrong one", 200, None, {"Authorization": "Bearer x"}, path="/api/health", has_token=False),
    Case("health by another method", 401, "unauthorized", {}, "POST", "/api/health", has_token=False),
    Case("below health", 401, "unauthorized", {}, path="/api/health/x", has_token=False),
    Case("docs need none", 200, None, {}, path="/docs", has_token=False),
    Case("openapi needs none", 200, None, {}, path="/openapi.json", has_token=False),
    Case("out of the docs", 404, "not_found", {}, path="/docs/..%2f..%2fapi%2fdoctors", has_token=False),
    Case("foreign host", 421, "wrong_host", {"Host": "clinic.example"}),
    Case("foreign host, no token", 401, "unauthorized", {"Host": "clinic.example"}, has_token=False),
    Case("foreign host at health", 421, "wrong_host", {"Host": "clinic.example:{port}"}, path="/api/health"),
    Case("host with a path", 421, "wrong_host", {"Host": "127.0.0.1:{port}/api/health?x="}),
    Case("host without port", 421, "wrong_host", {"Host": "127.0.0.1"}),
    Case("host of another port", 421, "wrong_host", {"Host": "127.0.0.1:1"}),
    Case("host by name", 200, None, {"Host": "localhost:{port}"}),
    Case("host by v6", 200, None, {"Host": "[::1]:{port}"}),
    Case("host of a look-alike", 421, "wrong_host", {"Host": "127.0.0.1:{port}.x.example"}),
    Case("foreign origin", 403, "browser_request", {"Origin": "http://x.example"}),
    Case("foreign origin at health", 403, "browser_request", {"Origin": "http://x.example"}, path="/api/health"),
    Case("foreign origin at docs", 403, "browser_request", {"Origin": "http://x.example"}, path="/docs"),
    Case("no origin's origin", 403, "browser_request", {"Origin": "null"}),
    Case("another port's origin", 403, "browser_request", {"Origin": "http://127.0.0.1:1"}),
    Case("own origin", 200, None, {"Origin": "http://127.0.0.1:{port}"}),
    Case("own origin by name", 200, None, {"Origin": "http://localhost:{port}", "Sec-Fetch-Site": "same-origin"}),
    Case("own origin, encrypted", 403, "browser_request", {"Origin": "https://127.0.0.1:{port}"}),
    Case("cross-site", 403, "browser_request", {"Sec-Fetch-Site": "cross-site"}),
    Case("same-site is another port", 403, "browser_request", {"Sec-Fetch-Site": "same-site"}),
    Case("typed address", 200, None, {"Sec-Fetch-Site": "none"}),
    Case("host before origin", 421, "wrong_host", {"Host": "x.example", "Origin": "http://x.example"}),
    Case("no type", 415, "wrong_type", {}, "POST", BOOK, content=b"{}"),
    Case("form", 415, "wrong_type", {"Content-Type": "text/plain"}, "POST", BOOK, content=b"{}"),
    Case("json with charset", 422, "invalid", {"Content-Type": "application/json; charset=utf-8"}, "POST", BOOK, content=b"{}"),
    Case("no body, no type", 422, "invalid", {}, "POST", BOOK),
    Case("no body, a form's type", 404, "not_found", {"Content-Type": "text/plain"}, "PUT", "/api/appointments/7/arrive"),
    Case("large", 413, "too_large", JSON, "POST", BOOK, content=BIG),
    Case("large without type", 413, "too_large", {}, "POST", BOOK, content=BIG),
    Case("large, no token", 401, "unauthorized", JSON, "POST", BOOK, has_token=False, content=BIG),
    Case("large, foreign host", 421, "wrong_host", {**JSON, "Host": "x.example"}, "POST", BOOK, content=BIG),
]  # fmt: skip


def test_each_request_gets_what_it_deserves(front: Front, subtests: pytest.Subtests) -> None:
    for case in CASES:
        with subtests.test(case.name):
            answer = _ask(front, case)
            assert answer.status_code == case.status, answer.text
            assert_safe(answer.headers)
            if case.code is not None:
                assert problem(answer)["code"] == case.code
            if case.status == 401:
                assert answer.headers["www-authenticate"] == "Bearer"
            if case.status == 405:
                assert "GET" in answer.headers["allow"]


def _ask(front: Front, case: Case) -> httpx.Response:
    assert front.server.token is not None
    token = front.server.token()
    known = {"{token}": token, "{short}": token[:-1], "{port}": str(front.port)}
    headers = {"Authorization": f"Bearer {token}"} if case.has_token else {}
    headers |= {name: _filled(value, known) for name, value in case.headers.items()}
    raw = [(name.encode(), value.encode()) for name, value in headers.items()]
    with httpx.Client(base_url=front.url, trust_env=False, timeout=20) as http:
        return http.request(case.method, _filled(case.path, known), headers=raw, content=case.content)


def _filled(text: str, known: dict[str, str]) -> str:
    for name, value in known.items():
        text = text.replace(name, value)
    return text


def test_no_call_but_health_and_docs_answers_without_a_token(front: Front, subtests: pytest.Subtests) -> None:
    described = httpx.get(f"{front.url}/openapi.json", trust_env=False).json()
    calls = [(path, method) for path, methods in described["paths"].items() for method in methods]
    assert len(calls) == 39
    for path, method in calls:
        with subtests.test(f"{method} {path}"):
            answer = httpx.request(method, front.url + path.replace("{", "").replace("}", ""), trust_env=False)
            assert answer.status_code == (200 if path == "/api/health" else 401)


def test_only_wrong_tokens_are_throttled(front: Front) -> None:
    with httpx.Client(base_url=front.url, trust_env=False) as stranger:
        wrong = {"Authorization": "Bearer guess"}
        answers = [stranger.get(DOCTORS, headers=wrong) for _ in range(150)]
        assert [answer.status_code for answer in answers[:50]] == [401] * 50
        assert answers[-1].status_code == 429
        assert problem(answers[-1])["code"] == "too_many"
        assert answers[-1].headers["retry-after"] == "60"
        assert stranger.get(DOCTORS).status_code == 401, "no token is not a guess"
        assert stranger.get("/api/health", headers=wrong).status_code == 200
        assert front.http.get(DOCTORS).status_code == 200, "the right token always works"
        front.clock.go_on(seconds=61)
        assert stranger.get(DOCTORS, headers=wrong).status_code == 401


def test_a_body_is_counted_as_it_comes(front: Front) -> None:
    def endless() -> Iterator[bytes]:
        for _ in range(40):
            yield b"x" * 16 * 1024

    answer = front.http.post(BOOK, content=endless(), headers=JSON)
    assert answer.status_code == 413
    assert problem(answer)["code"] == "too_large"
    assert front.get(DOCTORS)["items"], "and the server goes on"


def test_a_body_of_exactly_the_limit_is_read(front: Front) -> None:
    body = wish(note="x")
    text = httpx.Request("POST", "http://x", json=body).content
    padded = text[:-1] + b" " * (256 * 1024 - len(text)) + b"}"
    assert len(padded) == 256 * 1024
    assert front.http.post(BOOK, content=padded, headers=JSON).status_code == 201


def test_a_refusal_does_not_wait_for_a_body_that_never_comes(front: Front) -> None:
    head = f"POST {BOOK} HTTP/1.1\r\nHost: 127.0.0.1:{front.port}\r\nContent-Length: 100\r\n\r\n"
    with socket.create_connection(("127.0.0.1", front.port), timeout=10) as line:
        line.sendall(head.encode())
        assert b" 401 " in line.recv(4096)


def test_requests_that_are_no_http_are_refused(front: Front, expect_log: Callable[[str], None]) -> None:
    expect_log("uvicorn.error: Invalid HTTP request received")
    with socket.create_connection(("127.0.0.1", front.port), timeout=10) as line:
        line.sendall(b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n")
        assert b" 400 " in line.recv(4096)


def test_nothing_but_loopback_listens(front: Front) -> None:
    own = {info[4][0] for info in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)}
    for address in own - {"127.0.0.1"}:
        if str(address).startswith("127."):
            continue
        with socket.socket() as line:
            line.settimeout(5)
            assert line.connect_ex((str(address), front.port)) != 0, f"{address} answers"


def test_a_renewed_token_holds_at_once(front: Front) -> None:
    assert front.server.token is not None
    front.server.token.renew()
    assert front.http.get(DOCTORS).status_code == 401
    fresh = {"Authorization": f"Bearer {front.server.token()}"}
    assert front.http.get(DOCTORS, headers=fresh).status_code == 200


def test_a_token_is_never_logged(front: Front, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    assert front.server.token is not None
    front.book()
    front.http.get("/api/nothing")
    front.http.get(DOCTORS, headers={"Authorization": "Bearer canary-token"})
    own = [record for record in caplog.records if not record.name.startswith(("httpx", "httpcore"))]
    told = "\n".join(record.getMessage() for record in own)
    for secret in (front.server.token(), "canary-token", "9876543210", "Rahul"):
        assert secret not in told
