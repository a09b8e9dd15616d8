"""What the page shows, in our words: one script, one round trip, one deadline; then plain frozen values.

`classify` turns a snapshot into exactly one state of whatsapp-web.md 6.1, in the order of 6.2. No selector is written
here: they are all in the table of locators.
"""

from dataclasses import dataclass, fields
from enum import Enum
from functools import cache
from typing import Any, TypeVar
from urllib.parse import quote

from desktop_app.shipped_files import shipped
from desktop_app.whatsapp.web.browser import Browser
from desktop_app.whatsapp.web.code_picture import CodePicture
from desktop_app.whatsapp.web.locators import LocatorCounts, LocatorTable

PROBE_S = 5.0
T = TypeVar("T")


class PageState(Enum):
    """whatsapp-web.md 6.1; the value is the stable word of `SessionReading.detail`."""

    L0 = "booting"
    L1 = "qr_coming"
    L2 = "qr_live"
    L3 = "qr_expired"
    L4 = "qr_offline"
    L5 = "phone_code"
    L6 = "passkey"
    L7 = "linking"
    L8 = "loading_chats"
    L9 = "logged_out"
    M1 = "ready"
    M2 = "offline"
    M3 = "conflict"
    M4 = "another_tab"
    M5 = "news"
    M6 = "unknown_dialog"
    M7 = "app_lock"
    M8 = "temp_ban"
    M9 = "terms"
    M10 = "update"
    M11 = "storage_error"
    M12 = "call"
    C4 = "restricted"
    N1 = "wrong_host"
    N2 = "server_refuses"
    N3 = "unsupported_browser"
    OTHER = "unknown_page"


@dataclass(frozen=True, slots=True)
class Dialog:
    """The dialog on top. `kind` is what its words say, None if they say nothing we know."""

    kind: str | None
    has_use_here: bool
    says_use_here: bool
    has_ok: bool
    has_named_ok: bool
    has_cancel: bool
    has_close: bool
    buttons: int
    has_log_out: bool
    has_number: bool
    has_input: bool
    has_media: bool
    is_busy: bool


@dataclass(frozen=True, slots=True)
class QrCode:
    """The page that links a phone. `text` and `link_code` are secrets. `stays` None = there is no such box."""

    text: str | None
    has_box: bool
    has_canvas: bool
    has_overlay: bool
    stays: bool | None
    link_code: str | None
    has_code_link: bool


@dataclass(frozen=True, slots=True)
class Loading:
    percent: int | None
    is_shell: bool


@dataclass(frozen=True, slots=True)
class Bubble:
    """One message of the open chat. `tick`: pending, sent, delivered, read, failed, or None where there is none."""

    id: str | None
    seen: int
    own: bool
    tick: str | None
    text: str
    is_exact: bool
    is_cut: bool


@dataclass(frozen=True, slots=True)
class Chat:
    """The open chat. `numbers`: what its own data (ids) say of whose chat it is. `composer` None = no field to write in."""

    titles: tuple[str, ...]
    header_number: str | None
    numbers: tuple[str, ...]
    has_composer: bool
    composer: str | None
    is_restricted: bool
    is_loading: bool
    bubbles: tuple[Bubble, ...]
    total: int
    has_panel: bool


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One probe of the whole page."""

    origin: str
    path: str
    is_loaded: bool
    load: float
    post_logout: bool
    logout_reason: str | None
    online: bool
    lang: str | None
    build: str | None
    number: str | None
    socket: str | None
    sockets: tuple[int, int] | None
    dialog: Dialog | None
    qr: QrCode | None
    has_main: bool
    loading: Loading | None
    offline_icon: bool
    banner: str | None
    marker: str | None
    has_logout_banner: bool
    has_app: bool
    has_text: bool
    has_lock: bool
    has_call: bool
    chat: Chat | None

    @property
    def is_connected(self) -> bool:
        """Is the line to the server alive? The chat list alone says nothing (whatsapp-web.md 1.17)."""
        if not self.online or self.offline_icon or self.banner == "offline_words":
            return False
        if self.socket is not None:
            return self.socket == "CONNECTED"
        return self.sockets is None or self.sockets[0] == 0 or self.sockets[1] > 0


@dataclass(frozen=True, slots=True)
class ChatSnapshot:
    """What a send looks at, many times a second. `load` changes when the page was loaded anew."""

    load: float
    origin: str
    has_main: bool
    has_qr: bool
    dialog: Dialog | None
    chat: Chat | None


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the chat list. `number` is the title's if the title is a number."""

    title: str
    number: str | None
    text: str
    tick: str | None
    is_unread: bool


