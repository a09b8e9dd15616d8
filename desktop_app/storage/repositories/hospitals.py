"""Hospitals, their doctors, and the days on which nobody sees patients."""

from dataclasses import fields, replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, or_, select, update

from desktop_app.domain.errors import NotFound
from desktop_app.domain.hospital import Hospital, SendingSettings
from desktop_app.domain.people import Doctor
from desktop_app.domain.schedule import Closure
from desktop_app.storage import tables as t
from desktop_app.storage.rows import AnyRow, AnySelect, columns_of, must_have, new_key, values_of

_SETTINGS = [field.name for field in fields(SendingSettings)]
_OWN = [field.name for field in fields(Hospital) if field.name != "sending"]
HOSPITALS: AnySelect = select(*(t.hospital.c[name] for name in (*_OWN, *_SETTINGS)))
DOCTORS: AnySelect = select(*columns_of(t.doctor, Doctor))
CLOSURES: AnySelect = select(*columns_of(t.closure, Closure))
_HOSPITAL = HOSPITALS.where(t.hospital.c.id == bindparam("key"))
_HOSPITAL_OF_DOCTOR = HOSPITALS.join(t.doctor, t.doctor.c.hospital_id == t.hospital.c.id).where(
    t.doctor.c.id == bindparam("key")
)
_DOCTOR = DOCTORS.where(t.doctor.c.id == bindparam("key"))
_CLOSURES_ON = CLOSURES.where(
    t.closure.c.hospital_id == bindparam("hospital"),
    t.closure.c.last_day >= bindparam("first"),
    t.closure.c.first_day <= bindparam("last"),
).order_by(t.closure.c.first_day, t.closure.c.id)


class SqlHospitals:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, hospital: Hospital) -> Hospital:
        added = self._connection.execute(insert(t.hospital), _values(hospital))
        return replace(hospital, id=new_key(added))

    def get(self, hospital_id: int) -> Hospital:
        return find_hospital(self._connection, hospital_id)

    def of_doctor(self, doctor_id: int) -> Hospital:
        row = self._connection.execute(_HOSPITAL_OF_DOCTOR, {"key": doctor_id}).first()
        if row is None:
            raise NotFound("doctor", doctor_id)
        return hospital_of(row)

    def save(self, hospital: Hospital) -> None:
        statement = update(t.hospital).where(t.hospital.c.id == bindparam("key"))
        changed = self._connection.execute(statement, {**_values(hospital), "key": hospital.id})
        must_have(changed.rowcount, "hospital", hospital.id)

    def all(self) -> tuple[Hospital, ...]:
        return tuple(map(hospital_of, self._connection.execute(HOSPITALS.order_by(t.hospital.c.id))))


class SqlDoctors:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, doctor: Doctor) -> Doctor:
        added = self._connection.execute(insert(t.doctor), values_of(doctor, but=("id",)))
        return replace(doctor, id=new_key(added))

    def get(self, doctor_id: int) -> Doctor:
        return find_doctor(self._connection, doctor_id)

    def save(self, doctor: Doctor) -> None:
        statement = update(t.doctor).where(t.doctor.c.id == bindparam("key"))
        changed = self._connection.execute(statement, {**values_of(doctor, but=("id",)), "key": doctor.id})
        must_have(changed.rowcount, "doctor", doctor.id)


class SqlClosures:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def on(self, hospital_id: int, doctor_id: int, day: date) -> tuple[Closure, ...]:
        """What closes the hospital or this doctor on that day."""
        ours = _CLOSURES_ON.where(or_(t.closure.c.doctor_id.is_(None), t.closure.c.doctor_id == bindparam("doctor")))
        wanted = {"hospital": hospital_id, "doctor": doctor_id, "first": day, "last": day}
        return tuple(Closure(*row) for row in self._connection.execute(ours, wanted))

    def add(self, hospital_id: int, closure: Closure) -> int:
        added = self._connection.execute(insert(t.closure), {"hospital_id": hospital_id, **values_of(closure)})
        return new_key(added)

    def remove(self, closure_id: int) -> None:
        removed = self._connection.execute(
            delete(t.closure).where(t.closure.c.id == bindparam("key")), {"key": closure_id}
        )
        must_have(removed.rowcount, "leave", closure_id)


def find_hospital(connection: Connection, hospital_id: int) -> Hospital:
    row = connection.execute(_HOSPITAL, {"key": hospital_id}).first()
    if row is None:
        raise NotFound("hospital", hospital_id)
    return hospital_of(row)


def find_doctor(connection: Connection, doctor_id: int) -> Doctor:
    row = connection.execute(_DOCTOR, {"key": doctor_id}).first()
    if row is None:
        raise NotFound("doctor", doctor_id)
    return Doctor(*row)


def hospital_of(row: AnyRow) -> Hospital:
    own = dict(zip(_OWN, row, strict=False))
    return Hospital(**own, sending=SendingSettings(*row[len(_OWN) :]))


def _values(hospital: Hospital) -> dict[str, Any]:
    return {**values_of(hospital, but=("id", "sending")), **values_of(hospital.sending)}
