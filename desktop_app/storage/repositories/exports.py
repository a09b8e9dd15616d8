"""The CSV file's rows, and how far each hospital's file is written."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, insert, select, update

from desktop_app.services.ports import ExportRow, WaitingExport
from desktop_app.storage import tables as t
from desktop_app.storage.rows import AnySelect, columns_of, must_have, new_key, values_of

_e, _file = t.export_row.c, t.export_file.c
_INSERT = insert(t.export_row)
_OF_HOSPITAL = _e.hospital_id == bindparam("hospital")
_LINES = select(_e.id, _e.line).where(_OF_HOSPITAL)
ALL_LINES = _LINES.order_by(_e.id)
WAITING = _LINES.where(_e.id > bindparam("written")).order_by(_e.id).limit(bindparam("at_most"))
LAST_WRITTEN = _LINES.where(_e.id <= bindparam("written")).order_by(_e.id.desc()).limit(1)
EXPORT_FILE = select(_file.written_up_to, _file.size).where(_file.hospital_id == bindparam("hospital"))
EXPORT_ROWS = select(*columns_of(t.export_row, ExportRow))
_OF_PATIENT: AnySelect = (
    select(_e.id, *columns_of(t.export_row, ExportRow))
    .join(t.appointment, t.appointment.c.id == _e.appointment_id)
    .where(t.appointment.c.patient_id == bindparam("patient"))
    .order_by(_e.id)
)
_HOSPITAL_OF_ROW = select(_e.hospital_id).where(_e.id == bindparam("key"))


class SqlExports:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, row: ExportRow, line: bytes) -> int:
        return new_key(self._connection.execute(_INSERT, {**values_of(row), "line": line}))

    def waiting(self, hospital_id: int, limit: int) -> tuple[WaitingExport, ...]:
        written, _size = self._file(hospital_id)
        return self._lines(WAITING, hospital=hospital_id, written=written, at_most=limit)

    def all_lines(self, hospital_id: int) -> tuple[WaitingExport, ...]:
        return self._lines(ALL_LINES, hospital=hospital_id)

    def last_written(self, hospital_id: int) -> WaitingExport | None:
        written, _size = self._file(hospital_id)
        return next(iter(self._lines(LAST_WRITTEN, hospital=hospital_id, written=written)), None)

    def mark_written(self, hospital_id: int, up_to_id: int, file_size: int, at: datetime) -> None:
        values = {"written_up_to": up_to_id, "size": file_size, "written_at": at}
        present = update(t.export_file).where(_file.hospital_id == bindparam("hospital"))
        if self._connection.execute(present, {"hospital": hospital_id, **values}).rowcount == 0:
            self._connection.execute(insert(t.export_file), {"hospital_id": hospital_id, **values})

    def file_size(self, hospital_id: int) -> int | None:
        return self._file(hospital_id)[1]

    def is_waiting(self, export_id: int) -> bool:
        hospital_id = self._connection.execute(_HOSPITAL_OF_ROW, {"key": export_id}).scalar()
        return hospital_id is not None and export_id > self._file(hospital_id)[0]

    def rewrite(self, export_id: int, row: ExportRow, line: bytes) -> None:
        """Erasure only. The file's recorded size is forgotten in the same transaction, so that the file is compared anew
        even if the program ends before the file could be rewritten."""
        statement = update(t.export_row).where(_e.id == bindparam("key"))
        changed = self._connection.execute(statement, {**values_of(row), "line": line, "key": export_id})
        must_have(changed.rowcount, "row", export_id)
        forget = update(t.export_file).where(_file.hospital_id == bindparam("hospital"))
        self._connection.execute(forget, {"hospital": row.hospital_id, "size": None})

    def of_patient(self, patient_id: int) -> tuple[tuple[int, ExportRow], ...]:
        rows = self._connection.execute(_OF_PATIENT, {"patient": patient_id})
        return tuple((row[0], ExportRow(*row[1:])) for row in rows)

    def _file(self, hospital_id: int) -> tuple[int, int | None]:
        """(id of the last written row, size of the file then)."""
        row = self._connection.execute(EXPORT_FILE, {"hospital": hospital_id}).first()
        return (row.written_up_to, row.size) if row else (0, None)

    def _lines(self, statement: AnySelect, **wanted: object) -> tuple[WaitingExport, ...]:
        return tuple(WaitingExport(*row) for row in self._connection.execute(statement, wanted))
