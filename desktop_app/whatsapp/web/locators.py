"""The table of locators: data with a version, checked before it is used, counted while it is used.

The table ships in resources/locators/locators.json. A newer one may be put into the data folder as
`state/whatsapp_locators.json` (a whole table with a higher `version`): it is used if it is sound, refused with the
reason if not, and then the shipped one works on. What may be pressed is named, never counted: positions are refused.
"""

import json
import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from desktop_app.shipped_files import shipped

OWN_TABLE = "whatsapp_locators.json"
COUNTS = "whatsapp_locator_counts.json"
_STEP_KEYS = {"css", "closest", "inside", "title", "label", "label_starts", "label_has", "square"}
_WORD_KEYS = ("label", "label_starts", "label_has")
_MEANINGS = {"pending", "sent", "double", "delivered", "read", "failed"}
_POSITIONAL = re.compile(r":(?:nth-|first-|last-|only-)", re.IGNORECASE)
_TOP_KEYS = {"version", "made", "link", "internals", "elements", "ticks", "words"}


class BadTable(ValueError):
    """A table that cannot be used; str() says why, for people who write tables."""


@dataclass(frozen=True, slots=True)
class LocatorTable:
    """A sound table. `data` is what the page's script gets; `link` is the form of a chat's link on the real page."""

    version: int
    data: dict[str, Any]
    link: str
    source: str
    refused: str = ""


def load_table(state_folder: Path | None = None) -> LocatorTable:
    """The newest sound table. `refused` says why the one in the data folder is not used, if it is not."""
    shipped_data = _read(shipped("locators", "locators.json"), None)
    ours = LocatorTable(shipped_data["version"], shipped_data, shipped_data["link"], "built in")
    path = state_folder / OWN_TABLE if state_folder else None
    if path is None or not path.exists():
        return ours
    try:
        data = _read(path, shipped_data)
    except (BadTable, OSError) as error:
        return LocatorTable(ours.version, ours.data, ours.link, ours.source, f"{OWN_TABLE} is not used: {error}")
    if data["version"] <= ours.version:
        why = f"{OWN_TABLE} is not used: its version {data['version']} is not newer than {ours.version}, which is built in."
        return LocatorTable(ours.version, ours.data, ours.link, ours.source, why)
    return LocatorTable(data["version"], data, data["link"], OWN_TABLE)


def _read(path: Path, like: dict[str, Any] | None) -> dict[str, Any]:
    try:
        data: Any = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise BadTable(f"it is not valid JSON ({error})") from error
    check(data, like)
    return cast("dict[str, Any]", data)


def check(data: Any, like: dict[str, Any] | None = None) -> None:  # noqa: ANN401  what a file holds is not known before
    """Raises BadTable unless `data` is a sound table, with the elements and at least the words of `like`."""
    if not isinstance(data, dict) or set(cast("dict[str, Any]", data)) != _TOP_KEYS:
        raise BadTable(f"it must have exactly the parts {', '.join(sorted(_TOP_KEYS))}")
    table = cast("dict[str, Any]", data)
    if type(table["version"]) is not int or table["version"] < 1:
        raise BadTable("version must be a whole number from 1 on")
    if not isinstance(table["link"], str) or not all(part in table["link"] for part in ("{digits}", "{text}")):
        raise BadTable("link must contain {digits} and {text}")
    _check_words(table["words"])
    _check_ticks(table["ticks"])
    _check_internals(table["internals"])
    if like is not None and (lost := set(like["words"]) - set(table["words"])):
        raise BadTable(f"these words are missing: {', '.join(sorted(lost))}")
    _check_elements(table["elements"], set(table["words"]), None if like is None else set(like["elements"]))


def _check_words(words: Any) -> None:  # noqa: ANN401
    if not isinstance(words, dict) or not all(_is_texts(value) for value in cast("dict[str, Any]", words).values()):
        raise BadTable("words must map names to lists of texts")


def _check_ticks(ticks: Any) -> None:  # noqa: ANN401
    if not isinstance(ticks, dict) or not ticks or not set(cast("dict[str, Any]", ticks).values()) <= _MEANINGS:
        raise BadTable(f"ticks must map icon names to {', '.join(sorted(_MEANINGS))}")


