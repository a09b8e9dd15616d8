// One round trip into the page: looks (probe, chat, rows) or does one named thing (press_*, follow_link, …).
// Arguments: task, table (locators.json), options. Answers plain data; never keeps anything in the page but `seen` numbers
// for bubbles without an id. Page texts leave the page only where a chat's own text must be compared.
const [task, table, options] = arguments;
const elements = table.elements;
const hits = {};
const SMALL = 8;

// ── looking ─────────────────────────────────────────────────────────────────────────────────────────────────────────
function isVisible(node, side = SMALL) {
  if (!(node instanceof Element) || !node.isConnected) return false;
  const box = node.getBoundingClientRect();
  if (box.width < side || box.height < side) return false;
  const view = node.ownerDocument.defaultView;
  for (let at = node; at; at = at.parentElement) {
    const style = view.getComputedStyle(at);
    if (style.display === "none" || Number(style.opacity) <= 0.05) return false;
    if (at === node && style.visibility !== "visible") return false;
    if (at.getAttribute("aria-hidden") === "true" && !isIcon(node)) return false;
  }
  return true;
}
function isIcon(node) {
  return node instanceof SVGElement || node.hasAttribute("data-icon") || node.querySelector(":scope > svg") !== null;
}
function documents() {
  const all = [document];
  for (const frame of document.querySelectorAll("iframe")) {
    try { if (frame.contentDocument && frame.contentDocument.body) all.push(frame.contentDocument); } catch { /* foreign frame */ }
  }
  return all;
}
const squeeze = (text) => (text || "").replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, "").replace(/\s+/g, " ").trim();
const words = (name) => (table.words[name] || []).map((word) => word.toLowerCase());
const labelOf = (node) => squeeze(node.getAttribute("aria-label") || node.innerText || node.textContent).toLowerCase();
function says(text, name) { const low = squeeze(text).toLowerCase(); return words(name).some((word) => low.includes(word)); }

function candidates(step, scope) {
  let found;
  try { found = [...scope.querySelectorAll(step.css)]; } catch { return []; }   // a selector that this browser does not know
  if (step.title) found = found.filter((node) => step.title.includes((node.textContent || "").trim()));
  if (step.label) found = found.filter((node) => words(step.label).includes(labelOf(node)));
  if (step.label_has) found = found.filter((node) => words(step.label_has).some((word) => squeeze(node.getAttribute("aria-label")).toLowerCase().includes(word)));
  if (step.label_starts) found = found.filter((node) => words(step.label_starts).some((word) => labelOf(node).startsWith(word)));
  if (step.closest) found = found.map((node) => node.closest(step.closest));
  if (step.inside) found = found.map((node) => (node.matches(step.inside) ? node : node.querySelector(step.inside)));
  if (step.square) found = found.filter(isBigSquare);
  return [...new Set(found.filter(Boolean))];
}
function isBigSquare(node) {
  const box = node.getBoundingClientRect();
  return box.width >= 160 && box.width <= 600 && Math.abs(box.width - box.height) < 4 && !node.closest("#main, #pane-side, #side");
}
function all(name, scope = document, side = SMALL) {
  if (!scope) return [];
  const chain = elements[name];
  for (let index = 0; index < chain.length; index += 1) {
    const found = candidates(chain[index], scope).filter((node) => isVisible(node, side));
    if (found.length) { hits[name] = index; return found; }
  }
  return [];
}
const one = (name, scope = document, side = SMALL) => all(name, scope, side)[0] || null;
function anywhere(name, side = SMALL) {
  for (const page of documents()) { const found = one(name, page, side); if (found) return found; }
  return null;
}
function present(name, scope) {        // hidden ones too: for what must never be touched
  return elements[name].some((step) => candidates(step, scope).length > 0);
}

