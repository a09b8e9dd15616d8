"""What programs send by mistake: never a 500, always a field and a word."""

import pytest

from desktop_app.domain.errors import Unavailable
from tests.api.front import MONDAY, Front, problem, wish

BOOK = "/api/appointments/book"
JSON = {"Content-Type": "application/json"}
HUGE = 2**63

WRONG_ENTRIES = [
    ("doctor_id", "1", "wrong"),
    ("doctor_id", True, "wrong"),
    ("doctor_id", 1.0, "wrong"),
    ("doctor_id", 1.5, "wrong"),
    ("doctor_id", HUGE, "wrong"),
    ("doctor_id", 10**30, "wrong"),
    ("doctor_id", -1, "wrong"),
    ("doctor_id", [1], "wrong"),
    ("doctor_id", None, "missing"),
    ("patient_name", 5, "wrong"),
    ("patient_name", "A\0B", "wrong"),
    ("patient_name", "A\nB", "wrong"),
    ("patient_name", "x" * 201, "too_long"),
    ("patient_name", "x" * 5000, "too_long"),
    ("mobile", 9876543210, "wrong"),
    ("mobile", "no digits", "wrong"),
    ("mobile", "9876543210\0", None),
    ("date", "2026-02-30", "wrong"),
    ("date", "2025-2-10", "wrong"),
    ("date", "10-02-2025", "wrong"),
    ("date", "2025-02-10T00:00:00", "wrong"),
    ("date", "2025-02-10\n", "wrong"),
    ("date", "२०२५-०२-१०", "wrong"),
    ("date", 20250210, "wrong"),
    ("date", "", "wrong"),
    ("date", "0001-01-01", "past"),
    ("date", "9999-12-31", "wrong"),
    ("time_slot", "24:00", "wrong"),
    ("time_slot", "9:30", "wrong"),
    ("time_slot", "10:30:00", "wrong"),
    ("time_slot", "10:30 AM", "wrong"),
    ("time_slot", "10:60", "wrong"),
    ("time_slot", 1030, "wrong"),
    ("walk_in", "true", "wrong"),
    ("walk_in", 1, "wrong"),
    ("consent", "no", "wrong"),
    ("consent", 0, "wrong"),
    ("minutes", 0, "wrong"),
    ("minutes", -30, "wrong"),
    ("minutes", HUGE, "wrong"),
    ("minutes", "30", "wrong"),
    ("language", "xx", "wrong"),
    ("language", 1, "wrong"),
    ("reason", {"a": 1}, "wrong"),
    ("reason", "a\0b", "wrong"),
]


def test_entries_that_cannot_be_used(front: Front, subtests: pytest.Subtests) -> None:
    for field, value, code in WRONG_ENTRIES:
        with subtests.test(f"{field}={value!r}"[:60]):
            found = front.errors("POST", BOOK, {**wish(), field: value})
            assert field in {name for name, _ in found}
            if code is not None:
                assert found == {(field, code)}
    assert front.get("/api/appointments")["items"] == []


BODIES = [
    b"{",
    b"[]",
    b"null",
    b"5",
    b'"text"',
    b"{'doctor_id': 1}",
    b'{"doctor_id": NaN}',
    b'{"doctor_id": Infinity}',
    b'{"doctor_id": 1e400}',
    b'{"doctor_id": ' + b"9" * 5000 + b"}",
    b'{"patient_name": "\\ud800"}',
    b'{"patient_name": "\xff"}',
    b'{"\\ud800": 1}',
    b"[" * 100_000,
    b'{"a":' * 30_000 + b"1" + b"}" * 30_000,
    '{"doctor_id": 1}'.encode("utf-16"),
    b"\0",
]


def test_bodies_that_cannot_be_read(front: Front, subtests: pytest.Subtests) -> None:
    for body in BODIES:
        for method, path in (("POST", BOOK), ("PUT", "/api/hospitals/1/whatsapp-settings"), ("PUT", "/api/doctors/1")):
            with subtests.test(f"{path} {body[:30]!r}"):
                answer = front.http.request(method, path, content=body, headers=JSON)
                if answer.status_code != 200:  # a PUT may find nothing in it that it knows
                    assert answer.status_code == 422, answer.text
                    assert problem(answer)["code"] == "invalid"
                    assert "ud800" not in answer.text


IDS = [
    "0", str(HUGE), str(HUGE - 1), str(2**64), "9" * 400, "-1", "1.0", "1e3", "abc", "%00", "%ff", "１", "1%20", "+1", "1_0",
]  # fmt: skip


def test_numbers_in_addresses(front: Front, subtests: pytest.Subtests) -> None:
    for text in IDS:
        for path in (
            "/api/appointments/{}",
            "/api/doctors/{}",
            "/api/patients/{}",
            "/api/hospitals/{}/whatsapp-status",
        ):
            with subtests.test(path.format(text[:20])):
                answer = front.http.get(path.format(text))
                assert answer.status_code in (404, 422), answer.text
                problem(answer)


