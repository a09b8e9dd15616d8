"""What is due by itself: reminders, follow-ups, what was missed while the computer was off, and why something is skipped.

Every scan is idempotent: a message's key exists once, so running twice, at once or after a restart queues nothing twice.
Planning goes in small transactions, so that a booking never waits long.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from desktop_app.domain.appointment import Appointment, Status
from desktop_app.domain.errors import NotFound, WrongState
from desktop_app.domain.hospital import Hospital
from desktop_app.domain.message import SENTENCES, Kind, Message, MessageStatus, Reason
from desktop_app.domain.sending_rules import Due, followup_due, reminder_due
from desktop_app.services import message_templates as texts
from desktop_app.services.changes import Changes, MessagesChanged
from desktop_app.services.message_planning import RULE_FOLLOWUP, MessagePlanner, reminder_rule
from desktop_app.services.ports import ClinicReader, Clock, DueVisit, OpenUnit, UnitOfWork
from desktop_app.services.views import JobView, OutboxRow, RunView, SkippedView

REMINDERS = "appointment_reminders"
FOLLOWUPS = "followup_reminders"
JOB_NAMES = (FOLLOWUPS, REMINDERS)
_BATCH = 20
_LOOK_BACK = timedelta(days=30)
_REQUEUED_BY_HAND = frozenset(
    {Reason.BOOKED_AFTER_REMINDER, Reason.WHATSAPP_OFF, Reason.NO_CONSENT, Reason.NEARER_REMINDER}
)


@dataclass(frozen=True, slots=True)
class _Candidate:
    """One appointment that a rule may bring a message for."""

    visit: DueVisit
    kind: Kind
    rule: str
    days_before: int
    due: Due
    superseded_at: datetime | None = None


class SchedulerService:
    def __init__(self, open_unit: OpenUnit, read: ClinicReader, clock: Clock, changes: Changes) -> None:
        self._open_unit = open_unit
        self._read = read
        self._clock = clock
        self._changes = changes
        self.is_running = False

    def jobs(self) -> tuple[JobView, ...]:
        """The daily jobs of every hospital, with their next and last run."""
        return tuple(
            self._job(name, self._read.hospital(view.id)) for view in self._read.hospitals() for name in JOB_NAMES
        )

    def run(self, name: str, hospital_id: int | None = None) -> RunView:
        """Run a daily job now for today, by hand: every booked appointment of tomorrow, whenever it was booked.

        What was skipped for a reason that no longer holds is queued; what was queued before stays as it is. Raises NotFound.
        """
        if name not in JOB_NAMES:
            raise NotFound("job", name)
        wanted = [self._read.hospital(hospital_id)] if hospital_id is not None else self._hospitals()
        queued, skipped = 0, list[SkippedView]()
        for hospital in wanted:
            today = hospital.local(self._clock.now()).date()
            for batch in _batches(self._by_hand(name, hospital, today)):
                done = self._plan_batch(hospital, batch, _plan_by_hand)
                queued += sum(1 for message in done if message.status is MessageStatus.QUEUED)
                skipped += [_skipped(message) for message in done if message.status is MessageStatus.SKIPPED]
            self._remember_run(name, hospital.id)
            self._changes.publish(MessagesChanged(hospital.id))
        return RunView(queued, tuple(skipped))

    def tick(self) -> None:
        """Plan all that is due now or was missed; called at start, every half minute, by the daily jobs."""
        for hospital in self._hospitals():
            now = self._clock.now()
            planned = 0
            for batch in _batches(self._due(hospital, now)):
                planned += len(self._plan_batch(hospital, batch, _plan_due))
            self._remember_tick(hospital, now)
            if planned:
                self._changes.publish(MessagesChanged(hospital.id))

    def outbox(self, hospital_id: int) -> tuple[OutboxRow, ...]:
        """What will go by itself within a day, as it will read; problems on top, then by time."""
        hospital, now = self._read.hospital(hospital_id), self._clock.now()
        with self._open_unit() as unit:
            own = unit.templates.all(hospital_id)
            rows = [_outbox_row(unit, hospital, candidate, now, own) for candidate in self._coming(hospital, now)]
        return tuple(sorted(rows, key=lambda row: (row.problem is None, row.at, row.appointment_id)))

    def skip(self, appointment_id: int, kind: Kind, rule: str, *, by: str) -> None:
        """Take one message out of the outbox before it is due; the row says that a person did. Raises WrongState."""
        self._decide(appointment_id, kind, rule, lambda _: Reason.SKIPPED_BY_PERSON, None, f"skipped by {by}")

    def edit(self, appointment_id: int, kind: Kind, rule: str, text: str, *, by: str) -> None:
        """Send this text instead, at the same time. Raises Invalid, WrongState."""
        texts.check(text)
        self._decide(appointment_id, kind, rule, lambda planner: planner.why_not(), text, f"text changed by {by}")

    # ── candidates ──────────────────────────────────────────────────────────────────────────────────────────────────
    def _by_hand(self, name: str, hospital: Hospital, today: date) -> Iterator[_Candidate]:
        if name == FOLLOWUPS:
            day = today + timedelta(days=hospital.sending.followup_days_before)
            yield from self._followups(hospital, day, lacking=False)
            return
        for days_before in _reminder_days(hospital):
            yield from self._reminders(hospital, today + timedelta(days=days_before), days_before, lacking=False)

    def _due(self, hospital: Hospital, now: datetime) -> Iterator[_Candidate]:
        """Every rule's appointments whose message is due by now and has no row yet; back to the last tick."""
        today = hospital.local(now).date()
        first = self._last_tick(hospital, today)
        for days_before in _reminder_days(hospital):
            for day in _days(first, today + timedelta(days=days_before)):
                yield from (c for c in self._reminders(hospital, day, days_before, lacking=True) if c.due.at <= now)
        for day in _days(first, today + timedelta(days=hospital.sending.followup_days_before)):
            yield from (c for c in self._followups(hospital, day, lacking=True) if c.due.at <= now)

    def _coming(self, hospital: Hospital, now: datetime) -> Iterator[_Candidate]:
        today, end = hospital.local(now).date(), now + timedelta(days=1)
        for days_before in _reminder_days(hospital):
            for day in _days(today, today + timedelta(days=days_before + 1)):
                yield from (
                    c for c in self._reminders(hospital, day, days_before, lacking=False) if now < c.due.at <= end
                )
        for day in _days(today, today + timedelta(days=hospital.sending.followup_days_before + 1)):
            yield from (c for c in self._followups(hospital, day, lacking=False) if now < c.due.at <= end)

    def _reminders(self, hospital: Hospital, day: date, days_before: int, *, lacking: bool) -> Iterator[_Candidate]:
        rule = reminder_rule(days_before)
        for visit in self._read.visits_on(hospital.id, day, rule if lacking else None):
            day, at = visit.appointment.day, visit.appointment.at
            nearer = reminder_due(hospital, day, at).at if days_before > 1 else None
            yield _Candidate(
                visit, Kind.REMINDER, rule, days_before, reminder_due(hospital, day, at, days_before), nearer
            )

    def _followups(self, hospital: Hospital, day: date, *, lacking: bool) -> Iterator[_Candidate]:
        due = followup_due(hospital, day)
        for visit in self._read.followups_on(hospital.id, day, RULE_FOLLOWUP if lacking else None):
            yield _Candidate(visit, Kind.FOLLOWUP, RULE_FOLLOWUP, 0, due)

    # ── planning ────────────────────────────────────────────────────────────────────────────────────────────────────
    def _plan_batch(
        self,
        hospital: Hospital,
        batch: Iterable[_Candidate],
        plan: "_Plan",
    ) -> list[Message]:
        """One small transaction; each appointment is looked at again inside it, for it may have changed meanwhile."""
        planned: list[Message] = []
        with self._open_unit() as unit:
            now, own = self._clock.now(), unit.templates.all(hospital.id)
            for candidate in batch:
                appointment = unit.appointments.get(candidate.visit.appointment.id)
                if not _still_meant(candidate, appointment):
                    continue
                planner = MessagePlanner(unit, hospital, candidate.visit.doctor, candidate.visit.patient, now, own)
                message = plan(unit, planner, candidate, appointment, now)
                if message is not None:
                    planned.append(message)
            unit.commit()
        return planned

    def _decide(
        self,
        appointment_id: int,
        kind: Kind,
        rule: str,
        reason_of: "Callable[[MessagePlanner], Reason | None]",
        text: str | None,
        story: str,
    ) -> None:
        with self._open_unit() as unit:
            now = self._clock.now()
            appointment = unit.appointments.get(appointment_id)
            hospital = unit.hospitals.get(appointment.hospital_id)
            patient, doctor = unit.patients.get(appointment.patient_id), unit.doctors.get(appointment.doctor_id)
            planner = MessagePlanner(unit, hospital, doctor, patient, now)
            message = _row_for(unit, planner, appointment, kind, rule)
            if message.status not in (MessageStatus.QUEUED, MessageStatus.SKIPPED):
                raise WrongState("This message has gone already.", "Look at it under Messages.")
            reason = reason_of(planner)
            status = MessageStatus.SKIPPED if reason else MessageStatus.QUEUED
            unit.messages.save(replace(message, status=status, reason_code=reason, text=text or message.text))
            unit.messages.tell(message.id, now, story)
            unit.commit()
        self._changes.publish(MessagesChanged(hospital.id))

    # ── what was run when ───────────────────────────────────────────────────────────────────────────────────────────
    def _job(self, name: str, hospital: Hospital) -> JobView:
        at = hospital.sending.followup_time if name == FOLLOWUPS else hospital.sending.reminder_time
        last = self._read.mark(_run_mark(name, hospital.id))
        next_run = next_occurrence(hospital, at, self._clock.now()) if self.is_running else None
        return JobView(name, hospital.id, next_run, datetime.fromisoformat(last) if last else None)

    def _remember_run(self, name: str, hospital_id: int) -> None:
        with self._open_unit() as unit:
            unit.marks.set(_run_mark(name, hospital_id), self._clock.now().isoformat())
            unit.commit()

    def _remember_tick(self, hospital: Hospital, now: datetime) -> None:
        """Once a day is enough for looking back; a job's run counts when its time has passed since its last run."""
        today = hospital.local(now).date()
        due = [
            name
            for name, at in ((FOLLOWUPS, hospital.sending.followup_time), (REMINDERS, hospital.sending.reminder_time))
            if hospital.instant(today, at) <= now and not self._ran_since(name, hospital, hospital.instant(today, at))
        ]
        if not due and self._read.mark(_tick_mark(hospital.id)) == today.isoformat():
            return
        with self._open_unit() as unit:
            unit.marks.set(_tick_mark(hospital.id), today.isoformat())
            for name in due:
                unit.marks.set(_run_mark(name, hospital.id), now.isoformat())
            unit.commit()

    def _ran_since(self, name: str, hospital: Hospital, instant: datetime) -> bool:
        last = self._read.mark(_run_mark(name, hospital.id))
        return last is not None and datetime.fromisoformat(last) >= instant

    def _last_tick(self, hospital: Hospital, today: date) -> date:
        last = self._read.mark(_tick_mark(hospital.id))
        return max(date.fromisoformat(last), today - _LOOK_BACK) if last else today

    def _hospitals(self) -> list[Hospital]:
        return [self._read.hospital(view.id) for view in self._read.hospitals()]


