"""Hospitals, doctors, slots, templates, patients: each call as contract section 5 writes it."""

from tests.api.front import MONDAY, Front

HOSPITAL = {"id", "name", "mobile", "address", "time_zone", "language", "whatsapp_number"}
DOCTOR = {"id", "hospital_id", "name", "specialty", "schedule", "active"}
PATIENT = {"id", "name", "mobile", "language", "consent", "birth_year", "sex"}


def test_hospitals(front: Front) -> None:
    added = front.post("/api/hospitals", {"name": "City Clinic"}, 201)
    assert set(added) == HOSPITAL
    assert (added["id"], added["name"], added["time_zone"], added["language"]) == (
        2,
        "City Clinic",
        "Asia/Kolkata",
        "en",
    )
    assert added["whatsapp_number"] is None
    assert added["mobile"] is None
    changed = front.put("/api/hospitals/2", {"address": "12 Station Road", "mobile": None})
    assert (changed["name"], changed["address"]) == ("City Clinic", "12 Station Road")
    assert front.get("/api/hospitals/2") == changed
    assert [item["id"] for item in front.get("/api/hospitals")["items"]] == [1, 2]
    first = front.get("/api/hospitals", limit=1)
    assert [item["id"] for item in front.get("/api/hospitals", cursor=first["next_cursor"])["items"]] == [2]
    front.refused("GET", "/api/hospitals/3", 404)
    front.refused("PUT", "/api/hospitals/3", 404, json={"name": "X"})
    assert front.errors("POST", "/api/hospitals", {}) == {("name", "missing")}
    assert front.errors("POST", "/api/hospitals", {"name": " "})
    assert front.errors("PUT", "/api/hospitals/1", {"time_zone": "Mars/Base"}) == {("time_zone", "wrong")}
    assert front.errors("PUT", "/api/hospitals/1", {"language": "xx"}) == {("language", "wrong")}


def test_an_empty_data_folder_answers_and_takes_its_first_hospital(empty_front: Front) -> None:
    assert empty_front.get("/api/hospitals") == {"items": [], "next_cursor": None}
    assert empty_front.get("/api/health")["database"] == "ok"
    assert empty_front.post("/api/hospitals", {"name": "City Clinic"}, 201)["id"] == 1
    doctor = {"hospital_id": 1, "name": "Dr. Mehta", "specialty": "Ortho"}
    assert empty_front.post("/api/doctors", doctor, 201)["name"] == "Mehta"
    assert empty_front.book()["id"] == 1


def test_doctors(front: Front) -> None:
    stretch = {"weekday": 0, "start": "09:00", "end": "12:00", "minutes": 15, "capacity": 2}
    added = front.post(
        "/api/doctors", {"hospital_id": 1, "name": "Dr Dr Rao", "specialty": "", "schedule": [stretch]}, 201
    )
    assert added == {
        "id": 2,
        "hospital_id": 1,
        "name": "Rao",
        "specialty": "",
        "schedule": [stretch],
        "active": True,
    }
    changed = front.put("/api/doctors/2", {"specialty": "Skin"})
    assert changed == {**added, "specialty": "Skin"}, "only the field given"
    assert front.put("/api/doctors/2", {"active": False})["active"] is False
    assert front.put("/api/doctors/2", {"schedule": []})["schedule"] == []
    assert [item["id"] for item in front.get("/api/doctors", hospital_id=1)["items"]] == [1, 2]
    assert front.get("/api/doctors", hospital_id=9)["items"] == []
    assert front.get("/api/doctors/1")["schedule"] == []
    front.refused("POST", "/api/doctors", 404, json={"hospital_id": 9, "name": "Rao", "specialty": ""})
    front.refused("GET", "/api/doctors/9", 404)
    assert front.errors("POST", "/api/doctors", {}) >= {("hospital_id", "missing"), ("name", "missing")}
    assert front.errors("PUT", "/api/doctors/1", {"active": "false"}) == {("active", "wrong")}
    assert front.errors("PUT", "/api/doctors/1", {"schedule": [{**stretch, "weekday": 7}]}) == {
        ("schedule.0.weekday", "wrong")
    }
    assert front.errors("PUT", "/api/doctors/1", {"schedule": [{**stretch, "end": "24:00"}]}) == {
        ("schedule.0.end", "wrong")
    }
    assert front.errors("PUT", "/api/doctors/1", {"schedule": [{**stretch, "end": "08:00"}]}) == {("schedule", "wrong")}


