"""WhatsApp, messages, scheduler, health: each call as contract section 5 writes it."""

import pytest

from desktop_app.services.hospital_service import HospitalEntry
from tests.api.front import MONDAY, Front

STATUS = {
    "hospital_id", "whatsapp_enabled", "session_active", "message", "state", "qr", "number", "checked_at", "queue", "paused_reason",
}  # fmt: skip
MESSAGE = {
    "id", "appointment_id", "kind", "mobile", "text", "status", "reason", "reason_code", "attempts", "queued_at", "sent_at",
    "delivered_at", "read_at",
}  # fmt: skip
SETTINGS = "/api/hospitals/1/whatsapp-settings"
NO_HOSPITAL = "/api/hospitals/9"


def test_whatsapp_status_and_its_verbs(front: Front) -> None:
    status = front.get("/api/hospitals/1/whatsapp-status")
    assert set(status) == STATUS
    assert (status["hospital_id"], status["state"], status["session_active"], status["qr"]) == (
        1,
        "closed",
        False,
        None,
    )
    assert status["queue"] == {"waiting": 0, "sending": 0, "needs_checking": 0}
    assert status["message"]
    assert front.post("/api/hospitals/1/whatsapp-pause")["paused_reason"]
    assert front.post("/api/hospitals/1/whatsapp-resume")["paused_reason"] is None
    closed = front.post("/api/hospitals/1/whatsapp-close")
    assert set(closed) == {"message", "hospital_id"}
    assert "Linked devices" in front.post("/api/hospitals/1/whatsapp-close", forget="true")["message"]
    assert front.errors("POST", "/api/hospitals/1/whatsapp-close", forget="yes") == {("forget", "wrong")}


def test_whatsapp_of_no_hospital(front: Front, subtests: pytest.Subtests) -> None:
    for verb in ("init", "close", "pause", "resume"):
        with subtests.test(verb):
            front.refused("POST", f"{NO_HOSPITAL}/whatsapp-{verb}", 404)
    front.refused("GET", f"{NO_HOSPITAL}/whatsapp-status", 404)
    front.refused("GET", f"{NO_HOSPITAL}/whatsapp-settings", 404)
    front.refused("PUT", f"{NO_HOSPITAL}/whatsapp-settings", 404, json={"whatsapp_enabled": True})


def test_init_answers_at_once_and_may_be_repeated(front: Front) -> None:
    for _ in range(2):
        started = front.post("/api/hospitals/1/whatsapp-init", status=202)
        assert (set(started), started["status"]) == ({"message", "status"}, "initializing")


def test_settings_change_only_what_is_given(front: Front) -> None:
    before = front.get(SETTINGS)
    assert before == {
        "message": before["message"],
        "hospital_id": 1,
        "whatsapp_enabled": False,
        "whatsapp_confirmation_template": before["whatsapp_confirmation_template"],
        "whatsapp_followup_template": before["whatsapp_followup_template"],
        "whatsapp_reminder_template": before["whatsapp_reminder_template"],
        "whatsapp_reminder_dated_template": before["whatsapp_reminder_dated_template"],
        "messages_per_minute": 12,
        "reminder_time": "10:00",
        "followup_time": "09:00",
        "followup_days_before": 0,
        "sending_from": "08:00",
        "sending_until": "20:00",
    }
    new = {
        "whatsapp_enabled": "true",
        "whatsapp_confirmation_template": "Hi {patient_name}",
        "whatsapp_followup_template": "See you on {followup_date}",
        "whatsapp_reminder_template": "Tomorrow at {time}",
        "whatsapp_reminder_dated_template": "On {date}",
        "messages_per_minute": 15,
        "reminder_time": "11:30",
        "followup_time": "08:30",
        "followup_days_before": 1,
        "sending_from": "07:00",
        "sending_until": "21:00",
    }
    for name, value in new.items():
        after = front.put(SETTINGS, {name: value, "reminder_time": None} if name != "reminder_time" else {name: value})
        before = {**before, name: True if name == "whatsapp_enabled" else value, "message": after["message"]}
        assert after == before
    assert {**front.get(SETTINGS), "message": ""} == {**before, "message": ""}
    assert front.put(SETTINGS, {"whatsapp_enabled": "false"})["whatsapp_enabled"] is False
    assert front.put(SETTINGS, {"whatsapp_enabled": True})["whatsapp_enabled"] is True


def test_a_wrong_setting_changes_nothing(front: Front) -> None:
    body = {"whatsapp_enabled": True, "whatsapp_reminder_template": "At {tyme}", "messages_per_minute": 5}
    wrong = front.refused("PUT", SETTINGS, 422, json=body)
    [error] = wrong["errors"]
    assert (error["field"], error["code"]) == ("whatsapp_reminder_template", "unknown_placeholder")
    assert "{tyme}" in error["message"]
    assert "{time}" in error["message"]
    assert "{time}" in wrong["detail"]
    for body in (
        {"messages_per_minute": 16},
        {"messages_per_minute": 0},
        {"messages_per_minute": "5"},
        {"messages_per_minute": True},
        {"whatsapp_enabled": "yes"},
        {"whatsapp_enabled": 1},
        {"reminder_time": "24:00"},
        {"reminder_time": "9:00"},
        {"followup_days_before": -1},
    ):
        assert front.errors("PUT", SETTINGS, {**body, "sending_from": "06:00"}) == {(next(iter(body)), "wrong")}
    after = front.get(SETTINGS)
    assert (after["whatsapp_enabled"], after["messages_per_minute"], after["sending_from"]) == (False, 12, "08:00")


