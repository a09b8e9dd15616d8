"""From what the page shows to how the session stands, and the few things that are done about it unasked.

Done unasked: the expired code is renewed by its own button, "stay logged in" is checked, a "What's new" is closed by its
X, extra tabs are closed, a page that hangs or went away is loaded again; each with a cap. Never: a button that we cannot
name, a take-over, anything at all on an unknown page.
"""

import contextlib
import logging
from collections import deque
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from desktop_app.services.channel import SessionReading, SessionState
from desktop_app.whatsapp.web.code_picture import read_code
from desktop_app.whatsapp.web.page import Page, PageState, Snapshot, classify

log = logging.getLogger(__name__)

_STATES = {
    PageState.L0: SessionState.STARTING,
    **dict.fromkeys((PageState.L1, PageState.L2, PageState.L3, PageState.L4, PageState.L5), SessionState.SCAN_QR),
    **dict.fromkeys((PageState.L7, PageState.L8), SessionState.LINKING),
    PageState.M1: SessionState.READY,
    **dict.fromkeys((PageState.M2, PageState.N1, PageState.N2), SessionState.OFFLINE),
    **dict.fromkeys((PageState.M3, PageState.M4), SessionState.CONFLICT),
    PageState.L9: SessionState.LOGGED_OUT,
    **dict.fromkeys((PageState.M8, PageState.C4), SessionState.RESTRICTED),
}
_CODE_STATES = frozenset({PageState.L1, PageState.L2, PageState.L3, PageState.L4, PageState.L5})
RELOADS_PER_HOUR = 3
TAKE_OVERS_PER_HOUR = 2
RENEWALS_PER_HOUR = 30
NEWS_PER_HOUR = 3
STUCK_S = 60.0
STUCK_AT_MOST_S = 300.0
OFFLINE_RELOAD_S = 120.0
UNKNOWN_PROBES = 3
_AWAY_WAITS_S = (3.0, 5.0, 10.0, 20.0, 40.0, 60.0)
_REFUSED_WAIT_S = 180.0


class Allowance:
    """So many times per hour."""

    def __init__(self, most: int, monotonic: Callable[[], float]) -> None:
        self._most = most
        self._monotonic = monotonic
        self._times: deque[float] = deque()

    def take(self) -> bool:
        now = self._monotonic()
        while self._times and now - self._times[0] > 3600:
            self._times.popleft()
        if len(self._times) >= self._most:
            return False
        self._times.append(now)
        return True


