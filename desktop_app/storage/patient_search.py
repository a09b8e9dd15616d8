"""Finding patients by any part of name or number, in any script, by an index and never by a scan.

A word that is looked for is cut into pieces as `patient_pieces` cuts names; who has all its pieces is a candidate. A
short word is a piece itself, so that the index alone is sure; for a longer one `instr` on the candidates makes it exact.
"""

from dataclasses import dataclass
from enum import IntEnum
from unicodedata import category

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    and_,
    bindparam,
    column,
    func,
    literal,
    or_,
    select,
    table,
    text,
)

from desktop_app.domain.mobile_number import digits_of
from desktop_app.domain.people import MAX_NAME, same_person_key
from desktop_app.storage import tables as t
from desktop_app.storage.patient_pieces import BEGINNING, BEGINS, PIECE, WORD_BEGINS, token

_ENOUGH_PIECES = 6
_UNSEEN = ("Cc", "Cs")
_IN_NUMBERS = frozenset("+-() .")
search = table("patient_search", column("rowid"))
FOUND = -search.c.rowid
"""The id of a patient in the index."""


class Rank(IntEnum):
    """How well a patient fits what was typed, the best first."""

    BEGINS_SO = 0
    """The name, or the number, begins with all of it."""
    FIRST_WORD = 1
    """The name or number begins with its first word."""
    LATER_WORD = 2
    """A later word of the name begins with its first word."""
    WITHIN = 3


Shape = tuple[tuple[bool, ...], ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """The words to be found, all of them; each with the other ways it may be meant."""

    words: tuple[tuple[str, ...], ...]

    @classmethod
    def parse(cls, q: str) -> "Wanted":
        """What was typed, as it can be compared: words of a name; digits of any script, joined, without 0 or 00 in front."""
        clean = same_person_key("".join(" " if category(ch) in _UNSEEN else ch for ch in q[:MAX_NAME]))
        words: list[str] = []
        was_digits = False
        for word in clean.split():
            digits = digits_of(word) if _is_number(word) else ""
            if digits and was_digits:
                words[-1] += digits
            else:
                words.append(digits or word)
            was_digits = bool(digits)
        return cls(tuple(_ways(word) for word in words))

    def __bool__(self) -> bool:
        return bool(self.words)

    @property
    def shape(self) -> Shape:
        """What a statement for these words depends on, so that it is put together once."""
        return tuple(tuple(way.isdigit() for way in ways) for ways in self.words)

    @property
    def text(self) -> str:
        return " ".join(ways[-1] for ways in self.words)

    @property
    def first(self) -> str:
        return self.words[0][-1]

    def values(self) -> dict[str, str]:
        """The parameters of a statement made for this shape."""
        if not self.words:
            return {}
        named = {_name(n, m): way for n, ways in enumerate(self.words) for m, way in enumerate(ways)}
        return {**named, Rank.WITHIN.name: _any_way(self.words[0]) + self._others()}

    def values_by_rank(self) -> dict[str, str]:
        """The same for a statement that looks for each rank."""
        whole, first, others = self.text, self.first, self._others()
        return {
            **self.values(),
            "whole": whole,
            "first": first,
            Rank.BEGINS_SO.name: _beginning(BEGINS, whole) + (others if len(whole) > BEGINNING else ""),
            Rank.FIRST_WORD.name: _beginning(BEGINS, first) + others,
            Rank.LATER_WORD.name: _beginning(WORD_BEGINS, first) + others,
        }

    def unsure(self) -> frozenset[Rank]:
        """The ranks for which having the pieces is not yet having the words."""
        others = all(len(way) <= PIECE for ways in self.words[1:] for way in ways)
        sure = {
            Rank.BEGINS_SO: len(self.text) <= _longest(self.text),
            Rank.FIRST_WORD: others and len(self.first) <= _longest(self.first),
            Rank.LATER_WORD: others and len(self.first) <= _longest(self.first),
            Rank.WITHIN: others and all(len(way) <= PIECE for way in self.words[0]),
        }
        return frozenset(rank for rank in Rank if not sure[rank])

    def _others(self) -> str:
        return "".join(f" AND {_any_way(ways)}" for ways in self.words[1:])


def candidates(rank: Rank = Rank.WITHIN) -> Select[tuple[int]]:
    """The patients that may match so, by the index alone; the newest has the smallest rowid (see patient_pieces)."""
    return select(search.c.rowid).where(text(f"patient_search MATCH :{rank.name}"))


def is_exactly_in(shape: Shape, rank: Rank = Rank.WITHIN) -> ColumnElement[bool]:
    """The condition on the patient table that makes candidates certain."""
    everywhere = and_(*(or_(*(_contains(_name(n, m), d) for m, d in enumerate(ways))) for n, ways in enumerate(shape)))
    match rank:
        case Rank.BEGINS_SO:
            return _begins("whole", may_be_number=len(shape) == 1 and shape[0][-1])
        case Rank.FIRST_WORD:
            return everywhere & _begins("first", may_be_number=shape[0][-1])
        case Rank.LATER_WORD:
            return everywhere & (func.instr(t.patient.c.name_key, " " + bindparam("first", type_=String)) > 0)
        case Rank.WITHIN:
            return everywhere


def ranks(shape: Shape) -> tuple[Rank, ...]:
    """Those to look for, the best first; all that was typed may be the first word."""
    return tuple(rank for rank in Rank if rank is not Rank.FIRST_WORD or len(shape) > 1)


def _ways(word: str) -> tuple[str, ...]:
    if word.isascii() and word.isdigit() and (bare := word.lstrip("0")) != word and bare:
        return word, bare
    return (word,)


def _is_number(word: str) -> bool:
    return all(ch.isdecimal() or ch in _IN_NUMBERS for ch in word)


def _any_way(ways: tuple[str, ...]) -> str:
    return f"({' OR '.join(f'({_all_pieces(way)})' for way in ways)})"


def _all_pieces(word: str) -> str:
    """Pieces that cover the word, of a long one enough of them: `instr` does the rest."""
    starts = (*range(0, len(word) - PIECE, PIECE), max(len(word) - PIECE, 0))
    return " AND ".join(dict.fromkeys(token(word[at : at + PIECE]) for at in starts[:_ENOUGH_PIECES]))


def _beginning(mark: str, typed: str) -> str:
    """The piece that begins a name, number or word so; of a word that is longer than such pieces also what covers it."""
    piece = token(mark + typed[: _longest(typed)])
    is_covered = len(typed) <= _longest(typed) or " " in typed
    return piece if is_covered else f"{piece} AND {_all_pieces(typed)}"


def _longest(typed: str) -> int:
    return PIECE if typed.isdigit() else BEGINNING


def _name(word: int, way: int) -> str:
    return f"word_{word}_{way}"


def _contains(name: str, is_digits: bool) -> ColumnElement[bool]:
    in_name = func.instr(t.patient.c.name_key, bindparam(name, type_=String)) > 0
    if not is_digits:
        return in_name
    return or_(in_name, func.instr(t.patient.c.mobile, bindparam(name, type_=String)) > 0)


def _begins(name: str, *, may_be_number: bool) -> ColumnElement[bool]:
    wanted = bindparam(name, type_=String)
    begins_name = func.instr(t.patient.c.name_key, wanted) == 1
    if not may_be_number:
        return begins_name
    numbers = (func.instr(t.patient.c.mobile, literal(front) + wanted) == 1 for front in ("+91", "+"))
    return or_(begins_name, *numbers)
