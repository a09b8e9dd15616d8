"""What the address answers before any script has run: WhatsApp's shell of each time, or one of the pages that refuse."""

import html
import json

from desktop_app.shipped_files import shipped
from desktop_app.whatsapp.practice.settings import PracticeSettings
from desktop_app.whatsapp.practice.world import settings_wire

BUILDS = {"2021": "2.2142.12", "2024": "2.3000.1015901307", "2026": "2.3000.1045818043"}


def refusal(settings: PracticeSettings) -> tuple[int, str] | None:
    """Status and page of `settings.serves`, None for the app itself."""
    match settings.serves:
        case "app":
            return None
        case "too_many_requests":
            return 429, _plain("This page isn't working", "HTTP ERROR 429")
        case "server_down":
            return 503, _plain("This page isn't working", "HTTP ERROR 503")
        case "captive_portal":
            return 200, _plain(
                "Guest Wi-Fi",
                '<form action="/portal"><label>Room <input name="room"></label> <button>Go online</button></form>',
            )
        case "unsupported_browser":
            return 200, _plain(
                "WhatsApp works with Google Chrome 85+",
                '<a href="https://www.google.com/chrome/">Update Google Chrome</a> · '
                '<a href="https://www.mozilla.org/firefox/">Mozilla Firefox</a>',
            )


def shell(settings: PracticeSettings, device_id: str) -> str:
    """The app's page: splash, mount point, build number, and the settings for the scripts."""
    generation = "2026" if settings.generation.startswith("2026") else settings.generation
    shape = _OLD if generation == "2021" else _NEW
    page = (
        shape.replace("{lang}", html.escape(settings.html_lang or settings.language))
        .replace("{revision}", BUILDS[generation].rsplit(".", 1)[-1])
        .replace("{head}", _head(settings, BUILDS[generation], device_id))
    )
    return page if "everything" not in settings.drift else page.replace('id="wa_web_initial_startup"', "")


def phone_page() -> str:
    return shipped("practice", "phone.html").read_text(encoding="utf-8")


def _head(settings: PracticeSettings, version: str, device_id: str) -> str:
    start = {"version": version, "device": device_id, "settings": settings_wire(settings)}
    data = json.dumps(start, ensure_ascii=False).replace("<", "\\u003c")
    return (
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        '<link rel="shortcut icon" data-default-icon="/_static/favicon.svg" href="/_static/favicon.svg">'
        '<link rel="stylesheet" href="/_static/style.css">'
        f'<script type="application/json" id="practice-start">{data}</script>'
        '<script type="module" src="/_static/main.js"></script>'
    )


def _plain(title: str, body: str) -> str:
    head = f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title></head>'
    return f"{head}<body><h1>{title}</h1><p>{body}</p></body></html>"


_NEW = """<!doctype html>
<html id="whatsapp-web" class="" lang="{lang}" dir="ltr"><head><title>WhatsApp Web</title>{head}
<script type="application/json">{"client_revision":{revision}}</script></head>
<body><div id="wa_web_initial_startup" class="_apdl"><div class="_apdr">WhatsApp</div>
<div class="_apdq"><progress value="0" max="100"></progress></div>
<div class="_apds">PRACTICE: nothing leaves this computer</div></div>
<div id="mount_0_0_P1"><div id="app"></div></div><div id="has-finished-comet-page" hidden></div></body></html>
"""

_OLD = """<!doctype html>
<html class="no-js" dir="ltr" loc="{lang}" lang="{lang}"><head><title>WhatsApp Web</title>{head}</head>
<body class="web"><div id="app"></div><div id="hard_expire_time" data-time="9999999999"></div>
<div id="initial_startup"><div class="progress"><progress value="0" max="100" dir="ltr"></progress></div>
<div class="main">WhatsApp</div><div class="secondary">PRACTICE: nothing leaves this computer</div></div></body></html>
"""
