"""The index finds and ranks whom a plain look at every patient would, whatever the names and whatever is typed."""

import tempfile
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.domain.mobile_number import MobileNumber, digits_of
from desktop_app.domain.people import Patient, same_person_key
from desktop_app.services.ports import UnitOfWork
from desktop_app.storage.database import open_database
from tests.fakes.standing_clock import NOW, StandingClock
from tests.property.conftest import in_memory
from tests.services.empty_database import place_empty_database
from tests.storage.front_desk import FrontDesk

FIRST = date(2026, 1, 1)
MOBILES = ["+919876543210", "+919191919191", "+917654321098", "+14155550123"]
OTHER = "+16505550100"
FATES = st.sampled_from(["stays"] * 5 + ["renamed", "merged", "erased"])
words = (
    st.text("ab", min_size=1, max_size=3)
    | st.text("a", min_size=4, max_size=7)
    | st.text("aक1", min_size=1, max_size=2)
    | st.text("aab", min_size=11, max_size=14)
)
names = st.lists(words, min_size=1, max_size=3).map(" ".join)
digits = st.tuples(st.sampled_from([mobile[1:] for mobile in MOBILES]), st.integers(0, 11), st.integers(1, 12)).map(
    lambda part: part[0][part[1] : part[1] + part[2]] or "0"
)
people = st.lists(st.tuples(names, st.sampled_from(MOBILES), st.integers(0, 40), FATES), min_size=3, max_size=16)


@dataclass(frozen=True, slots=True)
class Known:
    """A patient as the reference sees one: no index, no SQL."""

    id: int
    name: str
    mobile: str
    seen: date | None


@settings(max_examples=100, deadline=None)
@given(people=people, typed=st.lists(words | digits, min_size=1, max_size=2).map(" ".join), drawn=st.data())
def test_whom_the_index_finds(people: list[tuple[str, str, int, str]], typed: str, drawn: st.DataObject) -> None:
    with tempfile.TemporaryDirectory(prefix="front-desk-finding-", dir=in_memory()) as folder:
        path = place_empty_database(Path(folder) / "front_desk.db")
        with open_database(path, StandingClock()) as database:
            desk = FrontDesk(database)
            known = desk.do(lambda unit: _put_in(unit, desk, people))
            asked = [typed]
            if known:  # and what somebody would type for one of them
                name = drawn.draw(st.sampled_from(known)).name
                asked += [name, name[: drawn.draw(st.integers(1, len(name)))], " ".join(reversed(name.split()))]
            for q in asked:
                _compare(desk, known, q)


def _compare(desk: FrontDesk, known: list[Known], q: str) -> None:
    fitting = [patient for patient in known if _rank(patient, q) is not None]
    assert [view.id for view in desk.read.patients(q, 50, None).items] == [patient.id for patient in fitting], q
    likeliest = sorted(fitting, key=lambda patient: _order(patient, q))
    for limit in (2, 8):
        assert [view.id for view in desk.read.find_patients(q, limit)] == [each.id for each in likeliest[:limit]], q


def _put_in(unit: UnitOfWork, desk: FrontDesk, people: list[tuple[str, str, int, str]]) -> list[Known]:
    """Each once, with an appointment on a day of the year's first (none for 0), then renamed, merged or erased."""
    known: list[Known] = []
    present: set[tuple[str, str]] = set()
    for number, (name, mobile, day, fate) in enumerate(people):
        if (key := (same_person_key(name), mobile)) in present:
            continue
        patient = unit.patients.add(_person(f"x{number} b" if fate == "renamed" else name, mobile))
        seen = FIRST + timedelta(days=day) if day else None
        if seen:
            unit.appointments.add(desk.new(patient, seen), [])
        match fate:
            case "renamed":
                unit.patients.save(replace(patient, name=name))
            case "merged":
                into = unit.patients.add(_person(f"ab z{number}", OTHER))
                unit.patients.merge(patient.id, into.id)
                known.append(Known(into.id, into.name, OTHER, seen))
            case "erased":
                unit.patients.erase(patient.id, NOW)
            case _:
                pass
        if fate in {"stays", "renamed"}:
            present.add(key)
            known.append(Known(patient.id, key[0], mobile, seen))
    return known


def _person(name: str, mobile: str) -> Patient:
    return Patient(0, name, MobileNumber(mobile), "en", True, NOW, "desk")


def _order(patient: Known, q: str) -> tuple[int, date, int]:
    return (
        _rank(patient, q) or 0,
        date.fromordinal(date.max.toordinal() - (patient.seen or date.min).toordinal()),
        -patient.id,
    )


def _rank(patient: Known, q: str) -> int | None:
    """0 begins with all of it, 1 with its first word, 2 a later word does, 3 contains it; None if not found at all."""
    wanted = _words(q)
    if not wanted or not all(_contains(patient, word) for word in wanted):
        return None
    first = wanted[0].lstrip("0") or wanted[0] if wanted[0].isascii() and wanted[0].isdigit() else wanted[0]
    last_ways = [first, *(w.lstrip("0") or w if w.isascii() and w.isdigit() else w for w in wanted[1:])]
    whole = " ".join(last_ways)
    if patient.name.startswith(whole) or (len(wanted) == 1 and _number_begins(patient, first)):
        return 0
    if patient.name.startswith(first) or _number_begins(patient, first):
        return 1
    return 2 if any(word.startswith(first) for word in patient.name.split()[1:]) else 3


def _words(q: str) -> list[str]:
    """Words; digits that follow each other are one number."""
    found: list[str] = []
    for word in same_person_key(q).split():
        if found and word.isdecimal() and found[-1].isdecimal():
            found[-1] += digits_of(word)
        else:
            found.append(word)
    return found


def _contains(patient: Known, word: str) -> bool:
    ways = {word, word.lstrip("0") or word} if word.isdecimal() else {word}
    return any(way in patient.name or (way.isdecimal() and way in patient.mobile) for way in ways)


def _number_begins(patient: Known, first: str) -> bool:
    return first.isdecimal() and patient.mobile.startswith((f"+91{first}", f"+{first}"))
