"""Keeps PySide from reading the source text of every module that is imported after it.

It looks there for its `__feature__` switches, which this program does not use: 0.1 s of the start and 30 MB of source
text kept by `linecache` (docs/decisions/0023). There is no public switch for it; where the name is gone, all is as before.
"""

import importlib

_MODULE, _NAME = "shibokensupport.feature", "_mod_uses_pyside"


def skip_feature_scan() -> None:
    """Call it before anything large is imported. No module of this process may use `from __feature__ import …`."""
    importlib.import_module("PySide6.QtCore")  # brings shibokensupport, which lies inside its library
    feature = importlib.import_module(_MODULE)
    if hasattr(feature, _NAME):
        setattr(feature, _NAME, _uses_no_feature)


def _uses_no_feature(_module: object) -> bool:
    return False
