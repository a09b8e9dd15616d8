"""How the program ends, and the one line it says then (contract section 1)."""

import sys
from enum import IntEnum

from desktop_app.domain.errors import ExpectedError, Invalid


class ExitCode(IntEnum):
    OK = 0
    ATTENTION = 1
    WRONG_ARGUMENTS = 2
    ALREADY_RUNNING = 3
    NEWER_DATABASE = 4


_OF_CODE = {"database_newer": ExitCode.NEWER_DATABASE, "made_up": ExitCode.WRONG_ARGUMENTS}


def exit_code_of(error: ExpectedError) -> ExitCode:
    if isinstance(error, Invalid):
        return ExitCode.WRONG_ARGUMENTS
    return _OF_CODE.get(error.code, ExitCode.ATTENTION)


def complain(error: ExpectedError) -> ExitCode:
    """Say on stderr, in one line, what is wrong and what to do; the exit code that goes with it."""
    line = " ".join(f"{error.message} {error.remedy}".split())
    sys.stderr.write(f"front-desk: {line}\n")
    sys.stderr.flush()
    return exit_code_of(error)
