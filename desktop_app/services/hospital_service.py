"""Hospitals: their data, their way of sending, their texts."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import time

from desktop_app.domain import hospital as rules
from desktop_app.domain.appointment import Act
from desktop_app.domain.errors import Invalid, NotFound
from desktop_app.domain.hospital import Hospital, SendingSettings
from desktop_app.domain.mobile_number import MobileNumber
from desktop_app.domain.people import clean_name, clean_text
from desktop_app.services import message_templates as texts
from desktop_app.services.audit_trail import audit_change
from desktop_app.services.changes import Changes, ClinicChanged, MessagesChanged, SessionChanged
from desktop_app.services.ports import ClinicReader, Clock, OpenUnit
from desktop_app.services.views import HospitalView, SettingsView, TemplateView


@dataclass(frozen=True, slots=True)
class HospitalEntry:
    """What a person typed about a hospital; None = leave as it is."""

    name: str | None = None
    mobile: str | None = None
    address: str | None = None
    time_zone: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class SettingsChange:
    """What to change in a hospital's sending; None = leave as it is. The four texts are of the hospital's language."""

    whatsapp_enabled: bool | None = None
    confirmation: str | None = None
    followup: str | None = None
    reminder: str | None = None
    reminder_dated: str | None = None
    messages_per_minute: int | None = None
    reminder_time: time | None = None
    followup_time: time | None = None
    followup_days_before: int | None = None
    sending_from: time | None = None
    sending_until: time | None = None
    second_reminder_days: int | None = None
    allows_foreign_numbers: bool | None = None


_TEXT_KINDS = ("confirmation", "followup", "reminder", "reminder_dated")
_FIELDS = {kind: f"whatsapp_{kind}_template" for kind in _TEXT_KINDS}


class HospitalService:
    """Verbs about hospitals. `whatsapp_at_start` is the switch of a new hospital (on in practice mode only)."""

    def __init__(
        self,
        open_unit: OpenUnit,
        read: ClinicReader,
        clock: Clock,
        changes: Changes,
        *,
        max_pace: int,
        whatsapp_at_start: bool,
    ) -> None:
        self._open_unit = open_unit
        self._read = read
        self._clock = clock
        self._changes = changes
        self._max_pace = max_pace
        self._whatsapp_at_start = whatsapp_at_start

    def all(self) -> tuple[HospitalView, ...]:
        return self._read.hospitals()

    def get(self, hospital_id: int) -> HospitalView:
        return _view(self._read.hospital(hospital_id))

    def add(self, entry: HospitalEntry, *, by: str) -> HospitalView:
        """A new hospital; hospitals may share a name. Raises Invalid."""
        if entry.name is None:
            raise Invalid.one("name", "missing", "Enter the hospital's name.")
        empty = Hospital(
            0, "", None, "", rules.DEFAULT_ZONE, "en", None, SendingSettings(whatsapp_enabled=self._whatsapp_at_start)
        )
        with self._open_unit() as unit:
            hospital = unit.hospitals.add(_changed(empty, entry))
            audit_change(unit, Act.ADD, f"hospital {hospital.id}", by, self._clock.now())
            unit.commit()
        self._changes.publish(ClinicChanged(hospital.id))
        return _view(hospital)

    def update(self, hospital_id: int, entry: HospitalEntry, *, by: str) -> HospitalView:
        """Change the given fields only. A changed zone moves no appointment. Raises Invalid, NotFound."""
        with self._open_unit() as unit:
            hospital = _changed(unit.hospitals.get(hospital_id), entry)
            unit.hospitals.save(hospital)
            audit_change(unit, Act.CHANGE, f"hospital {hospital_id}: {_named(entry)}", by, self._clock.now())
            unit.commit()
        self._changes.publish(ClinicChanged(hospital_id))
        return _view(hospital)

    def settings(self, hospital_id: int) -> SettingsView:
        return _settings(self._read.hospital(hospital_id), self._read.own_texts(hospital_id))

    def change_settings(self, hospital_id: int, change: SettingsChange, *, by: str) -> SettingsView:
        """Change the given settings, all or none. Raises Invalid (the field named as the API calls it), NotFound."""
        self._check(change)
        with self._open_unit() as unit:
            hospital = unit.hospitals.get(hospital_id)
            given = {
                f.name: getattr(change, f.name) for f in fields(SendingSettings) if getattr(change, f.name) is not None
            }
            foreign = change.allows_foreign_numbers
            hospital = replace(
                hospital,
                sending=replace(hospital.sending, **given),
                allows_foreign_numbers=hospital.allows_foreign_numbers if foreign is None else foreign,
            )
            unit.hospitals.save(hospital)
            for kind in _TEXT_KINDS:
                if (text := getattr(change, kind)) is not None:
                    unit.templates.set(hospital_id, kind, hospital.language, text, self._clock.now())
            audit_change(unit, Act.CHANGE, f"hospital {hospital_id}: {_named(change)}", by, self._clock.now())
            view = _settings(hospital, unit.templates.all(hospital_id))
            unit.commit()
        self._changes.publish(ClinicChanged(hospital_id), SessionChanged(hospital_id), MessagesChanged(hospital_id))
        return view

    def templates(self, hospital_id: int) -> tuple[TemplateView, ...]:
        """Every kind in English, Hindi, the hospital's language and each language that has a text of its own."""
        hospital, own = self._read.hospital(hospital_id), self._read.own_texts(hospital_id)
        languages = dict.fromkeys(("en", "hi", hospital.language, *(language for _, language in own)))
        return tuple(
            _template(own.get((kind, language)), kind, language) for kind in texts.KINDS for language in languages
        )

    def set_template(self, hospital_id: int, kind: str, language: str, text: str | None, *, by: str) -> TemplateView:
        """Keep a text of one's own, or with None go back to the built-in one. Raises Invalid, NotFound."""
        if kind not in texts.KINDS:
            raise NotFound("template", kind)
        rules.check_language(language)
        if text is not None:
            texts.check(text)
        with self._open_unit() as unit:
            unit.hospitals.get(hospital_id)
            unit.templates.set(hospital_id, kind, language, text, self._clock.now())
            audit_change(unit, Act.CHANGE, f"hospital {hospital_id}: template {kind} {language}", by, self._clock.now())
            unit.commit()
        self._changes.publish(ClinicChanged(hospital_id))
        return _template(text, kind, language)

    def template_versions(self, hospital_id: int, kind: str, language: str) -> tuple[TemplateView, ...]:
        """Earlier texts, newest first."""
        versions = self._read.text_versions(hospital_id, kind, language)
        return tuple(TemplateView(kind, language, text, is_default=False) for _, text in versions)

    def _check(self, change: SettingsChange) -> None:
        for kind in _TEXT_KINDS:
            if (text := getattr(change, kind)) is not None:
                texts.check(text, _FIELDS[kind])
        _between("messages_per_minute", change.messages_per_minute, 1, self._max_pace)
        _between("followup_days_before", change.followup_days_before, 0, 30)
        _between("second_reminder_days", change.second_reminder_days, 0, 30)
        if change.second_reminder_days == 1:
            raise Invalid.one(
                "second_reminder_days", "wrong", "The first reminder goes one day before; choose 2 or more days."
            )


