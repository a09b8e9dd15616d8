"""What every page works with: the clinic's verbs, a way to run them, a way to tell people, a way to go elsewhere.

No Qt here: presenters use it as it is, tests hand in their own.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Protocol, TypeVar

from desktop_app.domain.errors import ExpectedError
from desktop_app.ui.places import Place
from desktop_app.ui.theme_tokens import Tone

if TYPE_CHECKING:
    from desktop_app.domain.hospital import Hospital
    from desktop_app.services.clinic import Clinic
    from desktop_app.workers.this_computer import ThisComputer

T = TypeVar("T")


class Run(Protocol):
    """Do a job elsewhere; the answer comes back in the GUI thread. Without `on_error` the desk's notices explain it."""

    def __call__(
        self,
        job: Callable[[], T],
        on_done: Callable[[T], None],
        on_error: Callable[[ExpectedError], None] | None = None,
    ) -> None: ...


@dataclass(frozen=True, slots=True)
class Undo:
    """The way back of the last act, offered for `seconds`. `label` is the menu's text: "Undo: cancel Vidya 10:00"."""

    label: str
    act: Callable[[], None]
    seconds: float = 8.0


@dataclass(frozen=True, slots=True)
class BannerText:
    """An ongoing state with its one button. `text` may use <b>."""

    text: str
    button: str = ""
    on_button: Callable[[], None] | None = None
    tone: Tone = Tone.WARN


class Notices(Protocol):
    """How people are told. One place decides between toast, banner and dialog."""

    def tell(self, text: str, undo: Undo | None = None) -> None:
        """One event, in a toast; with `undo` it is also Ctrl+Z."""
        ...

    def explain(self, error: ExpectedError) -> None:
        """A refusal that no field of the page can show."""
        ...

    def banner(self, key: str, text: BannerText | None) -> None:
        """Show, replace or (None) take away the banner named `key`."""
        ...


@dataclass(slots=True)
class Desk:
    """`hospital_id` is the hospital shown now; the switcher in the navigation changes it and reloads the page shown."""

    clinic: "Clinic"
    run: Run
    notices: Notices
    navigate: Callable[[Place], None]
    hospital_id: int
    computer: "ThisComputer | None" = None
    """For Settings only; None while the program has no API and no folder of its own (tests)."""
    _hospitals: "dict[int, Hospital]" = field(default_factory=dict)

    def hospital(self) -> "Hospital":
        """The hospital shown, with zone and sending settings; read by the shell, renewed after each ClinicChanged."""
        return self._hospitals[self.hospital_id]

    def remember(self, hospital: "Hospital") -> None:
        self._hospitals[hospital.id] = hospital

    def now(self) -> datetime:
        """Now, on the wall clock of the hospital shown (aware)."""
        return self.hospital().local(self.clinic.clock.now())

    def today(self) -> date:
        return self.now().date()

    def local(self, instant: datetime) -> datetime:
        """An instant on the wall clock of the hospital shown."""
        return self.hospital().local(instant)
