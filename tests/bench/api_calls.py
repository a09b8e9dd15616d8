"""Bookings over HTTP with four clients at once, and twenty who all want the same slot."""

import threading
import time
from collections import Counter

import httpx
from PySide6.QtCore import QCoreApplication

from desktop_app.system.data_folder import DataFolder
from desktop_app.workers.api_server import ApiServer
from tests.bench.booking import Place, free_places
from tests.bench.clinics import Clinics, open_bench_clinic
from tests.bench.measuring import Line

_CLIENTS, _EACH, _AT_ONCE = 4, 60, 20


def api_calls(clinics: Clinics) -> list[Line]:
    root = clinics.small()
    clinic, database, close = open_bench_clinic(root)
    application = QCoreApplication.instance() or QCoreApplication([])
    server = ApiServer(clinic, DataFolder(root).run, 0)
    server.start()
    try:
        while server.status.url is None:
            if server.status.fault is not None:
                raise server.status.fault
            threading.Event().wait(0.02)
        assert server.token is not None
        caller = _Caller(server.status.url, server.token())
        places = free_places(clinic, database)
        seconds = _at_once([caller.booker([next(places) for _ in range(_EACH)]) for _ in range(_CLIENTS)])
        rate = _CLIENTS * _EACH / seconds
        wanted_by_all = next(places)
        _at_once([caller.booker([wanted_by_all], f"Patient {n}") for n in range(_AT_ONCE)])
        last = Counter(caller.answers[-_AT_ONCE:])
    finally:
        server.stop()
        close()  # type: ignore[operator]
        del application
    is_right = last == Counter({201: 1, 409: _AT_ONCE - 1}) and set(caller.answers[:-_AT_ONCE]) == {201}
    return [
        Line(f"bookings over the API, {_CLIENTS} clients", f"{rate:.0f} per second"),
        Line(
            f"{_AT_ONCE} at once for one slot",
            f"{last[201]} booked, {last[409]} refused",
            target="1 booked",
            is_met=is_right,
        ),
    ]


class _Caller:
    def __init__(self, url: str, token: str) -> None:
        self.answers: list[int] = []
        self._url = url
        self._headers = {"Authorization": f"Bearer {token}"}

    def booker(self, places: list[Place], name: str = "Bench Patient") -> threading.Thread:
        return threading.Thread(target=self._book, args=(places, name))

    def _book(self, places: list[Place], name: str) -> None:
        with httpx.Client(base_url=self._url, headers=self._headers, timeout=60, trust_env=False) as http:
            for doctor, day, at in places:
                wish = {"doctor_id": doctor, "patient_name": name, "mobile": "9123456781", "date": str(day)}
                answer = http.post("/api/appointments/book", json=wish | {"time_slot": f"{at:%H:%M}"})
                self.answers.append(answer.status_code)


def _at_once(threads: list[threading.Thread]) -> float:
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.perf_counter() - began
