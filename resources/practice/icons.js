// Icons, their names of each generation, and the ticks. In 2026 the single tick is called "delivered" and the double tick
// "read", grey or blue: the names' meaning has shifted (whatsapp-web.md 1.15).

import { el, hasLost } from "./dom.js";
import { generationNow, iconMarks, isOld } from "./marks.js";
import { words } from "./words.js";

const NAMES = {
  pending: { 2021: "msg-time", 2024: "msg-time-refreshed", 2026: "wds-ic-status-pending" },
  sent: { 2021: "msg-check", 2024: "msg-check", 2026: "wds-ic-delivered" },
  delivered: { 2021: "msg-dblcheck", 2024: "msg-dblcheck", 2026: "wds-ic-read" },
  read: { 2021: "msg-dblcheck", 2024: "msg-dblcheck", 2026: "wds-ic-read" },
  failed: { 2021: "msg-fail", 2024: "msg-fail", 2026: "message-fail" },
  unknown: { 2021: "msg-new-thing", 2024: "msg-new-thing", 2026: "wds-ic-new-thing" },
  send: { 2021: "send", 2024: "send", 2026: "wds-ic-send-filled" },
  microphone: { 2021: "ptt", 2024: "ptt", 2026: "mic-outlined" },
  close: { 2021: "x", 2024: "x-alt", 2026: "ic-close" },
  menu: { 2021: "menu", 2024: "menu", 2026: "ic-more-vert" },
  search: { 2021: "search", 2024: "search", 2026: "ic-search" },
  emoji: { 2021: "smiley", 2024: "smiley", 2026: "ic-mood" },
  attach: { 2021: "clip", 2024: "plus", 2026: "plus-rounded" },
  offline: { 2021: "alert-computer", 2024: "alert-computer", 2026: "alert-computer-refreshed" },
  person: { 2021: "default-user", 2024: "default-user", 2026: "default-contact-refreshed" },
  "tail-out": { 2021: "tail-out", 2024: "tail-out", 2026: "tail-out" },
  "tail-in": { 2021: "tail-in", 2024: "tail-in", 2026: "tail-in" },
};
const IN_LIST = {
  pending: { 2021: "status-time", 2024: "status-time", 2026: "ic-schedule" },
  sent: { 2021: "status-check", 2024: "status-check", 2026: "wds-ic-delivered" },
  delivered: { 2021: "status-dblcheck", 2024: "status-dblcheck", 2026: "wds-ic-read" },
  read: { 2021: "status-dblcheck", 2024: "status-dblcheck", 2026: "wds-ic-read" },
};

const CLOCK = "M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2m0 1.4a4.6 4.6 0 1 1 0 9.2 4.6 4.6 0 0 1 0-9.2m-.6 1.4v3.5l2.7 1.6.6-1-2.1-1.2V4.800z";
const CHECK = "M5.200 11.800 2.300 8.900l-1 1 3.900 3.900 8.400-8.400-1-1z";
const CHECKS = "M3.700 11.900 1 9.200l-.9.9 3.600 3.700 7.700-7.900-.9-.9zm5 0-.900-.900-.9.9 1.800 1.900L16 5.900l-.9-.9z";
const DRAWINGS = {
  pending: CLOCK,
  sent: CHECK,
  delivered: CHECKS,
  read: CHECKS,
  failed: "M8 1.500a6.500 6.500 0 1 0 0 13 6.500 6.500 0 0 0 0-13m.8 9.800H7.200V9.700h1.600zm0-2.900H7.200V4.600h1.600z",
  unknown: "M4 4h8v8H4z",
  send: "M2 2.500 15 8 2 13.500V9.300L10 8 2 6.700z",
  microphone: "M8 1.500a2 2 0 0 0-2 2v4a2 2 0 0 0 4 0v-4a2 2 0 0 0-2-2M4 7.500a4 4 0 0 0 8 0h1.200a5.200 5.200 0 0 1-4.600 5.100v2H7.400v-2A5.200 5.200 0 0 1 2.800 7.500z",
  close: "m3.500 4.400.9-.9L8 7.100l3.600-3.600.9.9L8.900 8l3.600 3.600-.9.9L8 8.900l-3.600 3.600-.9-.9L7.100 8z",
  menu: "M8 2.500a1.300 1.300 0 1 1 0 2.600 1.300 1.300 0 0 1 0-2.600m0 4.200a1.300 1.300 0 1 1 0 2.600 1.300 1.300 0 0 1 0-2.600m0 4.200a1.300 1.300 0 1 1 0 2.600 1.300 1.300 0 0 1 0-2.600",
  search: "M6.800 2a4.800 4.800 0 0 1 3.800 7.700l3.600 3.600-.9.9-3.600-3.600A4.800 4.800 0 1 1 6.800 2m0 1.300a3.500 3.500 0 1 0 0 7 3.500 3.500 0 0 0 0-7",
  emoji: "M8 1.500a6.500 6.500 0 1 0 0 13 6.500 6.500 0 0 0 0-13m0 1.200a5.300 5.300 0 1 1 0 10.600A5.300 5.300 0 0 1 8 2.700M5.800 5.500a1 1 0 1 0 0 2 1 1 0 0 0 0-2m4.400 0a1 1 0 1 0 0 2 1 1 0 0 0 0-2M4.600 9.300a3.600 3.600 0 0 0 6.800 0z",
  attach: "M7.300 2.500h1.400v4.800h4.800v1.400H8.700v4.800H7.300V8.700H2.500V7.300h4.800z",
  offline: "M2 3h12v8H2zm1.300 1.300v5.400h9.400V4.300zM1 12.300h14v1.200H1z",
  person: "M8 2a3 3 0 1 1 0 6 3 3 0 0 1 0-6m0 7c3 0 6 1.5 6 3.500V14H2v-1.500C2 10.500 5 9 8 9",
  "tail-out": "M0 0h8c-1 0-1.500.800-2 1.500L0 8z",
  "tail-in": "M8 0H0c1 0 1.500.800 2 1.500L8 8z",
};

export function icon(kind, attributes = {}, names = NAMES) {
  const name = (names[kind] ?? NAMES[kind])[generationNow()];
  const svg = el("svg", { viewBox: "0 0 16 16", width: "16", height: "16" }, el("path", { d: DRAWINGS[kind], fill: "currentColor" }));
  if (!isOld() && !hasLost("svg-title", name) && !hasLost("title", name)) {
    const title = document.createElementNS("http://www.w3.org/2000/svg", "title");
    title.textContent = name;
    svg.prepend(title);
  }
  return el("span", { look: `icon icon-${kind}`, ...iconMarks(name), "aria-hidden": isOld() ? null : "true", ...attributes }, svg);
}

export function tick(receipt, inList = false) {
  const label = words().ticks[receipt];
  const drawing = icon(receipt, {}, inList ? IN_LIST : NAMES);
  drawing.classList.add(`p-tick-${isOld() ? "old" : "new"}`);
  return el("span", { look: "tick", "aria-label": label ? ` ${label} ` : null }, drawing);
}

// The round picture of a chat: the first letter of a saved name, else a person.
export function face(title, look = "face") {
  const letter = /^\p{L}/u.exec(title)?.[0];
  return el("div", { look }, letter ?? icon("person"));
}
