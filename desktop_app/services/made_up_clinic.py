"""A clinic that does not exist: its doctors, and patients whose names are combinations of common given and family names.

For sample-data and practice. Everything comes from the caller's seeded random numbers, so the same seed makes the same
clinic. The mobiles are valid in form only and could be somebody's: contract section 1 says what follows from that.
"""

import random
from dataclasses import dataclass
from datetime import time

from desktop_app.domain.mobile_number import MobileNumber
from desktop_app.domain.people import Doctor
from desktop_app.domain.schedule import Stretch, WeeklySchedule

_FAMILY_SHARE = 0.3
_LARGEST_FAMILY = 4
_STRIDE = 618_033_989
_START = 271_828_182
"""`_STRIDE` has no factor in common with 10⁹, so a thousand million numbers come before one comes twice."""


@dataclass(frozen=True, slots=True)
class MadeUpPerson:
    name: str
    mobile: MobileNumber
    language: str
    consent: bool
    birth_year: int | None
    sex: str | None


@dataclass(frozen=True, slots=True)
class _Names:
    """Common names of one language in its own script; `share` = how many of a thousand patients have such a name."""

    language: str
    share: int
    women: tuple[str, ...]
    men: tuple[str, ...]
    families: tuple[str, ...]


def _names(language: str, share: int, women: str, men: str, families: str) -> _Names:
    return _Names(language, share, tuple(women.split()), tuple(men.split()), tuple(families.split()))


_TABLE = (
    _names(
        "en",
        470,
        "Vidya Meena Fatima Lakshmi Zara Anaya Kavya Sunita Priya Neha Asha Rekha Pooja Deepa Ananya Divya Farah Grace Hema Isha "
        "Jaya Komal Latha Maria Nandini Parvati Radha Salma Shanti Tara Uma Vimala Yasmin Bhavna Chitra Gauri",
        "Rahul Aarav Kabir Ishaan Joseph Arjun Vikram Suresh Ramesh Imran Anil Rohan Manoj Sanjay Dev Farhan George Harish Irfan "
        "Jatin Karthik Lokesh Mohan Nikhil Om Prakash Rajesh Salim Tarun Uday Varun Yusuf Amit Bharat Chetan Gopal",
        "Sharma Patil Shaikh Iyer Khan Rao Tripathi Mehta Gupta Singh D’Souza Nair Reddy Das Joshi Kulkarni Menon Naidu Pillai "
        "Qureshi Saxena Shetty Thomas Verma Yadav Agarwal Banerjee Chauhan Desai Fernandes Ghosh Hegde Jain Kaur Mishra Pandey",
    ),
    _names(
        "hi",
        190,
        "सीता राधा कमला सुनीता अनीता रेखा पूजा नेहा प्रिया गीता शांति मीना आरती कविता ज्योति",
        "राजेश सुरेश रमेश अमित मनोज संजय अनिल विजय रवि मोहन दीपक राहुल अजय प्रकाश हरीश",
        "कुमार शर्मा वर्मा गुप्ता सिंह यादव मिश्रा पांडे तिवारी जैन चौहान सक्सेना अग्रवाल दुबे",
    ),
    _names(
        "mr",
        60,
        "अश्विनी मनीषा स्वाती वैशाली सुजाता प्राजक्ता",
        "गणेश सचिन महेश संतोष अमोल प्रशांत",
        "पाटील देशमुख जोशी कुलकर्णी जाधव शिंदे मोरे पवार",
    ),
    _names(
        "ta",
        80,
        "கவிதா மீனா லட்சுமி பிரியா தேவி மாலா சரண்யா உமா ரேவதி வாணி",
        "முருகன் குமார் செந்தில் கார்த்திக் அருண் விஜய் ரவி சுரேஷ் பாலா மணி",
        "முருகன் சுப்ரமணியன் ராஜன் செல்வம் பாண்டியன் கிருஷ்ணன் நடராஜன் வேலு",
    ),
    _names("te", 60, "లక్ష్మి సీత పద్మ సరిత కవిత స్వాతి అనిత", "రవి సురేష్ వెంకట్ రాజు కిరణ్ ప్రసాద్ మహేష్", "రెడ్డి రావు నాయుడు శర్మ చౌదరి వర్మ"),
    _names(
        "bn", 60, "মিতা রীনা শিল্পা অনিতা মৌসুমী সুমিতা পূজা", "সুব্রত অমিত রাজু সঞ্জয় তাপস দেবাশীষ অরুণ", "দাস সেন ঘোষ রায় মণ্ডল বিশ্বাস পাল"
    ),
    _names("gu", 40, "હેતલ કિંજલ મીના પ્રિયા જાગૃતિ દક્ષા", "જીગ્નેશ હિતેશ મહેશ ભાવેશ કેતન નીલેશ", "પટેલ શાહ દેસાઈ મહેતા જોશી પરમાર"),
    _names("kn", 25, "ಲಕ್ಷ್ಮಿ ಸವಿತಾ ಗೀತಾ ಶಿಲ್ಪಾ ರಮ್ಯಾ", "ರಮೇಶ್ ಸುರೇಶ್ ಮಂಜುನಾಥ್ ಗಣೇಶ್ ರವಿ", "ಗೌಡ ಶೆಟ್ಟಿ ರಾವ್ ಹೆಗಡೆ ಭಟ್"),
    _names("ml", 15, "ലത ബിന്ദു ശ്രീജ സിന്ധു", "രാജേഷ് സുരേഷ് അനിൽ മനോജ്", "നായർ മേനോൻ പിള്ള വർഗീസ്"),
)


