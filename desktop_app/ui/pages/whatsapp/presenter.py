"""What the WhatsApp page decides: how a state looks, what the next step is, how the code's time runs. No Qt."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from desktop_app.services.channel import SessionState, SessionView
from desktop_app.ui.theme_tokens import Tone


class Step(StrEnum):
    """The one next step that the page offers as its main button."""

    NONE = "none"
    LINK = "link"  # start the browser for the first link
    START = "start"  # start a session that was linked before
    SHOW_CODE = "show_code"  # a new code after the phone unlinked this computer
    TRY_AGAIN = "try_again"
    TAKE_OVER = "take_over"
    ACCEPT_NUMBER = "accept_number"
    SHOW_BROWSER = "show_browser"
    RESUME = "resume"


class Body(StrEnum):
    """What fills the card under the state."""

    CODE = "code"
    LINK_CODE = "link_code"
    PROGRESS = "progress"
    CONNECTED = "connected"
    EXPLAIN = "explain"


class Health(StrEnum):
    """A health line's value, as a stable word; the page has the words for people."""

    RUNNING = "running"
    NOT_STARTED = "not_started"
    MISSING = "missing"
    MATCHES = "matches"
    DIFFERS = "differs"
    CONNECTED = "connected"
    NOT_CONNECTED = "not_connected"
    NOT_KNOWN = "not_known"


_TONES = {
    SessionState.CLOSED: Tone.QUIET,
    SessionState.STARTING: Tone.BOOKED,
    SessionState.SCAN_QR: Tone.WARN,
    SessionState.LINKING: Tone.BOOKED,
    SessionState.READY: Tone.GOOD,
    SessionState.OFFLINE: Tone.WARN,
    SessionState.CONFLICT: Tone.WARN,
    SessionState.LOGGED_OUT: Tone.WARN,
    SessionState.RESTRICTED: Tone.BAD,
    SessionState.NEEDS_ATTENTION: Tone.BAD,
}
_NO_BROWSER, _NO_DRIVER = "no_browser", "no_driver"
_DOES_NOT_START = frozenset(
    {_NO_BROWSER, _NO_DRIVER, "browser_not_started", "profile_in_use", "disk_full", "data_folder"}
)
_START_AGAIN = _DOES_NOT_START | {"update", "unsupported_browser", "storage_error", "unresponsive"}
_STOPPED_BY_ITSELF = frozenset({"ready", "restricted"})
"""The page is fine; the queue stopped because of what happened to messages."""
_UP = frozenset(SessionState) - {SessionState.CLOSED}


@dataclass(frozen=True, slots=True)
class Screen:
    """Everything the page shows of one session."""

    session: SessionView
    tone: Tone
    step: Step
    body: Body
    is_paused: bool
    can_show_browser: bool
    is_running: bool
    can_unlink: bool
    browser: Health
    driver: Health
    internet: Health


def screen_of(session: SessionView) -> Screen:
    """How the page shows `session`."""
    return Screen(
        session=session,
        tone=_TONES[session.state],
        step=step_of(session),
        body=_body_of(session),
        is_paused=session.paused_reason is not None,
        can_show_browser=session.state in _UP and not _is_trouble(session, _DOES_NOT_START),
        is_running=session.state in _UP,
        can_unlink=session.number is not None or session.state in _UP,
        browser=_browser(session),
        driver=_driver(session),
        internet=_internet(session),
    )


def step_of(session: SessionView) -> Step:
    """The one thing that helps now; NONE when the program goes on by itself."""
    match session.state:
        case SessionState.CLOSED:
            return Step.START if session.number else Step.LINK
        case SessionState.LOGGED_OUT:
            return Step.SHOW_CODE
        case SessionState.CONFLICT:
            return Step.TAKE_OVER
        case SessionState.NEEDS_ATTENTION | SessionState.RESTRICTED:
            return _step_of_trouble(session)
        case SessionState.READY:
            return Step.RESUME if session.paused_reason else Step.NONE
        case _:
            return Step.NONE


def seconds_left(session: SessionView, now: datetime) -> int | None:
    """Until the shown code is replaced; None when that is not known."""
    if session.code_changes_at is None or session.state is not SessionState.SCAN_QR:
        return None
    return max(round((session.code_changes_at - now).total_seconds()), 0)


class CodeClock:
    """The countdown of the code that is shown: how much of its life is left, from 0 to 1."""

    def __init__(self) -> None:
        self._code: str | None = None
        self._life = 0.0

    def left(self, session: SessionView, now: datetime) -> float | None:
        if session.code_changes_at is None or session.qr is None:
            self._code = None
            return None
        left = max((session.code_changes_at - now).total_seconds(), 0.0)
        if session.qr != self._code:
            self._code, self._life = session.qr, max(left, 1.0)
        self._life = max(self._life, left)
        return left / self._life


def _step_of_trouble(session: SessionView) -> Step:
    if session.new_number is not None:
        return Step.ACCEPT_NUMBER
    if _is_trouble(session, _START_AGAIN):
        return Step.TRY_AGAIN
    if session.state is SessionState.RESTRICTED or session.detail in _STOPPED_BY_ITSELF or session.browser_visible:
        return Step.RESUME
    return Step.SHOW_BROWSER


def _body_of(session: SessionView) -> Body:
    match session.state:
        case SessionState.SCAN_QR if session.link_code:
            return Body.LINK_CODE
        case SessionState.SCAN_QR if session.qr:
            return Body.CODE
        case SessionState.STARTING | SessionState.LINKING | SessionState.SCAN_QR:
            return Body.PROGRESS
        case SessionState.READY:
            return Body.CONNECTED
        case _:
            return Body.EXPLAIN


def _browser(session: SessionView) -> Health:
    if session.state is SessionState.CLOSED:
        return Health.NOT_STARTED
    if _is_trouble(session, _DOES_NOT_START):
        return Health.MISSING if session.detail == _NO_BROWSER else Health.NOT_STARTED
    return Health.RUNNING


def _driver(session: SessionView) -> Health:
    if session.state is SessionState.CLOSED:
        return Health.NOT_KNOWN
    if _is_trouble(session, _DOES_NOT_START):
        return Health.DIFFERS if session.detail == _NO_DRIVER else Health.NOT_KNOWN
    return Health.MATCHES


def _internet(session: SessionView) -> Health:
    match session.state:
        case SessionState.OFFLINE:
            return Health.NOT_CONNECTED
        case SessionState.READY | SessionState.LINKING | SessionState.SCAN_QR:
            return Health.CONNECTED
        case _:
            return Health.NOT_KNOWN


def _is_trouble(session: SessionView, details: frozenset[str]) -> bool:
    return session.state is SessionState.NEEDS_ATTENTION and session.detail in details