_Plan = Callable[[UnitOfWork, MessagePlanner, _Candidate, Appointment, datetime], Message | None]


def next_occurrence(hospital: Hospital, at: time, now: datetime) -> datetime:
    """The next instant (UTC) at which the hospital's wall clock shows `at`."""
    today = hospital.local(now).date()
    instant = hospital.instant(today, at)
    return instant if instant > now else hospital.instant(today + timedelta(days=1), at)


def _plan_due(
    _unit: UnitOfWork, planner: MessagePlanner, candidate: _Candidate, appointment: Appointment, now: datetime
) -> Message | None:
    """The message of a rule that is due, or the row that says why it does not go."""
    placed = appointment.placed_at or appointment.created_at
    reason: Reason | None = None
    if candidate.kind is Kind.REMINDER and placed >= candidate.due.at:
        reason = Reason.BOOKED_AFTER_REMINDER
    elif candidate.due.until <= now:
        reason = Reason.NO_LONGER_USEFUL
    elif candidate.superseded_at is not None and candidate.superseded_at <= now:
        reason = Reason.NEARER_REMINDER
    if candidate.kind is Kind.FOLLOWUP and appointment.followup_date is not None:
        return planner.follow_up(appointment, appointment.followup_date, reason=reason)
    return planner.remind(appointment, candidate.days_before, reason=reason)