def test_a_capacity_left_out_is_one(front: Front) -> None:
    stretch = {"weekday": 0, "start": "09:00", "end": "12:00", "minutes": 15}
    assert front.put("/api/doctors/1", {"schedule": [stretch]})["schedule"] == [{**stretch, "capacity": 1}]


def test_slots(front: Front) -> None:
    front.book("10:30")
    day = front.get("/api/doctors/1/slots", date=MONDAY)
    assert set(day) == {"date", "slots"}
    assert day["date"] == MONDAY
    assert len(day["slots"]) == 19
    states = {slot["time_slot"]: (slot["state"], slot["places_left"]) for slot in day["slots"]}
    assert (states["09:30"], states["10:30"]) == (("free", 1), ("taken", 0))
    past = front.get("/api/doctors/1/slots", date="2025-02-02")
    assert {slot["state"] for slot in past["slots"]} == {"past"}
    assert front.errors("GET", "/api/doctors/1/slots") == {("date", "missing")}
    assert front.errors("GET", "/api/doctors/1/slots", date="2026-02-30") == {("date", "wrong")}
    front.refused("GET", "/api/doctors/9/slots", 404, params={"date": MONDAY})


def test_templates(front: Front) -> None:
    found = front.get("/api/hospitals/1/templates")
    assert set(found) == {"items", "next_cursor"}
    texts = {(item["kind"], item["language"]): item for item in found["items"]}
    assert set(texts["confirmation", "en"]) == {"kind", "language", "text", "is_default"}
    assert texts["confirmation", "en"]["is_default"] is True
    path = "/api/hospitals/1/templates/confirmation/en"
    own = front.put(path, {"text": "Hello {patient_name}"})
    assert own == {"kind": "confirmation", "language": "en", "text": "Hello {patient_name}", "is_default": False}
    assert front.put(path, {"text": None}) == texts["confirmation", "en"]
    assert front.errors("PUT", path, {"text": "Hello {patient}"}) == {("text", "unknown_placeholder")}
    assert front.errors("PUT", path, {}) == {("text", "missing")}
    front.refused("PUT", "/api/hospitals/1/templates/birthday/en", 404, json={"text": "x"})
    front.refused("PUT", "/api/hospitals/9/templates/confirmation/en", 404, json={"text": "x"})
    assert front.errors("PUT", "/api/hospitals/1/templates/confirmation/xx", {"text": "x"}) == {("language", "wrong")}


def test_patients(front: Front) -> None:
    front.book()
    front.book("11:00", patient_name="आशा राव", mobile="9123456780")
    patient = front.get("/api/patients/1")
    assert patient == {
        "id": 1,
        "name": "Rahul Sharma",
        "mobile": "+919876543210",
        "language": "en",
        "consent": True,
        "birth_year": None,
        "sex": None,
    }
    changed = front.put(
        "/api/patients/1", {"mobile": "91 98765-43211", "birth_year": 1984, "sex": "M", "consent": False}
    )
    expected = {"mobile": "+919876543211", "birth_year": 1984, "sex": "M", "consent": False}
    assert changed == {**patient, **expected}
    assert [item["id"] for item in front.get("/api/patients")["items"]] == [1, 2]
    assert [item["id"] for item in front.get("/api/patients", q="राव")["items"]] == [2]
    assert [item["id"] for item in front.get("/api/patients", q="543211")["items"]] == [1]
    assert [item["id"] for item in front.get("/api/patients", q="hul")["items"]] == [1], "of any part"
    assert front.get("/api/patients", q="nobody")["items"] == []
    assert set(front.get("/api/patients", limit=1)["items"][0]) == PATIENT
    assert front.errors("PUT", "/api/patients/1", {"mobile": "12345"}) == {("mobile", "too_short")}
    assert front.errors("PUT", "/api/patients/1", {"name": ""})
    front.refused("GET", "/api/patients/9", 404)
    front.refused("PUT", "/api/patients/9", 404, json={"name": "X"})
