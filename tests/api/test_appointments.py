"""Every call on appointments, as contract section 5 writes it."""

from tests.api.front import MONDAY, Front, wish

APPOINTMENT = {
    "id", "hospital_id", "doctor_id", "doctor_name", "specialty", "patient_id", "patient_name", "mobile", "date", "time_slot",
    "minutes", "token", "status", "reason", "status_reason", "followup_date", "visit_date", "created_at",
}  # fmt: skip
BOOK = "/api/appointments/book"
ONE = "/api/appointments/1"


def test_book_answers_with_the_appointment_its_csv_row_and_its_confirmation(front: Front) -> None:
    booked = front.book(reason="Knee pain")
    assert set(booked) == APPOINTMENT | {"csv", "whatsapp"}
    assert booked == {
        "id": 1,
        "hospital_id": 1,
        "doctor_id": 1,
        "doctor_name": "Mehta",
        "specialty": "Ortho",
        "patient_id": 1,
        "patient_name": "Rahul Sharma",
        "mobile": "+919876543210",
        "date": MONDAY,
        "time_slot": "10:30",
        "minutes": 30,
        "token": 1,
        "status": "booked",
        "reason": "Knee pain",
        "status_reason": None,
        "followup_date": None,
        "visit_date": None,
        "created_at": "2025-02-03T03:00:00Z",
        "csv": {"written": True},
        "whatsapp": booked["whatsapp"],
    }
    assert booked["whatsapp"] | {"reason": ""} == {
        "message_id": 1,
        "status": "skipped",
        "reason": "",
        "reason_code": "whatsapp_off",
    }
    assert booked["whatsapp"]["reason"].startswith("WhatsApp is switched off")
    rows = (front.folder / "appointment_exports" / "hospital_1_appointments.csv").read_bytes()
    assert rows == (
        b"name,mobile,date,time_slot,doctor,specialty,followup_date\n"
        b"Rahul Sharma,+919876543210,2025-02-10,10:30,Dr Mehta,Ortho,\n"
    )


def test_a_confirmation_is_queued_when_whatsapp_is_on(front: Front) -> None:
    front.put("/api/hospitals/1/whatsapp-settings", {"whatsapp_enabled": True})
    sent = front.book()["whatsapp"]
    assert (sent["status"], sent["reason"], sent["reason_code"]) == ("queued", None, None)


def test_book_refuses_what_cannot_be(front: Front) -> None:
    front.refused("POST", BOOK, 404, json=wish(doctor_id=77))
    assert front.errors("POST", BOOK, wish("10:35")) == {("time_slot", "not_offered")}
    assert front.errors("POST", BOOK, wish(date="2025-02-02")) == {("date", "past")}
    assert front.errors("POST", BOOK, wish(mobile="022 2345 6789")) == {("mobile", "landline")}
    assert front.errors("POST", BOOK, wish(mobile="1800 123 4567")) == {("mobile", "toll_free")}
    assert front.errors("POST", BOOK, wish(mobile="98765")) == {("mobile", "too_short")}
    assert front.errors("POST", BOOK, wish(mobile="98765432101234")) == {("mobile", "too_long")}
    assert front.errors("POST", BOOK, wish(mobile="+971 50 123 4567")) == {("mobile", "foreign")}
    assert front.errors("POST", BOOK, wish(patient_name="  ", mobile="")) == {
        ("patient_name", "wrong"),
        ("mobile", "missing"),
    } or {("patient_name", "missing"), ("mobile", "missing")}
    assert front.get("/api/appointments")["items"] == []


def test_what_is_missing_is_said_all_at_once(front: Front) -> None:
    fields = ("doctor_id", "patient_name", "mobile", "date", "time_slot")
    assert front.errors("POST", BOOK, {}) == {(field, "missing") for field in fields}
    assert front.errors("POST", BOOK, dict.fromkeys(fields)) == {(field, "missing") for field in fields}
    assert front.errors("POST", BOOK) == {("body", "missing")}


def test_a_taken_slot_offers_the_next_free_one(front: Front) -> None:
    front.book("10:30")
    taken = front.refused("POST", BOOK, 409, json=wish("10:30", patient_name="Asha Rao"))
    assert (taken["code"], taken["next_free"]) == ("slot_taken", "11:00")