def _plan_by_hand(
    unit: UnitOfWork, planner: MessagePlanner, candidate: _Candidate, appointment: Appointment, now: datetime
) -> Message | None:
    """A person's run: plan what has no row, put back what was skipped for a reason that no longer holds."""
    if candidate.kind is Kind.FOLLOWUP and appointment.followup_date is not None:
        planned = planner.follow_up(appointment, appointment.followup_date, by_person=True)
    else:
        planned = planner.remind(appointment, candidate.days_before, by_person=True)
    if planned is not None:
        return planned
    present = _row_for(unit, planner, appointment, candidate.kind, candidate.rule)
    if present.status is not MessageStatus.SKIPPED or present.reason_code not in _REQUEUED_BY_HAND:
        return None
    reason = planner.why_not()
    if reason is not None:
        return replace(present, reason_code=reason)
    template = planner.reminder_template(appointment, now) if candidate.kind is Kind.REMINDER else "followup"
    text, language = planner.text(appointment, template)
    queued = replace(
        present,
        status=MessageStatus.QUEUED,
        reason_code=None,
        by_person=True,
        text=text,
        language=language,
        not_before=now,
        not_after=candidate.due.until,
    )
    unit.messages.save(queued)
    unit.messages.tell(present.id, now, "put in the queue by hand")
    return queued