@dataclass(frozen=True, slots=True)
class PanelNumbers:
    """Numbers in the contact panel that the header opens."""

    is_open: bool
    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Press:
    """What became of a press on Send; `why`: text_changed, no_button, found."""

    is_pressed: bool
    why: str
    x: float = 0.0
    y: float = 0.0
    is_top: bool = False


@cache
def _script() -> str:
    return shipped("locators", "page.js").read_text(encoding="utf-8")


def sockets_script() -> str:
    """Runs first in every page: counts its web sockets."""
    return shipped("locators", "sockets.js").read_text(encoding="utf-8")


class Page:
    """The page object. Every call is one round trip; BrowserStuck and BrowserLost pass through."""

    def __init__(self, browser: Browser, table: LocatorTable, counts: LocatorCounts, url: str) -> None:
        self.browser = browser
        self.table = table
        self.counts = counts
        self.url = url if url.count("/") > 2 else url + "/"
        self.origin = "/".join(url.split("/")[:3]).lower().removesuffix(":80")  # as the page itself tells it
        self.is_loopback = self.origin != "https://web.whatsapp.com"

    def probe(self) -> Snapshot:
        data = self._do("probe")
        self.counts.build = data["build"]
        self.counts.saw(data["hits"])
        sockets = data["sockets"]
        data["sockets"] = (sockets["opened"], sockets["open"]) if sockets else None
        return _made(
            Snapshot,
            data,
            dialog=_maybe(Dialog, data["dialog"]),
            qr=_maybe(QrCode, data["qr"]),
            loading=_maybe(Loading, data["loading"]),
            chat=_chat(data["chat"]),
        )

    def code_picture(self) -> CodePicture | None:
        """The linking code as it is drawn, where the page does not tell its text."""
        data = self._do("code_picture")
        return None if data is None else CodePicture(**data)

    def chat(self) -> ChatSnapshot:
        data = self._do("chat")
        return _made(ChatSnapshot, data, dialog=_maybe(Dialog, data["dialog"]), chat=_chat(data["chat"]))

    def rows(self) -> tuple[Row, ...]:
        return tuple(_made(Row, row) for row in self._do("rows"))

    def panel(self) -> PanelNumbers:
        data = self._do("panel")
        return PanelNumbers(data["is_open"], tuple(data["numbers"]))

    def do(self, task: str, **options: object) -> bool:
        """One named act; False if the page has nothing of that name now."""
        return bool(self._do(task, **options))

    def press_send(self, composer_text: str, titles: tuple[str, ...], *, only_find: bool = False) -> Press:
        """Press Send if the chat in front has one of `titles`, its composer holds exactly `composer_text`, and the
        button is proved to be no other: all looked at in the very moment of the press."""
        data = self._do("press_send", text=composer_text, titles=titles, only_find=only_find)
        self.counts.saw(data.pop("hits"))
        return Press(**data)

    def chat_address(self, digits: str, text: str) -> str:
        """For a full load."""
        return f"{self.origin}/send?phone={digits}&text={quote(text, safe='')}"

    def chat_link(self, digits: str, text: str) -> str:
        """For a link inside the page: on a stand-in page its own address, on the real one the form the locators name."""
        if self.is_loopback:
            return self.chat_address(digits, text)
        return self.table.link.format(digits=digits, text=quote(text, safe=""))

    def _do(self, task: str, **options: object) -> Any:  # noqa: ANN401  plain data of the script, made into values above
        return self.browser.run(_script(), task, self.table.data, options, seconds=PROBE_S)


