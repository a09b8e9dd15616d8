"""What the doctor does: tick "visited" and pick the follow-up."""

from dataclasses import replace
from datetime import date

from desktop_app.domain.appointment import Act, Appointment, Status, check_followup, next_status, visit_date
from desktop_app.domain.message import Reason
from desktop_app.services.audit_trail import audit
from desktop_app.services.changes import AppointmentsChanged, Changes, ExportsChanged, MessagesChanged
from desktop_app.services.csv_service import CsvService
from desktop_app.services.export_queue import queue_export
from desktop_app.services.message_planning import withdraw_waiting
from desktop_app.services.ports import ClinicReader, Clock, OpenUnit, UnitOfWork
from desktop_app.services.views import AppointmentView


class VisitService:
    def __init__(
        self, open_unit: OpenUnit, read: ClinicReader, csv: CsvService, clock: Clock, changes: Changes
    ) -> None:
        self._open_unit = open_unit
        self._read = read
        self._csv = csv
        self._clock = clock
        self._changes = changes

    def mark_visited(self, appointment_id: int, *, followup_date: date | None = None, by: str) -> AppointmentView:
        """Tick visited; with a date also plan the follow-up, or correct it on a later call.

        Without a date a repeated call changes nothing. Each new follow-up date is one more CSV row; the reminder of the
        old date is withdrawn. Raises Invalid (followup_not_after_visit, past), NotFound, WrongState.
        """
        with self._open_unit() as unit:
            appointment = unit.appointments.get(appointment_id)
            visited = self._visit(unit, appointment, by)
            if followup_date is not None and followup_date != visited.followup_date:
                visited = self._set_followup(unit, visited, followup_date, by)
            if visited == appointment:
                return self._read.appointment(appointment_id)
            unit.commit()
        self._changes.publish(AppointmentsChanged(visited.hospital_id), MessagesChanged(visited.hospital_id))
        self._csv.write_waiting(visited.hospital_id)
        self._changes.publish(ExportsChanged(visited.hospital_id))
        return self._read.appointment(appointment_id)

    def clear_followup(self, appointment_id: int, *, by: str) -> AppointmentView:
        """Take a follow-up back (a slip of the finger); its reminder is withdrawn, the CSV keeps its row."""
        with self._open_unit() as unit:
            appointment = unit.appointments.get(appointment_id)
            if appointment.followup_date is None:
                return self._read.appointment(appointment_id)
            now = self._clock.now()
            withdraw_waiting(unit, appointment_id, Reason.FOLLOWUP_CHANGED, now)
            cleared = replace(appointment, followup_date=None, revision=appointment.revision + 1)
            unit.appointments.save(cleared)
            audit(unit, cleared, Act.CORRECT_FOLLOWUP, by, now, before=str(appointment.followup_date), after="")
            unit.commit()
        self._changes.publish(AppointmentsChanged(appointment.hospital_id), MessagesChanged(appointment.hospital_id))
        return self._read.appointment(appointment_id)

    def _visit(self, unit: UnitOfWork, appointment: Appointment, by: str) -> Appointment:
        status = next_status(Act.VISIT, appointment.status)
        if status is None:
            return appointment
        now = self._clock.now()
        today = unit.hospitals.get(appointment.hospital_id).local(now).date()
        withdraw_waiting(unit, appointment.id, Reason.APPOINTMENT_OVER, now)
        visited = replace(appointment, status=Status.VISITED, visit_date=visit_date(appointment.day, today))
        unit.appointments.save(visited)
        audit(unit, visited, Act.VISIT, by, now, before=appointment.status, after=status)
        return visited

    def _set_followup(self, unit: UnitOfWork, visited: Appointment, followup: date, by: str) -> Appointment:
        now = self._clock.now()
        today = unit.hospitals.get(visited.hospital_id).local(now).date()
        check_followup(followup, visited.visit_date or visited.day, today)
        withdraw_waiting(unit, visited.id, Reason.FOLLOWUP_CHANGED, now)
        changed = replace(visited, followup_date=followup, revision=visited.revision + 1)
        unit.appointments.save(changed)
        queue_export(unit, changed, unit.patients.get(changed.patient_id), unit.doctors.get(changed.doctor_id))
        before = str(visited.followup_date or "")
        audit(unit, changed, Act.CORRECT_FOLLOWUP, by, now, before=before, after=str(followup))
        return changed
