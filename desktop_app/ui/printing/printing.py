"""Brings a sheet to paper: straight to the default printer, after a choice of printer, or as a PDF where there is none."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QFile, QFileDevice, QIODevice, QMarginsF, QObject, QSizeF, QStandardPaths, Qt
from PySide6.QtGui import QPagedPaintDevice, QPageLayout, QPageSize, QPdfWriter, QTextDocument
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop_app.ui.desk import Notices
from desktop_app.ui.fonts import text_font
from desktop_app.ui.printing.sheets import Paper, Sheet

_MARGIN_MM = 8.0


class Printing(QObject):
    """`window` is what the dialogs belong to."""

    def __init__(self, window: QWidget, notices: Notices) -> None:
        super().__init__(window)
        self._window = window
        self._notices = notices

    def print_now(self, sheet: Sheet) -> None:
        """Without a question to the default printer; a slip must not cost a dialog each time."""
        self._print(sheet, asks=False)

    def print_after_asking(self, sheet: Sheet) -> None:
        """The system's own dialog: which printer, how many."""
        self._print(sheet, asks=True)

    def _print(self, sheet: Sheet, *, asks: bool) -> None:
        try:
            from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
        except ImportError:  # a Linux without the printing system's library
            self._ask_for_pdf(sheet)
            return
        default = QPrinterInfo.defaultPrinter()
        if default.isNull() and not QPrinterInfo.availablePrinterNames():
            self._ask_for_pdf(sheet)
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(sheet.name)
        _set_page(printer, sheet.paper)
        if not asks and not default.isNull():
            write(sheet, printer)
            self._notices.tell(self.tr("It is sent to the printer {name}.").format(name=printer.printerName()))
            return
        dialog = QPrintDialog(printer, self._window)
        dialog.accepted.connect(partial(write, sheet, printer))
        dialog.finished.connect(dialog.deleteLater)
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        dialog.show()

    def _ask_for_pdf(self, sheet: Sheet) -> None:
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        title = self.tr("This computer has no printer: save as PDF")
        dialog = QFileDialog(self._window, title, str(Path(folder) / f"{sheet.name}.pdf"), self.tr("PDF (*.pdf)"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.selectFile(f"{sheet.name}.pdf")
        dialog.fileSelected.connect(partial(self._save, sheet))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _save(self, sheet: Sheet, path: str) -> None:
        if save_pdf(sheet, Path(path)):
            self._notices.tell(self.tr("Saved as {path}.").format(path=path))
        else:
            self._notices.tell(self.tr("{path} could not be written. Choose another folder.").format(path=path))


def save_pdf(sheet: Sheet, path: Path) -> bool:
    """False when nothing could be written there."""
    file = QFile(str(path))
    if not file.open(QIODevice.OpenModeFlag.WriteOnly):
        return False
    writer = QPdfWriter(file)
    writer.setTitle(sheet.name)
    _set_page(writer, sheet.paper)
    write(sheet, writer)
    del writer  # it ends its file
    file.close()
    return file.error() is QFileDevice.FileError.NoError


def write(sheet: Sheet, device: QPagedPaintDevice) -> None:
    document = QTextDocument()
    document.setDefaultFont(text_font(points=10.0))
    document.setHtml(sheet.body)
    document.print_(device)


def _set_page(device: QPagedPaintDevice, paper: Paper) -> None:
    size = QPageSize(QSizeF(*paper.value), QPageSize.Unit.Millimeter)
    device.setPageSize(size)
    margins = QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM)
    device.setPageMargins(margins, QPageLayout.Unit.Millimeter)
