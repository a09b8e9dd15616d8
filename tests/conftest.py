"""What holds for every test: no screen, no touch of this user's folders, and nothing left behind (house rule 13).

Fixtures of one kind of test live in that folder's own conftest.py.
"""

import logging
import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from PySide6.QtCore import qInstallMessageHandler

from tests.left_behind import WarningCollector, Watch

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["LANG"] = os.environ["LC_ALL"] = "C.UTF-8"
for _name in [name for name in os.environ if name.startswith("FRONT_DESK_")]:
    del os.environ[_name]

# Found examples are worth more than speed; a run of CI must give the same verdict twice.
settings.register_profile("ours", deadline=None, derandomize=os.environ.get("CI") == "true", print_blob=True)
settings.load_profile("ours")


@pytest.fixture(scope="session", autouse=True)
def _own_home() -> Iterator[None]:
    """Everything that a program would write into the user's folders goes into one that is thrown away."""
    with tempfile.TemporaryDirectory(prefix="front-desk-home-") as home, pytest.MonkeyPatch.context() as patch:
        for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
            patch.setenv(name, str(Path(home) / name.lower()))
        yield


@pytest.fixture(scope="session")
def _collector() -> Iterator[WarningCollector]:
    collector = WarningCollector()
    before = qInstallMessageHandler(collector.on_qt_message)
    logging.getLogger().addHandler(collector)
    yield collector
    logging.getLogger().removeHandler(collector)
    qInstallMessageHandler(before)


@pytest.fixture(autouse=True)
def _watch(_collector: WarningCollector) -> Iterator[Watch]:
    """Fails the test that warns, or leaves a thread or a window behind."""
    watch = _collector.watch = Watch()
    yield watch
    found = watch.left_windows() + watch.left_threads()
    _collector.watch = None
    found = watch.unexpected_lines() + found
    if found:
        pytest.fail("The test left something behind:\n  " + "\n  ".join(found), pytrace=False)


@pytest.fixture
def expect_log(_watch: Watch) -> Callable[[str], None]:
    """Announces a warning that must come, as a pattern of "LEVEL logger: text" or "Qt: text"."""
    return _watch.expected.append
