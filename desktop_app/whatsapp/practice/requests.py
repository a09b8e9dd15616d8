"""One HTTP request to the pretend WhatsApp: which page, file, stream or call it means."""

import json
import secrets
from collections.abc import Mapping
from http import HTTPStatus
from http.cookies import SimpleCookie
from http.server import BaseHTTPRequestHandler
from queue import Empty
from typing import ClassVar, cast
from urllib.parse import parse_qsl, urlsplit

from desktop_app.shipped_files import shipped
from desktop_app.whatsapp.practice.control import REFUSALS, Control
from desktop_app.whatsapp.practice.desk_page import DeskPage, NotLinked
from desktop_app.whatsapp.practice.shells import phone_page, refusal, shell
from desktop_app.whatsapp.practice.world import Wire, World

COOKIE = "practice_device"
_YEAR = 365 * 24 * 3600
_KINDS = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".ttf": "font/ttf"}
_HEARTBEAT = 1.0  # a page that is gone is noticed at the second beat


class PracticeRequest(BaseHTTPRequestHandler):
    """`world`, `desk` and `control` are set on a subclass by the server that starts it."""

    world: ClassVar[World]
    desk: ClassVar[DeskPage]
    control: ClassVar[Control]
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # else each answer waits for the browser's delayed acknowledgement

    def do_GET(self) -> None:
        if not self._is_ours():
            return
        path = urlsplit(self.path).path
        if path.startswith("/_static/"):
            self._file(path.removeprefix("/_static/"))
        elif path == "/_page/stream":
            self._stream()
        elif path == "/_practice/phone":
            self._answer(HTTPStatus.OK, phone_page(), "text/html")
        elif path.startswith("/_practice/"):
            self._ask(
                self.control.questions, path.removeprefix("/_practice/"), dict(parse_qsl(urlsplit(self.path).query))
            )
        else:
            self._page()

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if not self._is_ours():
            return
        try:
            asked: object = json.loads(body or b"{}")
        except ValueError:
            asked = None
        if not isinstance(asked, dict):
            self._json(HTTPStatus.BAD_REQUEST, {"error": "A JSON object is expected."})
            return
        ask = cast("dict[str, object]", asked)
        path = urlsplit(self.path).path
        if path.startswith("/_practice/"):
            self._ask(self.control.orders, path.removeprefix("/_practice/"), ask)
        else:
            self._call(path.removeprefix("/_page/"), ask)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the standard library's name
        """Nothing: addresses hold texts and numbers."""

    # ── pages and files ─────────────────────────────────────────────────────────────────────────────────────────────
    def _page(self) -> None:
        refused = refusal(self.world.settings)
        if refused is not None:
            self._answer(refused[0], refused[1], "text/html")
            return
        if urlsplit(self.path).path not in {"/", "/send", "/send/"}:
            self._answer(HTTPStatus.NOT_FOUND, "Not here", "text/plain")
            return
        known = self._device()
        device_id = known or secrets.token_hex(16)
        cookie = "" if known else f"{COOKIE}={device_id}; Path=/; Max-Age={_YEAR}; SameSite=Lax"
        self._answer(HTTPStatus.OK, shell(self.world.settings, device_id), "text/html", cookie)

    def _file(self, name: str) -> None:
        folder = shipped("fonts") if name.endswith(".ttf") else shipped("practice")
        file = folder / name
        if "/" in name or "\\" in name or not file.is_file():
            self._answer(HTTPStatus.NOT_FOUND, "Not here", "text/plain")
            return
        self._answer(HTTPStatus.OK, file.read_bytes(), _KINDS.get(file.suffix, "text/plain"))

    # ── the open page ───────────────────────────────────────────────────────────────────────────────────────────────
    def _stream(self) -> None:
        """Server-sent events until the page or the server goes away."""
        device_id = self._device()
        if not device_id:
            self._json(HTTPStatus.FORBIDDEN, {"error": "Load the page first."})
            return
        self.close_connection = True
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        stream = self.desk.open_stream(device_id)
        try:
            while True:
                try:
                    record = stream.records.get(timeout=_HEARTBEAT)
                except Empty:
                    self.wfile.write(b": still here\n\n")
                    continue
                if record is None:
                    return
                self.wfile.write(b"data: " + json.dumps(record).encode() + b"\n\n")
        except OSError:
            return
        finally:
            self.desk.close_stream(stream)

    def _call(self, name: str, ask: Mapping[str, object]) -> None:
        try:
            self._json(HTTPStatus.OK, self.desk.call(name, self._device(), ask))
        except NotLinked:
            self._json(HTTPStatus.UNAUTHORIZED, {"error": "Not linked."})
        except KeyError:
            self._json(HTTPStatus.NOT_FOUND, {"error": "No such call."})

    def _ask(self, calls: Mapping[str, object], name: str, ask: Mapping[str, object]) -> None:
        call = calls.get(name)
        if not callable(call):
            self._json(HTTPStatus.NOT_FOUND, {"error": f"There is no {name!r}."})
            return
        try:
            self._json(HTTPStatus.OK, cast("Wire", call(ask)))
        except REFUSALS as refused:
            self._json(HTTPStatus.UNPROCESSABLE_ENTITY, {"error": str(refused)})

    # ── plumbing ────────────────────────────────────────────────────────────────────────────────────────────────────
    def _device(self) -> str:
        cookie = SimpleCookie(self.headers.get("Cookie", "")).get(COOKIE)
        return cookie.value if cookie else ""

    def _is_ours(self) -> bool:
        """Only pages of this server may talk to it: no other site in the same browser, under no other name."""
        host = self.headers.get("Host", "")
        origin = self.headers.get("Origin")
        if host.rpartition(":")[0] in {"127.0.0.1", "localhost"} and origin in {None, f"http://{host}"}:
            return True
        self._answer(HTTPStatus.FORBIDDEN, "Only from this computer", "text/plain")
        return False

    def _json(self, status: int, content: Wire) -> None:
        self._answer(status, json.dumps(content, ensure_ascii=False), "application/json")

    def _answer(self, status: int, content: str | bytes, kind: str, cookie: str = "") -> None:
        content = content.encode() if isinstance(content, str) else content
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "max-age=3600" if kind == "font/ttf" else "no-store")
        if cookie:
            self.send_header("Set-Cookie", cookie)
        self.end_headers()
        self.wfile.write(content)
