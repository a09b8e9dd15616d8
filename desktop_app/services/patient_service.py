"""Patients: find them as one types, correct their data, keep or withdraw consent, merge doubles, erase."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from desktop_app.domain.appointment import Act
from desktop_app.domain.errors import Invalid, WrongState
from desktop_app.domain.hospital import check_language
from desktop_app.domain.message import Reason
from desktop_app.domain.mobile_number import MobileNumber
from desktop_app.domain.people import Patient, clean_name
from desktop_app.services.audit_trail import audit_change
from desktop_app.services.changes import AppointmentsChanged, Changes, MessagesChanged, PatientsChanged
from desktop_app.services.csv_row import encode_row
from desktop_app.services.csv_service import CsvService
from desktop_app.services.message_planning import withdraw
from desktop_app.services.ports import AppointmentFilter, ClinicReader, Clock, MessageFilter, OpenUnit, UnitOfWork
from desktop_app.services.views import AppointmentView, HospitalView, Item, MessageView, Page, PatientView

SEXES = ("F", "M", "O")


@dataclass(frozen=True, slots=True)
class PatientChange:
    """What to change of a patient; None = leave as it is."""

    name: str | None = None
    mobile: str | None = None
    language: str | None = None
    consent: bool | None = None
    birth_year: int | None = None
    sex: str | None = None


@dataclass(frozen=True, slots=True)
class PatientDossier:
    """All that is kept of one patient, for the patient's right to see it."""

    patient: PatientView
    appointments: tuple[AppointmentView, ...]
    messages: tuple[MessageView, ...]
    made_at: datetime


class PatientService:
    def __init__(
        self, open_unit: OpenUnit, read: ClinicReader, csv: CsvService, clock: Clock, changes: Changes
    ) -> None:
        self._open_unit = open_unit
        self._read = read
        self._csv = csv
        self._clock = clock
        self._changes = changes

    def get(self, patient_id: int) -> PatientView:
        return self._read.patient(patient_id)

    def search(self, q: str, limit: int, cursor: str | None) -> Page[PatientView]:
        """By id; `q` is digits or letters of any part of number or name, "" for all."""
        return self._read.patients(q, limit, cursor)

    def find(self, q: str, limit: int = 8) -> tuple[PatientView, ...]:
        """For a field that is being typed in: the likeliest first."""
        return self._read.find_patients(q, limit)

    def check_mobile(self, text: str, hospital_id: int) -> MobileNumber:
        """What would be stored and dialled. Raises Invalid with the reason to show under the field."""
        return MobileNumber.parse(text, allow_foreign=self._read.hospital(hospital_id).allows_foreign_numbers)

    def update(self, patient_id: int, change: PatientChange, *, by: str) -> PatientView:
        """Change the given fields only. Waiting messages follow a corrected number; withdrawn consent takes them back.

        Raises Invalid (also when another patient has that name and number: merge them), NotFound.
        """
        with self._open_unit() as unit:
            now = self._clock.now()
            present = _living(unit, patient_id)
            patient = _changed(present, change, self._foreign_allowed(), now, by)
            _refuse_double(unit, present, patient)
            unit.patients.save(patient)
            audit_change(unit, Act.CHANGE, f"patient {patient.id}", by, now)
            for message in unit.messages.waiting_of_patient(present.id):
                if not patient.consent:
                    withdraw(unit, message, Reason.NO_CONSENT, now)
                elif patient.mobile != present.mobile:
                    unit.messages.save(replace(message, mobile=patient.mobile))
                    unit.messages.tell(message.id, now, "the number was corrected; it goes to the new one")
            unit.commit()
        self._tell_all()
        return self._read.patient(patient_id)

    def merge(self, gone_id: int, into_id: int, *, by: str) -> PatientView:
        """Two entries of one person become one; appointments and messages follow. `unmerge` takes it back."""
        if gone_id == into_id:
            raise Invalid.one("into_id", "wrong", "Choose two different patients.")
        with self._open_unit() as unit:
            _living(unit, gone_id)
            _living(unit, into_id)
            unit.patients.merge(gone_id, into_id)
            audit_change(unit, Act.MERGE, f"patient {gone_id} into {into_id}", by, self._clock.now())
            unit.commit()
        self._tell_all()
        return self._read.patient(into_id)

    def unmerge(self, gone_id: int, *, by: str) -> PatientView:
        with self._open_unit() as unit:
            unit.patients.unmerge(gone_id)
            audit_change(unit, Act.UNMERGE, f"patient {gone_id}", by, self._clock.now())
            unit.commit()
        self._tell_all()
        return self._read.patient(gone_id)

    def export(self, patient_id: int) -> PatientDossier:
        """Everything that is kept of this patient."""
        patient = self._read.patient(patient_id)
        appointments = _all(
            lambda cursor: self._read.appointments(AppointmentFilter(patient_id=patient.id), 200, cursor)
        )
        messages = _all(lambda cursor: self._read.messages(MessageFilter(patient_id=patient.id), 200, cursor))
        return PatientDossier(patient, appointments, messages, self._clock.now())

    def erase(self, patient_id: int, *, by: str) -> None:
        """Erase name, number and texts everywhere, the CSV file included; a dated count stays. Cannot be undone.

        Refused while an appointment is still to come: cancel it first, so that the desk is not left with a nameless visit.
        """
        with self._open_unit() as unit:
            now = self._clock.now()
            patient = _living(unit, patient_id)
            self._refuse_if_expected(unit, patient)
            for message in unit.messages.waiting_of_patient(patient.id):
                withdraw(unit, message, Reason.NUMBER_ERASED, now)
            rows = unit.exports.of_patient(patient.id)
            for export_id, row in rows:
                erased = replace(row, name="erased", mobile="")
                unit.exports.rewrite(export_id, erased, encode_row(erased))
            unit.patients.erase(patient.id, now)
            audit_change(unit, Act.ERASE, f"patient {patient.id}", by, now)
            unit.marks.set(f"erased:{now:%Y-%m-%d}", str(int(unit.marks.get(f"erased:{now:%Y-%m-%d}") or 0) + 1))
            unit.commit()
        for hospital_id in {row.hospital_id for _, row in rows}:
            self._csv.rewrite_file(hospital_id)
        self._tell_all()

    def _refuse_if_expected(self, unit: UnitOfWork, patient: Patient) -> None:
        first_day = min(
            (unit_today(unit, h.id, self._clock) for h in unit.hospitals.all()), default=self._clock.now().date()
        )
        if unit.appointments.coming_of_patient(patient.id, first_day):
            raise WrongState("This patient still has an appointment to come.", "Cancel it, then erase the patient.")

    def _foreign_allowed(self) -> bool:
        return any(self._read.hospital(h.id).allows_foreign_numbers for h in self._read.hospitals())

    def _tell_all(self) -> None:
        hospitals: Sequence[HospitalView] = self._read.hospitals()
        self._changes.publish(
            PatientsChanged(),
            *(AppointmentsChanged(hospital.id) for hospital in hospitals),
            *(MessagesChanged(hospital.id) for hospital in hospitals),
        )


