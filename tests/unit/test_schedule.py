"""Contract section 5, "Slots": what a schedule offers, what is past, what a long visit holds."""

from datetime import UTC, date, datetime, time

import pytest

from desktop_app.domain.errors import Invalid, SlotTaken
from desktop_app.domain.schedule import (
    Closure,
    HeldPlace,
    SlotState,
    Stretch,
    WeeklySchedule,
    check_schedule,
    free_place,
    offer,
    places_for,
    state_of,
    steps_of,
    stretch_for_walk_in,
)

TUESDAY = date(2026, 11, 24)
MORNING = Stretch(1, time(10), time(12), 15)
NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def test_without_a_schedule_there_are_nineteen_slots_every_day() -> None:
    slots = WeeklySchedule().slots_on(TUESDAY)
    assert len(slots) == 19
    assert [slots[0].at, slots[12].at, slots[13].at, slots[18].at] == [
        time(9, 30),
        time(15, 30),
        time(18),
        time(20, 30),
    ]


def test_the_last_slot_starts_at_the_end() -> None:
    assert [s.at for s in WeeklySchedule((MORNING,)).slots_on(TUESDAY)][-1] == time(12)
    assert len(WeeklySchedule((MORNING,)).slots_on(TUESDAY)) == 9
    assert WeeklySchedule((MORNING,)).slots_on(date(2026, 11, 25)) == ()


@pytest.mark.parametrize(
    ("day", "at", "now", "code"),
    [
        (TUESDAY, time(10, 30), datetime(2026, 11, 24, 10, 35, tzinfo=UTC), None),  # it has begun, not ended
        (TUESDAY, time(10, 30), datetime(2026, 11, 24, 10, 45, tzinfo=UTC), "past"),
        (TUESDAY, time(10, 30), datetime(2026, 11, 25, 0, 0, tzinfo=UTC), "past"),
        (TUESDAY, time(10, 7), datetime(2026, 11, 24, 9, 0, tzinfo=UTC), "not_offered"),
        (date(2026, 11, 25), time(10), datetime(2026, 11, 24, 9, 0, tzinfo=UTC), "not_offered"),
        (date(2026, 12, 1), time(10), datetime(2026, 11, 24, 9, 0, tzinfo=UTC), "leave"),
    ],
)
def test_what_is_offered(day: date, at: time, now: datetime, code: str | None) -> None:
    leave = [Closure(date(2026, 12, 1), date(2026, 12, 3), 7, "conference")]
    if code is None:
        assert offer(WeeklySchedule((MORNING,)), leave, 7, day, at, now=now).at == at
        return
    with pytest.raises(Invalid) as refused:
        offer(WeeklySchedule((MORNING,)), leave, 7, day, at, now=now)
    assert refused.value.problems[0].code == code


def test_another_doctors_leave_closes_nothing_and_a_closed_clinic_closes_all() -> None:
    schedule, now = WeeklySchedule((MORNING,)), datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
    assert offer(schedule, [Closure(TUESDAY, TUESDAY, 8, "")], 7, TUESDAY, time(10), now=now)
    with pytest.raises(Invalid):
        offer(schedule, [Closure(TUESDAY, TUESDAY, None, "Holi")], 7, TUESDAY, time(10), now=now)


def test_a_long_visit_holds_every_step_it_covers() -> None:
    schedule = WeeklySchedule((MORNING,))
    first = schedule.slots_on(TUESDAY)[2]
    assert [s.at for s in steps_of(schedule, TUESDAY, first, 40)] == [time(10, 30), time(10, 45), time(11)]
    assert [s.at for s in steps_of(schedule, TUESDAY, first, None)] == [time(10, 30)]
    with pytest.raises(Invalid) as refused:
        steps_of(schedule, TUESDAY, schedule.slots_on(TUESDAY)[-1], 30)
    assert refused.value.problems[0].code == "not_offered"


def test_capacity_is_counted_per_step() -> None:
    schedule = WeeklySchedule((Stretch(1, time(10), time(12), 15, 2),))
    step = schedule.slots_on(TUESDAY)[0]
    one, two = HeldPlace(time(10), 15, 1), HeldPlace(time(10), 15, 2)
    assert free_place(step, []) == 1
    assert free_place(step, [one]) == 2
    assert free_place(step, [two]) == 1
    with pytest.raises(SlotTaken):
        places_for([step], (one, two))
    assert state_of(step, TUESDAY, [one], False, now=datetime(2026, 11, 24, 9, 0, tzinfo=UTC)) == (SlotState.FREE, 1)
    assert state_of(step, TUESDAY, [one, two], False, now=datetime(2026, 11, 24, 9, 0, tzinfo=UTC)) == (
        SlotState.TAKEN,
        0,
    )
    assert state_of(step, TUESDAY, [], True, now=datetime(2026, 11, 24, 9, 0, tzinfo=UTC)) == (SlotState.LEAVE, 0)
    assert state_of(step, TUESDAY, [], False, now=NOON) == (SlotState.PAST, 0)


def test_a_changed_grid_still_sees_what_is_held() -> None:
    step = WeeklySchedule((Stretch(1, time(10), time(12), 20),)).slots_on(TUESDAY)[1]
    assert free_place(step, [HeldPlace(time(10, 30), 30, 1)]) is None
    assert free_place(step, [HeldPlace(time(10, 40), 30, 1)]) == 1


@pytest.mark.parametrize(
    "stretches",
    [
        (Stretch(7, time(10), time(12), 15),),
        (Stretch(1, time(12), time(10), 15),),
        (Stretch(1, time(10), time(12), 0),),
        (Stretch(1, time(10), time(12), 15, 0),),
        (MORNING, Stretch(1, time(11), time(13), 15)),
    ],
)
def test_a_schedule_that_cannot_work_is_refused(stretches: tuple[Stretch, ...]) -> None:
    with pytest.raises(Invalid):
        check_schedule(stretches)


def test_stretches_that_meet_share_their_common_time_once() -> None:
    schedule = check_schedule((MORNING, Stretch(1, time(12), time(13), 30)))
    times = [s.at for s in schedule.slots_on(TUESDAY)]
    assert times.count(time(12)) == 1
    assert times[-1] == time(13)


@pytest.mark.parametrize(
    ("now", "stretch"), [("08:10", "09:30"), ("11:07", "09:30"), ("16:30", "18:00"), ("23:55", "18:00")]
)
def test_a_walk_in_belongs_to_the_stretch_of_its_minute(now: str, stretch: str) -> None:
    at = time.fromisoformat(now)
    slot = stretch_for_walk_in(WeeklySchedule(), [], 7, datetime.combine(TUESDAY, at, UTC))
    assert (slot.at, slot.stretch_key) == (at, stretch)
