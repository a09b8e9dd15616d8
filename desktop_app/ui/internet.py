"""Whether this computer has a network, as far as the system says. None where it cannot say."""

from PySide6.QtCore import QObject, QTimer, Signal, Slot


class Internet(QObject):
    """`changed(bool | None)` once at the start and whenever it changes."""

    changed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        QTimer.singleShot(0, self, self._on_started)

    @Slot()
    def _on_started(self) -> None:
        from PySide6.QtNetwork import QNetworkInformation  # after the window stands

        if not QNetworkInformation.availableBackends() or not QNetworkInformation.loadDefaultBackend():
            self.changed.emit(None)
            return
        QNetworkInformation.instance().reachabilityChanged.connect(self._on_reachability)
        self._on_reachability(QNetworkInformation.instance().reachability())

    @Slot(object)
    def _on_reachability(self, reached: object) -> None:
        from PySide6.QtNetwork import QNetworkInformation

        if reached is QNetworkInformation.Reachability.Unknown:
            self.changed.emit(None)
        else:
            self.changed.emit(reached is QNetworkInformation.Reachability.Online)
