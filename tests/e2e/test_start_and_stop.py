"""Starting and stopping the real program: what keeps it from starting is one line that says what to do."""

import os
import sqlite3
import stat
import subprocess
from contextlib import closing
from pathlib import Path

import pytest

from tests.e2e.program import Program, run


def test_an_empty_folder_answers_and_sigterm_stops_in_order(tmp_path: Path) -> None:
    with Program(tmp_path / "clinic") as desk:
        assert desk.call("GET", "/api/health")["scheduler"] == "running"
        run_folder = desk.folder / "state" / "run"
        assert stat.S_IMODE(run_folder.stat().st_mode) == 0o700
        assert stat.S_IMODE((run_folder / "api-token").stat().st_mode) == 0o600
        token = (run_folder / "api-token").read_text()
        assert desk.terminate() == 0
        assert not (run_folder / "api.json").exists()
    with Program(tmp_path / "clinic") as again:
        assert (again.folder / "state" / "run" / "api-token").read_text() == token
        assert again.terminate() == 0


@pytest.mark.parametrize("begun", ["front_desk.lock", "../front_desk.db", "api.json"])
def test_sigterm_while_starting_ends_with_0_and_says_nothing(tmp_path: Path, begun: str) -> None:
    """Whether only the folder is claimed, the database is being made, or the API has just come."""
    with Program(tmp_path / "clinic", until=begun) as desk:
        assert desk.terminate() == 0
        assert desk.said() == ""
    with Program(tmp_path / "clinic") as again:
        assert again.call("GET", "/api/health")["database"] == "ok"


def test_a_second_start_calls_the_first_and_ends_with_3(tmp_path: Path) -> None:
    with Program(tmp_path / "clinic") as desk:
        second = run("--data-dir", str(tmp_path / "clinic"), "--api-port", "0")
        assert second.returncode == 3
        assert _only_line(second).startswith("front-desk: it is running already")
        assert desk.call("GET", "/api/health")["status"] == "ok"


def test_a_busy_port_is_told_and_the_program_goes_on(tmp_path: Path) -> None:
    with Program(tmp_path / "one") as desk:
        assert desk.http is not None
        port = desk.http.base_url.port
        folder = tmp_path / "two"
        answer = run("check", "--data-dir", str(folder), "--api-port", str(port))
        assert f"{port} is used by another program" in answer.stdout


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--api-port", "http"], "--api-port is a number"),
        (["--whatsapp-url", "https://example.org/"], "--whatsapp-url is"),
        (["--whatsapp-url", "http://192.168.1.1:80/"], "--whatsapp-url is"),
        (["--log-level", "LOUD"], "--log-level is one of"),
        (["--chrome", "/nowhere/chrome"], "is not a file"),
        (["--nonsense"], "unrecognized arguments"),
        (["frobnicate"], "invalid choice"),
        (["backup"], "FILE"),
    ],
)
def test_wrong_arguments_end_with_2(tmp_path: Path, arguments: list[str], says: str) -> None:
    answer = run("--data-dir", str(tmp_path), *arguments)
    assert answer.returncode == 2
    assert says in _only_line(answer)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_a_file_ends_with_1(tmp_path: Path) -> None:
    (tmp_path / "clinic").write_text("not a folder")
    answer = run("--data-dir", str(tmp_path / "clinic"))
    assert answer.returncode == 1
    assert "data folder" in _only_line(answer)


def test_no_display_ends_with_1(tmp_path: Path) -> None:
    answer = run("--data-dir", str(tmp_path / "clinic"), QT_QPA_PLATFORM="xcb", DISPLAY="", WAYLAND_DISPLAY="")
    assert answer.returncode == 1
    assert "no screen" in _only_line(answer)


def test_a_newer_database_is_left_untouched_and_ends_with_4(tmp_path: Path) -> None:
    folder = tmp_path / "clinic"
    assert run("sample-data", "--data-dir", str(folder), "--appointments", "20").returncode == 0
    with closing(sqlite3.connect(folder / "state" / "front_desk.db")) as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
        database.commit()
    before = (folder / "state" / "front_desk.db").read_bytes()
    answer = run("--data-dir", str(folder), "--whatsapp-url", "http://127.0.0.1:9/")
    assert answer.returncode == 4
    assert "newer version" in _only_line(answer)
    assert (folder / "state" / "front_desk.db").read_bytes() == before
    looked = run("check", "--data-dir", str(folder))
    assert looked.returncode == 1
    assert "newer version" in looked.stdout


def test_a_damaged_database_ends_with_1(tmp_path: Path) -> None:
    folder = tmp_path / "clinic"
    (folder / "state").mkdir(parents=True)
    (folder / "state" / "front_desk.db").write_bytes(os.urandom(20_000))
    answer = run("--data-dir", str(folder))
    assert answer.returncode == 1
    assert "damaged" in _only_line(answer)


def test_made_up_data_never_meet_the_real_whatsapp(tmp_path: Path) -> None:
    folder = tmp_path / "clinic"
    assert run("sample-data", "--data-dir", str(folder), "--appointments", "20").returncode == 0
    answer = run("--data-dir", str(folder))
    assert answer.returncode == 2
    assert "made-up" in _only_line(answer)
    again = run("sample-data", "--data-dir", str(folder), "--appointments", "20")
    assert again.returncode == 1
    assert "is not empty" in _only_line(again)


def test_made_up_data_do_not_go_among_somebodys_files(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("mine")
    answer = run("sample-data", "--data-dir", str(tmp_path), "--appointments", "5")
    assert answer.returncode == 1
    assert [path.name for path in tmp_path.iterdir()] == ["note.txt"]


def test_backup_while_it_runs_and_restore(tmp_path: Path) -> None:
    folder, copy = tmp_path / "clinic", tmp_path / "copy.db"
    with Program(folder) as desk:
        desk.call("POST", "/api/hospitals", {"name": "City Hospital"}, 201)
        assert run("backup", str(copy), "--data-dir", str(folder)).returncode == 0
        desk.call("POST", "/api/hospitals", {"name": "Lake Clinic"}, 201)
        assert run("restore", str(copy), "--data-dir", str(folder)).returncode == 1
        assert desk.terminate() == 0
    broken = tmp_path / "broken.db"
    broken.write_bytes(copy.read_bytes()[:3000])
    refused = run("restore", str(broken), "--data-dir", str(folder))
    assert refused.returncode == 1
    assert "not a backup" in _only_line(refused)
    with Program(folder) as desk:
        assert len(desk.call("GET", "/api/hospitals")["items"]) == 2
        assert desk.terminate() == 0
    assert run("restore", str(copy), "--data-dir", str(folder)).returncode == 0
    with Program(folder) as desk:
        assert [h["name"] for h in desk.call("GET", "/api/hospitals")["items"]] == ["City Hospital"]
        assert desk.terminate() == 0


def _only_line(answer: subprocess.CompletedProcess[str]) -> str:
    lines = answer.stderr.strip().splitlines()
    assert len(lines) == 1, answer.stderr
    return lines[0]


def test_a_file_where_the_exports_belong_keeps_nobody_from_working(tmp_path: Path) -> None:
    folder = tmp_path / "clinic"
    folder.mkdir()
    (folder / "appointment_exports").write_text("not a folder")
    with Program(folder) as desk:
        assert desk.call("GET", "/api/health")["database"] == "ok"
        assert desk.terminate() == 0
