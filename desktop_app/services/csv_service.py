"""The export queue: every committed booking gets into its hospital's CSV file exactly once. Contract section 3.

Rows are written in the booking's own transaction and wait in the database. Here they go into the file: usually one
append (the file's size is as we left it), else one comparison of file and database first. Whatever the obstacle, a
booking never fails for its row; the row waits and is tried again.
"""

import threading
from dataclasses import dataclass, replace
from pathlib import Path

from desktop_app.domain.errors import Unavailable
from desktop_app.services.changes import Changes, ExportsChanged
from desktop_app.services.csv_repair import AT_ONCE, compare, repair
from desktop_app.services.csv_row import HEADER
from desktop_app.services.ports import ClinicReader, Clock, ExportRow, ExportWriter, OpenUnit, WaitingExport
from desktop_app.services.views import ExportView

ERASURE_WAITS_S = 10.0


@dataclass(frozen=True, slots=True)
class CsvCheck:
    """A hospital's file held against the database. `differences` are sentences; empty = all is well."""

    hospital_id: int
    rows: int
    waiting: int
    differences: tuple[str, ...]


class CsvService:
    def __init__(
        self, open_unit: OpenUnit, read: ClinicReader, files: ExportWriter, clock: Clock, changes: Changes
    ) -> None:
        self._open_unit = open_unit
        self._read = read
        self._files = files
        self._clock = clock
        self._changes = changes
        self._obstacles: dict[int, str] = {}
        self._locks: dict[int, threading.Lock] = {}
        self._locks_guard = threading.Lock()

    def write_waiting(self, hospital_id: int, seconds: float = 1.0) -> bool:
        """Write what waits, for about so long. True if nothing waits any more. Never raises for an obstacle."""
        return self._catch_up(hospital_id, seconds, seconds)

    def write_all(self) -> None:
        """Every hospital's file, however much waits: at the start, and again and again by the scheduler's tick."""
        for hospital in self._read.hospitals():
            has_waited = self._read.exports(hospital.id).waiting > 0
            if self._catch_up(hospital.id, 1.0, float("inf")) and has_waited:
                self._changes.publish(ExportsChanged(hospital.id))

    def rewrite_file(self, hospital_id: int) -> bool:
        """After an erasure. False if the file could not be changed yet; `write_all` then does it."""
        return self._catch_up(hospital_id, ERASURE_WAITS_S, float("inf"))

    def is_written(self, export_id: int) -> bool:
        return not self._read.export_waits(export_id)

    def state(self, hospital_id: int) -> ExportView:
        return replace(self._read.exports(hospital_id), obstacle=self._obstacles.get(hospital_id))

    @property
    def is_held_up(self) -> bool:
        """A file cannot be written now; its rows wait."""
        return bool(self._obstacles)

    def path(self, hospital_id: int) -> Path:
        return self._files.path(hospital_id)

    def check(self, hospital_id: int) -> CsvCheck:
        """Rebuild from the database what should be in the file, and name each difference. Raises Unavailable."""
        with self._lock_of(hospital_id):
            with self._open_unit() as unit:
                lines = unit.exports.all_lines(hospital_id)
                waiting = len(unit.exports.waiting(hospital_id, len(lines)))
            rows = self._read.export_rows(hospital_id)
            expected = lines[: len(lines) - waiting]
            content = self._files.read(hospital_id) if self._files.size(hospital_id) is not None else None
        if content is None:
            missing = ("The file is not there; it is made anew, whole, with the next row.",) if expected else ()
            return CsvCheck(hospital_id, len(lines), waiting, missing)
        return CsvCheck(hospital_id, len(lines), waiting, _differences(content, expected, rows))

    def save_excel_copy(self, hospital_id: int, path: Path) -> None:
        """All rows, also those still waiting, as an Excel workbook. Raises Unavailable."""
        self._files.save_workbook(path, self._read.export_rows(hospital_id))

    def _catch_up(self, hospital_id: int, patience: float, seconds: float) -> bool:
        lock = self._lock_of(hospital_id)
        if not lock.acquire(timeout=patience):
            return False
        try:
            is_done = self._write(hospital_id, self._clock.monotonic() + seconds)
            obstacle = None
        except Unavailable as error:
            is_done, obstacle = False, f"{error.message} {error.remedy}".strip()
        finally:
            lock.release()
        self._note(hospital_id, obstacle)
        return is_done

    def _write(self, hospital_id: int, until: float) -> bool:
        while not self._write_some(hospital_id):
            if self._clock.monotonic() >= until:
                return False
        return True

    def _write_some(self, hospital_id: int) -> bool:
        """One append, or one comparison. True if nothing waits any more; who came meanwhile writes its own row."""
        with self._open_unit() as unit:
            waiting = unit.exports.waiting(hospital_id, AT_ONCE)
            recorded = unit.exports.file_size(hospital_id)
        actual = self._files.size(hospital_id)
        if recorded is None or actual != recorded:
            return not self._compare(hospital_id, actual)
        if waiting:
            self._mark(hospital_id, waiting, self._files.append(hospital_id, b"".join(row.line for row in waiting)))
        return len(waiting) < AT_ONCE

    def _compare(self, hospital_id: int, actual: int | None) -> bool:
        """Bring a file that is not as we left it up to date, whole lines untouched. False if there are no rows at all."""
        with self._open_unit() as unit:
            rows = unit.exports.all_lines(hospital_id)
            last = unit.exports.last_written(hospital_id)
        if not rows:
            return False
        lines = [row.line for row in rows]
        if actual is None:
            self._mark(hospital_id, rows, self._files.replace(hospital_id, HEADER + b"".join(lines)))
            return True
        written = sum(row.id <= last.id for row in rows) if last else 0
        needed = repair(self._files.read(hospital_id), lines, written)
        size = actual
        if needed.rewritten is not None:
            size = self._files.replace(hospital_id, needed.rewritten + needed.rest)
        elif needed.rest or written < len(rows):  # also what stands there already may not be on the disk yet
            size = self._files.append(hospital_id, needed.rest)
        self._mark(hospital_id, rows, size)
        return True

    def _mark_appended(self, hospital_id: int, rows: tuple[WaitingExport, ...], recorded: int, size: int) -> bool:
        """False if an erasure came in between: the file is then compared anew, for it may hold what was erased."""
        with self._open_unit() as unit:
            if unit.exports.file_size(hospital_id) != recorded:
                return False
            unit.exports.mark_written(hospital_id, rows[-1].id, size, self._clock.now())
            unit.commit()
        return True

    def _mark(self, hospital_id: int, rows: tuple[WaitingExport, ...], size: int) -> None:
        with self._open_unit() as unit:
            unit.exports.mark_written(hospital_id, rows[-1].id, size, self._clock.now())
            unit.commit()

    def _note(self, hospital_id: int, obstacle: str | None) -> None:
        before = self._obstacles.get(hospital_id)
        if before == obstacle:
            return
        if obstacle is None:
            self._obstacles.pop(hospital_id, None)
        else:
            self._obstacles[hospital_id] = obstacle
        self._changes.publish(ExportsChanged(hospital_id))

    def _lock_of(self, hospital_id: int) -> threading.Lock:
        with self._locks_guard:
            return self._locks.setdefault(hospital_id, threading.Lock())


def _differences(content: bytes, expected: tuple[WaitingExport, ...], rows: tuple[ExportRow, ...]) -> tuple[str, ...]:
    found = compare(content, [row.line for row in expected])
    header = () if found.has_header else ("The first line is not the header.",)
    missing = (f"Missing or changed: the row of appointment {_named(rows[position])}." for position in found.missing)
    strange = (f"Line {number} is not from this program, or was changed." for number in found.strange)
    return (*header, *missing, *strange)


def _named(row: ExportRow) -> str:
    followup = f", follow-up {row.followup_date}" if row.followup_date else ""
    return f"{row.appointment_id} ({row.date} {row.time_slot:%H:%M}{followup})"
