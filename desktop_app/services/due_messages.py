"""Which appointments a reminder or follow-up rule looks at: today's run by hand, what is due by now, what comes next."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from desktop_app.domain.appointment import Appointment
from desktop_app.domain.hospital import Hospital
from desktop_app.domain.message import Kind, Message, Reason
from desktop_app.domain.sending_rules import Due, followup_due, reminder_due
from desktop_app.services.message_planning import RULE_FOLLOWUP, MessagePlanner, reminder_rule
from desktop_app.services.ports import ClinicReader, DueVisit, UnitOfWork


@dataclass(frozen=True, slots=True)
class Candidate:
    """One appointment that a rule may bring a message for."""

    visit: DueVisit
    kind: Kind
    rule: str
    days_before: int
    due: Due
    superseded_at: datetime | None = None


class DueMessages:
    """Reads candidates; decides nothing."""

    def __init__(self, read: ClinicReader) -> None:
        self._read = read

    def followups_by_hand(self, hospital: Hospital, today: date) -> Iterator[Candidate]:
        yield from self._followups(
            hospital, today + timedelta(days=hospital.sending.followup_days_before), lacking=False
        )

    def reminders_by_hand(self, hospital: Hospital, today: date) -> Iterator[Candidate]:
        for days_before in _reminder_days(hospital):
            yield from self._reminders(hospital, today + timedelta(days=days_before), days_before, lacking=False)

    def due(self, hospital: Hospital, now: datetime, first: date) -> Iterator[Candidate]:
        """Every rule's appointments from day `first` on whose message is due by now and has no row yet."""
        today = hospital.local(now).date()
        for days_before in _reminder_days(hospital):
            for day in _days(first, today + timedelta(days=days_before)):
                yield from (c for c in self._reminders(hospital, day, days_before, lacking=True) if c.due.at <= now)
        for day in _days(first, today + timedelta(days=hospital.sending.followup_days_before)):
            yield from (c for c in self._followups(hospital, day, lacking=True) if c.due.at <= now)

    def coming(self, hospital: Hospital, now: datetime) -> Iterator[Candidate]:
        """What becomes due within a day from now."""
        today, end = hospital.local(now).date(), now + timedelta(days=1)
        for days_before in _reminder_days(hospital):
            for day in _days(today, today + timedelta(days=days_before + 1)):
                yield from (
                    c for c in self._reminders(hospital, day, days_before, lacking=False) if now < c.due.at <= end
                )
        for day in _days(today, today + timedelta(days=hospital.sending.followup_days_before + 1)):
            yield from (c for c in self._followups(hospital, day, lacking=False) if now < c.due.at <= end)

    def _reminders(self, hospital: Hospital, day: date, days_before: int, *, lacking: bool) -> Iterator[Candidate]:
        rule = reminder_rule(days_before)
        for visit in self._read.visits_on(hospital.id, day, rule if lacking else None):
            day, at = visit.appointment.day, visit.appointment.at
            nearer = reminder_due(hospital, day, at).at if days_before > 1 else None
            yield Candidate(
                visit, Kind.REMINDER, rule, days_before, reminder_due(hospital, day, at, days_before), nearer
            )

    def _followups(self, hospital: Hospital, day: date, *, lacking: bool) -> Iterator[Candidate]:
        due = followup_due(hospital, day)
        for visit in self._read.followups_on(hospital.id, day, RULE_FOLLOWUP if lacking else None):
            yield Candidate(visit, Kind.FOLLOWUP, RULE_FOLLOWUP, 0, due)


def row_for(unit: UnitOfWork, planner: MessagePlanner, appointment: Appointment, kind: Kind, rule: str) -> Message:
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


def plan(
    planner: MessagePlanner,
    candidate: Candidate,
    appointment: Appointment,
    *,
    by_person: bool = False,
    reason: Reason | None = None,
) -> Message | None:
    """The candidate's message or the row why not; None if its key has a row already."""
    if candidate.kind is Kind.FOLLOWUP and appointment.followup_date is not None:
        return planner.follow_up(appointment, appointment.followup_date, by_person=by_person, reason=reason)
    return planner.remind(appointment, candidate.days_before, by_person=by_person, reason=reason)
