"""All read queries behind one object; each call opens and closes its own short read."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, func, select

from desktop_app.domain.hospital import DEFAULT_ZONE, Hospital
from desktop_app.domain.people import Doctor
from desktop_app.domain.schedule import Closure, HeldPlace
from desktop_app.services.ports import (
    AppointmentFilter,
    Clock,
    ClosureView,
    DueVisit,
    ExportRow,
    MessageFilter,
    WaitingExport,
)
from desktop_app.services.views import (
    AppointmentView,
    AuditLine,
    DoctorView,
    ExportView,
    HospitalView,
    MessageCounts,
    MessageView,
    Page,
    PatientView,
    QueueCounts,
    StoryLine,
)
from desktop_app.storage import tables as t
from desktop_app.storage.queries import appointments, messages, patients
from desktop_app.storage.repositories.appointments import HELD_ON
from desktop_app.storage.repositories.bookkeeping import MARK, SqlTemplates
from desktop_app.storage.repositories.exports import EXPORT_FILE, EXPORT_ROWS, SqlExports
from desktop_app.storage.repositories.hospitals import (
    CLOSURES,
    DOCTORS,
    HOSPITALS,
    find_doctor,
    find_hospital,
    hospital_of,
)

_FIRST_ZONE = select(t.hospital.c.time_zone).order_by(t.hospital.c.id).limit(1)


class SqlReader:
    """services.ports.ClinicReader over the readers' engine."""

    def __init__(self, reading: Callable[[], AbstractContextManager[Connection]], clock: Clock) -> None:
        self._reading = reading
        self._clock = clock

    def hospitals(self) -> tuple[HospitalView, ...]:
        with self._reading() as connection:
            found = map(hospital_of, connection.execute(HOSPITALS.order_by(t.hospital.c.id)))
            return tuple(_hospital_view(hospital) for hospital in found)

    def hospital(self, hospital_id: int) -> Hospital:
        with self._reading() as connection:
            return find_hospital(connection, hospital_id)

    def doctors(self, hospital_id: int | None = None, *, only_active: bool = False) -> tuple[DoctorView, ...]:
        statement = DOCTORS.order_by(t.doctor.c.id)
        if hospital_id is not None:
            statement = statement.where(t.doctor.c.hospital_id == hospital_id)
        if only_active:
            statement = statement.where(t.doctor.c.active.is_(True))
        with self._reading() as connection:
            return tuple(_doctor_view(Doctor(*row)) for row in connection.execute(statement))

    def doctor(self, doctor_id: int) -> Doctor:
        with self._reading() as connection:
            return find_doctor(connection, doctor_id)

    def closures(self, hospital_id: int, first_day: date, last_day: date) -> tuple[ClosureView, ...]:
        own = t.closure.c
        statement = (
            CLOSURES.add_columns(own.id, own.hospital_id)
            .where(own.hospital_id == hospital_id, own.last_day >= first_day, own.first_day <= last_day)
            .order_by(own.first_day, own.id)
        )
        with self._reading() as connection:
            return tuple(
                ClosureView(row.id, row.hospital_id, Closure(*row[:-2])) for row in connection.execute(statement)
            )

    def held_on(self, doctor_id: int, day: date) -> tuple[HeldPlace, ...]:
        with self._reading() as connection:
            return tuple(HeldPlace(*row) for row in connection.execute(HELD_ON, {"doctor": doctor_id, "on": day}))

    def appointment(self, appointment_id: int) -> AppointmentView:
        with self._reading() as connection:
            return appointments.one(connection, appointment_id)

    def appointments(self, wanted: AppointmentFilter, limit: int, cursor: str | None) -> Page[AppointmentView]:
        with self._reading() as connection:
            return appointments.page(connection, wanted, limit, cursor)

    def patient(self, patient_id: int) -> PatientView:
        with self._reading() as connection:
            return patients.one(connection, patient_id, self._today(connection))

    def patients(self, q: str, limit: int, cursor: str | None) -> Page[PatientView]:
        with self._reading() as connection:
            return patients.page(connection, q, limit, cursor, self._today(connection))

    def find_patients(self, q: str, limit: int) -> tuple[PatientView, ...]:
        with self._reading() as connection:
            return patients.likeliest(connection, q, limit, self._today(connection))

    def message(self, message_id: int) -> MessageView:
        with self._reading() as connection:
            return messages.one(connection, message_id)

    def messages(self, wanted: MessageFilter, limit: int, cursor: str | None) -> Page[MessageView]:
        with self._reading() as connection:
            return messages.page(connection, wanted, limit, cursor)

    def message_counts(self, hospital_id: int, day_start: datetime, day_end: datetime) -> MessageCounts:
        with self._reading() as connection:
            return messages.counts(connection, hospital_id, day_start, day_end)

    def story(self, message_id: int) -> tuple[StoryLine, ...]:
        with self._reading() as connection:
            return messages.story(connection, message_id)

    def audit(self, appointment_id: int) -> tuple[AuditLine, ...]:
        with self._reading() as connection:
            return appointments.log_of(connection, appointment_id)

    def queue(self, hospital_id: int) -> QueueCounts:
        with self._reading() as connection:
            return messages.queue(connection, hospital_id)

    def exports(self, hospital_id: int) -> ExportView:
        """How many rows wait. The obstacle, if there is one, is known to CsvService alone."""
        own = t.export_row.c
        with self._reading() as connection:
            file = connection.execute(EXPORT_FILE, {"hospital": hospital_id}).first()
            later = own.id > (file.written_up_to if file else 0)
            waiting = select(func.count()).where(own.hospital_id == hospital_id, later)
            return ExportView(hospital_id, connection.execute(waiting).scalar_one(), None)

    def export_waits(self, export_id: int) -> bool:
        with self._reading() as connection:
            return SqlExports(connection).is_waiting(export_id)

    def waiting_exports(self, hospital_id: int, limit: int) -> tuple[tuple[WaitingExport, ...], int | None]:
        with self._reading() as connection:
            exports = SqlExports(connection)
            return exports.waiting(hospital_id, limit), exports.file_size(hospital_id)

    def export_rows(self, hospital_id: int) -> tuple[ExportRow, ...]:
        own = t.export_row.c
        with self._reading() as connection:
            rows = connection.execute(EXPORT_ROWS.where(own.hospital_id == hospital_id).order_by(own.id))
            return tuple(ExportRow(*row) for row in rows)

    def visits_on(self, hospital_id: int, day: date, lacking: str | None = None) -> tuple[DueVisit, ...]:
        with self._reading() as connection:
            return appointments.visits_on(connection, hospital_id, day, lacking)

    def followups_on(self, hospital_id: int, day: date, lacking: str | None = None) -> tuple[DueVisit, ...]:
        with self._reading() as connection:
            return appointments.followups_on(connection, hospital_id, day, lacking)

    def mark(self, name: str) -> str | None:
        with self._reading() as connection:
            return connection.execute(MARK, {"of_name": name}).scalar()

    def own_texts(self, hospital_id: int) -> dict[tuple[str, str], str]:
        with self._reading() as connection:
            return SqlTemplates(connection).all(hospital_id)

    def text_versions(self, hospital_id: int, kind: str, language: str) -> tuple[tuple[datetime, str], ...]:
        with self._reading() as connection:
            return SqlTemplates(connection).versions(hospital_id, kind, language)

    def _today(self, connection: Connection) -> date:
        """Today on the first hospital's wall clock; patients are the installation's, not one hospital's."""
        zone = connection.execute(_FIRST_ZONE).scalar()
        return self._clock.now().astimezone(ZoneInfo(zone or DEFAULT_ZONE)).date()


def _hospital_view(hospital: Hospital) -> HospitalView:
    return HospitalView(
        hospital.id,
        hospital.name,
        hospital.mobile,
        hospital.address or None,
        hospital.time_zone,
        hospital.language,
        hospital.whatsapp_number,
    )


def _doctor_view(doctor: Doctor) -> DoctorView:
    return DoctorView(
        doctor.id, doctor.hospital_id, doctor.name, doctor.specialty, doctor.schedule.stretches, doctor.active
    )
