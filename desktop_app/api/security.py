"""Who may call the API: all of it in this one file, around the whole application (pure ASGI). Contract section 5.

The order, and why:
1. The token, before anything else of a request: who has none learns nothing else. Only `GET /api/health` and the
   documentation are open. A right token is never throttled; wrong ones are, so that a program that guesses is slowed
   and the clinic's own program never is (reliability.md 1.2).
2. Host: exactly ours, else a web page could reach us through a name of its own that points to this computer (421).
3. Origin and Sec-Fetch-Site: no page of another site may call, not even with the token (403). No CORS header, ever.
4. The body: at most 256 KB, counted as it comes (413), and JSON if there is one (415).

Only `scope["path"]` is looked at, never a URL rebuilt from Host (CVE-2026-48710).
"""

import asyncio
import hmac
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from desktop_app.api.problems import MEDIA_TYPE, Problem

LARGEST_BODY = 256 * 1024
WRONG_TOKENS_PER_MINUTE = 100
_HEADERS = ((b"cache-control", b"no-store"), (b"x-content-type-options", b"nosniff"))
_OPEN = ("/api/health", "/docs", "/openapi.json")
_DRAINED_AT_MOST = 64 * LARGEST_BODY
_DRAINED_FOR = 2.0

Headers = Sequence[tuple[bytes, bytes]]


@dataclass(frozen=True, slots=True)
class Refusal:
    status: int
    code: str
    detail: str
    headers: tuple[tuple[bytes, bytes], ...] = ()


