"""Fixtures of the services' tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.services.kit import ClinicKit, TurnedClock


@pytest.fixture
def kit(tmp_path: Path) -> Iterator[ClinicKit]:
    clinic = ClinicKit(tmp_path, TurnedClock())
    yield clinic
    clinic.close()