def test_messages(front: Front) -> None:
    front.put(SETTINGS, {"whatsapp_enabled": True})
    front.book()
    front.book("11:00", patient_name="Asha Rao")
    found = front.get("/api/messages")
    assert [message["id"] for message in found["items"]] == [1, 2]
    first = found["items"][0]
    assert set(first) == MESSAGE
    assert (first["appointment_id"], first["kind"], first["mobile"], first["status"], first["queued_at"]) == (
        1, "confirmation", "+919876543210", "queued", "2025-02-03T03:00:00Z",
    )  # fmt: skip
    assert "Rahul Sharma" in first["text"]
    assert [message["id"] for message in front.get("/api/messages", appointment_id=2)["items"]] == [2]
    assert front.get("/api/messages", kind="reminder")["items"] == []
    assert len(front.get("/api/messages", status="queued", hospital_id=1)["items"]) == 2
    page = front.get("/api/messages", limit=1)
    assert [message["id"] for message in front.get("/api/messages", cursor=page["next_cursor"])["items"]] == [2]
    assert front.errors("GET", "/api/messages", kind="letter", status="lost") == {
        ("kind", "wrong"),
        ("status", "wrong"),
    }


def test_days_of_messages_are_the_hospitals(front: Front) -> None:
    front.clinic.hospitals.add(HospitalEntry(name="Pacific", time_zone="Pacific/Auckland"), by="desk")
    front.post("/api/doctors", {"hospital_id": 2, "name": "Rao", "specialty": ""}, 201)
    front.clock.go_on(hours=14)  # 17:00 UTC: Monday 22:30 in Kolkata, Tuesday 06:00 in Auckland
    front.book()
    front.book(doctor_id=2, patient_name="Asha")

    def ids(**query: object) -> list[int]:
        return [message["id"] for message in front.get("/api/messages", **query)["items"]]

    assert ids(**{"from": "2025-02-03", "to": "2025-02-03"}) == [1]
    assert ids(**{"from": "2025-02-04"}) == [2]
    assert ids(**{"from": "2025-02-03", "hospital_id": 2, "to": "2025-02-03"}) == []
    assert ids(**{"from": "0001-01-01", "to": "9999-12-31"}) == [1, 2]
    page = front.get("/api/messages", **{"from": "2025-02-01", "limit": 1})
    assert [message["id"] for message in page["items"]] == [1]
    rest = front.get("/api/messages", **{"from": "2025-02-01", "limit": 1, "cursor": page["next_cursor"]})
    assert [message["id"] for message in rest["items"]] == [2]
    assert rest["next_cursor"] is None


def test_withdraw_retry_and_settle(front: Front) -> None:
    front.put(SETTINGS, {"whatsapp_enabled": True})
    front.book()
    withdrawn = front.post("/api/messages/1/withdraw")
    assert (set(withdrawn), withdrawn["status"]) == (MESSAGE, "withdrawn")
    assert withdrawn["reason_code"]
    assert front.refused("POST", "/api/messages/1/settle", 409, json={"was_sent": True})["code"] == "wrong_state"
    assert front.errors("POST", "/api/messages/1/settle", {"was_sent": "true"}) == {("was_sent", "wrong")}
    assert front.errors("POST", "/api/messages/1/settle", {}) == {("was_sent", "missing")}
    for verb in ("withdraw", "retry"):
        front.refused("POST", f"/api/messages/9/{verb}", 404)
    front.refused("POST", "/api/messages/9/settle", 404, json={"was_sent": False})


def test_scheduler(front: Front) -> None:
    found = front.get("/api/scheduler")
    assert set(found) == {"running", "jobs"}
    assert {job["name"] for job in found["jobs"]} == {"followup_reminders", "appointment_reminders"}
    assert set(found["jobs"][0]) == {"name", "hospital_id", "next_run", "last_run"}
    assert found["jobs"][0]["last_run"] is None


def test_a_job_run_by_hand_queues_nothing_twice(front: Front) -> None:
    front.put(SETTINGS, {"whatsapp_enabled": True})
    front.book()
    front.clock.go_on(days=6)  # the day before
    run = "/api/scheduler/run/appointment_reminders"
    assert front.post(run)["queued"] == 1
    again = front.post(run, {"hospital_id": 1})
    assert again["queued"] == 0
    assert set(again) == {"queued", "skipped"}
    assert front.post(run, hospital_id=1)["queued"] == 0
    reminders = front.get("/api/messages", kind="reminder")["items"]
    assert [message["appointment_id"] for message in reminders] == [1]
    front.refused("POST", "/api/scheduler/run/cleaning", 404)
    front.refused("POST", run, 404, params={"hospital_id": 9})


def test_a_job_says_whom_it_skips_and_why(front: Front) -> None:
    front.book(date="2025-02-04", consent=False)
    ran = front.post("/api/scheduler/run/appointment_reminders")
    assert ran["queued"] == 0
    [skipped] = ran["skipped"]
    assert set(skipped) == {"appointment_id", "reason", "reason_code"}
    assert skipped["appointment_id"] == 1
    assert skipped["reason"]


def test_health_tells_no_more_than_it_must(front: Front) -> None:
    health = front.get("/api/health")
    assert set(health) == {"status", "version", "database", "scheduler", "sessions"}
    assert (health["status"], health["database"], health["scheduler"]) == ("attention", "ok", "stopped")
    front.clinic.scheduler.is_running = True
    assert front.get("/api/health")["status"] == "ok"
    assert front.get("/api/health")["scheduler"] == "running"
    assert health["version"] == front.clinic.version


def test_a_booking_of_tomorrow_says_monday(front: Front) -> None:
    front.put(SETTINGS, {"whatsapp_enabled": True})
    front.book()
    [message] = front.get("/api/messages")["items"]
    assert "Mon, 10 Feb 2025 at 10:30 AM" in message["text"], MONDAY
