"""What every change of an appointment writes beside it: its CSV row and its audit line, in the same transaction."""

from datetime import datetime

from desktop_app.domain.appointment import Act, Appointment
from desktop_app.domain.people import Doctor, Patient, with_title
from desktop_app.services.csv_row import encode_row
from desktop_app.services.ports import ExportRow, UnitOfWork
from desktop_app.services.views import AuditLine


def queue_export(unit: UnitOfWork, appointment: Appointment, patient: Patient, doctor: Doctor) -> int:
    """Put the appointment's CSV row in the export queue; the id to ask after. Contract section 3."""
    row = ExportRow(
        appointment.hospital_id,
        appointment.id,
        patient.name,
        patient.mobile.e164 if patient.mobile else "",
        appointment.day,
        appointment.at,
        with_title(doctor.name),
        doctor.specialty,
        appointment.followup_date,
    )
    return unit.exports.add(row, encode_row(row))


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
    """One line for ever: who did what, when, from what to what."""
    unit.audit.add(appointment.id, AuditLine(now, by, act, str(before), str(after), note))
