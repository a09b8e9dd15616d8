"""Indian mobile numbers: one value, one rule, everywhere (form, API, CSV, sender). Contract section 4."""

import unicodedata
from dataclasses import dataclass

from desktop_app.domain.errors import Invalid

_REASONS = {
    "landline": "This is a landline; WhatsApp needs a mobile number.",
    "toll_free": "This is a toll-free number; WhatsApp needs the patient's own mobile number.",
    "too_short": "The number is too short: an Indian mobile has ten digits.",
    "too_long": "The number is too long: an Indian mobile has ten digits.",
    "foreign": "This is a number from another country. An admin can switch foreign numbers on in Settings.",
    "wrong": "This is not a mobile number: an Indian mobile has ten digits and begins with 6, 7, 8 or 9.",
    "missing": "Enter the mobile number.",
}


@dataclass(frozen=True, slots=True)
class MobileNumber:
    """A mobile in E.164 (`+919876543210`). Its repr masks itself, so that no log ever shows it."""

    e164: str

    @classmethod
    def parse(cls, text: str, *, allow_foreign: bool = False, field: str = "mobile") -> "MobileNumber":
        """The number that `text` means, in any usual writing and in digits of any script.

        Raises Invalid with code landline, toll_free, too_short, too_long, foreign, wrong or missing.
        """
        digits, has_plus = _digits(text)
        if not digits:
            raise _refusal(field, "missing" if not text.strip() else "wrong")
        if has_plus and not digits.startswith("91"):
            return cls("+" + _foreign(digits, allow_foreign, field))
        core = _strip_prefixes(digits)
        code = _fault(core, digits, has_plus)
        if code == "foreign" and allow_foreign:
            return cls("+" + _foreign(digits[2:], allow_foreign, field))
        if code is not None:
            raise _refusal(field, code)
        return cls("+91" + core)

    @property
    def digits(self) -> str:
        """Country code and number without the plus, as WhatsApp's links want it: `919876543210`."""
        return self.e164[1:]

    @property
    def is_indian(self) -> bool:
        return self.e164.startswith("+91") and len(self.e164) == 13

    @property
    def national(self) -> str:
        """As people in India write it, `98765 43210`; a foreign number in full."""
        return f"{self.e164[3:8]} {self.e164[8:]}" if self.is_indian else self.e164

    @property
    def is_doubtful(self) -> bool:
        """True when public numbering plans call it a fixed line although it may be a new mobile: a note, no refusal."""
        if not self.is_indian:
            return False
        import phonenumbers  # its metadata costs 90 ms: not at start

        kind = phonenumbers.number_type(phonenumbers.parse(self.e164))
        mobile = phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE
        return kind not in mobile

    def __repr__(self) -> str:
        return f"MobileNumber(…{self.e164[-3:]})"


def digits_of(text: str) -> str:
    """The digits in `text`, of any script, as ASCII; for searching."""
    return _digits(text)[0]


def _digits(text: str) -> tuple[str, bool]:
    clean = unicodedata.normalize("NFKC", text).strip().lstrip("\u200e\u200f\u202a\u202c\u2066\u2069 ")
    digits = "".join(str(unicodedata.decimal(ch)) for ch in clean if unicodedata.decimal(ch, None) is not None)
    return digits, clean.startswith("+") and not digits.startswith("0")  # no country code begins with 0: a slip


def _strip_prefixes(digits: str) -> str:
    """Take off 00, 0 or 91 in front while more than ten digits remain."""
    while len(digits) > 10:
        for prefix in ("00", "0", "91"):
            if digits.startswith(prefix):
                digits = digits[len(prefix) :]
                break
        else:
            return digits
    return digits


def _fault(core: str, digits: str, has_plus: bool) -> str | None:
    """The reason why the ten-digit core is no Indian mobile, or None."""
    if digits.lstrip("0").startswith(("1800", "1860")) and len(digits) >= 8:
        return "toll_free"
    if len(core) != 10:
        return _fault_of_length(core, digits)
    if core[0] == "0":
        return "landline" if _is_fixed_line(core) else "too_short"
    if core[0] in "12345":
        return "landline"
    if digits.startswith("0") and not digits.startswith(("00", "091")) and not has_plus and _is_fixed_line(core):
        return "landline"
    return None


def _fault_of_length(core: str, digits: str) -> str:
    if len(core) < 10:
        return "landline" if core.startswith("0") and _is_fixed_line(core) else "too_short"
    return "foreign" if digits.startswith("00") and not digits.startswith("0091") else "too_long"


def _is_fixed_line(core: str) -> bool:
    import phonenumbers

    number = phonenumbers.PhoneNumber(country_code=91, national_number=int(core))
    return phonenumbers.number_type(number) == phonenumbers.PhoneNumberType.FIXED_LINE


def _foreign(digits: str, allowed: bool, field: str) -> str:
    import phonenumbers

    try:
        number = phonenumbers.parse("+" + digits, None)
    except phonenumbers.NumberParseException:  # no such country, far too short or long
        number = None
    if number is None or not phonenumbers.is_possible_number(number):
        raise _refusal(field, "too_short" if len(digits) < 8 else "too_long" if len(digits) > 15 else "foreign")
    if not allowed:
        raise _refusal(field, "foreign")
    return digits


def _refusal(field: str, code: str) -> Invalid:
    return Invalid.one(field, code, _REASONS[code])
