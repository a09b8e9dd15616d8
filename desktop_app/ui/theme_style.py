# ruff: noqa: E501  (one rule a line reads best)
"""The style sheet, made from the tokens. Widgets are named by type, `#name` or a property (`[kind="primary"]`)."""

from string import Template

from desktop_app.ui.theme_tokens import Tokens

_SHEET = Template("""
QToolTip { background: $toast_ground; color: $toast_text; border: 1px solid $toast_line; padding: 5px 8px; }
QLabel { background: transparent; }
QLabel[role="muted"] { color: $muted; }
QLabel[role="small"] { color: $muted; font-size: ${small}pt; }
QLabel[role="label"] { color: $muted; font-size: ${label}pt; }
QLabel[role="title"] { font-size: ${title}pt; font-weight: 700; }
QLabel[role="heading"] { font-weight: 700; }
QLabel[role="error"] { color: $bad; font-size: ${label}pt; }
QLabel[role="note"] { color: $muted; font-size: ${label}pt; }
QLabel[role="good"] { color: $good; }
QLabel[role="bad"] { color: $bad; }

QFrame[card="true"] { background: $surface; border: 1px solid $line; border-radius: 10px; }
QFrame[card="strong"] { background: $surface; border: 2px solid $accent; border-radius: 10px; }
QFrame[line="true"] { background: $line; border: none; max-height: 1px; min-height: 1px; }
QFrame#nav, QFrame#sidePanel { background: $surface; border: none; }
QFrame#nav { border-right: 1px solid $line; }
QFrame#sidePanel { border-left: 1px solid $line; }
QFrame#statusBar { background: $surface; border: none; border-top: 1px solid $line; }
QFrame#statusBar QLabel { color: $muted; font-size: ${status}pt; }
QFrame#statusBar QPushButton { border: 1px solid transparent; background: transparent; color: $muted; padding: 0 4px; font-size: ${status}pt; min-height: 20px; }
QFrame#statusBar QPushButton:hover { color: $text; }
QFrame#statusBar QPushButton:focus { border: 1px solid $accent; }

QPushButton { padding: 0 ${bpad}px; border: 1px solid $field; border-radius: 8px; background: $surface; color: $text; min-height: ${bh}px; }
QPushButton:hover { background: $hover; }
QPushButton:pressed { background: $tint; }
QPushButton:focus { border: 2px solid $accent; padding: 0 ${bpad1}px; min-height: ${bh2}px; }
QPushButton:disabled { color: $muted; border-color: $line; background: $window; }
QPushButton[kind="primary"] { background: $accent; color: $on_accent; border-color: $accent; font-weight: 700; }
QPushButton[kind="primary"]:hover { background: $accent_strong; border-color: $accent_strong; }
QPushButton[kind="primary"]:focus { border: 2px solid $text; }
QPushButton[kind="primary"]:disabled { background: $tint; color: $muted; border-color: $tint; }
QPushButton[kind="danger"] { color: $bad; border-color: $bad; }
QPushButton[kind="danger"]:disabled { color: $muted; border-color: $line; }
QPushButton[kind="quiet"] { border-color: transparent; background: transparent; color: $accent; }
QPushButton[kind="quiet"]:hover { background: $hover; }
QPushButton[kind="quiet"]:focus { border: 2px solid $accent; }
QToolButton { border: 1px solid transparent; border-radius: 8px; padding: 4px; background: transparent; min-width: ${icon}px; min-height: ${icon}px; }
QToolButton:hover { background: $hover; }
QToolButton:pressed { background: $tint; }
QToolButton:focus { border: 2px solid $accent; padding: 3px; }
QLineEdit QToolButton { min-width: 0; min-height: 0; padding: 0; border: none; background: transparent; }
QToolButton::menu-indicator { image: none; width: 0; }

QLineEdit, QPlainTextEdit, QTextEdit, QSpinBox, QTimeEdit, QDateEdit { padding: 0 10px; border: 1px solid $field; border-radius: 8px; background: $surface; color: $text;
  selection-background-color: $accent; selection-color: $on_accent; }
QLineEdit, QSpinBox, QTimeEdit, QDateEdit { min-height: ${fh}px; }
QPlainTextEdit, QTextEdit { padding: 8px; }
QLineEdit:focus, QSpinBox:focus, QTimeEdit:focus, QDateEdit:focus { border: 2px solid $accent; padding: 0 9px; min-height: ${fh2}px; }
QPlainTextEdit:focus, QTextEdit:focus { border: 2px solid $accent; padding: 7px; }
QAbstractSpinBox QLineEdit, QAbstractSpinBox QLineEdit:focus { border: none; padding: 0 8px; min-height: 0; background: transparent; }
QSpinBox::up-button, QSpinBox::down-button, QTimeEdit::up-button, QTimeEdit::down-button { width: 0; border: none; }
QDateEdit::drop-down { border: none; background: transparent; width: ${chev}px; }
QLineEdit[fault="true"], QPlainTextEdit[fault="true"], QTextEdit[fault="true"] { border-color: $bad_sign; }
QLineEdit:disabled, QPlainTextEdit:disabled, QTextEdit:disabled { color: $muted; background: $window; border-color: $line; }

QComboBox { padding: 0 2px 0 10px; border: 1px solid $field; border-radius: 8px; background: $surface; color: $text; min-height: ${fh}px; }
QComboBox:focus, QComboBox:on { border: 2px solid $accent; padding: 0 1px 0 9px; min-height: ${fh2}px; }
QComboBox:disabled { color: $muted; background: $window; border-color: $line; }
QComboBox::drop-down { border: none; width: ${chev}px; }
QComboBox::down-arrow { image: none; }
QComboBox QAbstractItemView { background: $raised; color: $text; border: 1px solid $field; padding: 4px; outline: 0; selection-background-color: $tint; selection-color: $text; }
QComboBox QAbstractItemView::item { min-height: ${fh2}px; padding: 0 8px; }

QTableView, QListView, QTreeView { background: $surface; border: none; outline: 0; color: $text; gridline-color: $line; selection-background-color: $tint; selection-color: $text; }
QDialog QListWidget { border: 1px solid $field; border-radius: 8px; padding: 4px; }
QDialog QListWidget:focus { border: 2px solid $accent; padding: 3px; }
QDialog QListWidget::item { min-height: ${item}px; padding: 0 8px; border-radius: 6px; }
QDialog QListWidget::item:selected { background: $tint; color: $text; }
QDialog QListWidget[wraps="true"] { padding: 6px 10px; }
QDialog QListWidget[wraps="true"]:focus { padding: 5px 9px; }
QDialog QListWidget[wraps="true"]::item { min-height: 0; padding: 2px 0; }
QHeaderView { background: transparent; border: none; }
QHeaderView::section { background: $surface; color: $muted; font-weight: 700; padding: 0 12px; border: none; border-bottom: 1px solid $line; height: ${row}px; }
QTableCornerButton::section { background: $surface; border: none; }

QMenu { background: $raised; color: $text; border: 1px solid $field; padding: 6px; }
QMenu::item { padding: 8px 28px 8px 14px; border-radius: 6px; }
QMenu::item:selected { background: $tint; color: $text; }
QMenu::item:disabled { color: $muted; }
QMenu::separator { height: 1px; background: $line; margin: 6px 8px; }

QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle { background: $field; border-radius: 3px; margin: 3px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover { background: $muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QScrollArea { background: transparent; border: none; }
QScrollArea > QWidget > QWidget#scrolled { background: transparent; }

QProgressBar { background: $line; border: none; border-radius: 3px; max-height: 6px; min-height: 6px; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }
QDialog { background: $surface; }
QCalendarWidget QWidget#qt_calendar_navigationbar { background: $surface; }
QCalendarWidget QToolButton { color: $text; min-height: 28px; padding: 2px 8px; }
QCalendarWidget QAbstractItemView { background: $surface; selection-background-color: $accent; selection-color: $on_accent; }
""")


def style_sheet(t: Tokens, scale: float) -> str:
    """The whole application's style sheet at a text size (1.0, 1.15, 1.35)."""
    colours = {name: str(getattr(t, name)) for name in _COLOURS}
    button, field = round(34 * scale), round(34 * scale)
    sizes = {
        "small": 9 * scale,
        "label": 9.75 * scale,
        "status": 9 * scale,
        "title": 15 * scale,
        "bh": button,
        "bh2": button - 2,
        "bpad": 14,
        "bpad1": 13,
        "fh": field,
        "fh2": field - 2,
        "icon": round(26 * scale),
        "item": round(32 * scale),
        "chev": round(34 * scale),
        "row": round(40 * scale),
    }
    pairs = {"toast_ground": t.toast.ground, "toast_text": t.toast.text}
    return _SHEET.substitute(colours | pairs | {name: f"{size:g}" for name, size in sizes.items()})


_COLOURS = (
    "window", "surface", "raised", "text", "muted", "line", "field", "accent", "on_accent", "accent_strong", "tint", "hover", "good",
    "bad", "bad_sign", "toast_line",
)  # fmt: skip