def unit_today(unit: UnitOfWork, hospital_id: int, clock: Clock) -> date:
    """Today on the hospital's wall clock."""
    return unit.hospitals.get(hospital_id).local(clock.now()).date()


def _living(unit: UnitOfWork, patient_id: int) -> Patient:
    patient = unit.patients.get(patient_id)
    if patient.erased_at is not None:
        raise WrongState("This patient's data were erased.", "Book the patient anew.")
    return patient


def _changed(present: Patient, change: PatientChange, allow_foreign: bool, now: datetime, by: str) -> Patient:
    agrees = present.consent if change.consent is None else change.consent
    spoke = change.consent is not None and change.consent != present.consent
    return replace(
        present,
        name=present.name if change.name is None else clean_name(change.name, "name"),
        mobile=present.mobile
        if change.mobile is None
        else MobileNumber.parse(change.mobile, allow_foreign=allow_foreign),
        language=present.language if change.language is None else check_language(change.language),
        consent=agrees,
        consent_at=now if spoke else present.consent_at,
        consent_source=by if spoke else present.consent_source,
        birth_year=present.birth_year if change.birth_year is None else _birth_year(change.birth_year, now),
        sex=present.sex if change.sex is None else _sex(change.sex),
    )


def _refuse_double(unit: UnitOfWork, present: Patient, patient: Patient) -> None:
    if patient.mobile is None or (patient.name, patient.mobile) == (present.name, present.mobile):
        return
    double = unit.patients.find(patient.name, patient.mobile)
    if double is not None and double.id != patient.id:
        raise Invalid.one("name", "wrong", "Another patient has this name and number already. Merge the two instead.")


def _birth_year(year: int, now: datetime) -> int:
    if not 1890 <= year <= now.year:
        raise Invalid.one("birth_year", "wrong", f"The year of birth is between 1890 and {now.year}.")
    return year


def _sex(sex: str) -> str:
    if sex not in SEXES:
        raise Invalid.one("sex", "wrong", "Write F, M or O, or leave it out.")
    return sex


def _all(page_of: Callable[[str | None], Page[Item]]) -> tuple[Item, ...]:
    """Every item of a paged list."""
    items: list[Item] = []
    cursor: str | None = None
    while True:
        page = page_of(cursor)
        items += page.items
        cursor = page.next_cursor
        if cursor is None:
            return tuple(items)