def template_text(own: Mapping[tuple[str, str], str], hospital: Hospital, kind: str, language: str) -> tuple[str, str]:
    """(text, language) for a message: in the patient's language if there is one, else in the hospital's, else built in.

    `own` are the hospital's own texts by (kind, language). The language that was really used is told.
    """
    for wanted in (language, hospital.language):
        if (kind, wanted) in own:
            return own[kind, wanted], wanted
        if wanted in texts.LANGUAGES_BUILT_IN:
            return texts.default_text(kind, wanted), wanted
    return own.get((kind, "en"), texts.default_text(kind, "en")), "en"


def _changed(hospital: Hospital, entry: HospitalEntry) -> Hospital:
    return replace(
        hospital,
        name=hospital.name if entry.name is None else clean_name(entry.name, "name"),
        mobile=hospital.mobile if entry.mobile is None else _phone(entry.mobile),
        address=hospital.address if entry.address is None else clean_text(entry.address, "address"),
        time_zone=hospital.time_zone if entry.time_zone is None else rules.check_zone(entry.time_zone),
        language=hospital.language if entry.language is None else rules.check_language(entry.language),
    )


def _named(change: HospitalEntry | SettingsChange) -> str:
    """The names of the fields that a change gives, never their values."""
    return ", ".join(f.name for f in fields(change) if getattr(change, f.name) is not None)


def _phone(text: str) -> str | None:
    """The hospital's own number: it may be the reception's landline, so it is kept as written unless it is a mobile."""
    if not text.strip():
        return None
    try:
        return MobileNumber.parse(text).e164
    except Invalid:
        return clean_text(text, "mobile", 40)


def _between(field: str, value: int | None, low: int, high: int) -> None:
    if value is not None and not low <= value <= high:
        raise Invalid.one(field, "wrong", f"Choose a number from {low} to {high}.")


def _view(hospital: Hospital) -> HospitalView:
    return HospitalView(
        hospital.id,
        hospital.name,
        hospital.mobile,
        hospital.address or None,
        hospital.time_zone,
        hospital.language,
        hospital.whatsapp_number,
    )


def _settings(hospital: Hospital, own: Mapping[tuple[str, str], str]) -> SettingsView:
    wanted = {kind: template_text(own, hospital, kind, hospital.language)[0] for kind in _TEXT_KINDS}
    return SettingsView(hospital.id, hospital.sending, **wanted)


def _template(own: str | None, kind: str, language: str) -> TemplateView:
    return TemplateView(kind, language, own if own is not None else texts.default_text(kind, language), own is None)
