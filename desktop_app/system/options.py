"""What the program was asked to do: command line first, then the environment, then the default (contract section 1)."""

import argparse
import os
import urllib.parse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from desktop_app.domain.errors import Invalid

REAL_WHATSAPP = "https://web.whatsapp.com/"
DEFAULT_PORT = 8765
COMMANDS = ("tour", "check", "backup", "restore", "sample-data")
_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True)
class Options:
    """Everything that is decided before the program starts. `command` "" opens the window."""

    command: str = ""
    data_dir: Path | None = None
    is_practice: bool = False
    in_background: bool = False
    api_port: int = DEFAULT_PORT
    whatsapp_url: str = REAL_WHATSAPP
    chrome: Path | None = None
    chromedriver: Path | None = None
    log_level: str = "INFO"
    file: Path | None = None
    out: Path = Path("tour")
    appointments: int = 200

    @property
    def is_loopback(self) -> bool:
        """True when no message can leave this computer."""
        return self.whatsapp_url != REAL_WHATSAPP


def read_options(arguments: Sequence[str], environment: Mapping[str, str] = os.environ) -> Options:
    """The options of this run. Raises Invalid for a wrong value; argparse itself ends wrong arguments with exit code 2."""
    parser = _parser()
    given = parser.parse_args(arguments)

    def value(name: str, default: str) -> str:
        typed = getattr(given, name, None)
        return typed if typed is not None else environment.get(f"FRONT_DESK_{name.upper()}", default)

    level = value("log_level", "INFO").upper()
    if level not in _LEVELS:
        raise Invalid.one("log_level", "wrong", f"--log-level is one of {', '.join(_LEVELS)}.")
    data_dir = value("data_dir", "")
    return Options(
        command=given.command or "",
        data_dir=Path(data_dir).expanduser().absolute() if data_dir else None,
        is_practice=given.practice or environment.get("FRONT_DESK_PRACTICE", "") not in ("", "0"),
        in_background=given.background,
        api_port=_port(value("api_port", str(DEFAULT_PORT))),
        whatsapp_url=check_whatsapp_url(value("whatsapp_url", REAL_WHATSAPP)),
        chrome=_program("--chrome", value("chrome", "")),
        chromedriver=_program("--chromedriver", value("chromedriver", "")),
        log_level=level,
        file=getattr(given, "file", None),
        out=getattr(given, "out", None) or Path("tour"),
        appointments=_count(getattr(given, "appointments", None)),
    )


def check_whatsapp_url(url: str) -> str:
    """The real address or a loopback `http://` one, with a slash at the end. Raises Invalid: nothing else is ever opened."""
    if url.rstrip("/") + "/" == REAL_WHATSAPP:
        return REAL_WHATSAPP
    try:
        parts = urllib.parse.urlsplit(url)
        is_local = parts.scheme == "http" and parts.hostname in _LOOPBACK and parts.username is None and parts.port != 0
    except ValueError:
        is_local = False
    if not is_local:
        raise Invalid.one(
            "whatsapp_url",
            "wrong",
            f"--whatsapp-url is {REAL_WHATSAPP} or a page on this computer (http://127.0.0.1:PORT/).",
        )
    return url.rstrip("/") + "/"


class _OneLineParser(argparse.ArgumentParser):
    """Says what is wrong in one line, as everything that keeps the program from starting does."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"front-desk: {message}. See front-desk --help.\n")


def _parser() -> argparse.ArgumentParser:
    shared = _OneLineParser(add_help=False)
    shared.add_argument("--data-dir", metavar="DIR", default=argparse.SUPPRESS, help="where everything is kept")
    shared.add_argument("--chrome", metavar="PATH", default=argparse.SUPPRESS, help="the browser to use")
    shared.add_argument("--chromedriver", metavar="PATH", default=argparse.SUPPRESS, help="its driver")
    shared.add_argument("--log-level", metavar="LEVEL", default=argparse.SUPPRESS, help="DEBUG, INFO, WARNING or ERROR")
    shared.add_argument("--api-port", metavar="N", default=argparse.SUPPRESS, help="8765; 0 = any free port")
    shared.add_argument("--whatsapp-url", metavar="URL", default=argparse.SUPPRESS, help="a stand-in page for tests")
    shared.add_argument(
        "--practice", action="store_true", default=argparse.SUPPRESS, help="a sample clinic, a pretend WhatsApp"
    )
    parser = _OneLineParser(
        prog="front-desk",
        parents=[shared],
        description="The front desk of a clinic. Without a command it opens the application.",
        allow_abbrev=False,
    )
    parser.add_argument("--background", action="store_true", help="start in the tray")
    parser.set_defaults(practice=False, command="")
    commands = parser.add_subparsers(metavar="COMMAND", dest="command")
    tour = commands.add_parser("tour", parents=[shared], help="do the main job once, with a screenshot of each step")
    tour.add_argument("--out", metavar="DIR", type=Path, default=Path("tour"), help="where the screenshots go")
    commands.add_parser("check", parents=[shared], help="look whether everything that is needed is in order")
    for name, help_line in (
        ("backup", "write a verified copy of the database"),
        ("restore", "put a backup in its place"),
    ):
        command = commands.add_parser(name, parents=[shared], help=help_line)
        command.add_argument("file", metavar="FILE", type=Path)
    sample = commands.add_parser(
        "sample-data", parents=[shared], help="fill an empty data folder with a made-up clinic"
    )
    sample.add_argument("--appointments", metavar="N", default="200", help="how many appointments")
    return parser


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) > 65535:
        raise Invalid.one("api_port", "wrong", "--api-port is a number from 0 to 65535.")
    return int(text)


def _count(text: str | None) -> int:
    if text is None:
        return 200
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 10_000_000:
        raise Invalid.one("appointments", "wrong", "--appointments is a number from 1 to 10,000,000.")
    return int(text)


def _program(option: str, text: str) -> Path | None:
    if not text:
        return None
    path = Path(text).expanduser().absolute()
    if not path.is_file():
        raise Invalid.one(option, "wrong", f"{option} {text} is not a file. Leave it out to use what is installed.")
    return path