// ── texts ───────────────────────────────────────────────────────────────────────────────────────────────────────────
const BLOCKS = new Set(["P", "DIV", "LI", "UL", "OL", "BLOCKQUOTE", "PRE", "H1", "H2", "H3"]);
function rebuilt(root, skip) {
  let text = "";
  const breakLine = () => { if (text && !text.endsWith("\n")) text += "\n"; };
  (function walk(node) {
    for (const child of node.childNodes) {
      if (child.nodeType === Node.TEXT_NODE) { text += child.data; continue; }
      if (child.nodeType !== Node.ELEMENT_NODE || (skip && child.matches(skip))) continue;
      if (child.tagName === "BR") { text += "\n"; continue; }
      if (child.tagName === "IMG") { text += child.dataset.plainText || child.alt || ""; continue; }
      if (child instanceof SVGElement || child.tagName === "STYLE" || child.tagName === "SCRIPT") continue;
      const isBlock = BLOCKS.has(child.tagName);
      if (isBlock) breakLine();
      walk(child);
      if (isBlock) breakLine();
    }
  })(root);
  return text;
}
function composerText(box) { return "value" in box && typeof box.value === "string" ? box.value : rebuilt(box); }
function asciiDigits(text) {
  return [...text].map((ch) => {
    if (!/\p{Nd}/u.test(ch)) return "";
    for (let zero = ch.codePointAt(0), n = 0; n < 10; n += 1, zero -= 1) {
      if (!/\p{Nd}/u.test(String.fromCodePoint(zero - 1)) || (zero >= 0x30 && zero <= 0x39)) return zero >= 0x30 && zero <= 0x39 ? ch : String(n);
    }
    return String((ch.codePointAt(0)) % 16 % 10);
  }).join("");
}
// The digits of a text that is a phone number and nothing else; null for a name, a time, a date.
function phoneOf(text) {
  const clean = squeeze(text).replace(/^~/, "").trim();
  if (!/^\+?[\p{Nd}\s()\-.\u2010-\u2015]+$/u.test(clean)) return null;
  const digits = asciiDigits(clean);
  return digits.length >= 7 && digits.length <= 15 ? digits : null;
}

// ── ticks and bubbles ───────────────────────────────────────────────────────────────────────────────────────────────
function iconsIn(root) {
  const found = [];
  for (const node of root.querySelectorAll("[data-icon], [data-testid], svg > title, svg title")) {
    for (const name of [node.getAttribute("data-icon"), node.getAttribute("data-testid"), node.tagName.toLowerCase() === "title" ? node.textContent.trim() : null]) {
      if (name) found.push([name, node.tagName.toLowerCase() === "title" ? node.closest("svg") : node]);
    }
  }
  return found;
}
function isBlue(icon) {
  const parts = [icon, ...icon.querySelectorAll("svg, path")];
  return parts.some((part) => [getComputedStyle(part).color, getComputedStyle(part).fill].some((colour) => {
    const [r, g, b] = (colour.match(/[\d.]+/g) || []).map(Number);
    return b >= 170 && b - r >= 60 && b > g;
  }));
}
function tickIn(root) {
  let best = null;
  for (const [name, icon] of iconsIn(root)) {
    const meaning = table.ticks[name];
    if (!meaning) continue;
    if (meaning === "failed") return "failed";
    const isSaidRead = [icon, icon.closest("[aria-label]")].some((node) => node && root.contains(node) && words("read").includes(squeeze(node.getAttribute("aria-label")).toLowerCase()));
    best = meaning === "double" ? (isBlue(icon) || isSaidRead ? "read" : "delivered") : meaning;
  }
  return best || saidTick(root);
}
// The last resort: the spoken name of an icon that has no other name at all. An icon with a strange name stays unknown.
function saidTick(root) {
  for (const node of root.querySelectorAll("[aria-label]")) {
    if (iconsIn(node).length || node.hasAttribute("data-icon") || node.hasAttribute("data-testid")) continue;
    const said = squeeze(node.getAttribute("aria-label")).toLowerCase();
    if (words("read").includes(said)) return "read";
    const tick = ["pending", "sent", "delivered"].find((name) => words(`tick_${name}`).includes(said));
    if (tick) return tick;
  }
  return null;
}
function seenNumber(node) {
  const store = (window.__seen = window.__seen || { next: 1, of: new WeakMap() });
  if (!store.of.has(node)) store.of.set(node, store.next++);
  return store.of.get(node);
}
function bubbleNodes(chat) {
  const panel = one("panel", chat) || chat;
  const found = all("bubble", panel, 1).filter((node) => !node.closest("footer, header"));
  return found.filter((node) => !found.some((other) => other !== node && other.contains(node)));
}
function idOf(node) {
  const holder = node.matches("[data-id]") ? node : node.querySelector("[data-id]") || node.closest("[data-id]");
  return holder ? holder.getAttribute("data-id") : null;
}
function isOwn(node, id, tick) {
  const has = (selector) => node.matches(selector) || node.querySelector(selector) !== null;
  if (has(".message-in") || (id || "").startsWith("false_") || present("tail_in", node)) return false;
  return has(".message-out") || (id || "").startsWith("true_") || tick !== null || present("tail_out", node);
}
function bubbleOf(node) {
  const id = idOf(node);
  const tick = tickIn(node);
  const holder = one("bubble_text", node, 1);
  const more = node.querySelector("button, [role=button]");
  return {
    id, seen: seenNumber(node), own: isOwn(node, id, tick), tick,
    text: rebuilt(holder || node, "button, [role=button], [data-testid=msg-meta]"),
    is_exact: holder !== null, is_cut: more !== null && holder !== null && (holder.contains(more) || holder.parentElement.contains(more)),
  };
}
const AT_MOST = 80;

