"""Public holidays only suggest; what is closed already is not suggested again."""

from datetime import date

from desktop_app.services.leave_service import PublicHoliday
from desktop_app.system.public_holidays import public_holidays
from tests.services.kit import ClinicKit


def test_the_whole_countrys_days_in_order_with_what_is_only_expected() -> None:
    found = public_holidays(date(2027, 1, 1), date(2027, 3, 31))
    assert PublicHoliday(date(2027, 1, 26), "Republic Day", False) in found
    assert PublicHoliday(date(2027, 3, 10), "Id-ul-Fitr", True) in found
    assert list(found) == sorted(found, key=lambda holiday: holiday.day)


def test_suggestions_leave_out_what_is_closed(kit: ClinicKit) -> None:
    first = kit.leave.suggestions(kit.hospital_id)[0]
    kit.leave.add(kit.hospital_id, first.day, first.day, reason=first.name, by="desk")
    assert first.day not in {holiday.day for holiday in kit.leave.suggestions(kit.hospital_id)}
