"""Every icon that the code names is shipped, and none is shipped that nobody names."""

import ast
from collections.abc import Iterator
from pathlib import Path

from desktop_app.services.channel import SessionState
from desktop_app.shipped_files import shipped
from desktop_app.ui.navigation import _ICONS as PAGE_ICONS
from desktop_app.ui.pages.whatsapp.words import WhatsAppWords
from desktop_app.ui.tray_status import TrayState

_UI = Path(__file__).parents[2] / "desktop_app" / "ui"
_PLACE_OF_NAME = {"IconButton": 0, "EmptyState": 0, "icon": 0, "pixmap": 0, "set_icon": 1}
"""Which argument of these calls is an icon's name; any call may have it as `icon=`."""
_NO_ICON_OF_OURS = {"app"}
"""The program's own sign: for the window, the tray and the installer."""


def _trees() -> Iterator[ast.AST]:
    for file in sorted(_UI.rglob("*.py")):
        yield from ast.walk(ast.parse(file.read_text(encoding="utf-8")))


def _words(node: ast.AST) -> set[str]:
    return {n.value for n in ast.walk(node) if isinstance(n, ast.Constant) and isinstance(n.value, str) and n.value}


def _named_in(call: ast.Call) -> set[str]:
    function = call.func
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    place = _PLACE_OF_NAME.get(name)
    if name == "set_icon" and len(call.args) == 1:
        place = 0  # a button's own
    names = _words(call.args[place]) if place is not None and len(call.args) > place else set[str]()
    for keyword in call.keywords:
        if keyword.arg == "icon":
            names |= _words(keyword.value)
    return names


def _shipped() -> set[str]:
    return {file.stem for file in shipped("icons").glob("*.svg")} - _NO_ICON_OF_OURS


def test_every_icon_named_in_code_is_shipped() -> None:
    calls = [node for node in _trees() if isinstance(node, ast.Call)]
    named = set().union(*(_named_in(call) for call in calls))
    assert {"plus", "printer", "player-play", "stethoscope"} <= named, "the search finds what is known to be there"
    words = WhatsAppWords()
    badges = {state.value for state in TrayState if state.value}
    tables = {words.glyph(state) for state in SessionState} | badges | set(PAGE_ICONS.values())
    assert named | tables <= _shipped(), "an icon is named that is not in resources/icons"


def test_no_icon_is_shipped_that_nobody_names() -> None:
    said = set().union(*(_words(node) for node in _trees() if isinstance(node, ast.Constant)))
    assert _shipped() <= said, "take it out of resources/icons"
