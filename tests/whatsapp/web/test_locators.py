"""The table of locators: sound as shipped, a newer one used, a broken one refused with the reason."""

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from desktop_app.whatsapp.web.locators import COUNTS, OWN_TABLE, BadTable, LocatorCounts, check, load_table

Change = Callable[[dict[str, Any]], object]


def shipped_copy() -> dict[str, Any]:
    return copy.deepcopy(load_table().data)


def test_a_newer_table_in_the_data_folder_is_used(tmp_path: Path) -> None:
    data = shipped_copy()
    data["version"] += 1
    (tmp_path / OWN_TABLE).write_text(json.dumps(data), encoding="utf-8")
    table = load_table(tmp_path)
    assert (table.version, table.source, table.refused) == (data["version"], OWN_TABLE, "")


def test_an_older_one_is_not(tmp_path: Path) -> None:
    (tmp_path / OWN_TABLE).write_text(json.dumps(shipped_copy()), encoding="utf-8")
    assert "not newer" in load_table(tmp_path).refused


BROKEN: dict[str, tuple[Change, str]] = {
    "a position": (lambda t: t["elements"]["dialog_ok"].append({"css": "div:nth-child(2)"}), "never counted"),
    "a last one": (lambda t: t["elements"]["send_button"].append({"css": "button:last-child"}), "never counted"),
    "an unknown element": (lambda t: t["elements"].update(log_out=[{"css": "b"}]), "log_out"),
    "a missing element": (lambda t: t["elements"].pop("forbidden_button"), "forbidden_button"),
    "an empty chain": (lambda t: t["elements"].update(main=[]), "main"),
    "an unknown key": (lambda t: t["elements"]["main"].append({"css": "p", "xpath": "//p"}), "main"),
    "no selector": (lambda t: t["elements"]["main"].append({"css": "[data-x"}), "no CSS selector"),
    "missing words": (lambda t: t["words"].pop("log_out"), "log_out"),
    "a strange tick": (lambda t: t["ticks"].update(x="blue"), "ticks"),
    "no version": (lambda t: t.update(version="2"), "version"),
    "a link without digits": (lambda t: t.update(link="https://wa.me/"), "link"),
    "one part more": (lambda t: t.update(more=1), "parts"),
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_one_is_refused_with_the_reason(tmp_path: Path, what: str) -> None:
    change, reason = BROKEN[what]
    data = shipped_copy()
    data["version"] += 1
    change(data)
    (tmp_path / OWN_TABLE).write_text(json.dumps(data), encoding="utf-8")
    table = load_table(tmp_path)
    assert table.source == "built in"
    assert reason in table.refused


def test_no_json_is_refused(tmp_path: Path) -> None:
    (tmp_path / OWN_TABLE).write_text("{", encoding="utf-8")
    assert "JSON" in load_table(tmp_path).refused


def test_a_list_is_no_table() -> None:
    with pytest.raises(BadTable):
        check([])


def test_misses_are_counted_for_the_check_command(tmp_path: Path) -> None:
    counts = LocatorCounts(tmp_path / COUNTS, build="2.3000.1")
    counts.missed("send_button")
    counts.saw({"composer": 2, "main": 0})
    counts.store()
    stored = json.loads((tmp_path / COUNTS).read_text(encoding="utf-8"))
    assert stored == {"build": "2.3000.1", "misses": {"send_button": 1}, "fallbacks": {"composer:2": 1}}