// ── the open chat ───────────────────────────────────────────────────────────────────────────────────────────────────
function headerTitles(chat) {
  const title = one("header_title", chat, 1);
  if (!title) return [];
  return [...new Set([title.getAttribute("title"), title.textContent].map(squeeze).filter(Boolean))];
}
function numbersInIds(chat) {
  const found = new Set();
  for (const node of [chat, ...chat.querySelectorAll("[data-id], [data-jid]")]) {
    for (const value of [node.getAttribute("data-id"), node.getAttribute("data-jid")]) {
      const match = /(?:^|_)(\d{7,15})(?::\d+)?@(?:c\.us|s\.whatsapp\.net)/.exec(value || "");
      if (match) found.add(match[1]);
      else if (/@g\.us/.test(value || "")) found.add("group");
    }
  }
  return [...found];
}
function chatNow(withBubbles) {
  const chat = one("chat");
  if (!chat) return null;
  const composer = one("composer", chat, 1);
  const titles = headerTitles(chat);
  const nodes = withBubbles ? bubbleNodes(chat) : [];
  const around = composer ? "" : rebuilt(chat, "[data-id], .message-in, .message-out, [role=row], header") + "\n" + all("banner").map((bar) => bar.innerText).join("\n");
  return {
    titles, header_number: titles.map(phoneOf).find(Boolean) || null, numbers: numbersInIds(chat),
    has_composer: composer !== null, composer: composer ? composerText(composer) : null,
    is_restricted: composer === null && says(around, "restricted"),
    is_loading: one("panel_loading", chat) !== null,
    bubbles: nodes.slice(-AT_MOST).map(bubbleOf), total: nodes.length,
    has_panel: one("contact_panel") !== null,
  };
}
function panelNumbers() {
  const chat = one("chat");
  if (!chat) return { is_open: false, numbers: [] };
  const edge = chat.getBoundingClientRect();
  const isRtl = getComputedStyle(document.documentElement).direction === "rtl" || getComputedStyle(chat).direction === "rtl";
  const named = one("contact_panel");
  const isBeside = (node) => {
    if (named) return named.contains(node);
    if (chat.contains(node) || node.closest("#side, #pane-side, [role=dialog]")) return false;
    const box = node.getBoundingClientRect();
    return isRtl ? box.right <= edge.left + 4 : box.left >= edge.right - 4;
  };
  const leaves = [...document.querySelectorAll("span, div, p, h1, h2, h3, a, bdi, td, dd")].filter((node) => node.childElementCount === 0 && isVisible(node, 1) && isBeside(node));
  return { is_open: named !== null || leaves.length > 0, numbers: [...new Set(leaves.map((node) => phoneOf(node.textContent)).filter((n) => n && n.length >= 10))] };
}

