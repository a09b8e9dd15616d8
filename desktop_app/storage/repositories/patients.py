"""Patients: found by name and number, merged and taken apart again, erased."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from desktop_app.domain.errors import NotFound, WrongState
from desktop_app.domain.mobile_number import MobileNumber
from desktop_app.domain.people import Patient, same_person_key
from desktop_app.storage import patient_pieces
from desktop_app.storage import tables as t
from desktop_app.storage.rows import AnySelect, columns_of, new_key, values_of

ERASED = "erased"
_p = t.patient.c
PATIENTS: AnySelect = select(*columns_of(t.patient, Patient))
_INSERT = insert(t.patient)
_ONE = PATIENTS.add_columns(_p.merged_into).where(_p.id == bindparam("key"))
_THESE = PATIENTS.where(_p.id.in_(bindparam("keys", expanding=True)))
_SAME_PERSON = PATIENTS.add_columns(_p.merged_into).where(
    _p.mobile == bindparam("number"), _p.name_key == bindparam("of_name")
)
_LIVING = _SAME_PERSON.where(_p.merged_into.is_(None))
_GONE = _SAME_PERSON.where(_p.merged_into.is_not(None))
_KEY_OF = select(_p.name_key, _p.mobile, _p.merged_into).where(_p.id == bindparam("key"))
_SAVE = update(t.patient).where(_p.id == bindparam("key"))
_MERGE_INTO = update(t.patient).where(_p.id == bindparam("key"))


class SqlPatients:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.has_erased = False

    def add(self, patient: Patient) -> Patient:
        values = values_of(patient, but=("id",))
        values["name_key"] = same_person_key(patient.name)
        added = replace(patient, id=new_key(self._connection.execute(_INSERT, values)))
        self._index(added.id, values["name_key"], added.mobile)
        return added

    def get(self, patient_id: int) -> Patient:
        """Follows merges to the patient that stayed. Raises NotFound."""
        key = patient_id
        while True:
            row = self._connection.execute(_ONE, {"key": key}).first()
            if row is None:
                raise NotFound("patient", patient_id)
            if row.merged_into is None:
                return Patient(*row[:-1])
            key = row.merged_into

    def these(self, keys: Sequence[int]) -> dict[int, Patient]:
        found = (Patient(*row) for row in self._connection.execute(_THESE, {"keys": list(keys)}))
        return {patient.id: patient for patient in found}

    def find(self, name: str, mobile: MobileNumber) -> Patient | None:
        """The patient with this name and number; one that was merged away leads to the one that stayed."""
        wanted = {"number": mobile, "of_name": same_person_key(name)}
        row = self._connection.execute(_LIVING, wanted).first()
        if row is not None:
            return Patient(*row[:-1])
        gone = self._connection.execute(_GONE, wanted).first()
        return self.get(gone.merged_into) if gone else None

    def save(self, patient: Patient) -> None:
        name_key = same_person_key(patient.name)
        before = self._connection.execute(_KEY_OF, {"key": patient.id}).first()
        if before is None:
            raise NotFound("patient", patient.id)
        values = {**values_of(patient, but=("id",)), "name_key": name_key, "key": patient.id}
        self._connection.execute(_SAVE, values)
        if (before.name_key, before.mobile) != (name_key, patient.mobile):
            self._unindex(patient.id, before.name_key, before.mobile)
            self._index(patient.id, name_key, patient.mobile)

    def merge(self, gone_id: int, into_id: int) -> None:
        """Appointments and messages follow; `gone_id` stays as another name of `into_id`, and what moved is remembered."""
        gone, into = self.get(gone_id), self.get(into_id)
        if gone.id == into.id:
            raise WrongState("These two are one patient already.", "Nothing needs to be done.")
        self._connection.execute(_MERGE_INTO, {"key": gone.id, "merged_into": into.id})
        self._unindex(gone.id, same_person_key(gone.name), gone.mobile)
        for table, remembered in ((t.appointment, "appointment_id"), (t.message, "message_id")):
            theirs = table.c.patient_id == bindparam("gone")
            moved = self._connection.execute(select(table.c.id).where(theirs), {"gone": gone.id}).scalars().all()
            if moved:
                self._connection.execute(
                    insert(t.moved_by_merge), [{"gone_id": gone.id, remembered: key} for key in moved]
                )
            self._connection.execute(update(table).where(theirs), {"gone": gone.id, "patient_id": into.id})

    def unmerge(self, gone_id: int) -> None:
        """The undo of merge. Raises NotFound, WrongState (not merged, or the name and number belong to another now)."""
        row = self._connection.execute(_ONE, {"key": gone_id}).first()
        if row is None:
            raise NotFound("patient", gone_id)
        if row.merged_into is None:
            raise WrongState("This patient was not merged with another.", "Nothing needs to be done.")
        if row.erased_at is not None:
            raise WrongState("This patient's data were erased.", "Book the patient anew.")
        stayed, gone = self.get(gone_id), Patient(*row[:-1])
        try:
            self._connection.execute(_MERGE_INTO, {"key": gone.id, "merged_into": None})
        except IntegrityError as error:
            raise WrongState(
                "Another patient has this name and number by now.", "Correct that patient's name or number first."
            ) from error
        self._index(gone.id, same_person_key(gone.name), gone.mobile)
        self._move_back(gone.id, stayed.id)

    def erase(self, patient_id: int, at: datetime) -> None:
        """Name, number, texts and what a person typed about the visits are gone for good, also those of merged doubles."""
        patient = self.get(patient_id)
        for key in (patient.id, *self._merged_into(patient.id)):
            before = self._connection.execute(_KEY_OF, {"key": key}).one()
            if before.merged_into is None:
                self._unindex(key, before.name_key, before.mobile)
            self._connection.execute(_SAVE, {"key": key, **_erased(at)})
        self._erase_texts(patient.id)
        self.has_erased = True

    def _erase_texts(self, patient_id: int) -> None:
        appointments = select(t.appointment.c.id).where(t.appointment.c.patient_id == patient_id)
        messages = select(t.message.c.id).where(
            or_(t.message.c.patient_id == patient_id, t.message.c.appointment_id.in_(appointments))
        )
        story, audit, answer = t.message_story, t.audit, t.answer
        run = self._connection.execute
        run(delete(story).where(story.c.message_id.in_(messages)))
        run(
            update(t.message)
            .where(t.message.c.id.in_(messages))
            .values(text=ERASED, mobile=None, evidence_last_own_id=None)
        )
        run(update(audit).where(audit.c.appointment_id.in_(appointments), audit.c.note != "").values(note=""))
        run(update(answer).where(answer.c.appointment_id.in_(appointments)).values(answer=None))
        run(
            update(t.appointment)
            .where(t.appointment.c.patient_id == patient_id)
            .values(reason=None, status_reason=None)
        )
        patient_pieces.tidy(self._connection)

    def _merged_into(self, patient_id: int) -> tuple[int, ...]:
        """Every patient that leads here, however many merges away."""
        found = tuple(self._connection.execute(select(_p.id).where(_p.merged_into == patient_id)).scalars())
        return found + tuple(key for one in found for key in self._merged_into(one))

    def _move_back(self, gone_id: int, stayed_id: int) -> None:
        moved = t.moved_by_merge.c
        for table, remembered in ((t.appointment, moved.appointment_id), (t.message, moved.message_id)):
            theirs = select(remembered).where(moved.gone_id == gone_id, remembered.is_not(None))
            back = update(table).where(table.c.id.in_(theirs), table.c.patient_id == stayed_id)
            self._connection.execute(back.values(patient_id=gone_id))
        self._connection.execute(delete(t.moved_by_merge).where(moved.gone_id == gone_id))

    def _index(self, key: int, name_key: str, mobile: MobileNumber | None) -> None:
        patient_pieces.put_in(self._connection, [(key, name_key, mobile.digits if mobile else "")])

    def _unindex(self, key: int, name_key: str, mobile: MobileNumber | None) -> None:
        patient_pieces.take_out(self._connection, key, name_key, mobile.digits if mobile else "")


def _erased(at: datetime) -> dict[str, Any]:
    return {
        "name": ERASED,
        "name_key": ERASED,
        "mobile": None,
        "birth_year": None,
        "sex": None,
        "consent": False,
        "consent_source": "",
        "erased_at": at,
    }
