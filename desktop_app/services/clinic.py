"""All the verbs of a clinic in one frozen bundle, for the two front ends (the window and the API)."""

from dataclasses import dataclass
from typing import Protocol

from desktop_app.services.answers_service import AnswerService
from desktop_app.services.booking_service import BookingService
from desktop_app.services.changes import Changes
from desktop_app.services.csv_service import CsvService
from desktop_app.services.day_service import DayService
from desktop_app.services.doctor_service import DoctorService
from desktop_app.services.hospital_service import HospitalService
from desktop_app.services.import_service import ImportService
from desktop_app.services.leave_service import LeaveService
from desktop_app.services.message_service import MessageService
from desktop_app.services.outbox_service import OutboxService
from desktop_app.services.patient_service import PatientService
from desktop_app.services.ports import ClinicReader, Clock
from desktop_app.services.scheduler_service import SchedulerService
from desktop_app.services.visit_service import VisitService
from desktop_app.services.whatsapp_service import WhatsAppService


class PretendPhone(Protocol):
    """The phone of practice mode: scans the code that the pretend WhatsApp shows."""

    @property
    def url(self) -> str: ...
    def scan(self, code: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Clinic:
    """Everything a front end may ask for. `practice` is None outside practice mode."""

    booking: BookingService
    visits: VisitService
    days: DayService
    patients: PatientService
    hospitals: HospitalService
    doctors: DoctorService
    closures: LeaveService
    messages: MessageService
    whatsapp: WhatsAppService
    scheduler: SchedulerService
    outbox: OutboxService
    csv: CsvService
    imports: ImportService
    answers: AnswerService
    read: ClinicReader
    changes: Changes
    clock: Clock
    version: str
    is_practice: bool
    practice: PretendPhone | None = None