// ── dialogs ─────────────────────────────────────────────────────────────────────────────────────────────────────────
function dialogRoot() {
  const roots = [];
  for (const step of elements.dialog) for (const node of candidates(step, document)) if (isVisible(node) && !node.closest("#main footer")) roots.push(node);
  const outer = roots.filter((node) => !roots.some((other) => other !== node && other.contains(node)));
  return outer[outer.length - 1] || null;
}
function buttonsIn(root) {
  const found = [...root.querySelectorAll("button, [role=button]")].filter((node) => isVisible(node));
  return found.filter((node) => !found.some((other) => other !== node && other.contains(node)));
}
const isLogOut = (node) => says(node.getAttribute("aria-label") || "", "log_out") || says(node.innerText || node.textContent, "log_out");
function dialogOk(root) {
  const named = one("dialog_ok", root);
  if (named) return isLogOut(named) ? null : named;
  const close = one("dialog_close", root);
  const buttons = buttonsIn(root).filter((node) => node !== close);
  if (buttons.length !== 1 || isLogOut(buttons[0]) || says(labelOf(buttons[0]), "cancel")) return null;
  return buttons[0];
}
const DIALOG_KINDS = ["ban", "another_tab", "conflict", "call", "storage", "update", "terms", "app_lock", "passkey", "restricted", "starting", "invalid", "offline_words"];
function dialogNow() {
  const root = dialogRoot();
  if (!root) return null;
  const text = root.innerText || root.textContent;
  const cancel = one("dialog_cancel", root);
  const useHere = one("use_here", root);
  return {
    kind: DIALOG_KINDS.find((kind) => says(text, kind)) || null,
    has_use_here: useHere !== null && !isLogOut(useHere), says_use_here: useHere !== null && says(labelOf(useHere), "use_here"), has_ok: dialogOk(root) !== null, has_named_ok: one("dialog_ok", root) !== null,
    has_cancel: cancel !== null, has_close: one("dialog_close", root) !== null, buttons: buttonsIn(root).length,
    has_log_out: buttonsIn(root).some(isLogOut), has_number: /\p{Nd}/u.test(text), has_input: root.querySelector("input, [contenteditable=true]") !== null,
    has_media: root.querySelector('img[src^="blob:"], video') !== null, is_busy: one("busy", root, 1) !== null,
  };
}

