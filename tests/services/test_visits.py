"""Visited, follow-ups and their corrections. Contract section 5."""

from datetime import date, time, timedelta

import pytest

from desktop_app.domain.appointment import Act, Status
from desktop_app.domain.errors import Invalid
from desktop_app.domain.message import MessageStatus, Reason
from tests.services.kit import MONDAY, ClinicKit

IN_A_WEEK = MONDAY + timedelta(days=7)


def test_visited_with_a_follow_up_adds_one_row(kit: ClinicKit) -> None:
    key = kit.book().appointment.id
    visited = kit.visits.mark_visited(key, followup_date=IN_A_WEEK, by="doctor")
    assert (visited.status, visited.visit_date, visited.followup_date) == (Status.VISITED, MONDAY, IN_A_WEEK)
    assert kit.csv_lines()[-1] == "Rahul Sharma,+919876543210,2026-03-02,10:30,Dr Mehta,Ortho,2026-03-09"
    assert len(kit.csv_lines()) == 3
    assert kit.acts(key) == [Act.BOOK, Act.VISIT, Act.CORRECT_FOLLOWUP]


def test_the_visit_date_is_today_if_that_is_earlier(kit: ClinicKit) -> None:
    key = kit.book(day=MONDAY + timedelta(days=3)).appointment.id
    assert kit.visits.mark_visited(key, by="doctor").visit_date == MONDAY


def test_a_late_tick_keeps_the_appointments_date(kit: ClinicKit) -> None:
    key = kit.book().appointment.id
    kit.clock.go_on(days=2)
    assert kit.visits.mark_visited(key, by="doctor").visit_date == MONDAY


def test_without_a_date_a_repeated_call_changes_nothing(kit: ClinicKit) -> None:
    key = kit.book().appointment.id
    first = kit.visits.mark_visited(key, followup_date=IN_A_WEEK, by="doctor")
    assert kit.visits.mark_visited(key, by="doctor") == first
    assert kit.visits.mark_visited(key, followup_date=IN_A_WEEK, by="doctor") == first
    assert len(kit.csv_lines()) == 3


def test_a_corrected_follow_up_is_one_more_row_and_withdraws_the_old_message(kit: ClinicKit) -> None:
    key = kit.book().appointment.id
    tomorrow = MONDAY + timedelta(days=1)
    kit.visits.mark_visited(key, followup_date=tomorrow, by="doctor")
    kit.clock.go_on(days=1, hours=1)  # 9:00 the next day
    kit.scheduler.tick()
    assert kit.told(key)[-1] == ("followup", "queued")
    kit.visits.mark_visited(key, followup_date=IN_A_WEEK, by="doctor")
    old = kit.messages(key)[-1]
    assert (old.status, old.reason_code) == (MessageStatus.WITHDRAWN, Reason.FOLLOWUP_CHANGED)
    assert [line.rsplit(",", 1)[1] for line in kit.csv_lines()[1:]] == ["", "2026-03-03", "2026-03-09"]
    assert kit.acts(key)[-1] is Act.CORRECT_FOLLOWUP


@pytest.mark.parametrize(
    ("followup", "code"),
    [(MONDAY, "followup_not_after_visit"), (MONDAY - timedelta(days=3), "followup_not_after_visit")],
)
def test_a_follow_up_is_after_the_visit(kit: ClinicKit, followup: date, code: str) -> None:
    key = kit.book().appointment.id
    with pytest.raises(Invalid) as refused:
        kit.visits.mark_visited(key, followup_date=followup, by="doctor")
    assert refused.value.problems[0].code == code
    assert kit.read.appointment(key).status is Status.BOOKED, "nothing has changed"
    assert kit.acts(key) == [Act.BOOK]


def test_a_follow_up_is_not_in_the_past(kit: ClinicKit) -> None:
    key = kit.book().appointment.id
    kit.clock.go_on(days=5)
    with pytest.raises(Invalid) as refused:
        kit.visits.mark_visited(key, followup_date=MONDAY + timedelta(days=2), by="doctor")
    assert refused.value.problems[0].code == "past"


def test_a_follow_up_can_be_taken_back(kit: ClinicKit) -> None:
    key = kit.book().appointment.id
    kit.visits.mark_visited(key, followup_date=IN_A_WEEK, by="doctor")
    assert kit.visits.clear_followup(key, by="doctor").followup_date is None
    assert len(kit.csv_lines()) == 3, "the file keeps its row"
    kit.clock.go_on(days=7, hours=2)
    kit.scheduler.tick()
    assert all(kind != "followup" for kind, _ in kit.told(key))


def test_a_waiting_notice_ends_with_the_visit(kit: ClinicKit) -> None:
    key = kit.book().appointment.id
    kit.send_waiting()
    kit.booking.reschedule(key, MONDAY, time(11), by="desk")
    kit.visits.mark_visited(key, by="doctor")
    assert kit.told(key) == [("confirmation", "sent"), ("rescheduled", "withdrawn")]
