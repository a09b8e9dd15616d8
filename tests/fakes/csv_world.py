"""An export queue and CSV files in memory, with obstacles and counters."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from pathlib import Path
from types import SimpleNamespace, TracebackType
from typing import Any, Self

from desktop_app.domain.errors import Unavailable
from desktop_app.services.csv_row import encode_row
from desktop_app.services.ports import ExportRow, WaitingExport
from desktop_app.services.views import ExportView

OBSTACLE = Unavailable("export_locked", "The file is locked.", "Close it.")


class Crash(BaseException):
    """The program ended here."""


@dataclass
class CsvWorld:
    """What CsvService sees of the world. `crash_before_mark` ends the program between the append and its mark."""

    rows: list[tuple[int, ExportRow, bytes]] = field(default_factory=list)
    written_up_to: dict[int, int] = field(default_factory=dict)
    recorded: dict[int, int | None] = field(default_factory=dict)
    content: dict[int, bytes] = field(default_factory=dict)
    obstacle: Unavailable | None = None
    crash_before_mark: bool = False
    bytes_moved: int = 0
    appends: int = 0

    # ── what a test does ─────────────────────────────────────────────────────────────────────────────────────────────
    def book(self, name: str = "Rahul Sharma", hospital_id: int = 1) -> int:
        row = ExportRow(
            hospital_id,
            len(self.rows) + 1,
            name,
            "+919876543210",
            date(2025, 2, 10),
            time(10, 30),
            "Dr Mehta",
            "Ortho",
            None,
        )
        return self.add(row, encode_row(row))

    def erase(self, export_id: int) -> None:
        row = replace(self.rows[export_id - 1][1], name="erased", mobile="")
        self.rewrite(export_id, row, encode_row(row))

    # ── as the unit of work, the reader and the writer of files ──────────────────────────────────────────────────────
    def open_unit(self) -> Any:  # noqa: ANN401  # a UnitOfWork with exports only
        return _Unit(self)

    def hospitals(self) -> tuple[Any, ...]:
        return tuple(SimpleNamespace(id=key) for key in sorted({row.hospital_id for _, row, _ in self.rows}))

    def exports(self, hospital_id: int) -> ExportView:
        return ExportView(hospital_id, len(self.waiting(hospital_id, 10**6)), None)

    def export_rows(self, hospital_id: int) -> tuple[ExportRow, ...]:
        return tuple(row for _, row, _ in self.rows if row.hospital_id == hospital_id)

    def add(self, row: ExportRow, line: bytes) -> int:
        self.rows.append((len(self.rows) + 1, row, line))
        return len(self.rows)

    def rewrite(self, export_id: int, row: ExportRow, line: bytes) -> None:
        self.rows[export_id - 1] = (export_id, row, line)
        self.recorded[row.hospital_id] = None

    def all_lines(self, hospital_id: int) -> tuple[WaitingExport, ...]:
        return tuple(WaitingExport(key, line) for key, row, line in self.rows if row.hospital_id == hospital_id)

    def waiting(self, hospital_id: int, limit: int) -> tuple[WaitingExport, ...]:
        written = self.written_up_to.get(hospital_id, 0)
        return tuple(row for row in self.all_lines(hospital_id) if row.id > written)[:limit]

    def last_written(self, hospital_id: int) -> WaitingExport | None:
        written = self.written_up_to.get(hospital_id, 0)
        return next((row for row in reversed(self.all_lines(hospital_id)) if row.id <= written), None)

    def file_size(self, hospital_id: int) -> int | None:
        return self.recorded.get(hospital_id)

    def export_waits(self, export_id: int) -> bool:
        return self.is_waiting(export_id)

    def waiting_exports(self, hospital_id: int, limit: int) -> tuple[tuple[WaitingExport, ...], int | None]:
        return self.waiting(hospital_id, limit), self.file_size(hospital_id)

    def is_waiting(self, export_id: int) -> bool:
        return export_id > self.written_up_to.get(self.rows[export_id - 1][1].hospital_id, 0)

    def mark_written(self, hospital_id: int, up_to_id: int, file_size: int, at: datetime) -> None:
        if self.crash_before_mark:
            raise Crash
        self.written_up_to[hospital_id] = up_to_id
        self.recorded[hospital_id] = file_size

    def path(self, hospital_id: int) -> Path:
        return Path(f"hospital_{hospital_id}_appointments.csv")

    def size(self, hospital_id: int) -> int | None:
        return len(self.content[hospital_id]) if hospital_id in self.content else None

    def read(self, hospital_id: int) -> bytes:
        self.bytes_moved += len(self.content[hospital_id])
        return self.content[hospital_id]

    def append(self, hospital_id: int, data: bytes) -> int:
        self._meet_obstacle()
        self.appends += 1
        self.bytes_moved += len(data)
        self.content[hospital_id] += data
        return len(self.content[hospital_id])

    def replace(self, hospital_id: int, data: bytes) -> int:
        self._meet_obstacle()
        self.bytes_moved += len(data)
        self.content[hospital_id] = data
        return len(data)

    def save_workbook(self, path: Path, rows: Sequence[ExportRow]) -> None:
        raise AssertionError("not asked for in these tests")

    def _meet_obstacle(self) -> None:
        if self.obstacle is not None:
            raise self.obstacle


class _Unit:
    def __init__(self, world: CsvWorld) -> None:
        self.exports = world

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None: ...

    def commit(self) -> None: ...
