"""What is due by itself: when, once, with which text, and why not. Contract section 6."""

from datetime import UTC, datetime, time, timedelta

import pytest

from desktop_app.domain.errors import NotFound, WrongState
from desktop_app.domain.message import Kind, MessageStatus, Reason
from desktop_app.services.hospital_service import SettingsChange
from desktop_app.services.patient_service import PatientChange
from desktop_app.services.scheduler_service import FOLLOWUPS, REMINDERS
from tests.services.kit import EARLY, MONDAY, ClinicKit

TUESDAY, FRIDAY = MONDAY + timedelta(days=1), MONDAY + timedelta(days=4)


def _at(kit: ClinicKit, day: int, hour: int, minute: int = 0) -> None:
    """Turn the clock to a wall time in Kolkata, `day` days after MONDAY, and let the scheduler look."""
    kit.clock.at = EARLY + timedelta(days=day, hours=hour - 8, minutes=minute)
    kit.scheduler.tick()


def _reminders(kit: ClinicKit, key: int) -> list[tuple[MessageStatus, Reason | None, str]]:
    return [(m.status, m.reason_code, m.text) for m in kit.messages(key) if m.kind is Kind.REMINDER]


def test_a_reminder_is_due_at_ten_the_day_before(kit: ClinicKit) -> None:
    key = kit.book(day=FRIDAY).appointment.id
    _at(kit, 3, 9, 59)
    assert _reminders(kit, key) == []
    _at(kit, 3, 10)
    text = "Hello Rahul Sharma, Reminder: Appointment with Dr Mehta tomorrow at 10:30 AM. - City Hospital"
    assert _reminders(kit, key) == [(MessageStatus.QUEUED, None, text)]
    for minute in range(5):
        _at(kit, 3, 10, minute)
    assert len(_reminders(kit, key)) == 1


def test_switched_on_late_it_still_says_what_is_true(kit: ClinicKit) -> None:
    key = kit.book(day=FRIDAY).appointment.id
    _at(kit, 4, 9)  # Friday at 9: no longer "tomorrow"
    [(status, _, text)] = _reminders(kit, key)
    assert status is MessageStatus.QUEUED
    assert "tomorrow" not in text
    assert "on Fri, 6 Mar 2026 at 10:30 AM" in text


def test_too_late_the_row_says_why(kit: ClinicKit) -> None:
    key = kit.book(day=TUESDAY).appointment.id
    kit.scheduler.tick()
    _at(kit, 1, 10, 30)  # the visit begins
    assert [(status, reason) for status, reason, _ in _reminders(kit, key)] == [
        (MessageStatus.SKIPPED, Reason.NO_LONGER_USEFUL)
    ]


def test_days_without_the_computer_are_looked_back_at(kit: ClinicKit) -> None:
    kit.scheduler.tick()
    over = kit.book(day=TUESDAY).appointment.id
    useful = kit.book(day=FRIDAY).appointment.id
    _at(kit, 3, 12)
    assert [reason for _, reason, _ in _reminders(kit, over)] == [Reason.NO_LONGER_USEFUL]
    assert [reason for _, reason, _ in _reminders(kit, useful)] == [None]


def test_booked_after_the_reminders_were_due(kit: ClinicKit) -> None:
    _at(kit, 0, 10, 30)
    key = kit.book(day=TUESDAY).appointment.id
    kit.scheduler.tick()
    assert [(s, r) for s, r, _ in _reminders(kit, key)] == [(MessageStatus.SKIPPED, Reason.BOOKED_AFTER_REMINDER)]
    run = kit.scheduler.run(REMINDERS, kit.hospital_id)
    assert (run.queued, run.skipped) == (1, ()), "by hand everybody of tomorrow is taken"
    assert [s for s, _, _ in _reminders(kit, key)] == [MessageStatus.QUEUED]
    assert kit.scheduler.run(REMINDERS, kit.hospital_id).queued == 0


def test_by_hand_twice_queues_nothing_twice(kit: ClinicKit) -> None:
    keys = [kit.book(at, day=TUESDAY, name=f"Patient {at}").appointment.id for at in (time(10), time(11))]
    assert kit.scheduler.run(REMINDERS).queued == 2
    assert kit.scheduler.run(REMINDERS).queued == 0
    _at(kit, 0, 10)
    assert [len(_reminders(kit, key)) for key in keys] == [1, 1]


