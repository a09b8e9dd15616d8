"""The lights of the status line. No Qt."""

from dataclasses import dataclass
from enum import StrEnum


class Light(StrEnum):
    GOOD = "good"
    WARN = "warn"
    BAD = "bad"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Lit:
    """A light and the words beside it, which say the same."""

    light: Light
    words: str
