// The open chat: who it is (header, contact panel), its bubbles, and the box to write in.

import { bubble, drawnMessages, shownReceipt } from "./bubbles.js";
import { composer, keepDraft, writingBarred } from "./composer.js";
import { el, seconds } from "./dom.js";
import { face, icon, tick } from "./icons.js";
import { mark, generationNow } from "./marks.js";
import { call, callUntilHeard } from "./server.js";
import { chatOf, state, takeMessage } from "./state.js";
import { shownNumber, words } from "./words.js";
import { refreshChats } from "./chats.js";

const screen = { root: null, place: null, panel: null, writing: null, chat: null, drawer: null, lines: new Map() };
let opening = 0;

export function conversationPlace() {
  screen.place = el("div", { look: "conversation-place" });
  closeChat();
  return screen.place;
}

export const unsentText = () => screen.writing?.text().trim() ?? "";

export function closeChat() {
  leaveDraft();
  opening++;
  Object.assign(screen, { root: null, panel: null, writing: null, chat: null, drawer: null });
  state.open = "";
  screen.place?.replaceChildren(
    el("div", { ...mark("startPage"), look: "start-page" }, el("div", { look: "start-drawing" }), el("h1", {}, words().startTitle), el("p", {}, words().startText)),
  );
  refreshChats();
}

function leaveDraft() {
  if (!screen.chat || !screen.writing) return;
  const text = screen.writing.text();
  if (text === screen.chat.draft) return;
  screen.chat.draft = text;
  keepDraft(screen.chat.number, text);
}

export const titleOf = (chat) => {
  if (state.settings.header_unreadable) return "~ Patient";
  if (chat.number === state.number) return `${shownNumber(chat.number)} (${words().you})`;
  return chat.name || shownNumber(chat.number);
};

// Open a chat, with a text from a link or "" from the list.
export async function openChat(number, name = "", text = "") {
  leaveDraft();
  const mine = ++opening;
  const chat = chatOf(number, name);
  const panel = el("div", { ...mark("panel"), look: "panel" });
  const root = el("div", { ...mark("main"), look: "main" }, header(chat), el("div", { ...mark("panelWrapper"), look: "panel-wrapper" }, panel));
  Object.assign(screen, { root, panel, chat, writing: null, drawer: null, lines: new Map() });
  state.open = number;
  screen.place.replaceChildren(root);
  drawPanel();
  refreshChats();
  call("opened", { number }).catch(() => undefined);
  await drawWriting(mine, chat, text);
}

async function drawWriting(mine, chat, text) {
  const { settings } = state;
  if (settings.composer_delay) await seconds(settings.composer_delay);
  if (mine !== opening) return;
  const barred = writingBarred(chat);
  if (barred) {
    screen.root.append(barred);
    return;
  }
  const writing = composer(chat, titleOf(chat), (sent) => send(chat, sent));
  screen.writing = writing;
  screen.root.append(writing.footer);
  writing.prefill(settings.draft || (text && settings.prefill ? "" : chat.draft));
  if (!text || !settings.prefill) return;
  if (settings.prefill_delay) await seconds(settings.prefill_delay);
  if (mine === opening) writing.prefill(settings.draft + text);
}

export function redrawOpenChat() {
  if (screen.chat) openChat(screen.chat.number);
}

function header(chat) {
  const title = titleOf(chat);
  return el(
    "header",
    { ...mark("header"), look: "chat-header" },
    face(title),
    el(
      "div",
      { ...mark("headerInfo"), look: "chat-info", tabindex: "0", onclick: () => showContact(chat) },
      el("span", { ...mark("headerTitle"), title, look: "chat-title" }, title),
      el("span", { look: "chat-hint" }, words().clickForInfo),
    ),
    el("button", { ...mark("menuButton"), look: "tool", type: "button", "aria-label": words().menu }, icon("menu")),
  );
}

// ── contact panel ──
function showContact(chat) {
  const { contact_panel: kind } = state.settings;
  if (kind === "absent" || screen.drawer) return;
  const hasNumber = kind === "shown";
  const number = shownNumber(chat.number);
  const name = chat.name || "~ Patient";
  screen.drawer = el(
    "section",
    { ...mark("drawer"), look: "drawer" },
    el("header", {}, el("button", { type: "button", look: "tool", "aria-label": words().close, onclick: closeContact }, icon("close")), words().contactInfo),
    face(name, "face big"),
    el("h2", {}, el("span", { class: "selectable-text copyable-text", dir: "auto" }, chat.name || !hasNumber ? name : number)),
    chat.name && hasNumber && el("span", { class: "selectable-text copyable-text", dir: "auto" }, number),
  );
  screen.place.append(screen.drawer);
}

function closeContact() {
  screen.drawer?.remove();
  screen.drawer = null;
}

export function onEscape() {
  if (screen.drawer) closeContact();
  else if (screen.chat) closeChat();
}

// ── bubbles ──
function lineOf(message) {
  const line = screen.lines.get(message.id) ?? bubble(message, screen.chat);
  screen.lines.set(message.id, line);
  return line;
}

function drawPanel() {
  const { history } = state.settings;
  const drawn = drawnMessages(screen.chat);
  screen.panel.replaceChildren(
    el("div", { look: "note" }, history === "not_loaded" ? words().older : words().encrypted),
    ...(drawn.length > 0 ? [el("div", { look: "day" }, words().today)] : []),
    ...drawn.map(lineOf),
  );
  screen.panel.scrollTop = screen.panel.scrollHeight;
}

// A message came or its ticks changed. A bubble that is already there stays the same element, as it does in WhatsApp.
export function showMessage(chat, message, isNew) {
  if (chat.number !== state.open || !screen.panel) return;
  if (isNew && !message.mine) call("opened", { number: chat.number }).catch(() => undefined);
  const line = screen.lines.get(message.id);
  if (line && !isNew) line.querySelector(".p-tick")?.replaceWith(tick(shownReceipt(message)));
  else drawPanel();
}

function newMessageId() {
  const random = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return (generationNow() === "2026" ? `A5${random.slice(2)}` : `3EB0${random.slice(0, 18)}`).toUpperCase();
}

function send(chat, text) {
  const message = { id: newMessageId(), text, mine: true, at: new Date().toISOString(), receipt: "pending" };
  chat.draft = "";
  takeMessage(chat, message);
  showMessage(chat, message, true);
  refreshChats();
  callUntilHeard("send", { number: chat.number, text, id: message.id });
}
