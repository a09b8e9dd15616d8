"""The index that patients are found by: what it holds of each patient, and the only writing of it.

Every word of a name, and the number, is cut into pieces of one to five characters; SQLite's full-text index
(`patient_search`) keeps for each piece the patients who have it. How a name, a number and each later word of a name
begins is kept once more with a mark before it and longer, because people type names from the front, and want to see
first who begins so. The index counts patients backwards (-1, -2, …), for it is quicker forwards and the newest are wanted.
"""

from collections.abc import Iterable
from functools import lru_cache
from itertools import accumulate

from sqlalchemy import Connection, text

PIECE = 5
BEGINNING = 12
"""So many characters at most has a piece from anywhere, and the beginning of a name or word; of a number, PIECE."""
BEGINS = "\x01"
WORD_BEGINS = "\x02"
"""Neither is in any name; they stand before the beginnings of names and numbers, and of later words of a name."""
_INDIA = "91"
_AT_A_TIME = 5000
_PUT_IN = text("INSERT INTO patient_search(rowid, grams) VALUES (:key, :grams)")
_TAKE_OUT = text("INSERT INTO patient_search(patient_search, rowid, grams) VALUES ('delete', :key, :grams)")
_TIDY = text("INSERT INTO patient_search(patient_search) VALUES ('optimize')")
_EMPTY = text("INSERT INTO patient_search(patient_search) VALUES ('delete-all')")
_ALL = text("SELECT id, name_key, mobile FROM patient WHERE merged_into IS NULL AND erased_at IS NULL ORDER BY id DESC")
Found = tuple[int, str, str]
"""(the patient's id, `name_key`, the digits of the number or nothing)."""


def put_in(connection: Connection, patients: Iterable[Found]) -> None:
    """Many are put in quickest from the newest to the oldest."""
    connection.execute(_PUT_IN, _rows(patients))


def take_out(connection: Connection, key: int, name_key: str, digits: str) -> None:
    """With the very name and number that were put in: the index cannot be read back."""
    connection.execute(_TAKE_OUT, _rows([(key, name_key, digits)]))


def tidy(connection: Connection) -> None:
    """Make one index of its many parts: nothing of what was taken out is left in the file, and searching is quickest."""
    connection.execute(_TIDY)


def index_anew(connection: Connection) -> None:
    """Every patient, for a migration after `grams` has changed. Who was merged away or erased is in no index."""
    connection.execute(_EMPTY)
    for some in connection.execute(_ALL).partitions(_AT_A_TIME):
        put_in(connection, ((key, name_key, (mobile or "")[1:]) for key, name_key, mobile in some))
    tidy(connection)


def grams(name_key: str, digits: str) -> str:
    """The pieces that a patient is found by, as the index stores them."""
    first, *later = name_key.split() or [""]
    pieces = dict.fromkeys(_beginnings(BEGINS, name_key, BEGINNING))
    for number in _readings(digits):
        pieces.update(dict.fromkeys(_beginnings(BEGINS, number, PIECE)))
    for word in later:
        pieces.update(dict.fromkeys(_beginnings(WORD_BEGINS, word, BEGINNING)))
    for word in (first, *later, digits):
        pieces.update(dict.fromkeys(_pieces(word)))
    return " ".join(pieces)


def token(piece: str) -> str:
    """A piece as one plain ASCII word, so that no tokenizer ever splits or folds it."""
    return "".join(map(_code, piece))


@lru_cache(maxsize=2000)
def _code(character: str) -> str:
    return f"x{ord(character):x}"


def _rows(patients: Iterable[Found]) -> list[dict[str, int | str]]:
    return [{"key": -key, "grams": grams(name_key, digits)} for key, name_key, digits in patients]


def _readings(digits: str) -> tuple[str, ...]:
    """How a number begins: with its country's digits, and for an Indian one also without."""
    return (digits, digits[len(_INDIA) :]) if digits.startswith(_INDIA) else (digits,)


def _pieces(word: str) -> list[str]:
    """Each as its token."""
    whole, ends = token(word), _ends(word)
    return [whole[begin:end] for at, begin in enumerate(ends) for end in ends[at + 1 : at + 1 + PIECE]]


def _beginnings(mark: str, word: str, longest: int) -> list[str]:
    """Each as its token."""
    whole = token(mark + word)
    return [whole[:end] for end in _ends(mark + word)[2 : 2 + longest]]


def _ends(word: str) -> list[int]:
    """Where in the token of `word` each character ends; first of all 0, where the first one begins."""
    return [0, *accumulate(len(_code(ch)) for ch in word)]
