// The line to the pretend WhatsApp's server: a stream of events in, small calls out, and the truth about the connection.

import { seconds } from "./dom.js";

const listeners = new Map();
let source = null;
let isLinked = false;
let isCut = false;
let noticing = 0;

export const socket = { state: "OPENING" };

export function on(kind, listener) {
  listeners.set(kind, [...(listeners.get(kind) ?? []), listener]);
}

function emit(kind, record) {
  for (const listener of listeners.get(kind) ?? []) listener(record);
}

export function connect() {
  source = new EventSource("/_page/stream");
  source.onmessage = (event) => {
    const record = JSON.parse(event.data);
    if (record.kind === "hello") isLinked = record.number !== "";
    if (record.kind === "linked") isLinked = true;
    emit(record.kind, record);
    showState();
  };
  source.onerror = () => {
    source.close();
    showState();
    setTimeout(connect, 1000);
  };
}

export async function call(name, ask = {}) {
  const answer = await fetch(`/_page/${name}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(ask),
  });
  if (answer.status === 401) emit("unlinked", { reason: 0 });
  if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
  return answer.json();
}

// What is sent must not be lost because the server was away for a moment: it is asked again, with the same id.
export async function callUntilHeard(name, ask) {
  for (;;) {
    try {
      return await call(name, ask);
    } catch {
      await seconds(1);
    }
  }
}

export const pressed = (what) => call("pressed", { what }).catch(() => undefined);

function showState() {
  const isOpen = source.readyState === EventSource.OPEN && !isCut;
  const before = socket.state;
  if (!isOpen) socket.state = "OPENING";
  else socket.state = isLinked ? "CONNECTED" : "UNPAIRED";
  if (socket.state !== before) emit("socket", { state: socket.state });
}

export function showIdleCodes(isIdle) {
  if (!isLinked && socket.state.startsWith("UNPAIRED")) socket.state = isIdle ? "UNPAIRED_IDLE" : "UNPAIRED";
}

// The `offline` switch: with the browser's own event the page knows at once, without it after a while.
export function applyOffline(settings) {
  clearTimeout(noticing);
  const isEvent = settings.offline === "event";
  if (isEvent === navigator.onLine) {
    Object.defineProperty(navigator, "onLine", { value: !isEvent, configurable: true });
    window.dispatchEvent(new Event(isEvent ? "offline" : "online"));
  }
  const cut = () => {
    isCut = true;
    showState();
  };
  if (isEvent) cut();
  else if (settings.offline === "silent") noticing = setTimeout(cut, settings.offline_notice_seconds * 1000);
  else {
    isCut = false;
    showState();
  }
}