def test_by_hand_says_who_gets_none_and_why(kit: ClinicKit) -> None:
    key = kit.book(day=TUESDAY, consent=False).appointment.id
    [skipped] = kit.scheduler.run(REMINDERS).skipped
    assert (skipped.appointment_id, skipped.reason_code) == (key, Reason.NO_CONSENT)
    assert skipped.reason
    [again] = kit.scheduler.run(REMINDERS).skipped
    assert again == skipped


def test_an_unknown_job_or_hospital_is_not_found(kit: ClinicKit) -> None:
    for name, hospital in (("cleaning", None), (REMINDERS, 99)):
        with pytest.raises(NotFound):
            kit.scheduler.run(name, hospital)


def test_with_whatsapp_off_every_reminder_is_a_row(kit: ClinicKit) -> None:
    key = kit.book(day=TUESDAY).appointment.id
    kit.switch_whatsapp(False)
    _at(kit, 0, 10)
    assert [(s, r) for s, r, _ in _reminders(kit, key)] == [(MessageStatus.SKIPPED, Reason.WHATSAPP_OFF)]


def test_moved_means_a_new_reminder(kit: ClinicKit) -> None:
    key = kit.book(day=TUESDAY).appointment.id
    _at(kit, 0, 10)
    kit.send_waiting()
    kit.booking.reschedule(key, FRIDAY, time(11), by="desk")
    _at(kit, 3, 10)
    assert [s for s, _, _ in _reminders(kit, key)] == [MessageStatus.SENT, MessageStatus.QUEUED]


@pytest.mark.parametrize("end", ["cancel", "no_show", "visited", "arrive"])
def test_none_for_who_is_not_expected_any_more(kit: ClinicKit, end: str) -> None:
    key = kit.book(day=TUESDAY).appointment.id
    match end:
        case "visited":
            kit.visits.mark_visited(key, by="doctor")
        case _:
            getattr(kit.booking, end)(key, by="desk")
    _at(kit, 0, 10)
    assert _reminders(kit, key) == []


def test_no_reminder_for_a_walk_in(kit: ClinicKit) -> None:
    kit.clock.go_on(hours=2)
    key = kit.book(None, is_walk_in=True).appointment.id
    kit.scheduler.tick()
    assert _reminders(kit, key) == []


def test_the_second_rule_says_the_date(kit: ClinicKit) -> None:
    kit.hospitals.change_settings(kit.hospital_id, SettingsChange(second_reminder_days=3), by="desk")
    key = kit.book(day=FRIDAY).appointment.id
    _at(kit, 1, 10)
    [(_, _, dated)] = _reminders(kit, key)
    assert "on Fri, 6 Mar 2026" in dated
    _at(kit, 3, 10)
    assert [("tomorrow" in text) for _, _, text in _reminders(kit, key)] == [False, True]


def test_missed_for_days_only_the_nearer_reminder_goes(kit: ClinicKit) -> None:
    kit.hospitals.change_settings(kit.hospital_id, SettingsChange(second_reminder_days=3), by="desk")
    key = kit.book(day=FRIDAY).appointment.id
    _at(kit, 3, 11)
    assert {(s, r) for s, r, _ in _reminders(kit, key)} == {
        (MessageStatus.QUEUED, None),
        (MessageStatus.SKIPPED, Reason.NEARER_REMINDER),
    }


def test_a_follow_up_goes_at_nine_on_its_date(kit: ClinicKit) -> None:
    key = kit.book().appointment.id
    kit.visits.mark_visited(key, followup_date=FRIDAY, by="doctor")
    _at(kit, 4, 8, 59)
    assert all(kind != "followup" for kind, _ in kit.told(key))
    _at(kit, 4, 9)
    assert kit.told(key)[-1] == ("followup", "queued")
    assert "is due on Fri, 6 Mar 2026" in kit.messages(key)[-1].text


def test_a_follow_up_some_days_before(kit: ClinicKit) -> None:
    kit.hospitals.change_settings(kit.hospital_id, SettingsChange(followup_days_before=2), by="desk")
    key = kit.book().appointment.id
    kit.visits.mark_visited(key, followup_date=FRIDAY, by="doctor")
    _at(kit, 2, 9)
    assert kit.told(key)[-1] == ("followup", "queued")


def test_a_follow_up_of_yesterday_says_why_not(kit: ClinicKit) -> None:
    key = kit.book().appointment.id
    kit.visits.mark_visited(key, followup_date=TUESDAY, by="doctor")
    kit.scheduler.tick()
    _at(kit, 2, 0)
    last = kit.messages(key)[-1]
    assert (last.kind, last.status, last.reason_code) == (
        Kind.FOLLOWUP,
        MessageStatus.SKIPPED,
        Reason.NO_LONGER_USEFUL,
    )


