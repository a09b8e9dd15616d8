"""Takes the safeguards of the WhatsApp engine out, one at a time, in a copy of the last commit: their tests must fail.

    python -m tests.whatsapp.safeguards                 all of table.toml (an hour or so)
    python -m tests.whatsapp.safeguards 12 promise      those of a case, or of the contract's promises
    python -m tests.whatsapp.safeguards "any button"    those whose description holds the words

Exit code 1 if one is not noticed, or if the table does not fit the code any more. Not part of `make test`.
"""

import os
import re
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
SECONDS = 200


@dataclass(frozen=True, slots=True)
class Safeguard:
    """`line` of `file` becomes `instead`; or (`hindi`) a list of words in the table of locators loses its Hindi ones."""

    case: str
    out: str
    file: str
    tests: str
    only: str
    line: str = ""
    instead: str = ""
    hindi: str = ""

    def taken_out(self, text: str) -> str | None:
        """`text` without the safeguard; None if it is not there, or not once."""
        if self.hindi:
            found = re.search(rf'^  "{self.hindi}": \[".*$', text, re.MULTILINE)
            if found is None:
                return None
            bare = re.sub(r'"[^"]*[\u0900-\u097f][^"]*", ?', "", found.group())
            return text.replace(found.group(), bare) if bare != found.group() else None
        return text.replace(self.line, self.instead) if text.count(self.line) == 1 else None


def table() -> list[Safeguard]:
    text = Path(__file__).with_name("table.toml").read_text(encoding="utf-8")
    return [Safeguard(**entry) for entry in tomllib.loads(text)["safeguard"]]


def wanted(words: Sequence[str]) -> list[Safeguard]:
    return [one for one in table() if not words or any(word == one.case or word in one.out for word in words)]


def first_failure(copy: Path, one: Safeguard) -> str:
    """The test that noticed; "" if none did. Raises LookupError if pytest could not run them."""
    options = ["-q", "-x", "--tb=no", "-p", "no:cacheprovider", "-p", "no:randomly", f"--timeout={SECONDS}"]
    command = [sys.executable, "-m", "pytest", *options, *one.tests.split(), *(["-k", one.only] if one.only else [])]
    environment = {**os.environ, "PYTHONPATH": str(copy)}
    told = subprocess.run(command, cwd=copy, env=environment, capture_output=True, text=True, check=False)
    failures = re.findall(r"^(?:FAILED|ERROR) (\S+)", told.stdout, re.MULTILINE)
    if "Timeout" in told.stderr + told.stdout and not failures:
        return "a deadline"
    if told.returncode not in {0, 1} or (told.returncode == 1 and not failures):
        raise LookupError(told.stdout[-200:])
    return failures[0] if failures else ""


def try_one(copy: Path, one: Safeguard) -> str:
    path = copy / one.file
    text = path.read_text(encoding="utf-8")
    without = one.taken_out(text)
    if without is None:
        return "THE TABLE IS OLD"
    path.write_text(without, encoding="utf-8")
    try:
        noticed = first_failure(copy, one)
    except LookupError as error:
        return f"NO TESTS: {error}"
    finally:
        path.write_text(text, encoding="utf-8")
    return f"noticed by {noticed}" if noticed else "NOT NOTICED"


def main() -> int:
    is_well = True
    with tempfile.TemporaryDirectory(prefix="safeguards-") as folder:
        copy = Path(folder) / "copy"
        subprocess.run(["git", "clone", "-q", ROOT, copy], check=True)
        for one in wanted(sys.argv[1:]):
            verdict = try_one(copy, one)
            is_well = is_well and verdict.startswith("noticed")
            print(f"{one.case:>7} | {one.out} | {verdict}", flush=True)
    return 0 if is_well else 1


if __name__ == "__main__":
    sys.exit(main())
