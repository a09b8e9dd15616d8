"""Public holidays of India, as suggestions: the clinic decides which of them it keeps."""

from datetime import date

from desktop_app.services.leave_service import PublicHoliday

_ESTIMATED = " (estimated)"


def public_holidays(first_day: date, last_day: date) -> tuple[PublicHoliday, ...]:
    """Those of the whole country in the range, in order. Days that follow the moon are estimates until they are announced."""
    import holidays  # 0.6 s for two years: only when somebody asks

    known = holidays.country_holidays("IN", years=range(first_day.year, last_day.year + 1), language="en_IN")
    days = sorted((day, name) for day, name in known.items() if first_day <= day <= last_day)
    return tuple(PublicHoliday(day, name.removesuffix(_ESTIMATED), name.endswith(_ESTIMATED)) for day, name in days)
