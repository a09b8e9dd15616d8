"""What holds for every page: names for screen readers, keys that do not collide, room at every text size."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from desktop_app.ui.page import Page
from desktop_app.ui.theme import Theme, look
from tests.ui.pages import (
    test_first_start_page,
    test_messages_page,
    test_patients_page,
    test_settings_page,
    test_templates_page,
    test_visits_page,
    test_whatsapp_page,
)

Stand = Callable[[Any], Any]


def _visits(stand: Stand, _: Path) -> Any:  # noqa: ANN401
    return test_visits_page.Kit(stand)


def _messages(stand: Stand, _: Path) -> Any:  # noqa: ANN401
    return test_messages_page.Kit(stand)


def _patients(stand: Stand, _: Path) -> Any:  # noqa: ANN401
    return test_patients_page.Kit(stand)


def _templates(stand: Stand, _: Path) -> Any:  # noqa: ANN401
    return test_templates_page.Kit(stand)


def _whatsapp(stand: Stand, _: Path) -> Any:  # noqa: ANN401
    now = test_whatsapp_page.session(test_whatsapp_page.SessionState.SCAN_QR)
    return test_whatsapp_page.Kit(stand, now, test_whatsapp_page.FakePhone())


def _settings(stand: Stand, folder: Path) -> Any:  # noqa: ANN401
    return test_settings_page.Kit(stand, folder)


def _first_start(stand: Stand, _: Path) -> Any:  # noqa: ANN401
    return test_first_start_page.Kit(stand)


PAGES = [_visits, _messages, _patients, _templates, _whatsapp, _settings, _first_start]


@pytest.fixture(params=PAGES, ids=lambda make: make.__name__.strip("_"))
def page(request: pytest.FixtureRequest, stand: Stand, tmp_path: Path) -> Page:
    kit = request.param(stand, tmp_path)
    request.node.kit = kit  # the fakes live as long as the page
    return kit.page


def _shown(page: QWidget, kinds: tuple[type[QWidget], ...]) -> list[Any]:
    return [widget for kind in kinds for widget in page.findChildren(kind) if widget.isVisible()]


def test_every_control_has_a_name_for_screen_readers(page: Page) -> None:
    controls = _shown(page, (QAbstractButton, QComboBox, QLineEdit, QPlainTextEdit, QAbstractSpinBox))
    unnamed = []
    for control in controls:
        if control.objectName() == "qt_spinbox_lineedit" or control.objectName().startswith("_q_"):
            continue
        interface = QAccessible.queryAccessibleInterface(control)
        if not interface.text(QAccessible.Text.Name).strip():
            unnamed.append(f"{type(control).__name__} {control.objectName()!r}")
    assert unnamed == []


def test_no_two_labels_share_a_key(page: Page) -> None:
    words = [w.text() for w in _shown(page, (QAbstractButton, QLabel)) if "<" not in w.text()]
    keys = Counter(word[word.index("&") + 1].lower() for word in words if "&" in word.replace("&&", ""))
    assert [key for key, count in keys.items() if count > 1] == []


def test_buttons_are_large_enough_to_hit(page: Page) -> None:
    small = [
        f"{button.text() or button.accessibleName()}: {button.height()}"
        for button in _shown(page, (QAbstractButton,))
        if button.height() < 34 and button.objectName() not in ("qt_calendar_prevmonth", "qt_calendar_nextmonth")
        and not button.objectName().startswith("_q_") and type(button).__name__ != "QToolButton"
    ]  # fmt: skip
    assert small == []


@pytest.mark.parametrize("theme", [Theme.LIGHT, Theme.DARK])
def test_nothing_is_cut_off_at_the_largest_text(page: Page, theme: Theme) -> None:
    """At 135 % no button's words are wider than the button, and no page needs more than the window's width."""
    look().set(theme, 135)
    for _ in range(3):
        QApplication.sendPostedEvents()
    cut = [
        f"{button.text()}: {button.width()} of {button.sizeHint().width()}"
        for button in _shown(page, (QAbstractButton,))
        if button.text() and not button.objectName() and button.sizeHint().width() > button.width() + 2
    ]
    assert cut == []
    assert page.minimumSizeHint().width() <= 1072, "the page would widen the window past 1366"
    assert page.minimumSizeHint().height() <= 500, "the page would make the window higher than 728"


def test_f1_has_a_line_for_it(page: Page) -> None:
    assert page.help_line or type(page).__name__ == "FirstStartPage"
