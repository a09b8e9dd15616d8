"""Whatever the desk and the API do in whatever order, also at once: the promises of contract sections 3, 5 and 6 hold."""

import shutil
import tempfile
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from itertools import pairwise
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from desktop_app.domain.appointment import Act as Action
from desktop_app.domain.appointment import Status
from desktop_app.domain.errors import ExpectedError
from desktop_app.domain.message import Kind, Message, MessageStatus
from desktop_app.domain.schedule import Stretch
from desktop_app.services.message_templates import message_date, message_time
from desktop_app.services.patient_service import PatientChange
from desktop_app.services.ports import AppointmentFilter
from desktop_app.services.views import AppointmentView, AuditLine
from tests.property.conftest import in_memory
from tests.services.kit import MONDAY, ClinicKit, TurnedClock

DAYS = [MONDAY + timedelta(days=n) for n in range(3)]
TIMES = [time(10), time(10, 30), time(11), time(11, 30), time(12), time(10, 20)]
NAMES = ["Rahul Sharma", "Asha Rao", "कविता जैन"]
SHARED = tuple(Stretch(day, time(10), time(12), 30, capacity=2) for day in range(7))
CAPACITY = {1: 1, 2: 2}
Act = Callable[[], AppointmentView]
VERBS = ("arrive", "in_room", "no_show", "cancel", "reopen")


@dataclass
class Expected:
    """What must be in the file and in the audit, as counted from the answers alone."""

    rows: Counter[str] = field(default_factory=Counter[str])
    acts: Counter[int] = field(default_factory=Counter[int])
    tokens: dict[tuple[int, date, str, int], int] = field(default_factory=dict[tuple[int, date, str, int], int])


