"""What the palette offers for what was typed. No Qt."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop_app.services.views import PatientView

MOST = 9


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: `words` in full, `aside` in grey, `key` in a cap; `act` does it."""

    words: str
    aside: str
    key: str
    icon: str
    act: Callable[[], None]


@dataclass(frozen=True, slots=True)
class Command:
    """An action of the window, without its widget."""

    words: str
    key: str
    act: Callable[[], None]


def wants_patients(typed: str) -> bool:
    """From two letters or three digits on it is worth asking the database."""
    text = typed.strip()
    return len(text) >= (3 if text[:1].isdigit() else 2)


def matching_commands(commands: Sequence[Command], typed: str) -> tuple[Command, ...]:
    """Those that hold every typed word: first those that begin with it, then those of which a word begins with it."""
    words = typed.casefold().split()

    def rank(command: Command) -> int:
        name = command.words.casefold()
        begins = all(any(part.startswith(word) for part in name.split()) for word in words)
        return 0 if name.startswith(" ".join(words)) else 1 if begins else 2

    found = [command for command in commands if all(word in command.words.casefold() for word in words)]
    return tuple(sorted(found, key=rank))


def patient_entry(patient: "PatientView", today: date, act: Callable[[], None]) -> Entry:
    from desktop_app.ui.patient_words import about

    return Entry(patient.name, about(patient, today), "", "user", act)


def entries(commands: Sequence[Command], patients: Sequence[Entry], typed: str) -> tuple[Entry, ...]:
    """Patients first once something is typed; commands fill the rest."""
    offered = [Entry(c.words, "", c.key, "arrow-right", c.act) for c in matching_commands(commands, typed)]
    return (*patients[:MOST], *offered)[:MOST]
