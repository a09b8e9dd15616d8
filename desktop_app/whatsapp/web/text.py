"""Is the text in the composer, the bubble or the chat list ours? WhatsApp shows a text otherwise than it was sent.

Emoji become pictures with an alt text, blanks become no-break spaces, direction marks come and go, `*bold*` loses its
stars, and since 2024 `1. `, `- ` and `> ` become lists and quotes (whatsapp-web.md 1.14, 2.2).
"""

import re
import unicodedata

_INVISIBLE = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufe0e\ufe0f\u200b]")
_LIST_MARKS = re.compile(r"^[ \t]*(?:\d{1,3}[.)]|[-*•‣>])[ \t]+", re.MULTILINE)
_EMPHASIS = re.compile(r"[*_~`]")
_EMOTICONS = {
    ":)": "🙂",
    ":-)": "🙂",
    ":(": "🙁",
    ":-(": "🙁",
    ";)": "😉",
    ";-)": "😉",
    ":D": "😃",
    ":-D": "😃",
    "<3": "❤",
    ":P": "😛",
    ":p": "😛",
}
_EMOTICON = re.compile(r"(?<!\S)(?:" + "|".join(map(re.escape, _EMOTICONS)) + r")(?!\S)")
_CUT_MARKS = ("…", "...")
LONG_BEGINNING = 40
"""So much of a text, shown in a row that is surely the right number's, is proof enough for a tick."""
_MOST_AFTER_CUT = 4
SHORTEST_CUT = 40
"""A text shown only in part proves nothing if less than this is shown."""


def plain(text: str) -> str:
    """`text` without what only changes its looks: for comparing what was typed with what stands in the composer."""
    text = unicodedata.normalize("NFC", _INVISIBLE.sub("", text).replace("\u00a0", " ").replace("\u202f", " "))
    text = _EMOTICON.sub(lambda found: _EMOTICONS[found.group()], _LIST_MARKS.sub("", text))
    return " ".join(text.split())


def bare(text: str) -> str:
    """`plain`, and without the marks that a bubble turns into bold, italic, struck or code."""
    return " ".join(_EMPHASIS.sub("", plain(text)).split())


def is_same_in_composer(shown: str, meant: str) -> bool:
    return plain(shown) == plain(meant)


def is_same_in_bubble(shown: str, meant: str, *, is_exact: bool = True, is_cut: bool = False) -> bool:
    """`is_cut`: the page shows a "Read more". Not `is_exact`: time and marks stand behind the text."""
    seen, wanted = bare(shown), bare(meant)
    if not wanted:
        return False
    if seen == wanted:
        return True
    start = _without_cut(seen)
    if (is_cut or start != seen) and len(start) >= min(SHORTEST_CUT, len(wanted)) and wanted.startswith(start):
        return True
    return not is_exact and seen.startswith(wanted) and len(seen) - len(wanted) <= 16


def is_same_in_list(row: str, meant: str) -> bool:
    """Does a row of the chat list preview this very text? A row holds title, time and text in one."""
    seen, wanted = bare(row), bare(meant)
    if wanted and wanted in seen:
        return True
    for mark in _CUT_MARKS:
        before, found, _ = seen.partition(mark)
        tail = next(
            (
                wanted[:size]
                for size in range(min(len(wanted), len(before)), SHORTEST_CUT - 1, -1)
                if before.endswith(wanted[:size])
            ),
            "",
        )
        if found and tail:
            return True
    return False


def begins_in_list(row: str, meant: str) -> bool:
    """Does the row end with a long beginning of this text, cut without a mark? (A few characters may follow: a badge.)"""
    seen, wanted = bare(row), bare(meant)
    start = seen.rfind(wanted[:LONG_BEGINNING]) if len(wanted) >= LONG_BEGINNING else -1
    if start < 0:
        return False
    shown = seen[start:]
    common = next((n for n, (one, other) in enumerate(zip(shown, wanted, strict=False)) if one != other), len(shown))
    return len(shown) - common <= _MOST_AFTER_CUT


def _without_cut(text: str) -> str:
    for mark in _CUT_MARKS:
        if text.endswith(mark):
            return text.removesuffix(mark).rstrip()
    return text