def test_a_full_day_offers_nothing(front: Front) -> None:
    short_day = [{"weekday": 0, "start": "09:00", "end": "09:00", "minutes": 30, "capacity": 1}]
    front.put("/api/doctors/1", {"schedule": short_day})
    front.book("09:00")
    assert front.refused("POST", BOOK, 409, json=wish("09:00", patient_name="Asha"))["next_free"] is None


def test_a_walk_in_is_today_at_this_minute(front: Front) -> None:
    front.clock.go_on(minutes=67)
    body = {"doctor_id": 1, "patient_name": "Asha Rao", "mobile": "9876543211", "walk_in": True}
    booked = front.post(BOOK, body, 201)
    assert (booked["date"], booked["time_slot"], booked["token"]) == ("2025-02-03", "09:37", 1)


def test_consent_language_and_length_are_kept(front: Front) -> None:
    booked = front.book(consent=False, language="hi", minutes=60)
    patient = front.get("/api/patients/1")
    assert (patient["consent"], patient["language"]) == (False, "hi")
    assert booked["whatsapp"]["status"] == "skipped"
    assert booked["minutes"] == 60
    assert front.refused("POST", BOOK, 409, json=wish("11:00", patient_name="Asha"))["code"] == "slot_taken"


def test_unknown_fields_are_ignored(front: Front) -> None:
    assert front.book(colour="blue")["id"] == 1


def test_mark_visited_takes_the_follow_up_as_query_or_json_or_not_at_all(front: Front) -> None:
    for number, slot in enumerate(("10:00", "10:30", "11:00"), start=1):
        assert front.book(slot, patient_name=f"Patient {'ABC'[number - 1]}")["id"] == number
    front.clock.go_on(days=7)
    plain = front.put("/api/appointments/1/mark-visited")
    assert plain == {
        "message": "Appointment marked as visited",
        "visit_date": MONDAY,
        "followup_date": None,
        "appointment": plain["appointment"],
    }
    assert set(plain["appointment"]) == APPOINTMENT
    by_query = front.put("/api/appointments/2/mark-visited", followup_date="2025-02-17")
    by_json = front.put("/api/appointments/3/mark-visited", {"followup_date": "2025-02-17"})
    for answer in (by_query, by_json):
        assert answer["followup_date"] == answer["appointment"]["followup_date"] == "2025-02-17"
        assert answer["appointment"]["status"] == "visited"
    corrected = front.put("/api/appointments/2/mark-visited", followup_date="2025-02-18")
    assert corrected["followup_date"] == "2025-02-18"
    again = front.put("/api/appointments/2/mark-visited")
    assert again["followup_date"] == "2025-02-18"
    rows = (front.folder / "appointment_exports" / "hospital_1_appointments.csv").read_text().splitlines()
    assert [row.rsplit(",", 1)[1] for row in rows[4:]] == ["2025-02-17", "2025-02-17", "2025-02-18"]


def test_a_follow_up_must_come_after_the_visit(front: Front) -> None:
    front.book()
    front.clock.go_on(days=7)
    wrong = front.errors("PUT", f"{ONE}/mark-visited", followup_date=MONDAY)
    assert wrong == {("followup_date", "followup_not_after_visit")}
    assert front.errors("PUT", f"{ONE}/mark-visited", {"followup_date": "17-02-2025"}) == {("followup_date", "wrong")}
    assert front.get(ONE)["status"] == "booked", "nothing has changed"
    front.refused("PUT", "/api/appointments/9/mark-visited", 404)


def test_reschedule_keeps_the_id(front: Front) -> None:
    front.book()
    front.book("11:00", patient_name="Asha Rao")
    moved = front.put(f"{ONE}/reschedule", {"date": "2025-02-11", "time_slot": "18:30"})
    assert (moved["id"], moved["date"], moved["time_slot"], moved["status"]) == (1, "2025-02-11", "18:30", "booked")
    assert set(moved) == APPOINTMENT
    taken = front.refused("PUT", f"{ONE}/reschedule", 409, json={"date": MONDAY, "time_slot": "11:00"})
    assert (taken["code"], taken["next_free"]) == ("slot_taken", "11:30")
    assert front.errors("PUT", f"{ONE}/reschedule", {}) == {("date", "missing"), ("time_slot", "missing")}
    front.refused("PUT", f"{ONE}/reschedule", 404, json={"date": MONDAY, "time_slot": "10:30", "doctor_id": 9})


