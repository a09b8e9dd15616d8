"""Every colour of the application, light and dark, in one place. The palette and the style sheet are made from these.

Text on its ground has a contrast of 4.5 or more, borders and signs 3 or more (tests/ui/test_theme.py measures it).
"""

from dataclasses import dataclass
from enum import StrEnum


class Tone(StrEnum):
    """What a chip, a banner or a line says by its colour; always together with a sign and a word."""

    BOOKED = "booked"
    ARRIVED = "arrived"
    IN_ROOM = "in_room"
    GOOD = "good"
    BAD = "bad"
    QUIET = "quiet"
    WARN = "warn"


@dataclass(frozen=True, slots=True)
class Pair:
    """A text colour and the ground it stands on."""

    text: str
    ground: str


@dataclass(frozen=True, slots=True)
class Tokens:
    """The named colours of one look."""

    is_dark: bool
    window: str
    surface: str
    raised: str
    text: str
    muted: str
    line: str
    field: str
    accent: str
    on_accent: str
    accent_strong: str
    tint: str
    hover: str
    good: str
    bad: str
    warn_sign: str
    good_sign: str
    bad_sign: str
    tick_read: str
    now: str
    on_now: str
    practice: str
    on_practice: str
    toast: Pair
    toast_action: str
    toast_line: str
    bubble: Pair
    bubble_meta: str
    wall: str
    wall_note: Pair
    placeholder: Pair
    unknown: Pair
    chips: dict[Tone, Pair]

    def pair(self, tone: Tone) -> Pair:
        return self.chips[tone]


LIGHT = Tokens(
    is_dark=False,
    window="#f3f5f6",
    surface="#ffffff",
    raised="#ffffff",
    text="#1d2327",
    muted="#5a6570",
    line="#dde3e7",
    field="#7d8893",
    accent="#0b6e6e",
    on_accent="#ffffff",
    accent_strong="#095a5a",
    tint="#dcefee",
    hover="#eef3f4",
    good="#1b5e34",
    bad="#9b1c1c",
    warn_sign="#b07a00",
    good_sign="#2e8552",
    bad_sign="#c02b2b",
    tick_read="#027eb5",
    now="#c2410c",
    on_now="#ffffff",
    practice="#c2410c",
    on_practice="#ffffff",
    toast=Pair("#ffffff", "#20262b"),
    toast_action="#6fd6ce",
    toast_line="#20262b",
    bubble=Pair("#111b21", "#d9fdd3"),
    bubble_meta="#4c6055",
    wall="#efeae2",
    wall_note=Pair("#54615a", "#ffffff"),
    placeholder=Pair("#0a5757", "#dcefee"),
    unknown=Pair("#9b1c1c", "#fde8e8"),
    chips={
        Tone.BOOKED: Pair("#1f4f8a", "#e3eefb"),
        Tone.ARRIVED: Pair("#6b3fa0", "#f0e8fa"),
        Tone.IN_ROOM: Pair("#7a4b00", "#fff1d6"),
        Tone.GOOD: Pair("#1b5e34", "#e2f4e8"),
        Tone.BAD: Pair("#9b1c1c", "#fde8e8"),
        Tone.QUIET: Pair("#4a5560", "#eceff2"),
        Tone.WARN: Pair("#6b4200", "#fff1d6"),
    },
)

DARK = Tokens(
    is_dark=True,
    window="#15191c",
    surface="#1d2226",
    raised="#262d32",
    text="#eef1f3",
    muted="#a3adb6",
    line="#30383e",
    field="#75828d",
    accent="#5bc8c0",
    on_accent="#06302e",
    accent_strong="#7ad8d1",
    tint="#17393a",
    hover="#252c31",
    good="#8fdcab",
    bad="#f5a3a3",
    warn_sign="#d99a1c",
    good_sign="#45a36c",
    bad_sign="#ec7171",
    tick_read="#53bdeb",
    now="#fb923c",
    on_now="#2a1300",
    practice="#fb923c",
    on_practice="#2a1300",
    toast=Pair("#f4f6f7", "#333c43"),
    toast_action="#7ad8d1",
    toast_line="#5a6771",
    bubble=Pair("#e9edef", "#144d37"),
    bubble_meta="#b3cabd",
    wall="#10171a",
    wall_note=Pair("#b9c4cb", "#1f2a2f"),
    placeholder=Pair("#9fe3de", "#17393a"),
    unknown=Pair("#f5a3a3", "#4a2024"),
    chips={
        Tone.BOOKED: Pair("#a8cdfa", "#1c3350"),
        Tone.ARRIVED: Pair("#d3b8f5", "#38264f"),
        Tone.IN_ROOM: Pair("#f7cf85", "#3d2d0c"),
        Tone.GOOD: Pair("#9be0b4", "#153823"),
        Tone.BAD: Pair("#f7b0b0", "#4a2024"),
        Tone.QUIET: Pair("#c0c9d1", "#2c343a"),
        Tone.WARN: Pair("#f7cf85", "#3a2a08"),
    },
)
