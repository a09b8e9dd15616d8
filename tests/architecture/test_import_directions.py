"""The directions of imports are enforced: `lint-imports` passes, and fails when a wrong import is planted."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

WRONG = [
    ("ui/planted.py", "import desktop_app.storage"),
    ("ui/planted.py", "import desktop_app.whatsapp.web"),
    ("services/planted.py", "import desktop_app.storage"),
    ("domain/planted.py", "import desktop_app.services"),
    ("storage/planted.py", "import desktop_app.exports"),
    ("api/planted.py", "import PySide6.QtCore"),
    ("workers/planted.py", "import sqlalchemy"),
    ("workers/planted.py", "import selenium.webdriver"),
    ("ui/planted.py", "import fastapi"),
    ("whatsapp/practice/planted.py", "import desktop_app.whatsapp.web"),
    ("planted.py", "import json"),  # a room that has no place in the list
]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the package and of its contracts."""
    copy = tmp_path_factory.mktemp("house")
    shutil.copytree(ROOT / "desktop_app", copy / "desktop_app", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", copy)
    return copy


def lint_imports(house: Path) -> subprocess.CompletedProcess[str]:
    linter = Path(sys.executable).with_name("lint-imports")
    return subprocess.run([linter], cwd=house, capture_output=True, text=True, timeout=120, check=False)


def test_the_house_as_it_is_passes(house: Path) -> None:
    run = lint_imports(house)
    assert run.returncode == 0, run.stdout


@pytest.mark.parametrize(("where", "line"), WRONG)
def test_a_wrong_import_is_refused(house: Path, where: str, line: str) -> None:
    planted = house / "desktop_app" / where
    planted.write_text(f'"""Planted."""\n\n{line}\n')
    try:
        run = lint_imports(house)
    finally:
        planted.unlink()
    assert run.returncode == 1, run.stdout + run.stderr
    assert "planted" in run.stdout