def test_reschedule_to_another_doctor(front: Front) -> None:
    front.post("/api/doctors", {"hospital_id": 1, "name": "Rao", "specialty": ""}, 201)
    front.book()
    moved = front.put(f"{ONE}/reschedule", {"date": MONDAY, "time_slot": "10:30", "doctor_id": 2, "notify": False})
    assert (moved["doctor_id"], moved["doctor_name"]) == (2, "Rao")


def test_the_steps_of_a_day(front: Front) -> None:
    front.book()
    for step, status in (("arrive", "arrived"), ("in-room", "in_room"), ("mark-visited", "visited")):
        front.put(f"{ONE}/{step}")
        assert front.get(ONE)["status"] == status
    wrong = front.refused("PUT", f"{ONE}/cancel", 409)
    assert wrong["code"] == "wrong_state"
    assert front.put(f"{ONE}/reopen", {"reason": "Wrong patient"})["visit_date"] is None
    assert front.put(f"{ONE}/no-show")["status"] == "no_show"
    assert front.put(f"{ONE}/no-show")["status"] == "no_show", "asking for the present state changes nothing"
    cancelled = front.put(f"{ONE}/cancel", {"reason": "Out of town", "notify": False})
    assert (cancelled["status"], cancelled["status_reason"]) == ("cancelled", "Out of town")
    front.book(patient_name="Asha Rao")
    assert front.refused("PUT", f"{ONE}/reopen", 409)["code"] == "slot_taken"
    for step in ("arrive", "in-room", "cancel", "no-show", "reopen"):
        front.refused("PUT", f"/api/appointments/99/{step}", 404)


def test_lists_are_filtered_and_paged(front: Front) -> None:
    front.post("/api/doctors", {"hospital_id": 1, "name": "Rao", "specialty": "Skin"}, 201)
    front.book("11:00")
    front.book("10:00", patient_name="आशा राव", mobile="9123456780")
    front.book("10:30", date="2025-02-11", doctor_id=2, patient_name="Vidya")
    front.put("/api/appointments/1/cancel")

    def ids(**query: object) -> list[int]:
        found = front.get("/api/appointments", **query)
        assert set(found) == {"items", "next_cursor"}
        return [item["id"] for item in found["items"]]

    assert ids() == [2, 1, 3], "by date, time and id"
    assert ids(date=MONDAY) == [2, 1]
    assert ids(**{"from": "2025-02-11"}) == [3]
    assert ids(**{"from": MONDAY, "to": "2025-02-11"}) == [2, 1, 3], "both ends count"
    assert ids(to=MONDAY) == [2, 1]
    assert ids(**{"from": "0001-01-01", "to": "9999-12-31"}) == [2, 1, 3]
    assert ids(**{"from": "2025-03-01", "to": "2025-02-01"}) == []
    assert ids(doctor_id=2) == [3]
    assert ids(hospital_id=1) == [2, 1, 3]
    assert ids(hospital_id=5) == []
    assert ids(status="cancelled") == [1]
    assert ids(q="12345") == [2]
    assert ids(q="राव") == [2]
    assert ids(q="vid") == [3]
    first = front.get("/api/appointments", limit=2)
    rest = front.get("/api/appointments", limit=2, cursor=first["next_cursor"])
    assert [item["id"] for item in first["items"] + rest["items"]] == [2, 1, 3]
    assert rest["next_cursor"] is None
    assert set(first["items"][0]) == APPOINTMENT


def test_one_appointment_and_its_messages(front: Front) -> None:
    front.book()
    assert set(front.get(ONE)) == APPOINTMENT
    told = front.get(f"{ONE}/messages")
    assert [message["kind"] for message in told["items"]] == ["confirmation"]
    assert told["items"][0]["reason"].startswith("WhatsApp is switched off")
    assert told["next_cursor"] is None
    front.refused("GET", "/api/appointments/2", 404)
    front.refused("GET", "/api/appointments/2/messages", 404)


def test_a_message_that_needs_no_reason_has_its_story(front: Front) -> None:
    front.put("/api/hospitals/1/whatsapp-settings", {"whatsapp_enabled": True})
    front.book()
    assert front.get("/api/messages", appointment_id=1)["items"][0]["reason"] is None
    assert front.get(f"{ONE}/messages")["items"][0]["reason"] == "Put in the queue."