def _row_for(unit: UnitOfWork, planner: MessagePlanner, appointment: Appointment, kind: Kind, rule: str) -> Message:
    """The row of that key; planned now if there is none yet."""
    if kind is Kind.FOLLOWUP and appointment.followup_date is not None:
        planned = planner.follow_up(appointment, appointment.followup_date)
    else:
        planned = planner.remind(appointment, _days_of(rule))
    if planned is not None:
        return planned
    key = (kind, rule, appointment.revision)
    rows = unit.messages.of_appointment(appointment.id)
    return next(m for m in rows if (m.kind, m.rule, m.revision) == key)


def _still_meant(candidate: _Candidate, appointment: Appointment) -> bool:
    if candidate.kind is Kind.FOLLOWUP:
        return (
            appointment.status is Status.VISITED
            and appointment.followup_date == candidate.visit.appointment.followup_date
        )
    return appointment.status is Status.BOOKED and appointment.day == candidate.visit.appointment.day


def _outbox_row(
    unit: UnitOfWork, hospital: Hospital, candidate: _Candidate, now: datetime, own: dict[tuple[str, str], str]
) -> OutboxRow:
    appointment, patient = candidate.visit.appointment, candidate.visit.patient
    planner = MessagePlanner(unit, hospital, candidate.visit.doctor, patient, now, own)
    key = (candidate.kind, candidate.rule, appointment.revision)
    present = next(
        (m for m in unit.messages.of_appointment(appointment.id) if (m.kind, m.rule, m.revision) == key), None
    )
    if present is not None:
        text, reason = present.text, present.reason_code
    else:
        is_reminder = candidate.kind is Kind.REMINDER
        template = planner.reminder_template(appointment, candidate.due.at) if is_reminder else "followup"
        text, reason = planner.text(appointment, template)[0], planner.why_not()
    mobile = patient.mobile.e164 if patient.mobile else None
    problem = SENTENCES[reason] if reason else None
    return OutboxRow(
        appointment.id, candidate.kind, candidate.rule, candidate.due.at, patient.name, mobile, text, problem
    )


def _skipped(message: Message) -> SkippedView:
    if message.appointment_id is None or message.reason_code is None:
        raise ValueError("a skipped reminder has an appointment and a reason")
    return SkippedView(message.appointment_id, SENTENCES[message.reason_code], message.reason_code)


def _reminder_days(hospital: Hospital) -> tuple[int, ...]:
    """The reminder rules in force: the day before, and the optional second one."""
    second = hospital.sending.second_reminder_days
    return (1, second) if second > 1 else (1,)


def _days_of(rule: str) -> int:
    return int(rule.rsplit(":", 1)[1]) if ":" in rule else 1


def _days(first: date, last: date) -> Iterator[date]:
    day = first
    while day <= last:
        yield day
        day += timedelta(days=1)


def _batches(candidates: Iterable[_Candidate]) -> Iterator[list[_Candidate]]:
    batch: list[_Candidate] = []
    for candidate in candidates:
        batch.append(candidate)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _run_mark(name: str, hospital_id: int) -> str:
    return f"last_run:{name}:{hospital_id}"


def _tick_mark(hospital_id: int) -> str:
    return f"last_tick:{hospital_id}"
