"""One shape for each way the day can go; the most urgent of several hospitals wins."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from desktop_app.services.channel import SessionState, SessionView
from desktop_app.services.views import QueueCounts
from desktop_app.ui.tray_status import TrayState, status_of, tray_state

NOW = datetime(2026, 11, 24, 4, 30, tzinfo=UTC)


def _session(state: SessionState, *, waiting: int = 0, sending: int = 0, **more: object) -> SessionView:
    queue = QueueCounts(waiting, sending, 0)
    plain = SessionView(1, True, state is SessionState.READY, "", state, None, None, NOW, queue, None)
    return replace(plain, **more)


@pytest.mark.parametrize(
    ("session", "shape"),
    [
        (_session(SessionState.READY), TrayState.OK),
        (_session(SessionState.READY, sending=1), TrayState.SENDING),
        (_session(SessionState.READY, paused_reason="Paused at the desk."), TrayState.PAUSED),
        (_session(SessionState.OFFLINE), TrayState.OFFLINE),
        (_session(SessionState.STARTING), TrayState.OFFLINE),
        (_session(SessionState.SCAN_QR), TrayState.SCAN),
        (_session(SessionState.LOGGED_OUT), TrayState.SCAN),
        (_session(SessionState.CONFLICT), TrayState.SCAN),
        (_session(SessionState.RESTRICTED, paused_reason="Restricted."), TrayState.WRONG),
        (_session(SessionState.NEEDS_ATTENTION), TrayState.WRONG),
        (_session(SessionState.CLOSED, waiting=3), TrayState.SCAN),
        (_session(SessionState.CLOSED), TrayState.OFF),
        (_session(SessionState.CLOSED, whatsapp_enabled=False), TrayState.OFF),
    ],
)
def test_each_state_has_its_shape(session: SessionView, shape: TrayState) -> None:
    assert tray_state(session) is shape


def test_every_shape_differs() -> None:
    assert len({state.value for state in TrayState}) == len(TrayState)


def test_the_most_urgent_hospital_is_shown_and_sending_is_on_unless_all_are_paused() -> None:
    good, wrong = _session(SessionState.READY), _session(SessionState.RESTRICTED, paused_reason="Restricted.")
    status = status_of([good, wrong], "Next: 12 reminders at 4:00 PM")
    assert (status.state, status.is_sending) == (TrayState.WRONG, True)
    assert status_of([wrong]).is_sending is False
    assert status_of([]).state is TrayState.OFF
