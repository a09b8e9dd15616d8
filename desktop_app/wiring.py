"""Builds the services over their adapters: from a data folder and options to one `Clinic`. No Qt, no thread.

Everything heavy (SQLAlchemy, Alembic) is imported here, in the task that calls this, after the window is shown.
"""

import logging
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from desktop_app import __version__
from desktop_app.domain.errors import ExpectedError
from desktop_app.domain.hospital import MAX_PACE, MAX_PACE_ON_LOOPBACK
from desktop_app.services.answers_service import AnswerService
from desktop_app.services.booking_service import BookingService
from desktop_app.services.changes import Changes
from desktop_app.services.clinic import Clinic, PretendPhone
from desktop_app.services.csv_service import CsvService
from desktop_app.services.day_service import DayService
from desktop_app.services.doctor_service import DoctorService
from desktop_app.services.hospital_service import HospitalService
from desktop_app.services.import_service import ImportService
from desktop_app.services.leave_service import LeaveService
from desktop_app.services.message_service import MessageService
from desktop_app.services.outbox_service import OutboxService
from desktop_app.services.patient_service import PatientService
from desktop_app.services.ports import Clock
from desktop_app.services.scheduler_service import SchedulerService
from desktop_app.services.visit_service import VisitService
from desktop_app.services.whatsapp_service import WhatsAppService
from desktop_app.system.data_folder import DataFolder
from desktop_app.system.options import Options
from desktop_app.system.public_holidays import public_holidays

log = logging.getLogger(__name__)

MADE_UP = "made_up"
"""The mark of a data folder made by sample-data or practice: for ever, and nothing leaves the computer with it."""
_KEEP_ANSWERS = timedelta(days=7)


class MadeUpData(ExpectedError):
    """A made-up data folder meets the real WhatsApp: refused, because its numbers could be somebody's."""

    code = "made_up"

    def __init__(self) -> None:
        super().__init__(
            "This data folder holds a made-up clinic. Its mobile numbers could be somebody's, so the real WhatsApp is refused.",
            "Use --practice, give --whatsapp-url a page on this computer, or choose another --data-dir.",
        )


@dataclass(frozen=True, slots=True)
class OpenClinic:
    """A clinic whose database is open. `upkeep` is the quiet-time work; `close` comes last, when nothing uses it."""

    clinic: Clinic
    upkeep: Callable[[], None]
    close: Callable[[], None]


def open_clinic(
    folder: DataFolder, options: Options, clock: Clock, changes: Changes, practice: PretendPhone | None = None
) -> OpenClinic:
    """Upgrade the database if needed (after a backup), open it, and build the services.

    Raises Unavailable (damaged, full, locked), DatabaseIsNewer, MadeUpData; then nothing is left open.
    """
    from desktop_app.exports.csv_file import CsvFiles
    from desktop_app.exports.table_file import read_table
    from desktop_app.storage.backup import DailyBackup
    from desktop_app.storage.database import open_database

    log.info("SQLite %s", sqlite3.sqlite_version)
    database = open_database(folder.database, clock)
    read, unit = database.reader, database.open_unit
    if read.mark(MADE_UP) and not options.is_loopback:
        database.dispose()
        raise MadeUpData
    csv = CsvService(unit, read, CsvFiles(folder.exports), clock, changes)
    max_pace = MAX_PACE_ON_LOOPBACK if options.is_loopback else MAX_PACE
    clinic = Clinic(
        booking=BookingService(unit, read, csv, clock, changes),
        visits=VisitService(unit, read, csv, clock, changes),
        days=DayService(unit, read, clock, changes),
        patients=PatientService(unit, read, csv, clock, changes),
        hospitals=HospitalService(unit, read, clock, changes, max_pace=max_pace, whatsapp_at_start=options.is_practice),
        doctors=DoctorService(unit, read, clock, changes),
        closures=LeaveService(unit, read, clock, changes, public_holidays),
        messages=MessageService(unit, read, clock, changes),
        whatsapp=WhatsAppService(unit, read, clock, changes),
        scheduler=SchedulerService(unit, read, clock, changes),
        outbox=OutboxService(unit, read, clock, changes),
        csv=csv,
        imports=ImportService(unit, read, csv, clock, changes, read_table),
        answers=AnswerService(unit, clock),
        read=read,
        changes=changes,
        clock=clock,
        version=__version__,
        is_practice=options.is_practice,
        practice=practice,
    )
    backup = DailyBackup(folder.database, clock)

    def upkeep() -> None:
        backup.make_if_due()
        clinic.answers.forget_older_than(_KEEP_ANSWERS)

    return OpenClinic(clinic, upkeep, database.dispose)