class PageSession:
    """Reads the session of one page. `pictures` is the local folder for a picture of an unknown page."""

    def __init__(self, page: Page, monotonic: Callable[[], float], pictures: Path) -> None:
        self._page = page
        self._monotonic = monotonic
        self._pictures = pictures
        self.is_code_wanted = False
        self._was_ready = self._has_shown_code = False
        self._state: PageState | None = None
        self._progress: tuple[PageState, int | None] | None = None
        self._since = self._progress_since = monotonic()
        self._unknown = 0
        self._away = 0
        self._reload_at: float | None = None
        self._reloads = Allowance(RELOADS_PER_HOUR, monotonic)
        self._take_overs = Allowance(TAKE_OVERS_PER_HOUR, monotonic)
        self._renewals = Allowance(RENEWALS_PER_HOUR, monotonic)
        self._news = Allowance(NEWS_PER_HOUR, monotonic)

    def read(self) -> SessionReading:
        """One probe, and what follows from it. BrowserStuck and BrowserLost pass through."""
        page = self._with_code(self._page.probe())
        state = classify(page, self._page.origin)
        is_first_look = state is not self._state
        self._remember(state, page)
        if state is PageState.M1 and is_first_look and page.socket is None:
            state = PageState.M2 if self._was_ready else PageState.L8  # seen twice in a row, or it is not ready
        self._was_ready = self._was_ready or state is PageState.M1
        self._has_shown_code = self._has_shown_code or state is PageState.L2
        if state is PageState.M1:
            self.is_code_wanted = False
        self._act(state, page)
        return self._reading(state, page)

    def take_over(self) -> None:
        """A person asked for the conflict screen's "Use here"."""
        if self._state in (PageState.M3, PageState.M4) and self._take_overs.take():
            self._page.browser.keep_one_tab()
            self._page.do("press_use_here", is_page=True)

    def want_code(self) -> None:
        """A person wants to link: the code that the page shows is asked for from now on."""
        self.is_code_wanted = True
        if self._state is PageState.L9:
            self._page.browser.open(self._page.url)

    def _with_code(self, page: Snapshot) -> Snapshot:
        """The code's text, from its picture where the page does not tell it (whatsapp-web.md 6.4, "QR text")."""
        qr = page.qr
        if qr is None or qr.text is not None or not qr.has_canvas or qr.has_overlay or not self.is_code_wanted:
            return page
        picture = self._page.code_picture()
        return page if picture is None else replace(page, qr=replace(qr, text=read_code(picture)))

    # ── what follows ────────────────────────────────────────────────────────────────────────────────────────────────
    def _remember(self, state: PageState, page: Snapshot) -> None:
        now = self._monotonic()
        if state is not self._state:
            self._state, self._since = state, now
        progress = (state, page.loading.percent if page.loading else None)
        if progress != self._progress:
            self._progress, self._progress_since = progress, now
        self._unknown = self._unknown + 1 if state is PageState.OTHER else 0
        if state is not PageState.N1:
            self._away = 0

    def _act(self, state: PageState, page: Snapshot) -> None:
        match state:
            case PageState.L1 | PageState.L2 | PageState.L3 | PageState.L8 if (
                page.qr is not None and self.is_code_wanted
            ):
                self._tend_code(state, page)
            case PageState.M5 if self._news.take():
                self._page.do("press_close")
            case PageState.M4:
                self._page.browser.keep_one_tab()
            case PageState.N1:
                self._come_back(_AWAY_WAITS_S[min(self._away, len(_AWAY_WAITS_S) - 1)])
            case PageState.N2:
                self._come_back(_REFUSED_WAIT_S)
            case PageState.M1:
                self._drop_passing_dialog(page)
            case PageState.OTHER if self._unknown == UNKNOWN_PROBES:
                self._keep_picture()
            case _:
                self._reload_if_stuck(state, page)
        if state is not PageState.N1 and state is not PageState.N2:
            self._reload_at = None

    def _tend_code(self, state: PageState, page: Snapshot) -> None:
        if page.qr is not None and page.qr.stays is False:
            self._page.do("check_stay")
        if state is PageState.L3 and self._renewals.take():
            self._page.do("press_qr_refresh")
        if state is PageState.L1:
            self._reload_if_stuck(state, page)

    def _drop_passing_dialog(self, page: Snapshot) -> None:
        """A number's "not on WhatsApp" that stayed open, e.g. after a crash."""
        if page.dialog is not None and page.dialog.kind == "invalid":
            self._page.do("press_invalid_ok")

    def _come_back(self, wait: float) -> None:
        """Load our page again where another one came (no network, a portal, a refusal), ever more patiently."""
        now = self._monotonic()
        if self._reload_at is None:
            self._reload_at = now + wait
        elif now >= self._reload_at:
            self._away += 1
            self._reload_at = None
            self._page.browser.open(self._page.url)

    def _reload_if_stuck(self, state: PageState, page: Snapshot) -> None:
        """By what changes, not by the clock: a slow computer is not a dead page (whatsapp-web.md 1.3)."""
        now = self._monotonic()
        is_loading = state in (PageState.L0, PageState.L1, PageState.L7, PageState.L8)
        is_stuck = is_loading and (now - self._progress_since > STUCK_S or now - self._since > STUCK_AT_MOST_S)
        is_dead = state in (PageState.M2, PageState.OTHER) and page.online and now - self._since > OFFLINE_RELOAD_S
        if (is_stuck or is_dead) and self._reloads.take():
            self._since = self._progress_since = now
            self._page.browser.open(self._page.url)

    def _keep_picture(self) -> None:
        """For whoever mends the locators; never of a code, kept on this computer, the newest only."""
        self._page.counts.missed("page")
        with contextlib.suppress(OSError):
            self._pictures.mkdir(parents=True, exist_ok=True)
            path = self._pictures / "unknown_page.png"
            path.write_bytes(self._page.browser.picture())
            path.chmod(0o600)

    def _reading(self, state: PageState, page: Snapshot) -> SessionReading:
        word = _STATES.get(state, SessionState.NEEDS_ATTENTION)
        if state is PageState.OTHER and self._unknown < UNKNOWN_PROBES:
            word = SessionState.OFFLINE if self._was_ready else SessionState.STARTING
        if state is PageState.M5:
            word = SessionState.OFFLINE if self._was_ready else SessionState.LINKING
        if state is PageState.L8 and page.loading is not None and page.loading.is_shell and self._is_before_scan():
            word = SessionState.STARTING  # a splash whose bar moves: nobody can be linking yet
        if state in (PageState.L0, PageState.L1, PageState.L8) and self._is_given_up():
            word = SessionState.NEEDS_ATTENTION
        detail = state.value
        if state in _CODE_STATES and not self.is_code_wanted:
            word, detail = SessionState.LOGGED_OUT, PageState.L9.value
        is_shown = word is SessionState.SCAN_QR and page.qr is not None
        return SessionReading(
            state=word,
            detail=detail if state is not PageState.OTHER or word is SessionState.NEEDS_ATTENTION else "looking",
            qr=page.qr.text if is_shown and page.qr and state is PageState.L2 else None,
            link_code=page.qr.link_code if is_shown and page.qr else None,
            number=page.number if page.has_main else None,
            progress=page.loading.percent if page.loading else None,
            build=page.build,
            misses=self._page.counts.total_misses,
        )

    def _is_before_scan(self) -> bool:
        return self.is_code_wanted and not self._has_shown_code

    def _is_given_up(self) -> bool:
        return self._monotonic() - self._since > STUCK_AT_MOST_S
