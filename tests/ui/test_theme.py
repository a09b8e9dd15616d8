"""Both looks can be read: contrast of every pair, measured as WCAG 2.2 does."""

from dataclasses import fields

import pytest

from desktop_app.ui.theme_style import style_sheet
from desktop_app.ui.theme_tokens import DARK, LIGHT, Pair, Tokens, Tone

LOOKS = pytest.mark.parametrize("t", [LIGHT, DARK], ids=["light", "dark"])


def luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(a: str, b: str) -> float:
    light, dark = sorted((luminance(a), luminance(b)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def text_pairs(t: Tokens) -> dict[str, Pair]:
    pairs = {f"chip {tone}": t.pair(tone) for tone in Tone}
    pairs |= {
        "toast": t.toast,
        "bubble": t.bubble,
        "placeholder": t.placeholder,
        "unknown": t.unknown,
        "note": t.wall_note,
    }
    pairs |= {f"{name} on {ground}": Pair(getattr(t, name), getattr(t, ground))
              for name in ("text", "muted", "good", "bad") for ground in ("surface", "window")}  # fmt: skip
    pairs |= {
        "text on tint": Pair(t.text, t.tint),
        "muted on tint": Pair(t.muted, t.tint),
        "muted on hover": Pair(t.muted, t.hover),
        "primary": Pair(t.on_accent, t.accent),
        "primary hover": Pair(t.on_accent, t.accent_strong),
        "link": Pair(t.accent, t.surface),
        "now": Pair(t.on_now, t.now),
        "practice": Pair(t.on_practice, t.practice),
        "toast action": Pair(t.toast_action, t.toast.ground),
        "bubble line": Pair(t.bubble_meta, t.bubble.ground),
    }
    return pairs


@LOOKS
def test_text_can_be_read(t: Tokens) -> None:
    weak = {
        name: round(contrast(p.text, p.ground), 2)
        for name, p in text_pairs(t).items()
        if contrast(p.text, p.ground) < 4.5
    }
    assert weak == {}


@LOOKS
def test_borders_and_signs_can_be_seen(t: Tokens) -> None:
    signs = {name: getattr(t, name) for name in ("field", "accent", "warn_sign", "good_sign", "bad_sign", "now")}
    weak = {name: round(contrast(c, t.surface), 2) for name, c in signs.items() if contrast(c, t.surface) < 3}
    assert weak == {}
    assert contrast(t.tick_read, t.bubble.ground) >= 3


@LOOKS
def test_every_colour_of_the_style_sheet_is_known(t: Tokens) -> None:
    assert "$" not in style_sheet(t, 1.35)
    assert all(str(getattr(t, f.name)).startswith("#") for f in fields(t) if f.type is str or f.type == "str")
