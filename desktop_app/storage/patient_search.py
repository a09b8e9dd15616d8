"""Finding patients by any part of name or number, in any script, by an index and never by a scan.

Every word of a name, and the number, is cut into pieces of one, two and three characters (`grams`); SQLite's full-text
index keeps for each piece the patients who have it. A word that is looked for is cut likewise; who has all its pieces
is a candidate, and `instr` on the candidates makes it exact. One index serves one letter as well as ten.
"""

from dataclasses import dataclass
from unicodedata import category

from sqlalchemy import ColumnElement, Select, String, and_, bindparam, column, func, or_, select, table, text

from desktop_app.domain.mobile_number import digits_of
from desktop_app.domain.people import MAX_NAME, same_person_key
from desktop_app.storage import tables as t

_PIECE = 3
_ENOUGH_PIECES = 6
_UNSEEN = ("Cc", "Cs")
_IN_NUMBERS = frozenset("+-() .")
search = table("patient_search", column("rowid"), column("grams"))


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

    def match(self) -> str:
        """The full-text expression that finds the candidates."""
        alternatives = (" OR ".join(f"({_all_pieces(way)})" for way in ways) for ways in self.words)
        return " AND ".join(f"({alternative})" for alternative in alternatives)

    @property
    def shape(self) -> "Shape":
        """What a statement for these words depends on, so that it is put together once."""
        return tuple(tuple(way.isdigit() for way in ways) for ways in self.words)

    def values(self) -> dict[str, str]:
        """The parameters of a statement made for this shape."""
        named = {_name(n, m): way for n, ways in enumerate(self.words) for m, way in enumerate(ways)}
        return {**named, "wanted": self.match()} if self.words else {}


Shape = tuple[tuple[bool, ...], ...]


def is_exactly_in(shape: Shape) -> ColumnElement[bool]:
    """The condition on the patient table that makes candidates certain."""
    return and_(*(or_(*(_contains(_name(n, m), d) for m, d in enumerate(ways))) for n, ways in enumerate(shape)))


def candidates() -> Select[tuple[int]]:
    """Ids of the patients that may match, by the index alone."""
    return select(search.c.rowid).where(text("patient_search MATCH :wanted"))


def grams(name_key: str, digits: str) -> str:
    """The pieces that a patient is found by, as the index stores them."""
    pieces = {piece for word in (*name_key.split(), digits) for piece in _pieces(word)}
    return " ".join(sorted(_token(piece) for piece in pieces))


def _ways(word: str) -> tuple[str, ...]:
    if word.isascii() and word.isdigit() and (bare := word.lstrip("0")) != word and bare:
        return word, bare
    return (word,)


def _is_number(word: str) -> bool:
    return all(ch.isdecimal() or ch in _IN_NUMBERS for ch in word)


def _pieces(word: str) -> set[str]:
    return {word[at : at + length] for length in range(1, _PIECE + 1) for at in range(len(word) - length + 1)}


def _all_pieces(word: str) -> str:
    if len(word) <= _PIECE:
        return _token(word)
    starts = (*range(0, len(word) - _PIECE, _PIECE), len(word) - _PIECE)  # they cover the word; `instr` does the rest
    pieces = list(dict.fromkeys(_token(word[at : at + _PIECE]) for at in starts))
    return " AND ".join(pieces[:_ENOUGH_PIECES])


def _token(piece: str) -> str:
    """A piece as one plain ASCII word, so that no tokenizer ever splits or folds it."""
    return "x" + "x".join(f"{ord(ch):x}" for ch in piece)


def _name(word: int, way: int) -> str:
    return f"word_{word}_{way}"


def _contains(name: str, is_digits: bool) -> ColumnElement[bool]:
    in_name = func.instr(t.patient.c.name_key, bindparam(name, type_=String)) > 0
    if not is_digits:
        return in_name
    return or_(in_name, func.instr(t.patient.c.mobile, bindparam(name, type_=String)) > 0)