def test_follow_ups_by_hand(kit: ClinicKit) -> None:
    key = kit.book().appointment.id
    kit.visits.mark_visited(key, followup_date=TUESDAY, by="doctor")
    assert kit.scheduler.run(FOLLOWUPS).queued == 0, "for today only"
    kit.clock.go_on(days=1)  # Tuesday 8:00, an hour before the job
    assert kit.scheduler.run(FOLLOWUPS).queued == 1
    _at(kit, 1, 9)
    assert [kind for kind, _ in kit.told(key)].count("followup") == 1


def test_jobs_tell_their_next_and_last_run(kit: ClinicKit) -> None:
    kit.scheduler.is_running = True
    _at(kit, 0, 10)
    jobs = {job.name: job for job in kit.scheduler.jobs()}
    assert jobs[REMINDERS].last_run == kit.clock.now()
    assert jobs[REMINDERS].next_run == datetime(2026, 3, 3, 4, 30, tzinfo=UTC)
    assert jobs[FOLLOWUPS].next_run == datetime(2026, 3, 3, 3, 30, tzinfo=UTC)


# ── the outbox ──────────────────────────────────────────────────────────────────────────────────────────────────────
def test_the_outbox_shows_what_will_go_problems_on_top(kit: ClinicKit) -> None:
    fine = kit.book(day=TUESDAY).appointment.id
    quiet = kit.book(time(11), day=TUESDAY, name="Asha Rao", consent=False).appointment.id
    rows = kit.outbox.rows(kit.hospital_id)
    assert [(row.appointment_id, row.problem is None) for row in rows] == [(quiet, False), (fine, True)]
    assert rows[1].at == datetime(2026, 3, 2, 4, 30, tzinfo=UTC)
    _at(kit, 0, 10)
    [message] = [m for m in kit.messages(fine) if m.kind is Kind.REMINDER]
    assert message.text == rows[1].text, "what was shown is what goes"


def test_one_can_be_skipped_or_edited_before_it_goes(kit: ClinicKit) -> None:
    skipped, edited = (kit.book(at, day=TUESDAY, name=f"P {at}").appointment.id for at in (time(10), time(11)))
    kit.outbox.skip(skipped, Kind.REMINDER, "day_before", by="desk")
    kit.outbox.edit(edited, Kind.REMINDER, "day_before", "Please bring the X-ray.", by="desk")
    assert {row.text for row in kit.outbox.rows(kit.hospital_id)} >= {"Please bring the X-ray."}
    _at(kit, 0, 10)
    assert [(s, r) for s, r, _ in _reminders(kit, skipped)] == [(MessageStatus.SKIPPED, Reason.SKIPPED_BY_PERSON)]
    assert [(s, text) for s, _, text in _reminders(kit, edited)] == [(MessageStatus.QUEUED, "Please bring the X-ray.")]
    sent = kit.send_waiting()
    assert edited in {m.appointment_id for m in sent}
    with pytest.raises(WrongState):
        kit.outbox.skip(edited, Kind.REMINDER, "day_before", by="desk")


def test_an_edited_message_waits_for_its_time(kit: ClinicKit) -> None:
    key = kit.book(day=TUESDAY).appointment.id
    kit.outbox.edit(key, Kind.REMINDER, "day_before", "Please bring the X-ray.", by="desk")
    [message] = [m for m in kit.messages(key) if m.kind is Kind.REMINDER]
    assert message.not_before == datetime(2026, 3, 2, 4, 30, tzinfo=UTC)


def test_consent_withdrawn_takes_back_a_waiting_reminder(kit: ClinicKit) -> None:
    booked = kit.book(day=TUESDAY).appointment
    _at(kit, 0, 10)
    kit.patients.update(booked.patient_id, PatientChange(consent=False), by="desk")
    assert {status for _, status in kit.told(booked.id)} == {"withdrawn"}


def test_a_corrected_number_is_followed(kit: ClinicKit) -> None:
    booked = kit.book(day=TUESDAY).appointment
    kit.patients.update(booked.patient_id, PatientChange(mobile="98123 45678"), by="desk")
    assert [m.mobile and m.mobile.e164 for m in kit.messages(booked.id)] == ["+919812345678"]
