"""A CSV file that is not as we left it: what it needs, at every byte where a power cut can end it."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.services.csv_repair import compare, records, repair
from desktop_app.services.csv_row import HEADER

LINES = [
    b"Rahul Sharma,+919876543210,2025-02-10,10:30,Dr Mehta,Ortho,\n",
    b'"Iyer, Lakshmi",+919876543211,2025-02-10,11:00,Dr Mehta,Ortho,\n',
    'राजेश कुमार,+919876543212,2025-02-10,11:30,Dr Mehta,"Ear, nose\nand ""throat""",\n'.encode(),
    b"Rahul Sharma,+919876543210,2025-02-10,10:30,Dr Mehta,Ortho,2025-02-17\n",
]
WHOLE = HEADER + b"".join(LINES)


def after(content: bytes, lines: list[bytes] = LINES, written: int | None = None) -> bytes:
    needed = repair(content, lines, len(lines) if written is None else written)
    return (content if needed.rewritten is None else needed.rewritten) + needed.rest


def test_cut_at_every_byte_it_becomes_whole_again() -> None:
    for at in range(len(WHOLE) + 1):
        assert after(WHOLE[:at], written=0) == WHOLE
        assert after(WHOLE[:at], written=3) == WHOLE


def test_zeros_left_by_a_power_cut_go_and_the_row_becomes_whole() -> None:
    for at in range(len(WHOLE)):
        assert after(WHOLE[:at] + b"\0" * 16, written=len(LINES)) == WHOLE


EDITED = WHOLE.replace(b"Rahul Sharma", b"Rahul S. Sharma", 1)


def test_an_edited_file_cut_in_the_row_being_written_gets_that_row_whole_and_once() -> None:
    new = b"Meena Patil,+919876543213,2025-02-11,09:30,Dr Mehta,,\n"
    newer = b"Asha Rao,+919876543214,2025-02-11,10:00,Dr Mehta,,\n"
    for at in range(len(new + newer) + 1):
        assert after(EDITED + (new + newer)[:at], [*LINES, new, newer], 4) == EDITED + new + newer


def test_an_edited_file_whose_last_written_row_is_torn_gets_it_whole() -> None:
    start = len(EDITED) - len(LINES[-1])
    for at in range(start + 1, len(EDITED)):
        assert after(EDITED[:at]) == EDITED


def test_what_a_person_changed_or_took_out_stays_so() -> None:
    assert after(EDITED) == EDITED
    without_the_second = HEADER + LINES[0] + LINES[2] + LINES[3]
    assert after(without_the_second) == without_the_second


def test_a_persons_unfinished_line_gets_a_line_end_and_is_not_cut() -> None:
    new = b"Meena Patil,+919876543213,2025-02-11,09:30,Dr Mehta,,\n"
    assert after(EDITED + b"call back", [*LINES, new], 4) == EDITED + b"call back\n" + new


NEW = b"Meena Patil,+919876543213,2025-02-11,09:30,Dr Mehta,,\n"


def cells(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode(), newline="")))


@pytest.mark.parametrize(
    ("left", "closed"),
    [
        (b'"call back', b'"\n'),
        (b'"call back\n', b'"\n'),
        (b'note,"she said ""later""', b'"\n'),
        (b'"call",back,"at\nnoon', b'"\n'),
        (b'"call back"', b"\n"),
        (b'6" pipe', b"\n"),
        (b'"Ear,"\n', b""),
        (b'"Ear,"', b"\n"),
    ],
)
def test_a_cell_that_a_person_left_open_does_not_swallow_the_next_row(left: bytes, closed: bytes) -> None:
    content = EDITED + left
    done = after(content, [*LINES, NEW], 4)
    assert done == content + closed + NEW
    assert cells(done)[-1] == cells(NEW)[0]
    newer = b"Asha Rao,+919876543214,2025-02-11,10:00,Dr Mehta,,\n"
    assert after(done, [*LINES, NEW, newer], 5) == done + newer


@given(st.text('a",\n', max_size=12).map(str.encode))
def test_whatever_a_person_left_the_next_row_is_read_as_it_is(left: bytes) -> None:
    done = after(EDITED + left, [*LINES, NEW], 4)
    assert done.startswith(EDITED + left)
    assert cells(done)[-1] == cells(NEW)[0]
    assert cells(done)[: len(LINES)] == cells(EDITED)[: len(LINES)]


@given(st.lists(st.lists(st.text('a", \n', max_size=5), min_size=2, max_size=3), max_size=5))
def test_a_row_ends_where_the_csv_module_ends_it(rows: list[list[str]]) -> None:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    assert [cells(record)[0] for record in records(out.getvalue().encode())] == rows


def test_a_quote_left_open_at_the_top_of_a_large_file_is_read_in_one_go() -> None:
    content = HEADER + b'"note\n' + LINES[0] * 50_000
    assert sum(1 for _ in records(content)) == 2


def test_spreadsheet_line_ends_are_left_as_they_are() -> None:
    saved = WHOLE.replace(b"\n", b"\r\n")
    assert after(saved, [*LINES, b"new,+911,,,,,\n"], 4) == saved + b"new,+911,,,,,\n"


def test_erasure_changes_its_lines_and_no_other() -> None:
    erased = [
        b"erased,,2025-02-10,10:30,Dr Mehta,Ortho,\n",
        *LINES[1:3],
        b"erased,,2025-02-10,10:30,Dr Mehta,Ortho,2025-02-17\n",
    ]
    assert after(WHOLE, erased) == HEADER + b"".join(erased)
    by_hand = b"a note of ours\n" + EDITED
    changed = after(by_hand, erased)
    assert b"Rahul" not in changed
    assert changed.startswith(b"a note of ours\n" + HEADER)
    assert LINES[1] in changed
    assert after(changed, erased) == changed


def test_erasure_does_not_touch_a_neighbour_on_the_same_slot() -> None:
    neighbour = b"Asha Rao,+919876543214,2025-02-10,10:30,Dr Mehta,Ortho,\n"
    lines = [neighbour, b"erased,,2025-02-10,10:30,Dr Mehta,Ortho,\n"]
    assert after(HEADER + neighbour + LINES[0], lines) == HEADER + b"".join(lines)


def test_a_comparison_names_what_is_missing_and_what_is_strange() -> None:
    found = compare(EDITED + b"note\n", LINES)
    assert (found.missing, found.strange, found.has_header) == ((0,), (2, 6), True)
    assert compare(WHOLE, LINES) == compare(HEADER, [])
    assert not compare(b"".join(LINES), LINES).has_header


@pytest.mark.parametrize("odd", [b'6" pipe,1\n', b'"never closed\n', b'""\n'])
def test_a_stray_quote_swallows_at_most_what_it_opens(odd: bytes) -> None:
    assert b"".join(records(odd + WHOLE)) == odd + WHOLE


@given(st.lists(st.sampled_from(LINES), max_size=6), st.integers(0, 6), st.integers(0, 300))
def test_whatever_was_cut_every_row_is_there_exactly_once(lines: list[bytes], written: int, cut: int) -> None:
    """Written rows are on the disk; the cut can only be in what was written after the mark."""
    written = min(written, len(lines))
    safe = HEADER + b"".join(lines[:written])
    content = (safe + b"".join(lines[written:]))[: len(safe) + cut]
    assert after(content, lines, written) == HEADER + b"".join(lines)
