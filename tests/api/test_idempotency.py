"""Calls at the same moment, and calls that are repeated."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import httpx

from tests.api.front import Front, wish

BOOK = "/api/appointments/book"


def _at_once(front: Front, count: int, ask: Callable[[httpx.Client, int], httpx.Response]) -> list[httpx.Response]:
    """`count` calls, each over its own connection, let go together."""
    ready = Barrier(count)

    def one(number: int) -> httpx.Response:
        with httpx.Client(base_url=front.url, headers=front.http.headers, timeout=60, trust_env=False) as http:
            http.get("/api/health")
            ready.wait(30)
            return ask(http, number)

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))


def test_of_twenty_bookings_of_one_slot_one_wins(front: Front) -> None:
    def ask(http: httpx.Client, number: int) -> httpx.Response:
        name = f"Patient {'ABCDEFGHIJKLMNOPQRST'[number]}"
        return http.post(BOOK, json=wish(patient_name=name, mobile=f"98765432{number:02d}"))

    answers = _at_once(front, 20, ask)
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 19
    assert {answer.json()["next_free"] for answer in answers if answer.status_code == 409} == {"11:00"}
    assert len(front.get("/api/appointments")["items"]) == 1
    rows = (front.folder / "appointment_exports" / "hospital_1_appointments.csv").read_text().splitlines()
    assert len(rows) == 2


def test_walk_ins_at_the_same_moment_get_different_tokens(front: Front) -> None:
    body = {"doctor_id": 1, "mobile": "9876543210", "walk_in": True}
    answers = _at_once(
        front, 8, lambda http, number: http.post(BOOK, json={**body, "patient_name": f"Patient {'ABCDEFGH'[number]}"})
    )
    assert sorted(answer.json()["token"] for answer in answers) == [1, 2, 3, 4, 5, 6, 7, 8]


def test_eight_retries_with_one_key_are_one_booking_and_one_answer(front: Front) -> None:
    key = {"Idempotency-Key": "visit-4711"}
    answers = _at_once(front, 8, lambda http, _number: http.post(BOOK, json=wish(), headers=key))
    assert [answer.status_code for answer in answers] == [201] * 8
    assert len({answer.content for answer in answers}) == 1
    assert len(front.get("/api/appointments")["items"]) == 1
    assert len(front.get("/api/messages")["items"]) == 1


def test_a_repeated_key_gives_the_first_answer_whatever_happened_since(front: Front) -> None:
    first = front.book(key="a")
    front.put("/api/appointments/1/cancel")
    assert front.book(key="a") == first
    reordered = dict(reversed(wish().items()))
    answer = front.http.post(BOOK, json=reordered, headers={"Idempotency-Key": "a"})
    assert (answer.status_code, answer.json()) == (201, first)
    assert answer.headers["content-type"] == "application/json"


def test_the_same_key_with_another_body_is_refused(front: Front) -> None:
    front.book(key="a")
    other = front.refused("POST", BOOK, 422, json=wish("11:00"), headers={"Idempotency-Key": "a"})
    assert [error["code"] for error in other["errors"]] == ["key_reused"]
    assert len(front.get("/api/appointments")["items"]) == 1


def test_a_refused_booking_leaves_its_key_free(front: Front) -> None:
    front.refused("POST", BOOK, 422, json=wish("10:31"), headers={"Idempotency-Key": "a"})
    assert front.book(key="a")["id"] == 1


def test_keys_that_cannot_be_kept_are_refused(front: Front) -> None:
    for key in ("", "x" * 201, "two words"):
        wrong = front.refused("POST", BOOK, 422, json=wish(), headers={"Idempotency-Key": key})
        assert [(error["field"], error["code"]) for error in wrong["errors"]] == [("Idempotency-Key", "wrong")]
