"""How a session stands, in words for a receptionist, with the next step."""

from desktop_app.services.channel import SessionState
from desktop_app.services.queue_halt import Halt
from desktop_app.services.sessions import SessionSnapshot

_BY_STATE = {
    SessionState.CLOSED: "WhatsApp is not open. Start it to link the clinic's phone or to send.",
    SessionState.STARTING: "WhatsApp is starting. This takes a few seconds.",
    SessionState.SCAN_QR: "Scan the code with the clinic's phone: WhatsApp, Linked devices, Link a device.",
    SessionState.LINKING: "The phone is linked; WhatsApp loads its chats. Keep the phone switched on.",
    SessionState.READY: "Connected. Messages go out by themselves.",
    SessionState.OFFLINE: "WhatsApp has no connection. Messages wait and go out when it is back.",
    SessionState.CONFLICT: "WhatsApp is open on another computer or in another window. Choose Use here to send from this one.",
    SessionState.LOGGED_OUT: "The phone is not linked any more. Show the code and scan it again. Messages wait.",
    SessionState.RESTRICTED: "WhatsApp has restricted this account. Look at the phone for how long, then resume.",
    SessionState.NEEDS_ATTENTION: "WhatsApp shows something that needs a person. Show the browser window and look at it.",
}
_BY_DETAIL = {
    "qr_coming": "WhatsApp is about to show the code.",
    "qr_expired": "The code has expired; a new one comes by itself.",
    "qr_offline": "There is no internet, so no code can be shown. Check the connection.",
    "phone_code": "Type the code on the clinic's phone: WhatsApp, Linked devices, Link with phone number.",
    "passkey": "WhatsApp wants to be sure that it is you. Show the browser window and finish there and on the phone.",
    "app_lock": "WhatsApp is locked with a password. Show the browser window and unlock it.",
    "terms": "WhatsApp asks to accept its terms. Do so on the clinic's phone.",
    "update": "WhatsApp wants a newer browser. Update Chrome, then start again.",
    "unsupported_browser": "WhatsApp does not accept this browser. Update Chrome, then start again.",
    "storage_error": "WhatsApp cannot store its data. Free some disk space, then start again.",
    "call": "Somebody calls the clinic's WhatsApp; sending goes on after the call.",
    "wrong_host": "Another page came instead of WhatsApp. Check the internet (a sign-in page?); it is tried again by itself.",
    "server_refuses": "WhatsApp's server refuses for the moment. It is tried again in some minutes.",
    "temp_ban": "WhatsApp has banned this account for a time. Nothing is sent; read on the phone what it says.",
    "unresponsive": "The page does not answer; the browser is started again.",
}  # fmt: skip


def words_for(state: SessionState, seen: SessionSnapshot, halt: Halt, new_number: str | None) -> str:
    if seen.problem:
        return seen.problem
    if new_number is not None:
        return f"Another phone is linked now: {new_number}. Accept it if it is the clinic's, or link the right one."
    if state is not seen.reading.state and halt.stop is not None:
        return halt.stop.sentence
    words = _BY_DETAIL.get(seen.reading.detail) or _BY_STATE[state]
    if state is SessionState.READY:
        return halt.sentence or _BY_STATE[state]
    return words
