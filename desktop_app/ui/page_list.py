"""Which class is which page. Pages are imported when they are first shown, so that the window comes up fast."""

from importlib import import_module

from desktop_app.ui.desk import Desk
from desktop_app.ui.page import Page
from desktop_app.ui.places import PageName
from desktop_app.ui.window_settings import WindowSettings


def import_first_page(*, is_new_clinic: bool) -> None:
    """What the window shows first, imported where it stalls nothing: in the task that opens the clinic."""
    import_module(f"desktop_app.ui.pages.{'first_start' if is_new_clinic else 'today'}.page")


def make_page(name: PageName, desk: Desk, settings: WindowSettings) -> Page:
    match name:
        case PageName.TODAY:
            from desktop_app.ui.pages.today.page import TodayPage

            return TodayPage(desk)
        case PageName.VISITS:
            from desktop_app.ui.pages.visits.page import VisitsPage

            return VisitsPage(desk)
        case PageName.PATIENTS:
            from desktop_app.ui.pages.patients.page import PatientsPage

            return PatientsPage(desk)
        case PageName.MESSAGES:
            from desktop_app.ui.pages.messages.page import MessagesPage

            return MessagesPage(desk)
        case PageName.TEMPLATES:
            from desktop_app.ui.pages.templates.page import TemplatesPage

            return TemplatesPage(desk)
        case PageName.WHATSAPP:
            from desktop_app.ui.pages.whatsapp.page import WhatsAppPage

            return WhatsAppPage(desk)
        case PageName.SETTINGS:
            from desktop_app.ui.pages.settings.page import SettingsPage

            return SettingsPage(desk, settings)