def _made(kind: type[T], data: dict[str, Any], **made: object) -> T:
    names = {field.name for field in fields(kind)}  # pyright: ignore[reportArgumentType]
    return kind(**{name: value for name, value in {**data, **made}.items() if name in names})


def _maybe(kind: type[T], data: dict[str, Any] | None) -> T | None:
    return None if data is None else _made(kind, data)


def _chat(data: dict[str, Any] | None) -> Chat | None:
    if data is None:
        return None
    bubbles = tuple(_made(Bubble, bubble) for bubble in data["bubbles"])
    return _made(Chat, data, titles=tuple(data["titles"]), numbers=tuple(data["numbers"]), bubbles=bubbles)


_BY_WORDS = {
    "ban": PageState.M8,
    "restricted": PageState.C4,
    "conflict": PageState.M3,
    "another_tab": PageState.M4,
    "offline_words": PageState.M2,
    "storage": PageState.M11,
    "update": PageState.M10,
    "terms": PageState.M9,
    "app_lock": PageState.M7,
    "passkey": PageState.L6,
    "call": PageState.M12,
    "too_many": PageState.N2,
    "unsupported": PageState.N3,
    "proxy": PageState.N1,
}
_PASSING = frozenset({"starting", "invalid"})
"""Dialogs that belong to the opening of a chat; they say nothing about the session."""


def classify(page: Snapshot, origin: str) -> PageState:
    """Exactly one state; structure first, words only where structure says nothing."""
    if page.origin != origin:
        return PageState.N1
    if page.dialog is not None and (state := _state_of_dialog(page.dialog, page)) is not None:
        return state
    if page.has_lock and not page.has_main and page.qr is None:
        return PageState.M7
    if page.qr is not None:
        return _state_of_code(page.qr, page)
    if page.post_logout and not page.has_main:
        return PageState.L9
    if page.has_main:
        return _state_of_main(page)
    return _state_without_main(page)


def _state_of_dialog(dialog: Dialog, page: Snapshot) -> PageState | None:
    """None: the dialog is no obstacle to what is behind it."""
    if dialog.kind in _PASSING and page.has_main:
        return None
    if dialog.kind in _BY_WORDS:
        return _BY_WORDS[dialog.kind]
    if dialog.has_close and not dialog.has_log_out and not dialog.has_media:
        return PageState.M5
    is_plain = not (dialog.has_number or dialog.has_input or dialog.has_media)
    # The conflict screen stands instead of the app; over the app only its words prove it, for any question has an OK.
    is_conflict = dialog.has_use_here and (dialog.says_use_here or not page.has_main)
    if is_plain and is_conflict and (dialog.has_named_ok or not dialog.has_cancel):
        return PageState.M3
    if dialog.has_log_out and not dialog.has_named_ok and not page.has_main and page.qr is None:
        return PageState.L7
    return None if dialog.is_busy else PageState.M6


def _state_of_code(qr: QrCode, page: Snapshot) -> PageState:
    if qr.link_code:
        return PageState.L5
    if qr.has_box and qr.has_overlay:
        return PageState.L3 if page.online else PageState.L4
    return PageState.L2 if qr.has_box and (qr.text or qr.has_canvas) else PageState.L1


def _state_of_main(page: Snapshot) -> PageState:
    if page.banner in ("ban", "restricted"):
        return _BY_WORDS[page.banner]
    if page.has_call:
        return PageState.M12
    return PageState.M1 if page.is_connected else PageState.M2


def _state_without_main(page: Snapshot) -> PageState:
    is_only_slow = page.loading is not None and page.marker in (
        "offline_words",
        "update",
    )  # "Connecting…" under the bar
    if page.marker is not None and not is_only_slow:
        return _BY_WORDS[page.marker]
    if page.loading is not None:
        return PageState.L0 if page.loading.is_shell and not page.loading.percent else PageState.L8
    return PageState.L0 if not page.is_loaded or not page.has_text else PageState.OTHER
