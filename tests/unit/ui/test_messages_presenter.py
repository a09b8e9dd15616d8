"""Which messages a filter means, and which buttons make sense beside one."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from desktop_app.domain.hospital import Hospital, SendingSettings
from desktop_app.domain.message import Kind, MessageStatus, Reason
from desktop_app.services.views import MessageCounts, MessageView
from desktop_app.ui.pages.messages import presenter
from desktop_app.ui.pages.messages.presenter import Deed, Filter

NOW = datetime(2026, 11, 23, 20, 30, tzinfo=UTC)  # already the 24th in Kolkata
HOSPITAL = Hospital(1, "City Hospital", None, "", "Asia/Kolkata", "en", None, SendingSettings())


def _message(status: MessageStatus, **more: object) -> MessageView:
    plain = MessageView(
        id=1,
        hospital_id=1,
        appointment_id=1,
        kind=Kind.REMINDER,
        rule="day_before",
        revision=0,
        mobile="+919876543210",
        patient_name="Fatima Shaikh",
        text="Hello",
        status=status,
        reason=None,
        reason_code=None,
        attempts=0,
        queued_at=NOW,
        not_before=NOW,
        sent_at=None,
        delivered_at=None,
        read_at=None,
    )
    return replace(plain, **more)


@pytest.mark.parametrize(
    ("message", "deeds"),
    [
        (_message(MessageStatus.NEEDS_CHECKING), (Deed.WAS_SENT, Deed.SEND_AGAIN)),
        (_message(MessageStatus.QUEUED), (Deed.WITHDRAW,)),
        (_message(MessageStatus.FAILED, reason_code=Reason.NOT_ON_WHATSAPP), (Deed.FIX_NUMBER, Deed.TRY_AGAIN)),
        (_message(MessageStatus.FAILED, reason_code=Reason.SEND_REFUSED), (Deed.TRY_AGAIN,)),
        (_message(MessageStatus.FAILED, mobile=None), ()),
        (_message(MessageStatus.SKIPPED, reason_code=Reason.WHATSAPP_OFF), (Deed.SWITCH_ON,)),
        (_message(MessageStatus.SKIPPED, reason_code=Reason.NO_CONSENT), ()),
        (_message(MessageStatus.SKIPPED, reason_code=Reason.DAILY_LIMIT), (Deed.SEND_NOW,)),
        (_message(MessageStatus.WITHDRAWN, reason_code=Reason.WITHDRAWN_BY_PERSON), (Deed.SEND_NOW,)),
        (_message(MessageStatus.WITHDRAWN, reason_code=Reason.APPOINTMENT_MOVED), ()),
        (_message(MessageStatus.SENDING), ()),
        (_message(MessageStatus.READ), ()),
        (_message(MessageStatus.WITHDRAWN), ()),
    ],
)
def test_only_what_makes_sense_is_offered(message: MessageView, deeds: tuple[Deed, ...]) -> None:
    assert presenter.choices(message).deeds == deeds


def test_today_begins_at_the_hospitals_midnight() -> None:
    wanted = presenter.wanted(Filter.TODAY, HOSPITAL, NOW)
    assert wanted.queued_from == datetime(2026, 11, 23, 18, 30, tzinfo=UTC)
    assert wanted.newest_first
    assert presenter.wanted(Filter.ALL, HOSPITAL, NOW).queued_from is None


def test_what_needs_a_person_is_part_of_all_and_has_its_own_filter() -> None:
    assert MessageStatus.NEEDS_CHECKING in presenter.wanted(Filter.NEEDS_YOU, HOSPITAL, NOW).statuses
    counts = MessageCounts(all=248, waiting=12, today=31, needs_you=2, not_sent=4)
    assert [presenter.count_of(f, counts) for f in Filter if f is not Filter.OUTBOX] == [248, 12, 31, 2, 4]


def test_a_held_message_counts_down_and_one_for_tomorrow_does_not() -> None:
    held = _message(MessageStatus.QUEUED, not_before=NOW + timedelta(seconds=6))
    assert presenter.seconds_until(held, NOW) == 6
    assert presenter.seconds_until(held, NOW + timedelta(seconds=6)) is None
    assert presenter.seconds_until(replace(held, not_before=NOW + timedelta(hours=9)), NOW) is None
    assert presenter.seconds_until(replace(held, status=MessageStatus.SENT), NOW) is None
    assert presenter.shown_at(held) == held.not_before
