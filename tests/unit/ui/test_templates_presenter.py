"""What the editor says about a text while it is typed."""

import pytest

from desktop_app.services.message_templates import default_text
from desktop_app.services.views import TemplateView
from desktop_app.ui.pages.templates import presenter
from desktop_app.ui.pages.templates.presenter import Blocked

GUIDE = default_text("confirmation", "en")


@pytest.mark.parametrize(
    ("text", "blocked"),
    [
        (GUIDE, Blocked.UNCHANGED),
        (GUIDE + "!", None),
        (GUIDE.replace("{time}", "{tyme}"), Blocked.UNKNOWN_PLACEHOLDER),
        ("Hello {patient_name", Blocked.UNKNOWN_PLACEHOLDER),
        ("  ", Blocked.EMPTY),
        ("x" * 2001, Blocked.TOO_LONG),
        ("bell \a", Blocked.WRONG),
    ],
)
def test_save_is_offered_only_for_a_changed_text_that_can_be_sent(text: str, blocked: Blocked | None) -> None:
    assert presenter.check(text, GUIDE, "confirmation").blocked is blocked


def test_an_unknown_word_is_named_with_the_nearest_and_one_click_mends_it() -> None:
    text = GUIDE.replace("{time}", "{tyme}")
    (unknown,) = presenter.check(text, GUIDE, "confirmation").unknown
    assert (unknown.span.name, unknown.nearest) == ("tyme", "time")
    assert presenter.replaced(text, unknown.span, unknown.nearest) == GUIDE


def test_the_editor_warns_where_a_kind_never_has_a_value() -> None:
    assert presenter.check(GUIDE + " {followup_date}", GUIDE, "confirmation").unusual == ("followup_date",)
    assert "followup_date" not in presenter.insertable("confirmation")
    assert "followup_date" in presenter.insertable("followup")


def test_spans_mark_known_and_unknown_in_any_script() -> None:
    spans = presenter.spans_in("नमस्ते {patient_name} {naam}")
    assert [(s.name, s.is_known) for s in spans] == [("patient_name", True), ("naam", False)]


def test_languages_keep_the_order_of_the_list() -> None:
    templates = [TemplateView("confirmation", language, "x", True) for language in ("en", "hi", "ta", "en")]
    assert presenter.languages(templates) == ("en", "hi", "ta")
    assert presenter.template_of(templates, "reminder", "en") is None