class _Throttle:
    """Counts wrong tokens of the last minute."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._wrong: deque[float] = deque(maxlen=WRONG_TOKENS_PER_MINUTE)

    def has_had_enough(self) -> bool:
        """Count one more; True when the minute before it was already full."""
        now = self._monotonic()
        is_full = len(self._wrong) == WRONG_TOKENS_PER_MINUTE and now - self._wrong[0] < 60
        if not is_full:
            self._wrong.append(now)
        return is_full


class Guard:
    """`token` is asked at every request, so that a renewed one holds at once. `port` is the one that really listens."""

    def __init__(self, app: ASGIApp, token: Callable[[], str], port: int, monotonic: Callable[[], float]) -> None:
        self._app = app
        self._token = token
        self._throttle = _Throttle(monotonic)
        hosts = (f"127.0.0.1:{port}", f"localhost:{port}", f"[::1]:{port}")
        self._hosts = frozenset(host.encode() for host in hosts)
        self._origins = frozenset(b"http://" + host for host in self._hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)  # the start and the end; there are no web sockets
            return
        send = _with_security_headers(send)
        refusal = self._refusal(scope) or _size_refusal(scope["headers"])
        if refusal is None:
            body = await _read(receive)
            if body is None:
                return  # the client went away
            refusal = _body_refusal(scope["headers"], body)
            receive = _again(body, receive)
        if refusal is not None:
            await _refuse(refusal, receive, send)
            return
        await self._app(scope, receive, send)

    def _refusal(self, scope: Scope) -> Refusal | None:
        headers: Headers = scope["headers"]
        return (
            self._token_refusal(scope, headers)
            or _host_refusal(_all(headers, b"host"), self._hosts)
            or _browser_refusal(headers, self._origins)
        )

    def _token_refusal(self, scope: Scope, headers: Headers) -> Refusal | None:
        if is_open(scope["method"], scope["path"]):
            return None
        given = _all(headers, b"authorization")
        scheme, _, token = given[0].partition(b" ") if len(given) == 1 else (b"", b"", b"")
        if scheme.lower() == b"bearer" and hmac.compare_digest(token.strip(), self._token().encode()):
            return None
        if given and self._throttle.has_had_enough():
            return Refusal(429, "too_many", "Too many wrong tokens. Wait a minute.", ((b"retry-after", b"60"),))
        sentence = "This needs the header Authorization: Bearer <token>. The token is in state/run/api-token."
        return Refusal(401, "unauthorized", sentence, ((b"www-authenticate", b"Bearer"),))


def is_open(method: str, path: str) -> bool:
    """Health and the documentation; reading only."""
    return method in ("GET", "HEAD") and (path in _OPEN or path.startswith("/docs/"))


def _host_refusal(hosts: Sequence[bytes], allowed: frozenset[bytes]) -> Refusal | None:
    if len(hosts) == 1 and hosts[0] in allowed:
        return None
    return Refusal(421, "wrong_host", "This API answers only by its own address on this computer.")


def _browser_refusal(headers: Headers, own: frozenset[bytes]) -> Refusal | None:
    is_foreign = any(origin not in own for origin in _all(headers, b"origin"))
    is_cross_site = any(site not in (b"none", b"same-origin") for site in _all(headers, b"sec-fetch-site"))
    if is_foreign or is_cross_site:
        return Refusal(403, "browser_request", "Pages of other sites may not call this API.")
    return None


def _size_refusal(headers: Headers) -> Refusal | None:
    """By what the client says; what it really sends is counted in _read."""
    if any(length.isdigit() and int(length) > LARGEST_BODY for length in _all(headers, b"content-length")):
        return _TOO_LARGE
    return None


def _body_refusal(headers: Headers, body: bytes) -> Refusal | None:
    if len(body) > LARGEST_BODY:
        return _TOO_LARGE
    if body and not _is_json(_all(headers, b"content-type")):
        return Refusal(415, "wrong_type", "Send the body as JSON, with Content-Type: application/json.")
    return None


_TOO_LARGE = Refusal(413, "too_large", f"The body may have at most {LARGEST_BODY // 1024} KB.")


def _is_json(types: Sequence[bytes]) -> bool:
    media = types[0].partition(b";")[0].strip().lower() if len(types) == 1 else b""
    return media == b"application/json" or (media.startswith(b"application/") and media.endswith(b"+json"))


def _all(headers: Headers, name: bytes) -> list[bytes]:
    return [value for key, value in headers if key == name]


async def _read(receive: Receive) -> bytes | None:
    """The whole body, or as much as shows that it is too large; None if the client went away."""
    body = bytearray()
    while len(body) <= LARGEST_BODY:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        body += message.get("body", b"")
        if not message.get("more_body", False):
            break
    return bytes(body)


def _again(body: bytes, receive: Receive) -> Receive:
    """The body once more for the application; after it, whatever comes (the disconnect)."""
    is_told = False

    async def receive_again() -> Message:
        nonlocal is_told
        if is_told:
            return await receive()
        is_told = True
        return {"type": "http.request", "body": body, "more_body": False}

    return receive_again


def _with_security_headers(send: Send) -> Send:
    async def send_safely(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message.get("headers", ()), *_HEADERS]
        await send(message)

    return send_safely


async def _refuse(refusal: Refusal, receive: Receive, send: Send) -> None:
    """Answer at once, then take in for a moment what the client is still sending.

    Closing on a client in the middle of a large body makes its computer throw the answer away unread.
    """
    body = Problem.of(refusal.status, refusal.code, refusal.detail).model_dump_json().encode()
    size = str(len(body)).encode()
    headers = [(b"content-type", MEDIA_TYPE.encode()), (b"content-length", size), *refusal.headers]
    await send({"type": "http.response.start", "status": refusal.status, "headers": headers})
    await send({"type": "http.response.body", "body": body, "more_body": True})
    try:
        async with asyncio.timeout(_DRAINED_FOR):
            await _drain(receive)
    except TimeoutError:
        pass
    await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _drain(receive: Receive) -> None:
    left = _DRAINED_AT_MOST
    while left > 0:
        message = await receive()
        left -= len(message.get("body", b""))
        if message["type"] == "http.disconnect" or not message.get("more_body", False):
            return
