"""What a CSV file needs when it is not as we left it: a power cut, a crash, a person's edit, an erasure. No I/O.

Whole lines are never touched, and nothing that a person changed or took out comes back. Only erasure changes a line.
"""

import csv
import io
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from desktop_app.services.csv_row import HEADER

AT_ONCE = 500
"""So many rows go into the file in one write; a crash leaves at most these beyond what was marked."""
_ERASED = b"erased,,"
_QUOTED = re.compile(rb'[^"]*(?:""[^"]*)*')
"""What stands between the quotes of a cell, or as much of it as the line has."""


@dataclass(frozen=True, slots=True)
class Repair:
    """`rewritten` is the file's new content where erasure changed a line or zeros went, else None; `rest` is to be appended."""

    rewritten: bytes | None
    rest: bytes


@dataclass(frozen=True, slots=True)
class Comparison:
    """Rows of the database that are not in the file (their positions), and lines of the file that are not ours (1 = first)."""

    missing: tuple[int, ...]
    strange: tuple[int, ...]
    has_header: bool


def repair(content: bytes, lines: Sequence[bytes], written: int) -> Repair:
    """How the file gets every line exactly once. `lines` are all rows in order, the first `written` known to be in it."""
    erased = _with_erasures(content.rstrip(b"\0"), lines)  # a power cut can leave zeros where the last row should be
    return Repair(None if erased == content else erased, _rest(erased, lines, written))


def compare(content: bytes, lines: Sequence[bytes]) -> Comparison:
    in_file = list(records(content))
    has_header = bool(in_file) and in_file[0].rstrip(b"\r\n") == HEADER.rstrip()
    body = in_file[has_header:]
    present, wanted = Counter(body), Counter(lines)
    missing, strange = wanted - present, present - wanted
    return Comparison(
        tuple(_last_ones(lines, missing)),
        tuple(position + 1 + has_header for position in _last_ones(body, strange)),
        has_header,
    )


def records(content: bytes) -> Iterator[bytes]:
    """The file's rows with their line ends; a line end inside a quoted cell is part of its row."""
    row: list[bytes] = []
    is_open = False
    for line in io.BytesIO(content):
        row.append(line)
        is_open = _leaves_open(line, is_open)
        if not is_open:
            yield b"".join(row)
            row.clear()
    if row:
        yield b"".join(row)


def _leaves_open(line: bytes, is_open: bool) -> bool:
    """Whether a quoted cell goes on in the next line; `is_open` = one came over from the line before. Where a cell begins
    and ends is decided as by the csv module and the spreadsheet programs."""
    at = 0
    while True:
        if not is_open and line[at : at + 1] == b'"':
            is_open, at = True, at + 1
        if is_open:
            at = _QUOTED.match(line, at).end()  # type: ignore[union-attr]  # it matches nothing at all, too
            if at == len(line):
                return True
            is_open, at = False, at + 1
        at = line.find(b",", at) + 1
        if at == 0:
            return False


def _rest(content: bytes, lines: Sequence[bytes], written: int) -> bytes:
    expected = HEADER + b"".join(lines)
    if expected.startswith(content):  # cut off at any byte, or a crash after the append and before it was marked
        return expected[len(content) :]
    waiting = lines[written:]
    there, to_finish = _standing_at_the_end(content, lines[max(written - 1, 0) : written], waiting)
    return to_finish + b"".join(waiting[there:])


def _standing_at_the_end(content: bytes, last: Sequence[bytes], waiting: Sequence[bytes]) -> tuple[int, bytes]:
    """(how many waiting rows stand whole at the end already, the bytes that finish the file's last line)."""
    for there in range(min(len(waiting), AT_ONCE), -1, -1):
        block = b"".join(waiting[:there])
        for line in waiting[there : there + 1]:
            if (part := _torn(content, block, line)) is not None:
                return there + 1, line[part:]
        if there and content.endswith(b"\n" + block):
            return there, b""
    for line in last:
        if b"\n" + line not in content and (part := _torn(content, b"", line)) is not None:
            return 0, line[part:]
    return 0, _line_end_for(content)


def _line_end_for(content: bytes) -> bytes:
    """What ends the last line whoever wrote it. A cell that was left open is closed: it would swallow the rows that follow."""
    is_open = False
    for line in io.BytesIO(content):
        is_open = _leaves_open(line, is_open)
    if is_open:
        return b'"\n'
    return b"" if content.endswith(b"\n") else b"\n"


def _torn(content: bytes, block: bytes, line: bytes) -> int | None:
    """How much of `line` stands after `block` at the very end, if it is a part and not the whole."""
    tail = content[content.rfind(b"\n") + 1 :]
    starts = [0, *(match.end() for match in re.finditer(rb"\n", line[:-1]))]
    for length in (start + len(tail) for start in starts):
        if 0 < length < len(line) and content.endswith(b"\n" + block + line[:length]):
            return length
    return None


def _with_erasures(content: bytes, lines: Sequence[bytes]) -> bytes:
    """The content with the lines of erased patients exchanged for the nameless ones, also if a person edited the name."""
    erased = Counter(line for line in lines if line.startswith(_ERASED))
    if not erased:
        return content
    rows = list(records(content))
    missing = erased - Counter(rows)
    living = Counter(lines) - erased
    nameless: defaultdict[tuple[str, ...], list[bytes]] = defaultdict(list)
    for line in missing.elements():
        nameless[_after_the_number(line)].append(line)
    changed: list[bytes] = []
    for row in rows:
        if living[row] > 0:
            living[row] -= 1
            changed.append(row)
        elif row not in erased and (exchange := nameless.get(_after_the_number(row))):
            changed.append(exchange.pop())
        else:
            changed.append(row)
    return b"".join(changed)


def _after_the_number(row: bytes) -> tuple[str, ...]:
    cells = next(csv.reader([row.decode(errors="replace")]), list[str]())
    return tuple(cells[2:]) if len(cells) == 7 else ("", row.decode(errors="replace"))


def _last_ones(rows: Sequence[bytes], surplus: Counter[bytes]) -> list[int]:
    """Positions of the surplus rows, of equal ones the last."""
    left, found = surplus.copy(), list[int]()
    for position in range(len(rows) - 1, -1, -1):
        if left[rows[position]] > 0:
            left[rows[position]] -= 1
            found.append(position)
    return found[::-1]
