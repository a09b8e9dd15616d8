// Popups and the screens that stand over or instead of the app. Buttons are marked as WhatsApp marks them; which of them
// must never be pressed is known to the server (it writes every press down).

import { el } from "./dom.js";
import { icon } from "./icons.js";
import { isOld, mark } from "./marks.js";
import { call, pressed } from "./server.js";
import { state } from "./state.js";
import { words } from "./words.js";

const layer = el("div", { look: "layer" });

export const dialogLayer = () => layer;
export const topDialog = () => layer.lastElementChild;

function button(kind, text, onclick) {
  const marks = kind ? mark(kind) : {};
  return el(isOld() ? "div" : "button", { ...marks, role: isOld() ? "button" : null, tabindex: "0", look: `button ${kind}`, onclick }, text);
}

export function dialog({ text, title = "", buttons = [], content = null, canClose = false }) {
  const controls = state.settings.buttons_reversed ? [...buttons].reverse() : buttons;
  const body = el(
    "div",
    { ...mark("dialogBody"), look: "dialog-body" },
    title && el("h2", {}, title),
    content,
    el("p", {}, text),
    controls.length > 0 && el("div", { look: "dialog-buttons" }, ...controls.map(([kind, label, press]) => button(kind, label, press))),
  );
  const popup = el("div", { ...mark("dialog"), look: "dialog" }, body);
  const root = el("div", { ...mark("backdrop"), look: "backdrop" }, popup);
  root.close = () => root.remove();
  if (canClose) {
    const close = () => {
      root.close();
      call("close-modal");
    };
    popup.append(el("button", { look: "dialog-x", type: "button", "aria-label": words().close, onclick: close }, icon("close")));
  }
  layer.append(root);
  return root;
}

export const startingChat = () => dialog({ text: words().startingChat, content: el("div", { look: "spinner" }) });

export function invalidNumber() {
  const shown = dialog({ text: words().invalid, buttons: [["ok", words().ok, () => shown.close()]] });
}

// ── screens ──
const logOut = () => ["cancel", words().logOut, () => pressed("log_out_pressed")];
const danger = (text) => ["", text, () => pressed("dangerous_button_pressed")];
const useHere = () => ["ok", words().useHere, () => call("use-here")];

const OVER = {
  conflict: () => ({ text: words().conflict, buttons: [logOut(), useHere()] }),
  another_tab: () => ({ text: words().anotherTab, buttons: [["cancel", words().close, () => location.assign("about:blank")], useHere()] }),
  temp_ban: () => ({ text: words().ban, buttons: [logOut(), ["extra", words().learnMore, () => undefined]] }),
};

const INSTEAD = {
  tos_block: () => [el("p", {}, words().terms), button("", words().logIn, () => pressed("dangerous_button_pressed"))],
  app_lock: () => [el("p", {}, words().locked), el("input", { type: "password", "aria-label": words().password }), button("", words().unlock, () => undefined)],
  passkey: () => [el("p", {}, words().passkey), button("", words().goOn, () => pressed("dangerous_button_pressed"))],
  storage_error: () => [el("p", {}, words().storage), button("", words().logOut, () => pressed("log_out_pressed"))],
  offline: () => [el("h1", {}, words().offline), el("p", {}, words().offlineText)],
  service_unavailable: () => [el("p", {}, words().unavailable)],
  proxy_block: () => [el("p", {}, words().proxy)],
  update_needed: () => [el("p", {}, words().update), button("", words().updateNow, () => location.reload())],
  unknown_page: () => [el("p", {}, words().unknownPage), button("", words().accept, () => pressed("dangerous_button_pressed"))],
};

const MODALS = {
  whats_new: () => ({ title: words().whatsNew, text: words().whatsNewText, canClose: true }),
  unknown: () => ({ text: words().unknownModal, buttons: [danger(words().decline), danger(words().accept)] }),
  call: () => ({ text: words().incomingCall, buttons: [danger(words().decline), danger(words().accept)] }),
};

export function screenInstead(name) {
  return INSTEAD[name] ? el("div", { look: "screen" }, el("div", { look: "screen-card" }, ...INSTEAD[name]())) : null;
}

let standing = [];

// The dialogs that the `screen` and `modal` switches ask for; others (starting chat, invalid number) stay as they are.
export function showSwitchedDialogs() {
  standing.forEach((root) => root.remove());
  standing = [];
  const { screen, modal } = state.settings;
  if (MODALS[modal]) standing.push(dialog(MODALS[modal]()));
  if (OVER[screen]) standing.push(dialog(OVER[screen]()));
}
