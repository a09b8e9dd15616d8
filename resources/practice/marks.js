// How WhatsApp marks its elements, by generation of the page (whatsapp-web.md section 1). `testid` stands in 2021 and 2026,
// `testid26` in 2026 only; 2024 had none, and "2026-no-testids" has neither test ids nor data-icon.

let generation = "2026";
let hasTestIds = true;

export function useGeneration(name) {
  generation = name.slice(0, 4);
  hasTestIds = name === "2021" || name === "2026";
}

export const isOld = () => generation !== "2026";
export const formatsLists = () => generation !== "2021";
export const generationNow = () => generation;

const MARKS = {
  mainScreen: { old: { class: "two" }, testid26: "wa-web-main-screen" },
  listHeader: { testid: "chatlist-header" },
  side: { all: { id: "side" } },
  butterbar: { testid: "chat-butterbar" },
  searchBox: { testid26: "chat-list-search-container" },
  paneSide: { all: { id: "pane-side" } },
  chatList: { 2021: { role: "grid" }, 2024: { role: "list" }, 2026: { role: "grid" }, testid: "chat-list" },
  row: { 2021: { role: "row", class: "_2nY6U" }, 2024: { role: "listitem" }, 2026: { role: "row" } },
  cell: { testid: "cell-frame-container" },
  cellTitle: { testid: "cell-frame-title" },
  cellReceipt: { testid: "last-msg-status" },
  unread: { testid: "icon-unread-count" },
  startPage: { testid: "intro-title" },

  main: { all: { id: "main" } },
  header: { testid26: "conversation-header" },
  headerInfo: { all: { role: "button" }, testid: "conversation-info-header" },
  headerTitle: { all: { dir: "auto" }, 2021: { class: "_21nHd" }, testid: "conversation-info-header-chat-title" },
  panelWrapper: { testid26: "conversation-panel-wrapper" },
  panel: {
    all: { tabindex: "0" },
    2021: { class: "message-list", role: "region", "data-tab": "8" },
    2024: { role: "application" },
    2026: { role: "application" },
    testid: "conversation-panel-messages",
  },
  mine: { old: { class: "message-out focusable-list-item" }, 2021: { class: "_7GVCb" } },
  theirs: { old: { class: "message-in focusable-list-item" }, 2021: { class: "_7GVCb" } },
  bubble: { 2026: { "data-virtualized": "false" }, testid: "msg-container" },
  copyable: { all: { class: "copyable-text" } },
  text: { all: { class: "selectable-text copyable-text", dir: "ltr" }, testid26: "selectable-text" },
  meta: { testid: "msg-meta" },
  readMore: { all: { role: "button", tabindex: "0" }, old: { class: "read-more-button" } },
  drawer: { testid: "drawer-right" },

  composeBox: { testid26: "compose-box", old: { class: "copyable-area" } },
  composer: {
    all: { role: "textbox", "data-tab": "10", tabindex: "10", spellcheck: "true" },
    2021: { class: "_13NKt copyable-text selectable-text", dir: "ltr" },
    2024: { "data-lexical-editor": "true", class: "selectable-text copyable-text" },
    2026: { "data-lexical-editor": "true", "aria-owns": "emoji-suggestion", class: "selectable-text copyable-text" },
    testid: "conversation-compose-box-input",
  },
  send: { all: { "data-tab": "11" }, 2021: { class: "_4sWnG" }, testid: "compose-btn-send" },
  microphone: { all: { "data-tab": "11" }, 2021: { class: "_4sWnG" } },
  menuButton: { all: { role: "button" }, testid: "menu-bar-menu" },

  backdrop: { old: { "data-animate-modal-backdrop": "true" } },
  dialog: {
    old: { "data-animate-modal-popup": "true" },
    2024: { role: "dialog" },
    2026: { role: "dialog", "aria-modal": "true" },
    testid26: "confirm-popup",
  },
  dialogBody: { old: { "data-animate-modal-body": "true" }, testid: "popup-contents" },
  ok: { testid: "popup-controls-ok" },
  cancel: { testid: "popup-controls-cancel" },
  extra: { testid: "popup-controls-extra" },

  landing: { old: { class: "landing-wrapper" } },
  code: { 2021: { class: "_2UwZ_" }, testid26: "link-device-qr-code" },
  linkHint: { testid26: "link-device-qrcode-alt-linking-hint" },
  linkHelp: { testid26: "link-device-qrcode-alt-linking-help" },
  spinner: { testid26: "loading-spinner" },
  stay: { all: { id: "auto-logout-toggle" }, old: { name: "rememberMe" } },
  phoneCode: {
    all: { "aria-details": "link-device-phone-number-code-screen-instructions" },
    testid: "link-device-phone-number-code-screen-code",
  },
  loading: { testid26: "wa-web-loading-screen" },
  loadingBar: { testid26: "startup-progress" },
};

export function mark(name, more = {}) {
  const entry = MARKS[name];
  const attributes = { ...entry.all };
  for (const part of [isOld() && entry.old, entry[generation]]) {
    const words = [attributes.class, part && part.class].filter(Boolean).join(" ");
    Object.assign(attributes, part);
    if (words) attributes.class = words;
  }
  const testid = entry.testid ?? (isOld() ? undefined : entry.testid26);
  return { ...attributes, ...testId(testid), ...more };
}

export function testId(value) {
  return value && hasTestIds ? { "data-testid": value } : {};
}

export function iconMarks(name) {
  if (generation === "2024") return { "data-icon": name };
  return hasTestIds ? { "data-icon": name, "data-testid": name } : {};
}