def _check_internals(given: Any) -> None:  # noqa: ANN401
    internals = cast("dict[str, Any]", given) if isinstance(given, dict) else {}
    if not isinstance(internals.get("module"), str) or not _is_texts(internals.get("wid_keys")):
        raise BadTable("internals must have module and wid_keys")


def _check_elements(elements: Any, words: set[str], names: set[str] | None) -> None:  # noqa: ANN401
    if not isinstance(elements, dict):
        raise BadTable("elements must map names to chains")
    chains = cast("dict[str, Any]", elements)
    if names is not None and set(chains) != names:
        strange = sorted(set(chains) ^ names)
        raise BadTable(f"these elements are unknown or missing: {', '.join(strange)}")
    for name, chain in chains.items():
        if not isinstance(chain, list) or not chain:
            raise BadTable(f"{name} must be a list of steps")
        for step in cast("list[Any]", chain):
            _check_step(name, step, words)


def _check_step(name: str, step: Any, words: set[str]) -> None:  # noqa: ANN401
    known = cast("dict[str, Any]", step) if isinstance(step, dict) else {}
    if not set(known) <= _STEP_KEYS or not isinstance(known.get("css"), str):
        raise BadTable(f"{name}: a step has css and perhaps {', '.join(sorted(_STEP_KEYS - {'css'}))}")
    for key in ("css", "closest", "inside"):
        if _POSITIONAL.search(str(known.get(key, ""))):
            raise BadTable(f"{name}: elements are named, never counted; take {known[key]!r} out")
        if not _is_balanced(str(known.get(key, ""))):
            raise BadTable(f"{name}: {known[key]!r} is no CSS selector")
    if not str(known["css"]).strip():
        raise BadTable(f"{name}: css is empty")
    if any(known[key] not in words for key in _WORD_KEYS if key in known):
        raise BadTable(f"{name}: the words it names are not in the table")
    if "title" in known and not _is_texts(known["title"]):
        raise BadTable(f"{name}: title must be a list of texts")


def _is_balanced(selector: str) -> bool:
    """Every bracket and quote is closed; a browser would refuse the rest, and the page's script then finds nothing."""
    unquoted = re.sub(r"\"[^\"]*\"|'[^']*'", "", selector)
    pairs = unquoted.count("[") == unquoted.count("]") and unquoted.count("(") == unquoted.count(")")
    return pairs and not set(unquoted) & {'"', "'", "{", "}", ";"}


def _is_texts(value: Any) -> bool:  # noqa: ANN401
    return isinstance(value, list) and all(isinstance(text, str) and text for text in cast("list[Any]", value))


@dataclass(slots=True)
class LocatorCounts:
    """How the table fared: a miss = nothing found that had to be there; a fallback = found, but not by the first step.

    Kept in `state/whatsapp_locator_counts.json` for `front-desk check`: names, numbers and the page's build, no texts.
    """

    path: Path | None = None
    build: str | None = None
    misses: Counter[str] = field(default_factory=Counter[str])
    fallbacks: Counter[str] = field(default_factory=Counter[str])
    _told: int = 0

    def saw(self, hits: dict[str, int]) -> None:
        for name, index in hits.items():
            if index > 0:
                self.fallbacks[f"{name}:{index}"] += 1

    def missed(self, name: str) -> None:
        self.misses[name] += 1

    @property
    def total_misses(self) -> int:
        return sum(self.misses.values())

    def store(self, *, also_fallbacks: bool = True) -> None:
        """Write the counts into the state folder; a full disk is no reason to stop. A miss is worth it at once."""
        if self.path is None or (self.total_misses == self._told and not also_fallbacks):
            return
        self._told = self.total_misses
        data = {"build": self.build, "misses": dict(self.misses), "fallbacks": dict(self.fallbacks)}
        try:
            self.path.write_text(json.dumps(data, indent=1, sort_keys=True), encoding="utf-8")
        except OSError:
            return


def read_counts(path: Path) -> LocatorCounts:
    """What an earlier or the running program counted; nothing if there is no such file, or it cannot be read."""
    try:
        kept = json.loads(path.read_text("utf-8"))
        return LocatorCounts(path, kept["build"], Counter(kept["misses"]), Counter(kept["fallbacks"]))
    except (OSError, ValueError, KeyError, TypeError):
        return LocatorCounts(path)
