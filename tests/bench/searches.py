"""What is typed in the measurements of the patient search: the same questions to a small clinic and to a large one.

The cost of a search depends on what is typed and on how many patients it brings. So each kind is many searches, typed
after patients drawn by chance (with a fixed seed); `alike` says which stand against each other. Nothing is chosen by how
long it takes.
"""

import random
import statistics
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from desktop_app.domain.people import same_person_key
from desktop_app.services.ports import ClinicReader
from desktop_app.services.views import PatientView
from tests.bench.alike import alike

SHOWN = 8
"""So many patients a field that is being typed in asks for."""
_WANTED = 62
_DRAWS = 4000
_COUNTED = 200
_SEED = 8
Typed = Callable[[str, str, random.Random], str]
"""(name as it is compared, ten digits, chance) → what a person types to find this patient."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of search: (what is typed in the large clinic, in the small one). `told` says what they show and find."""

    name: str
    pairs: tuple[tuple[str, str], ...]
    told: str


def kinds(large: ClinicReader, small: ClinicReader) -> Iterator[Kind]:
    for name, typed in _KINDS.items():
        pairs = _paired(large, small, typed)
        yield Kind(name, pairs, _told(large, small, pairs))


def _paired(large: ClinicReader, small: ClinicReader, typed: Typed) -> tuple[tuple[str, str], ...]:
    return tuple(alike(_sized(large, typed), _sized(small, typed), _WANTED))


def _sized(read: ClinicReader, typed: Typed) -> Iterator[tuple[int, str]]:
    return ((_shown(read, q), q) for q in _drawn(read, typed))


def _drawn(read: ClinicReader, typed: Typed) -> Iterator[str]:
    """What is typed for patients drawn by chance, nothing twice."""
    chance = random.Random(_SEED)  # no secret
    newest = read.find_patients("", 1)[0].id
    told: set[str] = set()
    for _ in range(_DRAWS):
        patient = read.patient(chance.randint(1, newest))
        q = typed(same_person_key(patient.name), _ten_digits(patient), chance)
        if q not in told:
            told.add(q)
            yield q


def _ten_digits(patient: PatientView) -> str:
    return (patient.mobile or "")[-10:]


def _shown(read: ClinicReader, q: str) -> int:
    return len(read.find_patients(q, SHOWN))


def _told(large: ClinicReader, small: ClinicReader, pairs: tuple[tuple[str, str], ...]) -> str:
    shown = statistics.median(_shown(large, q) for q, _ in pairs)
    found = (_median_found(large, [q for q, _ in pairs]), _median_found(small, [q for _, q in pairs]))
    return f"{len(pairs)} searches each; medians: {shown:g} shown, of {found[0]} and {found[1]} found"


def _median_found(read: ClinicReader, typed: list[str]) -> str:
    count = statistics.median(len(read.patients(q, _COUNTED, None).items) for q in typed)
    return f"{count:g}{'+' * (count >= _COUNTED)}"


def _one_letter(name: str, _digits: str, chance: random.Random) -> str:
    return chance.choice(name.replace(" ", ""))


def _part_of_a_name(name: str, _digits: str, chance: random.Random) -> str:
    word = chance.choice(name.split())
    length = min(chance.randint(3, 8), len(word))
    start = chance.randint(0, len(word) - length)
    return word[start : start + length]


def _two_words(name: str, _digits: str, _chance: random.Random) -> str:
    first, *_, last = name.split()
    return f"{first} {last[:2]}"


def _last_name_first(name: str, _digits: str, _chance: random.Random) -> str:
    first, *_, last = name.split()
    return f"{last} {first[:2]}"


def _word_and_digits(name: str, digits: str, _chance: random.Random) -> str:
    return f"{name.split(maxsplit=1)[0]} {digits[-4:]}"


def _seven_digits(_name: str, digits: str, _chance: random.Random) -> str:
    return digits[-7:]


def _any_digits(_name: str, digits: str, chance: random.Random) -> str:
    length = chance.randint(4, len(digits))
    start = chance.randint(0, len(digits) - length)
    return digits[start : start + length]


_KINDS: dict[str, Typed] = {
    "one letter": _one_letter,
    "3 to 8 letters of any place": _part_of_a_name,
    "two words": _two_words,
    "the last name first": _last_name_first,
    "a word and digits": _word_and_digits,
    "seven digits": _seven_digits,
    "4 to 10 digits of any place": _any_digits,
}
