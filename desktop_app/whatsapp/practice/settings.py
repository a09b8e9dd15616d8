"""How the pretend WhatsApp behaves: its timing, its looks, and each way in which the real one has been seen to fail.

Every field can be changed while the page is open (`PracticePhone.switch`). The numbers in brackets are the failure cases
of whatsapp-web.md section 6.6.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Literal, cast, get_args, get_origin, get_type_hints


@dataclass(frozen=True, slots=True)
class PracticeSettings:
    """One frozen set of switches; the defaults are a healthy page of 2026 in English.

    Looks: `generation`, `language` (en, hi), `html_lang` ("" = follows the language) [18], `drift`: what the page has lost,
        each an attribute (`data-testid`, `data-icon`, `svg-title`, `class`, `data-id`, `role`, `aria-label`, `data-tab`,
        `data-ref`, `data-lexical-editor`, `id`), an attribute with a value (`data-testid=compose-btn-send`) or
        `everything` [17]; `window_require`: `require('WAWebSocketModel')` is offered (None = in 2026 only).
    Timing, seconds: `boot_seconds`, `sync_seconds` (after a scan), `first_code_seconds`, `next_code_seconds`, `codes`,
        `code_delay`, `phone_code_seconds`, `starting_chat_seconds`, `composer_delay`, `prefill_delay`,
        `send_button_delay`, `invalid_popup_delay` [19], `sent_delay`, `delivered_delay`, `read_delay` (each after the one
        before; None = never).
    Loading: `boot_stuck_at` (percent) [7], `frozen` (the renderer loops for ever) [10], `serves`: what the address answers
        at the next load: `app`, `too_many_requests`, `captive_portal` [9], `unsupported_browser`, `server_down`.
    Linking: `stay_logged_in` (False: the code lives in an iframe) [5], `code_prefix` (an address before the code's text).
    Instead of the app, `screen`: `conflict` [3], `another_tab`, `temp_ban`, `tos_block`, `app_lock`, `passkey`,
        `storage_error`, `offline`, `service_unavailable`, `proxy_block`, `update_needed`, `unknown_page`; over the app,
        `modal`: `whats_new`, `unknown`, `call` [21]; `buttons_reversed` [3].
    Connection, `offline`: `event` (the page is told) or `silent` (it notices after `offline_notice_seconds`) [8].
    Who: `not_on_whatsapp` (digits) [19], `decoy`: the link opens another chat, `number` or `name` in its header [12],
        `decoy_number`, `header_unreadable`, `contact_panel`: `shown`, `without_number`, `absent`.
    Opening: `links_taken_over`, `prefill` (False: a link opens the chat and types nothing), `history`: `full`,
        `last_only` (as a hidden tab draws it) [25], `not_loaded`; `identical_older_bubble` [13].
    Writing: `composer`: `normal`, `restricted`, `capped`, `blocked`, for `composer_for`: `new` or `all` chats [20];
        `draft` (stands in every box that opens) [11], `composer_reverts` (what was changed comes back) [12],
        `composer_lines`: `br` or `paragraphs`, `auto_format` [14], `ignores_inserted_text`, `swallows_line_ends` (of
        inserted text), `enter_sends` [14], `leave_warning` [22].
    Sending, `send_button`: `works`, `ghost` (does nothing), `clears_only` (the text goes, no bubble comes), `keeps_text`
        (sent, and the text stays) [12]; `delivery`: `normal`, `slow` (a clock for ever), `failed`,
        `unknown_icon` [12, 16].
    `sample_chats`: a newly linked account already holds a few conversations (training, screenshots).
    """

    generation: Literal["2021", "2024", "2026", "2026-no-testids"] = "2026"
    language: Literal["en", "hi"] = "en"
    html_lang: str = ""
    drift: tuple[str, ...] = ()
    window_require: bool | None = None

    boot_seconds: float = 0.2
    sync_seconds: float = 0.2
    first_code_seconds: float = 60.0
    next_code_seconds: float = 20.0
    code_delay: float = 0.0
    codes: int = 6
    phone_code_seconds: float = 195.0
    starting_chat_seconds: float = 0.1
    composer_delay: float = 0.0
    prefill_delay: float = 0.0
    send_button_delay: float = 0.0
    invalid_popup_delay: float = 0.0
    sent_delay: float | None = 0.2
    delivered_delay: float | None = 0.4
    read_delay: float | None = 1.0

    boot_stuck_at: int | None = None
    frozen: bool = False
    serves: Literal["app", "too_many_requests", "captive_portal", "unsupported_browser", "server_down"] = "app"

    stay_logged_in: bool = True
    code_prefix: str = ""

    screen: Literal[
        "",
        "conflict",
        "another_tab",
        "temp_ban",
        "tos_block",
        "app_lock",
        "passkey",
        "storage_error",
        "offline",
        "service_unavailable",
        "proxy_block",
        "update_needed",
        "unknown_page",
    ] = ""
    modal: Literal["", "whats_new", "unknown", "call"] = ""
    buttons_reversed: bool = False

    offline: Literal["", "event", "silent"] = ""
    offline_notice_seconds: float = 34.0

    not_on_whatsapp: tuple[str, ...] = ()
    decoy: Literal["", "number", "name"] = ""
    decoy_number: str = "919811122233"
    header_unreadable: bool = False
    contact_panel: Literal["shown", "without_number", "absent"] = "shown"

    links_taken_over: bool = True
    prefill: bool = True
    history: Literal["full", "last_only", "not_loaded"] = "full"
    identical_older_bubble: bool = False

    composer: Literal["normal", "restricted", "capped", "blocked"] = "normal"
    composer_for: Literal["new", "all"] = "all"
    draft: str = ""
    composer_reverts: bool = False
    composer_lines: Literal["br", "paragraphs"] = "br"
    auto_format: bool = False
    ignores_inserted_text: bool = False
    swallows_line_ends: bool = False
    enter_sends: bool = True
    leave_warning: bool = False

    send_button: Literal["works", "ghost", "clears_only", "keeps_text"] = "works"
    delivery: Literal["normal", "slow", "failed", "unknown_icon"] = "normal"
    sample_chats: bool = False

    @property
    def holds_messages(self) -> bool:
        """Own messages stay under the clock: nothing reaches the server."""
        return self.delivery == "slow" or self.offline != ""


# For people: slow enough to be watched, with a few conversations already there.
TRAINING = PracticeSettings(
    boot_seconds=1.5, sync_seconds=2.0, sent_delay=0.8, delivered_delay=1.5, read_delay=4.0, sample_chats=True
)


class UnknownSwitch(ValueError):
    """A switch or a value that the pretend WhatsApp does not have; the text names it."""


def switched(settings: PracticeSettings, changes: Mapping[str, object]) -> PracticeSettings:
    """The same settings with `changes`. Raises UnknownSwitch for a name or a value that does not exist."""
    kinds = get_type_hints(PracticeSettings)
    known = {field.name for field in fields(PracticeSettings)}
    fitting: dict[str, object] = {}
    for name, value in changes.items():
        if name not in known:
            raise UnknownSwitch(f"There is no switch {name!r}.")
        fitting[name] = _fitting(name, value, kinds[name])
    # The values were fitted to the declared kinds just above, which a type checker cannot follow through `**`.
    return replace(settings, **cast("dict[str, bool]", fitting))


def _fitting(name: str, value: object, kind: object) -> object:
    if get_origin(kind) is Literal:
        choices = get_args(kind)
        if value not in choices:
            raise UnknownSwitch(f"{name} is one of {', '.join(map(repr, choices))}, not {value!r}.")
        return value
    if get_origin(kind) is tuple:
        if isinstance(value, str) or not isinstance(value, list | tuple | set | frozenset):
            raise UnknownSwitch(f"{name} is a list of texts.")
        return tuple(sorted(map(str, cast("list[object]", value))))
    wanted: tuple[object, ...] = get_args(kind) or (kind,)
    if float in wanted and type(value) is int:
        return float(value)
    if type(value) in wanted:
        return value
    raise UnknownSwitch(f"{name} cannot be {value!r}.")