QUERIES = [
    ("/api/appointments", "limit", "0"),
    ("/api/appointments", "limit", "201"),
    ("/api/appointments", "limit", "ten"),
    ("/api/appointments", "limit", "1.0"),
    ("/api/appointments", "limit", ""),
    ("/api/appointments", "limit", "9" * 5000),
    ("/api/appointments", "cursor", "no such cursor"),
    ("/api/appointments", "cursor", "2025-02-10"),
    ("/api/appointments", "cursor", "\0"),
    ("/api/appointments", "cursor", "9" * 150),
    ("/api/appointments", "from", "2025-02-30"),
    ("/api/appointments", "to", "tomorrow"),
    ("/api/appointments", "date", "2025-13-01"),
    ("/api/appointments", "status", "lost"),
    ("/api/appointments", "doctor_id", str(HUGE)),
    ("/api/appointments", "hospital_id", "one"),
    ("/api/appointments", "q", "a\0b"),
    ("/api/appointments", "q", "x" * 201),
    ("/api/hospitals", "cursor", "-1"),
    ("/api/hospitals", "cursor", "x"),
    ("/api/doctors", "limit", "-1"),
    ("/api/patients", "cursor", "x"),
    ("/api/patients", "cursor", str(2**70)),
    ("/api/messages", "cursor", "x"),
    ("/api/messages", "from", "0000-01-01"),
    ("/api/messages", "appointment_id", "²"),
]


def test_queries_that_cannot_be_used(front: Front, subtests: pytest.Subtests) -> None:
    for path, name, value in QUERIES:
        with subtests.test(f"{path}?{name}={value[:20]!r}"):
            found = front.errors("GET", path, **{name: value})
            assert {field for field, _ in found} == {name}


def test_the_ends_of_what_is_allowed(front: Front) -> None:
    assert front.get("/api/appointments", limit=200) == front.get("/api/appointments", limit=1)
    assert front.book(patient_name="x" * 200)["patient_name"] == "x" * 200
    assert front.book("11:00", patient_name='😀, "7" d\'Souza')["patient_name"] == '😀, "7" d\'Souza'
    for q in ("%", "_", "'", '"', "\\", "*", "(", "-", "OR", "😀", " ", '7"', "NEAR(a b)"):
        assert isinstance(front.get("/api/patients", q=q)["items"], list), q
        assert isinstance(front.get("/api/appointments", q=q)["items"], list), q
    assert front.get("/api/doctors/1/slots", date="2199-12-31")["slots"]
    assert front.errors("GET", "/api/doctors/1/slots", date="9999-12-31") == {("date", "wrong")}
    front.clock.go_on(days=7)
    front.put("/api/appointments/1/mark-visited", followup_date="2199-12-31")
    assert front.errors("PUT", "/api/appointments/1/mark-visited", followup_date="9999-12-31")


def test_late_slots_of_the_last_day_do_not_leave_the_calendar(front: Front) -> None:
    late = [{"weekday": day, "start": "23:00", "end": "23:59", "minutes": 59} for day in range(7)]
    front.put("/api/doctors/1", {"schedule": late})
    assert front.book("23:59", date="2199-12-31")["time_slot"] == "23:59"
    assert front.get("/api/doctors/1/slots", date=MONDAY)["slots"]


def test_a_bug_is_a_500_without_details(front: Front, expect_log: object) -> None:
    assert callable(expect_log)
    expect_log("desktop_app.api.problems: bug while answering a call")

    def broken() -> None:
        raise LookupError("secret of Rahul Sharma")

    object.__setattr__(front.clinic.scheduler, "jobs", broken)
    answer = front.http.get("/api/scheduler")
    assert answer.status_code == 500
    assert problem(answer)["code"] == "internal"
    assert "Rahul" not in answer.text
    assert front.get("/api/health"), "and the server goes on"


UNAVAILABLE = [
    (Unavailable("disk_full", "The disk is full.", "Free some space."), 507),
    (Unavailable("database_busy", "The database is locked.", "Close other programs."), 503),
    (Unavailable("database_damaged", "The database is damaged.", "Restore a backup."), 503),
]


def test_what_the_computer_cannot_do_now_is_told_as_such(front: Front, subtests: pytest.Subtests) -> None:
    for error, status in UNAVAILABLE:
        with subtests.test(error.code):

            def refuse(_wish: object, error: Unavailable = error) -> None:
                raise error

            object.__setattr__(front.clinic.booking, "book", refuse)
            found = front.refused("POST", BOOK, status, json=wish())
            assert found["code"] == error.code
            assert found["detail"] == f"{error.message} {error.remedy}"


def test_a_file_that_cannot_be_written_shows_in_health(front: Front) -> None:
    front.clinic.scheduler.is_running = True
    assert front.get("/api/health")["status"] == "ok"
    in_the_way = front.clinic.csv.path(1)
    in_the_way.mkdir(parents=True)
    assert front.post(BOOK, wish(), status=201)["csv"] == {"written": False}
    assert front.get("/api/health")["status"] == "attention"
    in_the_way.rmdir()
    front.clinic.csv.write_all()
    assert front.get("/api/health")["status"] == "ok"


def test_a_damaged_database_shows_in_health(front: Front) -> None:
    def damaged() -> None:
        raise UNAVAILABLE[2][0]

    object.__setattr__(front.clinic.read, "hospitals", damaged)
    health = front.get("/api/health")
    assert (health["status"], health["database"]) == ("attention", "damaged")
