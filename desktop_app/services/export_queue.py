"""The CSV row of an appointment, queued in the same transaction as the change that brings it."""

from desktop_app.domain.appointment import Appointment
from desktop_app.domain.people import Doctor, Patient, with_title
from desktop_app.services.csv_row import encode_row
from desktop_app.services.ports import ExportRow, UnitOfWork


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
