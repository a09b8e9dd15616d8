"""Starts the frozen program offscreen in an empty home, books one appointment over the API, and stops it in order.

`try_frozen.py PROGRAM`. Prints a line for each thing that was seen, and ends with 1 at the first that was not.
"""

import csv
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

START_S, STOP_S = 60.0, 15.0


def main() -> None:
    """Try the program named on the command line."""
    program = Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory(prefix="front-desk-frozen-") as home:
        data = Path(home) / "data"
        environment = {"HOME": home, "PATH": os.environ["PATH"], "QT_QPA_PLATFORM": "offscreen", "LANG": "C.UTF-8"}
        line = [str(program), "--data-dir", str(data), "--api-port", "0"]
        process = subprocess.Popen(line, env=environment, cwd=home)
        try:
            book_one(data, process)
            process.send_signal(signal.SIGTERM)
            code = process.wait(STOP_S)
        finally:
            process.kill()
        see("stopped with exit code 0", is_so=code == 0)
        see("took its api.json away", is_so=not (data / "state/run/api.json").exists())


def book_one(data: Path, process: subprocess.Popen[bytes]) -> None:
    """Wait for the API, and book the first free slot of tomorrow."""
    address = wait_for(data / "state/run/api.json", process)["url"]
    token = (data / "state/run/api-token").read_text().strip()
    see("API is ready", is_so=call(address, token, "GET", "/api/health")["status"] in {"ok", "attention"})
    hospital = call(address, token, "POST", "/api/hospitals", {"name": "Frozen Clinic"})
    doctor = call(
        address, token, "POST", "/api/doctors", {"hospital_id": hospital["id"], "name": "Mehta", "specialty": "Ortho"}
    )
    day = (datetime.now(UTC) + timedelta(days=2)).date().isoformat()
    wish = {
        "doctor_id": doctor["id"],
        "patient_name": "Trial Patient",
        "mobile": "9876543210",
        "date": day,
        "time_slot": "10:30",
    }
    booked = call(address, token, "POST", "/api/appointments/book", wish)
    see("booked one appointment", is_so=booked["status"] == "booked")
    with (data / f"appointment_exports/hospital_{hospital['id']}_appointments.csv").open(
        encoding="utf-8", newline=""
    ) as file:
        rows = list(csv.reader(file))
    see(
        "its row is in the CSV file",
        is_so=rows[1:] == [["Trial Patient", "+919876543210", day, "10:30", "Dr Mehta", "Ortho", ""]],
    )


def call(address: str, token: str, method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
    """One call of the API; its JSON answer."""
    request = urllib.request.Request(  # noqa: S310  # a loopback address that we made
        address + path, method=method, headers={"Authorization": f"Bearer {token}"}
    )
    if body is not None:
        request.data = json.dumps(body).encode()
        request.add_header("Content-Type", "application/json")
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310
            return json.load(answer)
    except urllib.error.HTTPError as error:
        sys.exit(f"NOT SEEN: an answer to {method} {path}: {error.code} {error.read().decode()}")


def wait_for(file: Path, process: subprocess.Popen[bytes]) -> dict[str, Any]:
    """The content of api.json as soon as it is there; ends the trial if the program ends before."""
    deadline = time.monotonic() + START_S
    while not file.exists():
        if process.poll() is not None or time.monotonic() > deadline:
            sys.exit(f"NOT SEEN: the API; the program's exit code is {process.poll()}")
        threading.Event().wait(0.05)
    return json.loads(file.read_text())


def see(what: str, *, is_so: bool) -> None:
    """Say what was seen, or end the trial."""
    if not is_so:
        sys.exit(f"NOT SEEN: {what}")
    print(f"  frozen program: {what}")


if __name__ == "__main__":
    main()
