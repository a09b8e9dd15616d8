"""What the booking panel shows, as one frozen value. The presenter makes it, the page draws it. No Qt."""

from dataclasses import dataclass
from datetime import date, time

from desktop_app.services.views import PatientView, SlotView


@dataclass(frozen=True, slots=True)
class Line:
    """One line under the mobile field: a known patient, or None for a new one with this number."""

    patient: PatientView | None
    words: str
    aside: str


@dataclass(frozen=True, slots=True)
class NumberSays:
    """What the number in the field is worth: `shown` when it is a mobile, `fault` when it is refused, `note` for doubts."""

    shown: str = ""
    e164: str = ""
    fault: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Faults:
    """Sentences next to their fields; `form` is for what belongs to none."""

    name: str = ""
    day: str = ""
    slot: str = ""
    form: str = ""


@dataclass(frozen=True, slots=True)
class DoctorLine:
    id: int
    words: str


@dataclass(frozen=True, slots=True)
class Form:
    """Everything the panel shows except the texts being typed."""

    number: NumberSays = NumberSays()
    lines: tuple[Line, ...] = ()
    current: int = 0
    is_picked: bool = False
    doctors: tuple[DoctorLine, ...] = ()
    doctor_id: int | None = None
    day: date | None = None
    slots: tuple[SlotView, ...] = ()
    at: time | None = None
    no_slots: str = ""
    is_walk_in: bool = False
    can_walk_in: bool = False
    preview: str = ""
    below: str = ""
    wants_message: bool = True
    consent_note: str = ""
    faults: Faults = Faults()
    is_busy: bool = False

    @property
    def line(self) -> Line | None:
        """The patient line that counts now."""
        return self.lines[self.current] if 0 <= self.current < len(self.lines) else None

    @property
    def patient(self) -> PatientView | None:
        """The known patient this booking is for, None for a new one."""
        return self.line.patient if self.line is not None else None

    @property
    def shows_lines(self) -> bool:
        """There is somebody known to choose; a new patient alone is no choice."""
        is_new = self.is_picked and self.patient is None
        return not is_new and any(line.patient is not None for line in self.lines)

    @property
    def asks_name(self) -> bool:
        """The name is typed when nobody known is chosen."""
        return self.patient is None and (bool(self.number.e164) or self.is_picked)