// ── the whole page ──────────────────────────────────────────────────────────────────────────────────────────────────
function qrNow() {
  const code = anywhere("phone_code", 1);
  const box = anywhere("qr_box");
  const holder = box && (box.matches("[data-ref]") ? box : box.querySelector("[data-ref]") || box.closest("[data-ref]"));
  const toggle = documents().map((page) => page.querySelector(elements.stay_logged_in[0].css)).find(Boolean);
  if (!box && !code && !anywhere("qr_loading", 1)) return null;
  const canvas = box && [box, ...box.querySelectorAll("canvas, img, svg")].some((node) => /^(canvas|img|svg)$/i.test(node.tagName) && node.getBoundingClientRect().width >= 64);
  const linkCode = code && (code.getAttribute("data-link-code") || code.textContent);
  return {
    text: (holder && holder.getAttribute("data-ref")) || null, has_box: box !== null, has_canvas: Boolean(canvas),
    has_overlay: box !== null && one("qr_refresh", box, 1) !== null, stays: toggle ? toggle.checked : null,
    link_code: linkCode ? linkCode.replace(/[^\p{L}\p{Nd}]/gu, "") || null : null, has_code_link: anywhere("link_with_number", 1) !== null,
  };
}
const EDGE = 16;
function codePicture() {
  const box = anywhere("qr_box");
  const drawn = box && [box, ...box.querySelectorAll("canvas, img")].find((node) => /^(canvas|img)$/i.test(node.tagName) && node.getBoundingClientRect().width >= 64);
  const size = drawn && { width: (drawn.naturalWidth || drawn.width) + 2 * EDGE, height: (drawn.naturalHeight || drawn.height) + 2 * EDGE };
  if (!size || Math.max(size.width, size.height) > 2000 || getComputedStyle(drawn).opacity < 0.5) return null; // faded: it has expired
  const pen = Object.assign(document.createElement("canvas"), size).getContext("2d");
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, size.width, size.height);
  pen.drawImage(drawn, EDGE, EDGE);
  const points = pen.getImageData(0, 0, size.width, size.height).data;
  let gray = "";
  for (let at = 0; at < points.length; at += 4) gray += String.fromCharCode((points[at] + points[at + 1] + points[at + 2]) / 3);
  return { ...size, gray: btoa(gray) };
}
function loadingNow() {
  const bar = one("loading", document, 1);
  if (!bar) return null;
  const value = bar.tagName === "PROGRESS" && bar.hasAttribute("value") ? (bar.value / (bar.max || 1)) * 100 : Number(bar.getAttribute("aria-valuenow") || NaN);
  return { percent: Number.isFinite(value) ? Math.round(value) : null, is_shell: bar.closest(elements.shell.map((step) => step.css).join(",")) !== null };
}
function socketState() {
  try {
    if (typeof window.require !== "function") return null;
    const found = window.require(table.internals.module);
    const socket = found && (found.Socket || (found.default && found.default.Socket) || found);
    const state = socket && (socket.state || socket.__x_state);
    return typeof state === "string" ? state : null;
  } catch { return null; }
}
function linkedNumber() {
  for (const key of table.internals.wid_keys) {
    try {
      const match = /(\d{7,15})(?::\d+)?@/.exec(localStorage.getItem(key) || "");
      if (match) return match[1];
    } catch { return null; }
  }
  return null;
}
function buildOf() {
  try { if (window.Debug && typeof window.Debug.VERSION === "string") return window.Debug.VERSION; } catch { /* not there */ }
  if (window.__build === undefined) {
    const match = /"client_revision":\s*(\d+)/.exec([...document.scripts].map((script) => script.src ? "" : script.textContent).join("\n"));
    window.__build = match ? `2.3000.${match[1]}` : null;
  }
  return window.__build;
}
function bodyMarker(hasApp) {
  if (hasApp) return null;
  const text = (document.body && document.body.innerText) || "";
  if (text.length > 20000) return null;
  return ["ban", "too_many", "unsupported", "another_tab", "conflict", "terms", "app_lock", "passkey", "storage", "update", "offline_words", "proxy"].find((kind) => says(text, kind)) || null;
}
function probe() {
  const main = one("main");
  const dialog = dialogNow();
  const qr = main ? null : qrNow();
  const loading = main ? null : loadingNow();
  const bars = all("banner", document);
  const offline = documents()[0] && elements.offline_icon.some((step) => candidates(step, document).some((node) => !node.closest("#main") && isVisible(node.closest("button, [role=button], [role=alert], div, span") || node)));
  const sockets = window.__sockets ? { opened: window.__sockets.opened, open: window.__sockets.open } : null;
  return {
    origin: location.origin, path: location.pathname, is_loaded: document.readyState !== "loading", load: performance.timeOrigin,
    post_logout: /[?&]post_logout=1/.test(location.search), logout_reason: (/[?&]logout_reason=([\w-]+)/.exec(location.search) || [])[1] || null,
    online: navigator.onLine, lang: document.documentElement.lang || null, build: buildOf(), number: linkedNumber(),
    socket: socketState(), sockets, dialog, qr, has_main: main !== null, loading, offline_icon: Boolean(offline),
    banner: main ? ["ban", "restricted", "offline_words"].find((kind) => bars.some((bar) => says(bar.innerText, kind))) || null : null,
    marker: bodyMarker(main !== null || qr !== null), has_logout_banner: qr !== null && anywhere("logout_banner", 1) !== null,
    has_app: document.querySelector("#app, [id^=mount_0_0_], #whatsapp-web body, #initial_startup, #wa_web_initial_startup") !== null,
    has_text: Boolean(document.body && document.body.innerText.trim()),
    has_lock: one("app_lock") !== null, has_call: one("call_popup") !== null,
    chat: main ? chatNow(false) : null, hits,
  };
}

