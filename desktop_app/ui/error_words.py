"""Where an expected error is shown that no field of the page could show: the one place that decides. No Qt."""

from enum import StrEnum

from desktop_app.domain.errors import ExpectedError, Unavailable


class Where(StrEnum):
    """A toast for one event; a banner while something goes on being wrong; a dialog when work cannot go on."""

    TOAST = "toast"
    BANNER = "banner"
    DIALOG = "dialog"


_STOPS_WORK = frozenset({"database_damaged", "data_folder"})


def where_to_show(error: ExpectedError) -> Where:
    if not isinstance(error, Unavailable):
        return Where.TOAST
    return Where.DIALOG if error.code in _STOPS_WORK else Where.BANNER


def sentence(error: ExpectedError) -> str:
    """What happened, and what to do next."""
    return f"{error.message} {error.remedy}".strip()
