import subprocess
import sys

_COUNT = """
import linecache
{first}
import zipapp
print("zipapp" in "".join(linecache.cache))
"""


def _is_read(first: str) -> bool:
    """Whether the source of a module that is imported after PySide is read, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", _COUNT.format(first=first)], capture_output=True, text=True, check=True
    )
    return done.stdout.strip() == "True"


def test_sources_of_modules_imported_after_pyside_are_not_read() -> None:
    assert _is_read("import PySide6.QtCore")  # else PySide has stopped it, and workers/feature_scan.py may go
    assert not _is_read("from desktop_app.workers.feature_scan import skip_feature_scan; skip_feature_scan()")
