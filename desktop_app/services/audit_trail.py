"""Who did what, when: one line for ever, in the same transaction as the act. No name, number or text of a patient."""

from datetime import datetime

from desktop_app.domain.appointment import Act, Appointment
from desktop_app.services.ports import UnitOfWork
from desktop_app.services.views import AuditLine


def audit(
    unit: UnitOfWork,
    appointment: Appointment,
    act: Act,
    by: str,
    now: datetime,
    *,
    before: str,
    after: str,
    note: str = "",
) -> None:
    """A change of an appointment, from what to what."""
    unit.audit.add(appointment.id, AuditLine(now, by, act, str(before), str(after), note))


def audit_change(unit: UnitOfWork, act: Act, subject: str, by: str, now: datetime) -> None:
    """A change of anything else; `subject` names it by kind and number, as in `doctor 3: schedule`."""
    unit.audit.add(None, AuditLine(now, by, act, "", "", subject))
