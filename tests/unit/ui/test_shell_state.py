"""The words around every page: WhatsApp's light, the banner, the next reminders, the CSV file."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from desktop_app.domain.errors import ExpectedError, Invalid, SlotTaken, Unavailable, WrongState
from desktop_app.services.channel import SessionState, SessionView
from desktop_app.services.views import ExportView, QueueCounts
from desktop_app.ui.error_words import Where, sentence, where_to_show
from desktop_app.ui.shell_state import ComingRun, Light, alert, csv_line, next_line, whatsapp_line

NOW = datetime(2026, 11, 24, 9, 41, tzinfo=ZoneInfo("Asia/Kolkata"))


def session(state: SessionState, *, waiting: int = 0, enabled: bool = True, paused: str | None = None) -> SessionView:
    ready = state is SessionState.READY
    number = "919820011223" if ready else None
    counts = QueueCounts(waiting, 0, 0)
    return SessionView(1, enabled, ready, "The phone is offline.", state, None, number, NOW, counts, paused)


@pytest.mark.parametrize("state", list(SessionState))
def test_every_state_has_a_light_and_words(state: SessionState) -> None:
    line = whatsapp_line(session(state))
    assert line.words.startswith("WhatsApp")
    assert (line.light is Light.GOOD) == (state is SessionState.READY)


def test_the_linked_number_is_named() -> None:
    assert whatsapp_line(session(SessionState.READY)).words == "WhatsApp connected as 98200 11223"
    assert whatsapp_line(session(SessionState.READY, paused="by the desk")).light is Light.WARN


def test_no_banner_while_nothing_is_wrong() -> None:
    assert alert(session(SessionState.READY, waiting=9)) == ""
    assert alert(session(SessionState.SCAN_QR)) == ""
    assert alert(session(SessionState.OFFLINE, waiting=9, enabled=False)) == ""


def test_the_banner_counts_what_waits() -> None:
    assert "<b>1 message waits</b>" in alert(session(SessionState.SCAN_QR, waiting=1))
    assert "<b>3 messages wait</b>" in alert(session(SessionState.CLOSED, waiting=3))
    assert alert(session(SessionState.OFFLINE)) == "The phone is offline."
    assert alert(session(SessionState.OFFLINE, waiting=2)).endswith("<b>2 messages wait</b>, none is lost.")


def test_the_next_run_that_has_anybody_is_named() -> None:
    tomorrow = NOW.replace(hour=10, minute=0) + timedelta(days=1)
    follow_ups = ComingRun(NOW.replace(hour=9, minute=50), 0, is_reminder=False)
    assert next_line([follow_ups, ComingRun(tomorrow, 12, True)], NOW) == "Next: 12 reminders at 10:00 AM tomorrow"
    assert next_line([ComingRun(NOW.replace(hour=10), 1, False)], NOW).startswith("Next: 1 follow-up at 10:41 AM today")
    assert next_line([follow_ups], NOW) == "No reminders are due by tomorrow"
    assert next_line([None], NOW) == ""


def test_the_csv_file() -> None:
    assert csv_line(ExportView(1, 0, None)) == "CSV up to date"
    assert csv_line(ExportView(1, 1, "locked")) == "CSV: 1 row waits"
    assert csv_line(ExportView(1, 1200, "locked")) == "CSV: 1,200 rows wait"


@pytest.mark.parametrize(
    ("error", "where"),
    [
        (WrongState("It is over.", "Reopen it."), Where.TOAST),
        (Invalid.one("x", "wrong", "No."), Where.TOAST),
        (SlotTaken(NOW.time()), Where.TOAST),
        (Unavailable("disk_full", "The disk is full.", "Free some space."), Where.BANNER),
        (Unavailable("database_busy", "Busy.", "Wait."), Where.BANNER),
        (Unavailable("database_damaged", "Damaged.", "Restore a backup."), Where.DIALOG),
    ],
)
def test_where_an_error_is_shown(error: ExpectedError, where: Where) -> None:
    assert where_to_show(error) is where
    assert sentence(error).startswith(error.message)
