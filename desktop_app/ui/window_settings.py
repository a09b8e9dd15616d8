"""What must be known before the database is open: look, text size and the window's place; in state/window.ini."""

from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

from desktop_app.ui.theme import TEXT_SIZES, Theme, look

_THEME, _TEXT_SIZE, _PLACE, _HOSPITAL = "theme", "text_size", "place", "hospital"


class WindowSettings:
    """Reads and writes window.ini; `file` is the QSettings itself for those who keep one more fact in it."""

    def __init__(self, path: Path) -> None:
        self.file = QSettings(str(path), QSettings.Format.IniFormat)

    def apply_look(self) -> None:
        """Put the kept theme and text size on; the first thing after the QApplication."""
        kept = str(self.file.value(_THEME, Theme.SYSTEM))
        size = str(self.file.value(_TEXT_SIZE, "100"))
        theme = Theme(kept) if kept in set(Theme) else Theme.SYSTEM
        look().set(theme, int(size) if size in map(str, TEXT_SIZES) else 100)

    def keep_look(self, theme: Theme | None = None, text_size: int | None = None) -> None:
        """Change the look now and for the next start."""
        look().set(theme, text_size)
        self.file.setValue(_THEME, str(look().theme))
        self.file.setValue(_TEXT_SIZE, look().text_size)

    def place(self) -> QByteArray | None:
        kept = self.file.value(_PLACE)
        return kept if isinstance(kept, QByteArray) and not kept.isEmpty() else None

    def keep_place(self, place: QByteArray) -> None:
        self.file.setValue(_PLACE, place)

    def hospital_id(self) -> int | None:
        kept = str(self.file.value(_HOSPITAL, ""))
        return int(kept) if kept.isdigit() else None

    def keep_hospital(self, hospital_id: int) -> None:
        self.file.setValue(_HOSPITAL, hospital_id)
