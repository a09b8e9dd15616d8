"""The main job, end to end, as `make run` does it without a screen: real windows, real Chromium, the pretend WhatsApp."""

from pathlib import Path

from tests.e2e.program import run

STEPS = (
    "Code shown",
    "Scanned",
    "Booked",
    "CSV row",
    "Message sent",
    "Message delivered",
    "Message read",
    "Follow-up",
)


def test_the_tour_does_the_main_job(tmp_path: Path) -> None:
    out = tmp_path / "tour"
    answer = run("tour", "--out", str(out), seconds=150)
    assert answer.returncode == 0, answer.stdout + answer.stderr
    done = [line.split("  ")[1].strip() for line in answer.stdout.splitlines() if line.startswith("ok  ")]
    assert [step for step in done if step in STEPS] == list(STEPS)
    pictures = sorted(path.name for path in out.glob("*.png"))
    assert len(pictures) == 12
    assert all((out / name).stat().st_size > 20_000 for name in pictures)
