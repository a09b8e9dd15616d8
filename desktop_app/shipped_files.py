"""Where the files that ship with the program lie: fonts, icons, styles, locators, the practice page.

In a checkout `resources/` lies beside the package; an installed wheel and the frozen program carry it inside.
"""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_INSIDE = _PACKAGE / "resources"

RESOURCES = _INSIDE if _INSIDE.is_dir() else _PACKAGE.parent / "resources"


def shipped(*parts: str) -> Path:
    """The path of a shipped file or folder, e.g. `shipped("icons", "check.svg")`; read only."""
    return RESOURCES.joinpath(*parts)
