"""What may be in the repository, and what must not: no patient's data, no registry's address."""

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

# In pieces, so that this file does not name them itself.
REGISTRY_HOSTS = {
    "org": [
        "pypi",
        "pythonhosted",
        "npmjs",
        "debian",
        "security.debian",
        "snapshot.debian",
        "proxy.golang",
        "rubygems",
    ],
    "com": ["npmjs", "yarnpkg"],
    "io": ["crates"],
}

WRITTEN_BY_THE_APPLICATION = [
    "appointment_exports/hospital_1_appointments.csv",
    "appointment_exports/hospital_1_appointments.csv.new",
    "whatsapp_sessions/1/Default/Cookies",
    "state/front_desk.db",
    "state/front_desk.db-wal",
    "state/run/api-token",
    "state/window.ini",
    "practice/state/front_desk.db",
    "practice/appointment_exports/hospital_1_appointments.csv",
    "practice/whatsapp_sessions/1/Default/Cookies",
    "tour/01-code-shown.png",
]


def git(*arguments: str, expected: int = 0) -> list[str]:
    run = subprocess.run(
        ["git", "-c", "safe.directory=*", *arguments], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert run.returncode == expected, run.stderr
    return run.stdout.splitlines()


@pytest.mark.parametrize("path", WRITTEN_BY_THE_APPLICATION)
def test_what_the_application_writes_is_held_back(path: str) -> None:
    assert git("check-ignore", "--no-index", path) == [path]


@pytest.mark.parametrize("folder", ["appointment_exports", "whatsapp_sessions"])
def test_the_two_folders_of_the_top_level_are_there_and_empty(folder: str) -> None:
    assert git("ls-files", folder) == [f"{folder}/.gitkeep"]
    assert git("check-ignore", "--no-index", f"{folder}/.gitkeep", expected=1) == []


def test_no_file_names_a_package_registry() -> None:
    hosts = [f"{name}.{top}".encode() for top, names in REGISTRY_HOSTS.items() for name in names]
    files = [ROOT / name for name in git("ls-files")]
    assert len(files) > 20
    naming = [str(file) for file in files if file.is_file() and any(host in file.read_bytes() for host in hosts)]
    assert naming == []
