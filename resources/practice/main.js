// Order of the page's life: splash → who are we → code or chats → main screen; and what the server's events change in it.

import { chatListSide, refreshChats, refreshConnection } from "./chats.js";
import { conversationPlace, onEscape, redrawOpenChat, showMessage, unsentText } from "./conversation.js";
import { keepDevice, recallDevice } from "./device.js";
import { dialogLayer, screenInstead, showSwitchedDialogs } from "./dialogs.js";
import { el, loseMarks } from "./dom.js";
import { openAddress, takeOverLinks } from "./links.js";
import { linkingPage, stopLinking } from "./linking.js";
import { loadingChats, splash } from "./loading.js";
import { mark, isOld, useGeneration } from "./marks.js";
import { applyOffline, call, connect, on, pressed, socket } from "./server.js";
import { start, state, takeAccount, takeChat, takeMessage } from "./state.js";
import { useLanguage, words } from "./words.js";

const app = document.getElementById("app");
let device = start.device;
let stage = "loading"; // then "linking" or "main"
let stream = "";

function takeSettings(settings) {
  state.settings = settings;
  useGeneration(settings.generation);
  useLanguage(settings.language);
  loseMarks(settings.drift);
  window.Debug = { VERSION: start.version };
  const offersModules = settings.window_require ?? !isOld();
  window.require = offersModules ? requireModule : undefined;
}

function requireModule(name) {
  if (name === "WAWebSocketModel") return { Socket: socket };
  throw new Error(`Requiring unknown module ${name}`);
}

function layOut(...content) {
  app.replaceChildren(...content, dialogLayer());
  document.body.append(ribbon);
}

const ribbon = el("div", { look: "ribbon" });

function showMain() {
  stage = "main";
  stopLinking();
  ribbon.textContent = words().practice;
  const other = screenInstead(state.settings.screen);
  layOut(other ?? el("div", { ...mark("mainScreen"), look: "app" }, chatListSide(), conversationPlace()));
  showSwitchedDialogs();
  pressed("main_shown");
  if (state.settings.frozen) freeze();
}

function showLinking() {
  stage = "linking";
  ribbon.textContent = words().practice;
  layOut(screenInstead(state.settings.screen) ?? linkingPage());
  showSwitchedDialogs();
}

// A renderer that answers nothing any more, as seen in the wild; the screen is painted first.
function freeze() {
  setTimeout(async () => {
    await pressed("renderer_frozen");
    for (;;);
  }, 50);
}

async function begin(hello) {
  takeSettings(hello.settings);
  const removeSplash = await splash();
  applyOffline(state.settings);
  if (!hello.number) {
    removeSplash();
    showLinking();
    return;
  }
  takeAccount(hello.number, hello.chats);
  removeSplash();
  await enter(state.settings.boot_seconds / 2);
  if (location.pathname.startsWith("/send")) {
    const address = new URL(location.href);
    history.replaceState(null, "", "/");
    await openAddress(address);
  }
}

async function enter(duration) {
  stage = "loading";
  await loadingChats(app, duration);
  showMain();
}

let hasBegun = false;
on("hello", (hello) => {
  stream = hello.stream;
  if (!hasBegun) {
    hasBegun = true;
    begin(hello);
    return;
  }
  // The server was away and is back.
  if (hello.number !== state.number) location.reload();
  hello.chats.forEach((chat) => {
    takeChat(chat);
    chat.messages.forEach((message) => takeMessage(state.chats.get(chat.number), message));
  });
  refreshChats();
});

on("linked", async (record) => {
  stopLinking();
  await keepDevice(device, state.staysLoggedIn);
  takeAccount(record.number, record.chats);
  history.replaceState(null, "", "/");
  await enter(state.settings.sync_seconds);
});

on("unlinked", (record) => {
  if (state.number) location.assign(`/?post_logout=1&logout_reason=${record.reason}`);
});

on("message", (record) => {
  const chat = takeChat(record.chat);
  const isNew = takeMessage(chat, record.message);
  if (stage !== "main") return;
  refreshChats();
  showMessage(chat, record.message, isNew);
});

on("chat", (record) => {
  takeChat(record.chat);
  if (stage === "main") refreshChats();
});

on("settings", (record) => {
  const before = state.settings;
  takeSettings(record.settings);
  const changed = (...names) => names.some((name) => JSON.stringify(before[name]) !== JSON.stringify(state.settings[name]));
  if (changed("offline", "offline_notice_seconds")) applyOffline(state.settings);
  if (stage !== "loading") redraw(before, changed);
  call("took", { stream, ticket: record.ticket });
});

function redraw(before, changed) {
  const isWhole = changed("screen") && (screenInstead(before.screen) || screenInstead(state.settings.screen));
  if (isWhole || changed("generation", "language", "drift")) (stage === "main" ? showMain : showLinking)();
  else if (changed("screen", "modal", "buttons_reversed")) showSwitchedDialogs();
  if (stage !== "main") return;
  if (changed("history", "header_unreadable", "composer", "composer_for", "delivery")) redrawOpenChat();
  if (state.settings.frozen) freeze();
}

on("reload", () => location.reload());
on("socket", () => stage === "main" && refreshConnection());

document.addEventListener("keydown", (event) => event.key === "Escape" && onEscape());
window.addEventListener("beforeunload", (event) => {
  if (state.settings.leave_warning && unsentText()) event.preventDefault();
});
window.addEventListener("pagehide", () => navigator.sendBeacon("/_page/left", JSON.stringify({ stream })));
takeOverLinks();
device = await recallDevice(start.device);
connect();
