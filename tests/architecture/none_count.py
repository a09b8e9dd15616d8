"""Counts the references to None that calls into Qt lose: PySide6 6.12.0 lost one a call, which ends Python 3.11.

`python -m tests.architecture.none_count` prints the count; with `leak` it drops one a call by itself, as 6.12.0 did.
"""

import ctypes
import sys

from PySide6.QtCore import QObject

CALLS = 400
TOLERATED = 50


def lost_references(*, leak: bool = False) -> int:
    """How many references to None are gone after `CALLS` calls that return None."""
    thing = QObject()
    before = sys.getrefcount(None)
    for _ in range(CALLS // 2):
        thing.findChild(QObject, "nobody")
        thing.property("nothing")
        if leak:
            ctypes.pythonapi.Py_DecRef(ctypes.py_object(None))
            ctypes.pythonapi.Py_DecRef(ctypes.py_object(None))
    return before - sys.getrefcount(None)


if __name__ == "__main__":
    print(lost_references(leak="leak" in sys.argv))
