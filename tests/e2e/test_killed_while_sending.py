"""Kill -9 at every step of a send, of the program, of the driver and of the browser: nothing lost, nothing doubled."""

import json
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, Self

import httpx
import psutil
import pytest

from desktop_app.whatsapp.practice.server import PracticeWhatsApp
from desktop_app.whatsapp.practice.settings import PracticeSettings
from tests.api.waiting import wait_for
from tests.e2e.program import Program

STEPS = (
    "queue.claimed",
    "sender.opened",
    "queue.sending",
    "sender.committed",
    "sender.typed",
    "sender.pressed",
    "queue.sent",
    "queue.settled",
)
POINTS = (*STEPS[:6], "queue.looked_up", *STEPS[6:])
"""What was cut off after Send was pressed is looked up at the next start: it is killed there too."""
QUICK = PracticeSettings(boot_seconds=0.05, sync_seconds=0.05, starting_chat_seconds=0.05)
WENT = {"sent", "delivered", "read"}
SLOTS = ("09:30", "10:00", "10:30", "11:00", "11:30", "12:00", "12:30", "13:00", "13:30", "14:00", "14:30", "15:00")


@pytest.fixture
def whatsapp() -> Iterator[PracticeWhatsApp]:
    server = PracticeWhatsApp(settings=QUICK)
    server.start()
    yield server
    assert server.phone.mistakes() == ()
    server.stop()


class Clinic:
    def __init__(self, folder: Path, whatsapp: PracticeWhatsApp) -> None:
        self.folder = folder
        self.whatsapp = whatsapp
        self.booked = 0

    def program(self) -> Program:
        return Program(self.folder, "--whatsapp-url", self.whatsapp.url)

    def set_up_and_link(self) -> None:
        with self.program() as program:
            program.call("POST", "/api/hospitals", {"name": "City Hospital"}, 201)
            program.call("POST", "/api/doctors", {"hospital_id": 1, "name": "Mehta", "specialty": "Ortho"}, 201)
            settings = {"whatsapp_enabled": True, "messages_per_minute": 600}
            program.call("PUT", "/api/hospitals/1/whatsapp-settings", settings)
            program.call("POST", "/api/hospitals/1/whatsapp-init", None, 202)
            wait_for(lambda: self.status(program)["qr"], 30)
            self.whatsapp.phone.scan(self.status(program)["qr"])
            wait_for(lambda: self.status(program)["session_active"], 30)
            assert program.terminate() == 0

    def status(self, program: Program) -> dict[str, Any]:
        return program.call("GET", "/api/hospitals/1/whatsapp-status")

    def book(self, program: Program) -> None:
        number, self.booked = self.booked, self.booked + 1
        program.call(
            "POST",
            "/api/appointments/book",
            {
                "doctor_id": 1,
                "patient_name": f"Patient {number}",
                "mobile": f"98765{number:05d}",
                "date": f"2027-03-{1 + number // 12:02d}",
                "time_slot": SLOTS[number % 12],
            },
            201,
        )

    def messages(self, program: Program) -> list[dict[str, Any]]:
        return program.call("GET", "/api/messages?limit=200")["items"]

    def is_settled(self, program: Program) -> bool:
        messages = self.messages(program)
        return bool(messages) and all(m["status"] not in ("queued", "sending") for m in messages)

    def check(self, program: Program) -> None:
        """Every message went exactly once, by the phone's own account."""
        truth = Counter(message.text for message in self.whatsapp.phone.messages())
        for message in self.messages(program):
            assert message["status"] in WENT, message["reason"]
            assert truth[message["text"]] == 1


def leftovers(folder: Path) -> list[int]:
    found: list[int] = []
    for process in psutil.process_iter():
        try:
            if any(str(folder / "whatsapp_sessions") in part for part in process.cmdline()):
                found.append(process.pid)
        except psutil.Error:
            continue
    return found


@pytest.mark.timeout(300)
def test_the_program_killed_at_every_step(
    tmp_path: Path, whatsapp: PracticeWhatsApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    clinic = Clinic(tmp_path / "data", whatsapp)
    clinic.set_up_and_link()
    for point in POINTS:  # each start also recovers what the kill before cut off, and may be killed while it does
        with monkeypatch.context() as fault:
            fault.setenv("FAULT", f"{point}:1:SIGKILL")
            with clinic.program() as program:
                with suppress(httpx.TransportError):  # killed before the answer came
                    clinic.book(program)
                wait_for(lambda pid=program.pid: _is_dead(pid), 60)
        wait_for(lambda: leftovers(clinic.folder) == [], 15)
    with clinic.program() as program:
        wait_for(lambda: clinic.is_settled(program), 60)
        clinic.check(program)
        assert len(clinic.messages(program)) >= len(POINTS) - 2
        assert program.terminate() == 0
    assert leftovers(clinic.folder) == []


class Keeper:
    """The program stops at every step of a send; it is sent on its way again, at one step without its driver or browser."""

    def __init__(self, program: Program, run_folder: Path) -> None:
        self._program = psutil.Process(program.pid)
        self._record = run_folder / "whatsapp_1.json"
        self._victim, self._steps = "", 0
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_exc: object) -> None:
        self._ended.set()
        self._thread.join()

    def kill_after(self, steps: int, victim: str) -> None:
        self._steps, self._victim = steps, victim

    @property
    def has_killed(self) -> bool:
        return not self._victim

    def _run(self) -> None:
        with suppress(psutil.NoSuchProcess):  # the program has ended
            while not self._ended.wait(0.005):
                if self._program.status() == psutil.STATUS_STOPPED:
                    self._steps -= 1
                    if self._victim and self._steps <= 0:
                        self._kill()
                    self._program.resume()

    def _kill(self) -> None:
        driver = psutil.Process(json.loads(self._record.read_text())["driver"]["pid"])
        (driver if self._victim == "driver" else driver.children()[0]).kill()
        self._victim = ""


@pytest.mark.timeout(300)
@pytest.mark.parametrize("victim", ["driver", "browser"])
def test_driver_or_browser_killed_at_every_step(
    tmp_path: Path, whatsapp: PracticeWhatsApp, victim: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    clinic = Clinic(tmp_path / "data", whatsapp)
    clinic.set_up_and_link()
    monkeypatch.setenv("FAULT", "*:1:SIGSTOP")
    with clinic.program() as program, Keeper(program, clinic.folder / "state" / "run") as keeper:
        wait_for(lambda: clinic.status(program)["session_active"], 30)
        for step in range(1, len(STEPS) + 1):
            program.call("POST", "/api/hospitals/1/whatsapp-init", None, 202)  # a person asks: no patience in between
            keeper.kill_after(step, victim)
            clinic.book(program)
            wait_for(lambda: keeper.has_killed and clinic.is_settled(program), 60)
            clinic.check(program)
        assert program.terminate() == 0
    assert leftovers(clinic.folder) == []


def _is_dead(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.Error:
        return True
