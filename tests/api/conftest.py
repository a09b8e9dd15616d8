"""The clinic behind its API for every test here."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from desktop_app.services.changes import Changes
from desktop_app.services.doctor_service import DoctorEntry
from desktop_app.services.hospital_service import HospitalEntry
from desktop_app.system.data_folder import DataFolder
from desktop_app.system.options import Options
from desktop_app.wiring import OpenClinic, open_clinic
from desktop_app.workers.api_server import ApiServer
from tests.api.front import Front, TellingClock
from tests.api.waiting import wait_for


def _open(root: Path, clock: TellingClock) -> OpenClinic:
    folder = DataFolder(root)
    folder.prepare()
    return open_clinic(folder, Options(), clock, Changes())


@contextmanager
def open_front(root: Path) -> Iterator[Front]:
    clock = TellingClock()
    opened = _open(root, clock)
    server = ApiServer(opened.clinic, DataFolder(root).run, 0)
    server.start()
    wait_for(lambda: server.status.url or server.status.fault)
    assert server.token is not None
    headers = {"Authorization": f"Bearer {server.token()}"}
    try:
        with httpx.Client(base_url=server.status.url or "", headers=headers, timeout=30, trust_env=False) as http:
            yield Front(opened.clinic, clock, server, http, root)
    finally:
        server.stop()
        opened.close()


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed data folder with one hospital and one doctor; each test gets a copy of it."""
    root = tmp_path_factory.mktemp("prepared")
    opened = _open(root, TellingClock())
    opened.clinic.hospitals.add(HospitalEntry(name="City Clinic"), by="desk")
    opened.clinic.doctors.add(DoctorEntry(hospital_id=1, name="Dr Mehta", specialty="Ortho"), by="desk")
    opened.close()
    return root


@pytest.fixture
def front(prepared: Path, tmp_path: Path) -> Iterator[Front]:
    root = tmp_path / "data"
    shutil.copytree(prepared, root)
    with open_front(root) as front:
        yield front


@pytest.fixture
def empty_front(tmp_path: Path) -> Iterator[Front]:
    """A data folder without a hospital: the first-start page waits."""
    with open_front(tmp_path) as front:
        yield front
