"""What is due by itself: reminders, follow-ups, what was missed while the computer was off, and why something is skipped.

Every scan is idempotent: a message's key exists once, so running twice, at once or after a restart queues nothing twice.
Planning goes in small transactions, so that a booking never waits long.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from desktop_app.domain.appointment import Appointment, Status
from desktop_app.domain.errors import NotFound
from desktop_app.domain.hospital import Hospital
from desktop_app.domain.message import SENTENCES, Kind, Message, MessageStatus, Reason
from desktop_app.services.changes import Changes, MessagesChanged
from desktop_app.services.due_messages import Candidate, DueMessages, plan, row_for
from desktop_app.services.message_planning import MessagePlanner
from desktop_app.services.ports import ClinicReader, Clock, MessageFilter, OpenUnit, UnitOfWork
from desktop_app.services.views import JobView, RunView, SkippedView

REMINDERS = "appointment_reminders"
FOLLOWUPS = "followup_reminders"
JOB_NAMES = (FOLLOWUPS, REMINDERS)
_BATCH = 50
_TRANSACTION_S = 0.015
_LOOK_BACK = timedelta(days=30)
_REQUEUED_BY_HAND = frozenset(
    {Reason.BOOKED_AFTER_REMINDER, Reason.WHATSAPP_OFF, Reason.NO_CONSENT, Reason.NEARER_REMINDER}
)


class SchedulerService:
    def __init__(self, open_unit: OpenUnit, read: ClinicReader, clock: Clock, changes: Changes) -> None:
        self._open_unit = open_unit
        self._read = read
        self._clock = clock
        self._changes = changes
        self._due = DueMessages(read)
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
            by_hand = self._due.followups_by_hand if name == FOLLOWUPS else self._due.reminders_by_hand
            for batch in _batches(by_hand(hospital, today)):
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
            first = self._last_tick(hospital, hospital.local(now).date())
            for batch in _batches(self._due.due(hospital, now, first)):
                planned += len(self._plan_batch(hospital, batch, _plan_due))
            planned += self._say_the_date(hospital, now)
            self._remember_tick(hospital, now)
            if planned:
                self._changes.publish(MessagesChanged(hospital.id))

    def _say_the_date(self, hospital: Hospital, now: datetime) -> int:
        """A reminder that says "tomorrow" and still waits on the day of the visit says the date instead."""
        today = hospital.local(now).date()
        wanted = MessageFilter(hospital_id=hospital.id, kind=Kind.REMINDER, statuses=(MessageStatus.QUEUED,))
        waiting = [m for m in self._read.messages(wanted, 200, None).items if m.appointment_id is not None]
        due = [m for m in waiting if self._read.appointment(m.appointment_id or 0).date == today]
        changed = 0
        for view in due:
            with self._open_unit() as unit:
                message, appointment = unit.messages.get(view.id), unit.appointments.get(view.appointment_id or 0)
                patient, doctor = unit.patients.get(appointment.patient_id), unit.doctors.get(appointment.doctor_id)
                planner = MessagePlanner(unit, hospital, doctor, patient, now)
                says_tomorrow = message.text == planner.text(appointment, "reminder")[0]
                if message.status is MessageStatus.QUEUED and says_tomorrow:
                    text, language = planner.text(appointment, "reminder_dated")
                    if text != message.text:
                        unit.messages.save(replace(message, text=text, language=language))
                        unit.messages.tell(
                            message.id, now, "it waited until the day of the visit: now it says the date"
                        )
                        changed += 1
                unit.commit()
        return changed

    # ── planning ────────────────────────────────────────────────────────────────────────────────────────────────────
    def _plan_batch(self, hospital: Hospital, batch: Sequence[Candidate], planned_by: "_Plan") -> list[Message]:
        """The batch, in transactions so short that a booking hardly waits for its turn."""
        planned: list[Message] = []
        done = 0
        while done < len(batch):
            done += self._plan_some(hospital, batch[done:], planned_by, planned)
        return planned

    def _plan_some(
        self, hospital: Hospital, batch: Sequence[Candidate], planned_by: "_Plan", planned: list[Message]
    ) -> int:
        """One transaction; appointments and patients are read again in it, for they may have changed. How many were looked at."""
        with self._open_unit() as unit:
            now, own = self._clock.now(), unit.templates.all(hospital.id)
            until = self._clock.monotonic() + _TRANSACTION_S
            appointments = unit.appointments.these([candidate.visit.appointment.id for candidate in batch])
            patients = unit.patients.these([appointment.patient_id for appointment in appointments.values()])
            done = 0
            for candidate in batch:
                done += 1
                appointment = appointments[candidate.visit.appointment.id]
                if _still_meant(candidate, appointment):
                    patient = patients[appointment.patient_id]
                    planner = MessagePlanner(unit, hospital, candidate.visit.doctor, patient, now, own)
                    message = planned_by(unit, planner, candidate, appointment, now)
                    planned += [message] if message is not None else []
                if self._clock.monotonic() >= until:
                    break
            unit.commit()
        return done

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


_Plan = Callable[[UnitOfWork, MessagePlanner, Candidate, Appointment, datetime], Message | None]


def next_occurrence(hospital: Hospital, at: time, now: datetime) -> datetime:
    """The next instant (UTC) at which the hospital's wall clock shows `at`."""
    today = hospital.local(now).date()
    instant = hospital.instant(today, at)
    return instant if instant > now else hospital.instant(today + timedelta(days=1), at)


def _plan_due(
    _unit: UnitOfWork, planner: MessagePlanner, candidate: Candidate, appointment: Appointment, now: datetime
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
    return plan(planner, candidate, appointment, reason=reason)


def _plan_by_hand(
    unit: UnitOfWork, planner: MessagePlanner, candidate: Candidate, appointment: Appointment, now: datetime
) -> Message | None:
    """A person's run: plan what has no row, put back what was skipped for a reason that no longer holds."""
    planned = plan(planner, candidate, appointment, by_person=True)
    if planned is not None:
        return planned
    present = row_for(unit, planner, appointment, candidate.kind, candidate.rule)
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


def _still_meant(candidate: Candidate, appointment: Appointment) -> bool:
    if candidate.kind is Kind.FOLLOWUP:
        return (
            appointment.status is Status.VISITED
            and appointment.followup_date == candidate.visit.appointment.followup_date
        )
    return appointment.status is Status.BOOKED and appointment.day == candidate.visit.appointment.day


def _skipped(message: Message) -> SkippedView:
    if message.appointment_id is None or message.reason_code is None:
        raise ValueError("a skipped reminder has an appointment and a reason")
    return SkippedView(message.appointment_id, SENTENCES[message.reason_code], message.reason_code)


def _batches(candidates: Iterable[Candidate]) -> Iterator[list[Candidate]]:
    batch: list[Candidate] = []
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
