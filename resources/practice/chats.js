// The list of chats at the left: title, last message with its tick, unread badge.

import { shownReceipt, timeOf, withEmoji } from "./bubbles.js";
import { titleOf, openChat } from "./conversation.js";
import { el } from "./dom.js";
import { face, icon, tick } from "./icons.js";
import { generationNow, isOld, mark, testId } from "./marks.js";
import { pressed, socket } from "./server.js";
import { state } from "./state.js";
import { words } from "./words.js";

const parts = { list: null, butterbar: null, search: null };

export function chatListSide() {
  parts.list = el("div", { ...mark("chatList"), "aria-label": words().chatList, look: "chats" });
  parts.butterbar = el("div", { ...mark("butterbar"), look: "butterbar" });
  parts.search = isOld()
    ? el("div", { contenteditable: "true", role: "textbox", "data-tab": "3", look: "search", title: words().search })
    : el("input", { role: "textbox", "data-tab": "3", type: "text", placeholder: words().search, "aria-label": words().search, look: "search" });
  parts.search.addEventListener("input", refreshChats);
  parts.search.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    const [first] = shownChats();
    if (first) openChat(first.number, first.name);
  });
  refreshChats();
  refreshConnection();
  return el(
    "div",
    { look: "left" },
    el(
      "header",
      { ...mark("listHeader"), look: "list-header" },
      el("h1", {}, words().chats),
      el("span", { look: "practice" }, "PRACTICE"),
      menu(),
    ),
    el(
      "div",
      { ...mark("side"), look: "side" },
      parts.butterbar,
      el("div", { ...mark("searchBox"), look: "search-place" }, icon("search"), parts.search),
      el("div", { role: "tablist", "aria-label": "chat-list-filters", look: "filters" }, ...words().filters.map((name, index) => el("button", { type: "button", role: "tab", "aria-selected": String(index === 0) }, name))),
      el("div", { ...mark("paneSide"), look: "pane" }, parts.list),
    ),
  );
}

function menu() {
  const box = el("div", { look: "menu" });
  const items = el("div", { role: "menu", look: "menu-items", hidden: true }, el("button", { type: "button", role: "menuitem", onclick: () => pressed("log_out_pressed") }, words().logOut));
  const open = el("button", { ...mark("menuButton"), look: "tool", type: "button", "aria-label": words().menu, onclick: () => (items.hidden = !items.hidden) }, icon("menu"));
  box.append(open, items);
  return box;
}

const lastAt = (chat) => chat.messages.at(-1)?.at ?? "";

function shownChats() {
  const wanted = (parts.search.value ?? parts.search.textContent).trim().toLowerCase();
  return [...state.chats.values()]
    .filter((chat) => chat.messages.length > 0 || chat.draft)
    .filter((chat) => !wanted || `${titleOf(chat)} ${chat.number}`.toLowerCase().includes(wanted))
    .sort((one, other) => lastAt(other).localeCompare(lastAt(one)));
}

export function refreshChats() {
  if (!parts.list) return;
  const chats = shownChats();
  if (!isOld()) parts.list.setAttribute("aria-rowcount", String(chats.length));
  parts.list.replaceChildren(...chats.slice(0, 70).map(row));
  const unread = chats.filter((chat) => chat.unread > 0).length;
  document.title = unread ? `(${unread}) WhatsApp` : "WhatsApp";
}

function row(chat, index) {
  const last = chat.messages.at(-1);
  const title = titleOf(chat);
  const shown = /^\+/.test(title) ? `\u202a${title}\u202c` : title;
  const preview = chat.draft && chat.number !== state.open ? [el("span", { look: "draft" }, `${words().draft} `), chat.draft] : lastLine(last);
  return el(
    "div",
    { ...mark("row"), ...(generationNow() === "2026" ? testId(`list-item-${index}`) : {}), look: "row" },
    el(
      "div",
      { ...mark("cell"), look: chat.number === state.open ? "cell open" : "cell", tabindex: "-1", onclick: () => openChat(chat.number, chat.name) },
      face(title),
      el(
        "div",
        { look: "cell-text" },
        el("div", { ...mark("cellTitle"), look: "cell-top" }, el("span", { dir: "auto", title: shown, look: "cell-title" }, shown), el("span", { look: "cell-time" }, last ? timeOf(last) : "")),
        el("div", { look: "cell-bottom" }, el("span", { ...mark("cellReceipt"), look: "cell-last" }, ...preview), chat.unread > 0 && el("span", { ...mark("unread"), look: "badge", "aria-label": String(chat.unread) }, String(chat.unread))),
      ),
    ),
  );
}

function lastLine(last) {
  if (!last) return [];
  const text = el("span", { dir: "auto", title: last.text, look: "cell-words" }, ...withEmoji(last.text.replaceAll("\n", " ")));
  return last.mine ? [tick(shownReceipt(last), true), text] : [text];
}

// The yellow bar above the list while the connection is known to be gone.
export function refreshConnection() {
  if (!parts.butterbar) return;
  const isGone = socket.state !== "CONNECTED";
  parts.butterbar.replaceChildren(...(isGone ? [icon("offline"), el("div", {}, el("strong", {}, words().offline), el("div", {}, words().offlineText))] : []));
  parts.butterbar.hidden = !isGone;
}