class ClinicsLife(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="front-desk-life-", dir=in_memory()))
        self.kit = ClinicKit(self.folder, TurnedClock())
        self.kit.add_doctor("Rao", "", SHARED)
        self.expected = Expected()
        self.guard = threading.Lock()

    def teardown(self) -> None:
        self.kit.close()
        shutil.rmtree(self.folder)

    # ── what people do ──────────────────────────────────────────────────────────────────────────────────────────────
    @initialize()
    def _first_patient(self) -> None:
        self._book("desk", 1, DAYS[1], time(10), NAMES[0], None, False)

    @rule(
        doctor=st.sampled_from([1, 2]),
        day=st.sampled_from(DAYS),
        at=st.sampled_from(TIMES),
        name=st.sampled_from(NAMES),
        minutes=st.sampled_from([None, None, 60]),
        is_walk_in=st.sampled_from([False, False, False, True]),
    )
    def book(self, doctor: int, day: date, at: time, name: str, minutes: int | None, is_walk_in: bool) -> None:
        self._book("API", doctor, day, at, name, minutes, is_walk_in)

    @rule(day=st.sampled_from(DAYS), at=st.sampled_from(TIMES), doctor=st.sampled_from([1, 2]))
    def both_book_at_once(self, day: date, at: time, doctor: int) -> None:
        self._at_once(
            *(lambda by=by: self._book(by, doctor, day, at, f"From {by}", None, False) for by in ("desk", "API"))
        )

    @rule(verb=st.sampled_from(VERBS), which=st.integers(0, 9))
    def change(self, verb: str, which: int) -> None:
        self._change(verb, self._pick(which), "desk")

    @rule(first=st.sampled_from(VERBS), second=st.sampled_from(VERBS), which=st.integers(0, 9))
    def both_change_at_once(self, first: str, second: str, which: int) -> None:
        before = self._pick(which)
        self._at_once(lambda: self._change(first, before, "desk"), lambda: self._change(second, before, "API"))

    @rule(which=st.integers(0, 9), doctor=st.sampled_from([1, 2]), day=st.sampled_from(DAYS), at=st.sampled_from(TIMES))
    def move(self, which: int, doctor: int, day: date, at: time) -> None:
        key = self._pick(which)
        self._try(lambda: self.kit.booking.reschedule(key, day, at, doctor_id=doctor, by="desk"), key)

    @rule(which=st.integers(0, 9), after=st.sampled_from([None, 0, 1, 2, 9]))
    def visit(self, which: int, after: int | None) -> None:
        key = self._pick(which)
        followup = None if after is None else self._today() + timedelta(days=after)
        before = self.kit.read.appointment(key).followup_date
        visited = self._try(lambda: self.kit.visits.mark_visited(key, followup_date=followup, by="doctor"), key)
        if visited is not None and visited.followup_date not in (None, before):
            self.expected.rows[_line(visited)] += 1

    # ── what happens around them ────────────────────────────────────────────────────────────────────────────────────
    @rule(hours=st.sampled_from([0.5, 2, 7, 16, 26]))
    def time_passes(self, hours: float) -> None:
        self.kit.clock.go_on(hours=hours)
        self.kit.scheduler.tick()

    @rule()
    def the_sender_sends(self) -> None:
        self.kit.send_waiting()

    @rule(is_on=st.booleans())
    def whatsapp_is_switched(self, is_on: bool) -> None:
        self.kit.switch_whatsapp(is_on)

    @rule(which=st.integers(0, 2), consents=st.booleans())
    def a_patient_decides(self, which: int, consents: bool) -> None:
        patients = self.kit.read.patients("", 50, None).items
        self.kit.patients.update(patients[which % len(patients)].id, PatientChange(consent=consents), by="desk")

    @precondition(lambda self: self.kit.csv.path(1).exists())
    @rule(is_deleted=st.booleans(), cut=st.integers(1, 30))
    def the_file_suffers(self, is_deleted: bool, cut: int) -> None:
        """Deleted by somebody, or its last line torn by a power cut."""
        path = self.kit.csv.path(1)
        if is_deleted:
            path.unlink()
        else:
            content = path.read_bytes()
            last = content.rstrip(b"\n").rfind(b"\n") + 1
            path.write_bytes(content[: max(last, len(content) - cut)])

    # ── what must always be true ────────────────────────────────────────────────────────────────────────────────────
    @invariant()
    def no_place_is_given_twice(self) -> None:
        present = [a for a in self._all() if a.status is not Status.CANCELLED and not a.is_walk_in]
        there = Counter((a.doctor_id, a.date, minute) for a in present for minute in _minutes(a))
        assert all(count <= CAPACITY[doctor] for (doctor, _, _), count in there.items()), present

    @invariant()
    def places_are_held_by_who_is_expected(self) -> None:
        with self.kit.database.reading() as connection:
            held = {row[0] for row in connection.exec_driver_sql("SELECT appointment_id FROM held_place")}
        assert held == {a.id for a in self._all() if a.status is not Status.CANCELLED and not a.is_walk_in}

    @invariant()
    def the_file_is_what_was_committed(self) -> None:
        self.kit.csv.write_all()
        with self.kit.unit() as unit:
            stored = [row.line.decode().rstrip("\n") for row in unit.exports.all_lines(1)]
        assert self.kit.csv_lines()[1:] == stored
        assert Counter(stored) == self.expected.rows

    @invariant()
    def every_act_has_its_audit_line(self) -> None:
        for appointment in self._all():
            steps = self._steps(appointment.id)
            assert len(steps) == self.expected.acts[appointment.id], steps
            assert steps[-1].after.endswith(appointment.status)

    @invariant()
    def no_token_is_given_twice(self) -> None:
        with self.kit.database.reading() as connection:
            rows = connection.exec_driver_sql("SELECT doctor_id, day, stretch, token, id FROM appointment").all()
        for doctor, day, stretch, token, key in rows:
            given = (doctor, date.fromisoformat(day), stretch, token)
            assert self.expected.tokens.setdefault(given, key) == key, "this token was somebody else's"

    @invariant()
    def every_waiting_message_is_true(self) -> None:
        for appointment in self._all():
            messages = self.kit.messages(appointment.id)
            keys = [(m.kind, m.rule, m.revision) for m in messages]
            assert len(set(keys)) == len(keys), "one event, one message"
            for message in messages:
                if message.status is MessageStatus.QUEUED:
                    assert self._is_true(message, appointment), (message, appointment)

    # ── hands ───────────────────────────────────────────────────────────────────────────────────────────────────────
    def _is_true(self, message: Message, appointment: AppointmentView) -> bool:
        with self.kit.unit() as unit:
            revision = unit.appointments.get(appointment.id).revision
            consent = unit.patients.get(appointment.patient_id).consent
        if message.revision != revision or not consent:
            return False
        match message.kind:
            case Kind.CONFIRMATION | Kind.RESCHEDULED:
                is_now = (
                    message_date(appointment.date) in message.text
                    and message_time(appointment.time_slot) in message.text
                )
                return is_now and appointment.status in (Status.BOOKED, Status.ARRIVED, Status.IN_ROOM)
            case Kind.REMINDER:
                is_now = message_time(appointment.time_slot) in message.text
                return is_now and appointment.status in (Status.BOOKED, Status.ARRIVED, Status.IN_ROOM)
            case Kind.CANCELLED:
                return appointment.status is Status.CANCELLED
            case Kind.FOLLOWUP:
                day = appointment.followup_date
                return appointment.status is Status.VISITED and day is not None and message_date(day) in message.text
            case _:
                return False

    def _book(
        self, by: str, doctor: int, day: date, at: time, name: str, minutes: int | None, is_walk_in: bool
    ) -> None:
        wish = self.kit.wish(
            None if is_walk_in else at, day, name, doctor_id=doctor, minutes=minutes, is_walk_in=is_walk_in
        )
        try:
            booked = self.kit.booking.book(wish).appointment
        except ExpectedError:
            return
        with self.guard:
            self.expected.rows[_line(booked)] += 1
            self.expected.acts[booked.id] += 1

    def _change(self, verb: str, key: int, by: str) -> None:
        self._try(lambda: getattr(self.kit.booking, verb)(key, by=by), key)

    def _try(self, act: Act, key: int) -> AppointmentView | None:
        """Do it. Exactly one audit line if something changed, none if it was refused or so already (at once: `_count` looks)."""
        before, lines = self.kit.read.appointment(key), len(self._steps(key))
        is_alone = threading.current_thread() is threading.main_thread()
        try:
            done = act()
        except ExpectedError:
            done = None
        if is_alone:
            after = self.kit.read.appointment(key)
            assert done is not None or after == before, "refused, so nothing has changed"
            places = [(a.status, a.doctor_id, a.date, a.time_slot) for a in (before, after)]
            self.expected.acts[key] = lines + (places[0] != places[1])
        return done

    def _at_once(self, *acts: Callable[[], None]) -> None:
        threads = [threading.Thread(target=act) for act in acts]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(20)
            assert not thread.is_alive()
        for appointment in self._all():
            self._count(appointment.id)

    def _count(self, key: int) -> None:
        """Each step of an appointment follows from the one before it: nothing was lost between two who acted at once."""
        steps = self._steps(key)
        for earlier, later in pairwise(steps):
            assert later.before.endswith(earlier.after.rsplit(" ", 1)[-1]), (earlier, later)
        self.expected.acts[key] = len(steps)

    def _steps(self, key: int) -> list[AuditLine]:
        """The audit lines of status and place; a corrected follow-up has lines of its own."""
        return [line for line in self.kit.read.audit(key) if line.act is not Action.CORRECT_FOLLOWUP]

    def _pick(self, which: int) -> int:
        return self._all()[which % len(self._all())].id

    def _all(self) -> tuple[AppointmentView, ...]:
        return self.kit.read.appointments(AppointmentFilter(hospital_id=1), 200, None).items

    def _today(self) -> date:
        return self.kit.read.hospital(1).local(self.kit.clock.now()).date()


def _line(a: AppointmentView) -> str:
    specialty, followup = a.specialty, a.followup_date or ""
    return f"{a.patient_name},{a.mobile},{a.date},{a.time_slot:%H:%M},Dr {a.doctor_name},{specialty},{followup}"


def _minutes(a: AppointmentView) -> range:
    """The minutes of the day that a visit takes."""
    start = a.time_slot.hour * 60 + a.time_slot.minute
    return range(start, start + a.minutes)


ClinicsLife.TestCase.settings = settings(
    max_examples=25,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
TestAClinicsLife = ClinicsLife.TestCase