class MadeUpPeople:
    """New patients, one after another; now and then one more of the same family, on the same number."""

    def __init__(self, rng: random.Random, this_year: int) -> None:
        self._rng = rng
        self._this_year = this_year
        self._numbers = 0
        self._names = _TABLE[0]
        self._family = ""
        self._given: list[str] = []
        self._mobile = MobileNumber("")

    def next(self) -> MadeUpPerson:
        """Never the same name on the same number twice."""
        rng = self._rng
        if not self._given or len(self._given) == _LARGEST_FAMILY or rng.random() >= _FAMILY_SHARE:
            self._begin_family()
        sex = rng.choice("FM")
        given = self._new_given(self._names.women if sex == "F" else self._names.men)
        is_asked = rng.random() < 0.6
        return MadeUpPerson(
            f"{given} {self._family}",
            self._mobile,
            self._names.language,
            consent=rng.random() >= 0.03,
            birth_year=self._this_year - rng.randint(1, 84) if is_asked else None,
            sex=sex if is_asked else None,
        )

    def _begin_family(self) -> None:
        self._names = self._rng.choices(_TABLE, _SHARES)[0]
        self._family = self._rng.choice(self._names.families)
        self._given = []
        self._mobile = MobileNumber(f"+919{(_START + self._numbers * _STRIDE) % 10**9:09d}")
        self._numbers += 1

    def _new_given(self, names: tuple[str, ...]) -> str:
        given = self._rng.choice([name for name in names if name not in self._given])
        self._given.append(given)
        return given


_SHARES = [names.share for names in _TABLE]


def made_up_doctors() -> tuple[Doctor, ...]:
    """Five doctors with the weeks that such clinics keep. Ids and hospital are the caller's to give."""
    everyday, weekdays, alternate = range(6), range(5), (0, 2, 4, 5)
    return (
        _doctor("Meera Nair", "General", _both(everyday, "0900 1300 1700 2000", 15)),
        _doctor("S Rao", "Paediatrics", (*_both(everyday, "0930 1300 1730 2000", 20), _half(6, "1000 1200", 20))),
        _doctor("Shah", "Ortho", _both(weekdays, "1000 1330 1700 1930", 15)),
        _doctor("Pillai", "ENT", _both(alternate, "0930 1230 1800 2030", 20)),
        _doctor("Bose", "Skin", tuple(_half(day, "1600 2030", 15) for day in everyday)),
    )


def _doctor(name: str, specialty: str, stretches: tuple[Stretch, ...]) -> Doctor:
    return Doctor(0, 0, name, specialty, WeeklySchedule(stretches))


def _both(days: range | tuple[int, ...], hours: str, minutes: int) -> tuple[Stretch, ...]:
    """Morning and evening of those days."""
    morning, evening = hours[:9], hours[10:]
    return tuple(_half(day, half, minutes) for day in days for half in (morning, evening))


def _half(day: int, hours: str, minutes: int) -> Stretch:
    start, end = (time(int(hour[:2]), int(hour[2:])) for hour in hours.split())
    return Stretch(day, start, end, minutes)
