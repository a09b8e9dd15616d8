"""Contract section 5: which act is allowed from which state, and that asking again changes nothing."""

from datetime import date

import pytest

from desktop_app.domain.appointment import Act, Status, check_followup, next_status, visit_date
from desktop_app.domain.errors import Invalid, WrongState

ALLOWED = {
    Act.ARRIVE: {"booked", "arrived", "in_room", "no_show"},
    Act.IN_ROOM: {"booked", "arrived", "in_room", "no_show"},
    Act.VISIT: {"booked", "arrived", "in_room", "no_show", "visited"},
    Act.NO_SHOW: {"booked", "arrived", "no_show"},
    Act.CANCEL: {"booked", "arrived", "in_room", "no_show", "cancelled"},
    Act.REOPEN: {"visited", "no_show", "cancelled", "booked"},
    Act.RESCHEDULE: {"booked", "arrived", "no_show", "cancelled"},
}


@pytest.mark.parametrize("act", list(ALLOWED))
@pytest.mark.parametrize("present", list(Status))
def test_each_act_from_each_state(act: Act, present: Status) -> None:
    if present.value in ALLOWED[act]:
        next_status(act, present)
        return
    with pytest.raises(WrongState):
        next_status(act, present)


def test_asking_for_the_present_state_changes_nothing() -> None:
    assert next_status(Act.ARRIVE, Status.ARRIVED) is None
    assert next_status(Act.CANCEL, Status.CANCELLED) is None
    assert next_status(Act.RESCHEDULE, Status.BOOKED) is Status.BOOKED


def test_the_day_of_the_visit_is_never_in_the_future() -> None:
    assert visit_date(date(2026, 11, 24), date(2026, 11, 24)) == date(2026, 11, 24)
    assert visit_date(date(2026, 11, 30), date(2026, 11, 24)) == date(2026, 11, 24)
    assert visit_date(date(2026, 11, 20), date(2026, 11, 24)) == date(2026, 11, 20)


def test_a_follow_up_is_after_the_visit_and_not_in_the_past() -> None:
    visited, today = date(2026, 11, 20), date(2026, 11, 24)
    check_followup(date(2026, 11, 24), visited, today)
    for wrong, code in ((visited, "followup_not_after_visit"), (date(2026, 11, 23), "past")):
        with pytest.raises(Invalid) as refused:
            check_followup(wrong, visited, today)
        assert refused.value.problems[0].code == code
