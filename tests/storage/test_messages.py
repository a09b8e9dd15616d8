"""The queue: one message per event, found by what is due; lists, counts, texts, marks, answers, CSV rows."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from desktop_app.domain.errors import NotFound
from desktop_app.domain.message import SENTENCES, ChatEvidence, Kind, MessageStatus, Reason
from desktop_app.domain.mobile_number import MobileNumber
from desktop_app.services.ports import MessageFilter, RememberedAnswer
from desktop_app.services.views import MessageCounts, QueueCounts, StoryLine
from tests.fakes.standing_clock import NOW
from tests.storage.front_desk import FrontDesk

HOUR = timedelta(hours=1)


def test_the_same_event_never_has_two_messages(desk: FrontDesk) -> None:
    booked = desk.book(desk.add_patient())
    first = desk.plan(booked)
    assert desk.do(lambda unit: unit.messages.plan(desk.message(booked))) is None
    others = [
        desk.plan(booked, kind=Kind.REMINDER),
        desk.plan(booked, rule="other"),
        desk.plan(replace(booked, revision=1)),
    ]
    assert len({message.id for message in (first, *others, desk.plan(), desk.plan())}) == 6


def test_only_the_key_means_planned_already(desk: FrontDesk) -> None:
    nowhere = replace(desk.book(desk.add_patient()), id=99)
    with pytest.raises(IntegrityError):
        desk.do(lambda unit: unit.messages.plan(desk.message(nowhere)))


def test_a_message_keeps_every_field(desk: FrontDesk) -> None:
    patient = desk.add_patient()
    message = desk.plan(desk.book(patient), patient=patient)
    full = replace(
        message,
        mobile=MobileNumber("+918888877777"),
        text="नमस्ते",
        language="hi",
        status=MessageStatus.READ,
        reason_code=Reason.SETTLED_BY_PERSON,
        by_person=True,
        attempts=3,
        not_before=NOW + HOUR,
        not_after=NOW + 2 * HOUR,
        attempted_at=NOW + 3 * HOUR,
        sending_at=NOW + 4 * HOUR,
        sent_at=NOW + 5 * HOUR,
        delivered_at=NOW + 6 * HOUR,
        read_at=NOW + 7 * HOUR,
        evidence=ChatEvidence(None, 0),
    )
    for changed in (full, replace(full, evidence=ChatEvidence("true_91@c.us_3EB0", 2)), replace(full, evidence=None)):
        desk.do(lambda unit, changed=changed: unit.messages.save(changed))
        assert desk.do(lambda unit: unit.messages.get(message.id)) == changed
    view = desk.read.message(message.id)
    assert (view.patient_name, view.mobile, view.text) == ("Rahul Sharma", "+918888877777", "नमस्ते")
    assert (view.reason, view.reason_code) == (SENTENCES[Reason.SETTLED_BY_PERSON], Reason.SETTLED_BY_PERSON)
    assert (view.attempts, view.queued_at, view.read_at) == (3, NOW, NOW + 7 * HOUR)
    for missing in (
        lambda: desk.read.message(99),
        lambda: desk.do(lambda unit: unit.messages.save(replace(full, id=99))),
    ):
        with pytest.raises(NotFound):
            missing()


def test_what_is_due_comes_oldest_first_and_what_is_not_stays(desk: FrontDesk) -> None:
    patient = desk.add_patient()
    booked = desk.book(patient)
    later = desk.plan(booked, rule="a", not_before=NOW - HOUR, patient=patient)
    sooner = desk.plan(booked, rule="b", not_before=NOW - 2 * HOUR)
    ahead = desk.plan(booked, rule="c", not_before=NOW + HOUR)
    desk.plan(booked, rule="d", not_before=NOW - 3 * HOUR, skipped=Reason.NO_CONSENT)
    due = desk.do(lambda unit: unit.messages.due(desk.hospital.id, NOW))
    assert [message.id for message in due] == [sooner.id, later.id]
    outdated = desk.do(lambda unit: unit.messages.outdated(desk.hospital.id, NOW + 4 * HOUR))
    assert [message.id for message in outdated] == [later.id, sooner.id]
    assert desk.do(lambda unit: unit.messages.due(99, NOW)) == ()
    assert [m.id for m in desk.do(lambda unit: unit.messages.waiting_of_patient(patient.id))] == [later.id]
    in_status = desk.do(
        lambda unit: unit.messages.in_status(desk.hospital.id, MessageStatus.SKIPPED, MessageStatus.QUEUED)
    )
    assert [m.id for m in in_status] == [later.id, sooner.id, ahead.id, ahead.id + 1]


def test_receipts_pace_and_daily_limit(desk: FrontDesk) -> None:
    patient = desk.add_patient()
    booked = desk.book(patient)
    assert desk.do(lambda unit: unit.messages.last_attempt(desk.hospital.id)) is None
    for number, status in enumerate(
        (MessageStatus.SENT, MessageStatus.DELIVERED, MessageStatus.READ, MessageStatus.QUEUED)
    ):
        message = desk.plan(booked, kind=Kind.REMINDER, rule=str(number), patient=patient)
        at = NOW + number * HOUR
        went = None if status is MessageStatus.QUEUED else at
        desk.do(
            lambda unit, m=message, s=status, w=went, a=at: unit.messages.save(
                replace(m, status=s, sending_at=w, sent_at=w, attempted_at=a)
            )
        )
    ask = desk.do(
        lambda unit: (
            [m.rule for m in unit.messages.awaiting_receipt(desk.hospital.id, NOW)],
            [m.rule for m in unit.messages.awaiting_receipt(desk.hospital.id, NOW + HOUR)],
            unit.messages.last_attempt(desk.hospital.id),
            unit.messages.automatic_count(patient.id, NOW, NOW + 2 * HOUR),
            unit.messages.automatic_count(patient.id, NOW, NOW + 3 * HOUR),
        )
    )
    assert ask == (["0", "1"], ["1"], NOW + 3 * HOUR, 2, 3)


def test_a_number_that_was_not_on_whatsapp_is_remembered(desk: FrontDesk) -> None:
    mobile = MobileNumber("+919876543210")
    message = desk.plan()
    assert desk.do(lambda unit: unit.messages.not_on_whatsapp_at(mobile)) is None
    failed = replace(message, status=MessageStatus.FAILED, reason_code=Reason.NOT_ON_WHATSAPP, attempted_at=NOW)
    desk.do(lambda unit: unit.messages.save(failed))
    untried = replace(desk.plan(), status=MessageStatus.FAILED, reason_code=Reason.NOT_ON_WHATSAPP)
    desk.do(lambda unit: unit.messages.save(untried))
    assert desk.do(lambda unit: unit.messages.not_on_whatsapp_at(mobile)) == NOW


def test_a_story_grows_line_by_line(desk: FrontDesk) -> None:
    message = desk.plan()
    desk.do(
        lambda unit: (unit.messages.tell(message.id, NOW, "queued"), unit.messages.tell(message.id, NOW + HOUR, "sent"))
    )
    assert desk.read.story(message.id) == (StoryLine(NOW, "queued"), StoryLine(NOW + HOUR, "sent"))


def test_lists_by_id_in_both_directions_and_by_each_filter(desk: FrontDesk) -> None:
    patient = desk.add_patient()
    booked = desk.book(patient)
    planned = [
        desk.plan(
            booked,
            rule=str(number),
            patient=patient if number % 2 else None,
            skipped=Reason.WHATSAPP_OFF if number % 3 == 0 else None,
        )
        for number in range(7)
    ]
    test = desk.plan(kind=Kind.TEST)

    def ids(limit: int = 50, **wanted: object) -> list[int]:
        found, cursor = list[int](), None
        while True:
            page = desk.read.messages(MessageFilter(**wanted), limit, cursor)  # type: ignore[arg-type]
            found += [view.id for view in page.items]
            cursor = page.next_cursor
            if cursor is None:
                return found

    every = [message.id for message in (*planned, test)]
    for limit in (1, 3, 8, 50):
        assert ids(limit) == ids(limit, hospital_id=desk.hospital.id) == every
        assert ids(limit, newest_first=True) == every[::-1]
        both = (MessageStatus.SKIPPED, MessageStatus.QUEUED)
        assert ids(limit, statuses=both) == ids(limit, statuses=both, queued_from=NOW) == every
        assert ids(limit, statuses=both, newest_first=True) == every[::-1]
    assert ids(statuses=(MessageStatus.SKIPPED,)) == [every[0], every[3], every[6]]
    assert ids(kind=Kind.TEST) == [test.id]
    assert ids(appointment_id=booked.id, hospital_id=desk.hospital.id) == every[:-1]
    assert ids(patient_id=patient.id) == [every[1], every[3], every[5]]
    assert ids(queued_before=NOW) == ids(queued_from=NOW + HOUR) == ids(hospital_id=99) == []


def test_counts_follow_every_change(desk: FrontDesk) -> None:
    messages = [desk.plan() for _ in range(6)]
    desk.plan(desk.book(desk.add_patient()), skipped=Reason.NO_CONSENT)
    for message, status in zip(messages, MessageStatus, strict=False):
        desk.do(lambda unit, m=message, s=status: unit.messages.save(replace(m, status=s)))
    assert desk.read.queue(desk.hospital.id) == QueueCounts(waiting=1, sending=1, needs_checking=0)
    desk.do(lambda unit: unit.messages.save(replace(messages[0], status=MessageStatus.NEEDS_CHECKING)))
    assert desk.read.queue(desk.hospital.id) == QueueCounts(waiting=0, sending=1, needs_checking=1)
    counts = desk.read.message_counts(desk.hospital.id, NOW, NOW + HOUR)
    assert counts == MessageCounts(all=7, waiting=1, today=7, needs_you=2, not_sent=2)
    assert desk.read.message_counts(desk.hospital.id, NOW + HOUR, NOW + 2 * HOUR).today == 0
    assert desk.read.message_counts(99, NOW, NOW) == MessageCounts(0, 0, 0, 0, 0)


def test_texts_keep_their_history(desk: FrontDesk) -> None:
    hospital = desk.hospital.id
    for number, text in enumerate(("first", None, "second")):
        at = NOW + number * HOUR
        desk.do(lambda unit, text=text, at=at: unit.templates.set(hospital, "reminder", "en", text, at))
        assert desk.do(lambda unit: unit.templates.text(hospital, "reminder", "en")) == text
    desk.do(lambda unit: unit.templates.set(hospital, "reminder", "hi", None, NOW))
    assert desk.read.own_texts(hospital) == {("reminder", "en"): "second"}
    assert desk.read.text_versions(hospital, "reminder", "en") == ((NOW + 2 * HOUR, "second"), (NOW, "first"))
    assert desk.do(lambda unit: unit.templates.text(hospital, "reminder", "ta")) is None


def test_marks_are_set_changed_and_taken_away(desk: FrontDesk) -> None:
    for value in ("1", "2", None, None, "3"):
        desk.do(lambda unit, value=value: unit.marks.set("last_run", value))
        assert desk.read.mark("last_run") == desk.do(lambda unit: unit.marks.get("last_run")) == value


def test_the_first_answer_to_a_key_is_kept(desk: FrontDesk) -> None:
    booked = desk.book(desk.add_patient())
    answer = RememberedAnswer("print", booked.id, desk.plan(booked).id, desk.export(booked), None)
    desk.do(lambda unit: unit.answers.add("key", answer, NOW))
    desk.do(lambda unit: unit.answers.store("key", "first"))
    desk.do(lambda unit: unit.answers.store("key", "second"))
    assert desk.do(lambda unit: unit.answers.find("key")) == replace(answer, answer="first")
    desk.do(lambda unit: unit.answers.forget_before(NOW))
    assert desk.do(lambda unit: unit.answers.find("key")) is not None
    desk.do(lambda unit: unit.answers.forget_before(NOW + HOUR))
    assert desk.do(lambda unit: unit.answers.find("key")) is None


def test_csv_rows_wait_until_they_are_marked(desk: FrontDesk) -> None:
    booked, hospital = desk.book(desk.add_patient()), desk.hospital.id
    keys = [desk.export(booked, f"Patient {number}") for number in range(3)]
    assert desk.read.exports(hospital).waiting == 3
    assert desk.do(lambda unit: [row.id for row in unit.exports.waiting(hospital, 2)]) == keys[:2]
    assert desk.do(lambda unit: (unit.exports.last_written(hospital), unit.exports.file_size(hospital))) == (None, None)
    desk.do(lambda unit: unit.exports.mark_written(hospital, keys[0], 100, NOW))
    desk.do(lambda unit: unit.exports.mark_written(hospital, keys[1], 200, NOW))
    last = desk.do(lambda unit: unit.exports.last_written(hospital))
    assert last is not None
    assert last.id == keys[1]
    assert desk.do(lambda unit: unit.exports.file_size(hospital)) == 200
    assert desk.do(lambda unit: [unit.exports.is_waiting(key) for key in (*keys, 99)]) == [False, False, True, False]
    assert [row.name for row in desk.read.export_rows(hospital)] == ["Patient 0", "Patient 1", "Patient 2"]
    assert desk.do(lambda unit: [key for key, _ in unit.exports.of_patient(booked.patient_id)]) == keys
    row = replace(desk.read.export_rows(hospital)[1], name="erased", mobile="")
    desk.do(lambda unit: unit.exports.rewrite(keys[1], row, b"erased,,\n"))
    assert desk.do(lambda unit: unit.exports.file_size(hospital)) is None
    assert desk.do(lambda unit: unit.exports.all_lines(hospital))[1].line == b"erased,,\n"
    assert desk.read.exports(hospital).waiting == 1