// ── the chat list ───────────────────────────────────────────────────────────────────────────────────────────────────
function unreadIn(row) {
  if (one("unread", row, 1)) return true;
  return [...row.querySelectorAll("span, div")].some((node) => {
    if (node.childElementCount || !/^[\p{Nd}]{1,3}\+?$/u.test(squeeze(node.textContent)) || node.closest("[title]")) return false;
    const box = node.getBoundingClientRect();
    return isVisible(node, 4) && box.width <= 44 && getComputedStyle(node).backgroundColor !== "rgba(0, 0, 0, 0)";
  });
}
function rowsNow() {
  const side = one("main");
  const found = all("chat_row", document);
  const rows = found.filter((node) => !found.some((other) => other !== node && other.contains(node)));
  return side ? rows.slice(0, 200).map((row) => {
    const title = one("row_title", row, 1);
    const name = title ? squeeze(title.getAttribute("title") || title.textContent) : "";
    return { title: name, number: title ? phoneOf(name) : null, text: rebuilt(row), tick: tickIn(row), is_unread: unreadIn(row) };
  }) : [];
}

// ── doing: every button is named, and proved again at the moment it is pressed ──────────────────────────────────────
function press(node) {
  const box = node.getBoundingClientRect();
  const view = node.ownerDocument.defaultView;
  const at = { bubbles: true, cancelable: true, composed: true, view, clientX: box.left + box.width / 2, clientY: box.top + box.height / 2, button: 0, detail: 1 };
  node.dispatchEvent(new PointerEvent("pointerdown", { ...at, buttons: 1, pointerId: 1, isPrimary: true, pointerType: "mouse" }));
  node.dispatchEvent(new MouseEvent("mousedown", { ...at, buttons: 1 }));
  node.dispatchEvent(new PointerEvent("pointerup", { ...at, pointerId: 1, isPrimary: true, pointerType: "mouse" }));
  node.dispatchEvent(new MouseEvent("mouseup", at));
  node.click();
  return { x: at.clientX, y: at.clientY };
}
function sendButton() {
  const chat = one("chat");
  const footer = chat && one("footer", chat, 1);
  const button = footer && one("send_button", footer);
  if (!button || present("forbidden_button", button) || elements.forbidden_button.some((step) => button.matches(step.css) && !step.title) || isLogOut(button)) return null;
  if (button.disabled || button.getAttribute("aria-disabled") === "true" || !footer.contains(button)) return null;
  return button;
}
const doing = {
  press_send() {
    const chat = one("chat");
    const titles = chat ? headerTitles(chat) : [];
    const isProved = options.titles.length ? titles.some((title) => options.titles.includes(title)) : chat && !titles.length;
    if (!isProved) return { is_pressed: false, why: "chat_changed", hits };
    const composer = one("composer", chat, 1);
    if (!composer || composerText(composer) !== options.text) return { is_pressed: false, why: "text_changed", hits };
    const button = sendButton();
    if (!button) return { is_pressed: false, why: "no_button", hits };
    if (options.only_find) { button.scrollIntoView({ block: "nearest" }); const box = button.getBoundingClientRect(); return { is_pressed: false, why: "found", x: box.left + box.width / 2, y: box.top + box.height / 2, is_top: button.contains(document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2)), hits }; }
    press(button);
    return { is_pressed: true, why: "", hits };
  },
  press_invalid_ok() {
    const root = dialogRoot();
    const button = root && one("main") && !one("dialog_cancel", root) ? dialogOk(root) : null;
    if (button) press(button);
    return Boolean(button);
  },
  press_close() {
    const root = dialogRoot();
    const button = root && !root.querySelector('img[src^="blob:"]') ? one("dialog_close", root) : null;
    if (button && !isLogOut(button)) { press(button); return true; }
    return false;
  },
  press_use_here() {
    const root = dialogRoot() || (options.is_page ? document.body : null);
    const button = root && one("use_here", root);
    if (!button || isLogOut(button)) return false;
    press(button);
    return true;
  },
  press_qr_refresh() {
    const box = anywhere("qr_box");
    const button = box && one("qr_refresh", box, 1);
    if (button && !isLogOut(button)) { press(button); return true; }
    return false;
  },
  check_stay() {
    const toggle = documents().map((page) => page.querySelector(elements.stay_logged_in[0].css)).find(Boolean);
    if (!toggle || toggle.checked) return false;
    const label = toggle.ownerDocument.querySelector(elements.stay_logged_in[1].css);
    (isVisible(toggle, 1) || !label ? toggle : label).click();
    if (!toggle.checked) toggle.click();
    return toggle.checked;
  },
  press_link_with_number() {
    const link = anywhere("link_with_number", 1);
    if (link && !isLogOut(link)) press(link.closest("button, [role=button], a") || link);
    return Boolean(link);
  },
  focus_number_field() {
    const field = anywhere("number_field", 1);
    if (!field) return false;
    field.focus();
    if (typeof field.select === "function") field.select();
    return true;
  },
  press_number_next() {
    const field = anywhere("number_field", 1);
    const button = field && anywhere("number_next", 1);
    if (button && !isLogOut(button)) press(button);
    return Boolean(button);
  },
  press_header() {
    const chat = one("chat");
    const title = chat && one("header_title", chat, 1);
    if (!title) return false;
    press(title);
    return true;
  },
  focus_composer() {
    const composer = one("composer", one("chat"), 1);
    if (!composer) return false;
    composer.focus();
    const range = document.createRange();
    range.selectNodeContents(composer);
    const selection = getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
    return document.activeElement === composer || composer.contains(document.activeElement);
  },
  // Only pages that the outer page takes over by itself are followed: what nobody prevents is stopped here and told.
  follow_link() {
    const home = one("link_home") || document.body;
    const anchor = document.createElement("a");
    anchor.href = options.href;
    anchor.style.cssText = "position:absolute;width:1px;height:1px;overflow:hidden;opacity:.01";
    anchor.tabIndex = -1;
    home.append(anchor);
    let isTaken = true;
    const guard = (event) => {
      isTaken = event.defaultPrevented;
      if (!isTaken) event.preventDefault();
    };
    window.addEventListener("click", guard);
    const event = new MouseEvent("click", { bubbles: true, cancelable: true, composed: true, view: window, button: 0, detail: 1 });
    const isUntouched = anchor.dispatchEvent(event);
    window.removeEventListener("click", guard);
    anchor.remove();
    return isTaken && !isUntouched;
  },
};

switch (task) {
  case "probe": return probe();
  case "code_picture": return codePicture();
  case "chat": return { load: performance.timeOrigin, origin: location.origin, has_main: one("main") !== null, dialog: dialogNow(), chat: chatNow(true), has_qr: !one("main") && qrNow() !== null, hits };
  case "rows": return rowsNow();
  case "panel": return panelNumbers();
  default: return doing[task]();
}
