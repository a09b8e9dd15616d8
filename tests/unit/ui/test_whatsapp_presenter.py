"""How each session state is shown, and what the page offers as the next step."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from desktop_app.services.channel import SessionState, SessionView
from desktop_app.services.views import QueueCounts
from desktop_app.ui.pages.whatsapp.presenter import Body, CodeClock, Health, Step, screen_of, seconds_left
from desktop_app.ui.theme_tokens import Tone

NOW = datetime(2026, 11, 24, 4, 30, tzinfo=UTC)


def _session(state: SessionState, **more: object) -> SessionView:
    plain = SessionView(1, True, state is SessionState.READY, "", state, None, None, NOW, QueueCounts(3, 0, 0), None)
    return replace(plain, **more)


@pytest.mark.parametrize(
    ("session", "step", "body"),
    [
        (_session(SessionState.CLOSED), Step.LINK, Body.EXPLAIN),
        (_session(SessionState.CLOSED, number="919820011223"), Step.START, Body.EXPLAIN),
        (_session(SessionState.STARTING), Step.NONE, Body.PROGRESS),
        (_session(SessionState.SCAN_QR), Step.NONE, Body.PROGRESS),
        (_session(SessionState.SCAN_QR, qr="2@abc"), Step.NONE, Body.CODE),
        (_session(SessionState.SCAN_QR, qr="2@abc", link_code="ABCD-1234"), Step.NONE, Body.LINK_CODE),
        (_session(SessionState.LINKING, progress=40), Step.NONE, Body.PROGRESS),
        (_session(SessionState.READY), Step.NONE, Body.CONNECTED),
        (_session(SessionState.READY, paused_reason="Paused at the desk."), Step.RESUME, Body.CONNECTED),
        (_session(SessionState.OFFLINE), Step.NONE, Body.EXPLAIN),
        (_session(SessionState.CONFLICT), Step.TAKE_OVER, Body.EXPLAIN),
        (_session(SessionState.LOGGED_OUT), Step.SHOW_CODE, Body.EXPLAIN),
        (_session(SessionState.RESTRICTED, paused_reason="Restricted."), Step.RESUME, Body.EXPLAIN),
        (_session(SessionState.NEEDS_ATTENTION, detail="unknown"), Step.SHOW_BROWSER, Body.EXPLAIN),
        (
            _session(SessionState.NEEDS_ATTENTION, detail="unknown", browser_visible=True),
            Step.RESUME,
            Body.EXPLAIN,
        ),
        (_session(SessionState.NEEDS_ATTENTION, detail="no_browser"), Step.TRY_AGAIN, Body.EXPLAIN),
        (_session(SessionState.NEEDS_ATTENTION, detail="profile_in_use"), Step.TRY_AGAIN, Body.EXPLAIN),
        (
            _session(SessionState.NEEDS_ATTENTION, detail="ready", paused_reason="Four in a row."),
            Step.RESUME,
            Body.EXPLAIN,
        ),
        (_session(SessionState.NEEDS_ATTENTION, detail="no_driver"), Step.TRY_AGAIN, Body.EXPLAIN),
        (_session(SessionState.NEEDS_ATTENTION, new_number="919811122233"), Step.ACCEPT_NUMBER, Body.EXPLAIN),
    ],
)
def test_each_state_has_one_next_step_or_goes_on_by_itself(session: SessionView, step: Step, body: Body) -> None:
    screen = screen_of(session)
    assert (screen.step, screen.body) == (step, body)


@pytest.mark.parametrize("state", SessionState)
def test_only_a_connected_session_looks_good(state: SessionState) -> None:
    assert (screen_of(_session(state)).tone is Tone.GOOD) == (state is SessionState.READY)


def test_health_says_what_is_known_and_no_more() -> None:
    def seen(session: SessionView) -> tuple[Health, Health, Health]:
        screen = screen_of(session)
        return screen.browser, screen.driver, screen.internet

    assert seen(_session(SessionState.CLOSED)) == (Health.NOT_STARTED, Health.NOT_KNOWN, Health.NOT_KNOWN)
    assert seen(_session(SessionState.READY)) == (Health.RUNNING, Health.MATCHES, Health.CONNECTED)
    assert seen(_session(SessionState.OFFLINE))[2] is Health.NOT_CONNECTED
    no_browser = seen(_session(SessionState.NEEDS_ATTENTION, detail="no_browser"))
    assert no_browser == (Health.MISSING, Health.NOT_KNOWN, Health.NOT_KNOWN)
    assert seen(_session(SessionState.NEEDS_ATTENTION, detail="no_driver"))[1] is Health.DIFFERS


def test_the_bar_empties_over_the_life_of_each_code() -> None:
    clock = CodeClock()
    first = _session(SessionState.SCAN_QR, qr="one", code_changes_at=NOW + timedelta(seconds=20))
    assert clock.left(first, NOW) == 1.0
    assert clock.left(first, NOW + timedelta(seconds=15)) == 0.25
    second = replace(first, qr="two", code_changes_at=NOW + timedelta(seconds=40))
    assert clock.left(second, NOW + timedelta(seconds=20)) == 1.0
    assert clock.left(second, NOW + timedelta(seconds=99)) == 0.0
    assert clock.left(replace(second, code_changes_at=None), NOW) is None


def test_seconds_are_counted_only_while_a_code_is_shown() -> None:
    shown = _session(SessionState.SCAN_QR, qr="one", code_changes_at=NOW + timedelta(seconds=12))
    assert seconds_left(shown, NOW) == 12
    assert seconds_left(shown, NOW + timedelta(minutes=1)) == 0
    assert seconds_left(replace(shown, state=SessionState.READY), NOW) is None
