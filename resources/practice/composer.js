// The box where one writes: a real contenteditable, WhatsApp's own prefill, and the one slot that holds the microphone
// while the box is empty and Send when it is not.

import { withEmoji, listKind } from "./bubbles.js";
import { el, seconds } from "./dom.js";
import { icon } from "./icons.js";
import { mark, isOld } from "./marks.js";
import { call, pressed } from "./server.js";
import { state } from "./state.js";
import { words } from "./words.js";

const EMOTICONS = { ":)": "🙂", ":(": "🙁", ":D": "😀", "<3": "❤️", ";)": "😉" };

export function composer(chat, title, onSend) {
  const label = isOld() ? words().type : words().typeTo(title);
  const titled = isOld() ? { title: words().type } : {};
  const box = el("div", { ...mark("composer"), ...titled, contenteditable: "true", "aria-label": label, look: "composer" });
  const slot = el("div", { look: "slot" });
  const settled = { text: "" }; // what a composer that reverts goes back to
  const send = () => pressSend(box, onSend, refresh);
  const refresh = () => fillSlot(slot, box, send);

  box.addEventListener("keydown", (event) => onKey(event, box, send));
  box.addEventListener("beforeinput", (event) => onBeforeInput(event, box));
  box.addEventListener("input", async () => {
    if (state.settings.auto_format) formatTyped(box);
    refresh();
    if (!state.settings.composer_reverts) return;
    await seconds(0.15);
    write(box, settled.text);
    refresh();
  });

  const footer = el(
    "footer",
    { look: "footer" },
    el(
      "div",
      { ...mark("composeBox"), look: "compose" },
      el("button", { look: "tool", type: "button", "aria-label": words().attach }, icon("attach")),
      el("button", { look: "tool", type: "button", "aria-label": words().emoji }, icon("emoji")),
      el("div", { class: "lexical-rich-text-input", look: "composer-place" }, box),
      slot,
    ),
  );
  const prefill = (text) => {
    settled.text = text;
    write(box, text);
    refresh();
    box.focus();
    placeCaretAtEnd(box);
  };
  write(box, "");
  refresh();
  return { footer, box, prefill, text: () => read(box) };
}

// ── text in and out ──
export function write(box, text) {
  const lines = text.split("\n");
  const parts = lines.map((line) => (line ? [el("span", { class: "selectable-text copyable-text", "data-lexical-text": "true" }, ...withEmoji(line))] : []));
  if (state.settings.composer_lines === "paragraphs") {
    box.replaceChildren(...parts.map((part) => paragraph(part.length ? part : [el("br")])));
    return;
  }
  const content = parts.flatMap((part, index) => (index === 0 ? part : [el("br"), ...part]));
  box.replaceChildren(paragraph(text === "" ? [el("br")] : content));
}

const paragraph = (content) => el("p", { class: "selectable-text copyable-text", dir: "auto" }, ...content);

export function read(box) {
  const lines = [""];
  const walk = (node, prefix = "") => {
    if (node.nodeType === Node.TEXT_NODE) {
      const [first, ...rest] = node.data.split("\n");
      lines[lines.length - 1] += first;
      lines.push(...rest);
    } else if (node.localName === "br") {
      if (node.nextSibling) lines.push(""); // the last one of a block only holds the caret
    }
    else if (node.localName === "img") lines[lines.length - 1] += node.alt;
    else {
      const isBlock = ["p", "div", "li", "blockquote"].includes(node.localName);
      if (isBlock && node !== box && node.previousSibling) lines.push("");
      if (isBlock && node.localName === "li" && !node.previousSibling && node.parentNode.previousSibling) lines.push("");
      lines[lines.length - 1] += prefix;
      [...node.childNodes].forEach((child, index) => walk(child, marker(node, index)));
    }
  };
  walk(box);
  return lines.join("\n");
}

function marker(parent, index) {
  if (parent.localName === "ol") return `${index + 1}. `;
  return parent.localName === "ul" ? "- " : "";
}

function insertAtCaret(box, text) {
  const selection = document.getSelection();
  if (!box.contains(selection.anchorNode)) placeCaretAtEnd(box);
  const range = selection.getRangeAt(0);
  range.deleteContents();
  if (read(box) === "") {
    box.replaceChildren(paragraph([]));
    range.selectNodeContents(box.firstChild);
  }
  const nodes = text.split("\n").flatMap((line, index) => (index === 0 ? [line] : [el("br"), line]));
  const piece = document.createDocumentFragment();
  piece.append(...nodes.map((node) => (typeof node === "string" ? document.createTextNode(node) : node)));
  const last = piece.lastChild;
  range.insertNode(piece);
  selection.setPosition(last, last.length ?? 0);
}

function placeCaretAtEnd(box) {
  const selection = document.getSelection();
  selection.selectAllChildren(box.lastElementChild ?? box);
  selection.collapseToEnd();
}

// What WhatsApp makes of typed text: lists, and smileys from signs.
function formatTyped(box) {
  let text = read(box);
  for (const [signs, emoji] of Object.entries(EMOTICONS)) text = text.replaceAll(signs, emoji);
  const lines = text.split("\n");
  if (text === read(box) && !lines.some((line) => listKind(line))) return;
  const nodes = [];
  for (const line of lines) {
    const kind = listKind(line);
    if (!kind) nodes.push(paragraph(line ? withEmoji(line) : [el("br")]));
    else if (kind.tag === "blockquote") nodes.push(el("blockquote", {}, ...withEmoji(kind.text)));
    else {
      if (nodes.at(-1)?.localName !== kind.tag) nodes.push(el(kind.tag, {}));
      nodes.at(-1).append(el("li", {}, ...withEmoji(kind.text)));
    }
  }
  box.replaceChildren(...nodes);
  placeCaretAtEnd(box);
}

// ── keys and buttons ──
function onKey(event, box, send) {
  if (event.key !== "Enter" || event.isComposing) return;
  event.preventDefault();
  if (event.shiftKey || !state.settings.enter_sends) {
    insertAtCaret(box, "\n");
    box.dispatchEvent(new InputEvent("input", { bubbles: true }));
  } else send();
}

function onBeforeInput(event, box) {
  const text = event.data ?? event.dataTransfer?.getData("text/plain");
  if (!["insertText", "insertFromPaste", "insertReplacementText", "insertFromDrop"].includes(event.inputType)) return;
  event.preventDefault();
  if (state.settings.ignores_inserted_text || !text) return;
  insertAtCaret(box, text.replaceAll("\r\n", "\n").replaceAll("\n", state.settings.swallows_line_ends ? "" : "\n"));
  box.dispatchEvent(new InputEvent("input", { bubbles: true }));
}

async function fillSlot(slot, box, send) {
  const hasText = read(box).trim() !== "";
  if (slot.dataset.has === String(hasText)) return;
  if (hasText && state.settings.send_button_delay) {
    await seconds(state.settings.send_button_delay);
    if (read(box).trim() === "") return;
  }
  slot.dataset.has = String(hasText);
  slot.replaceChildren(
    hasText
      ? el("button", { ...mark("send"), type: "button", "aria-label": words().send, look: "send", onclick: send }, icon("send"))
      : el("button", { ...mark("microphone"), type: "button", "aria-label": words().voice, look: "send", onclick: () => pressed("voice_recording_started") }, icon("microphone")),
  );
}

function pressSend(box, onSend, refresh) {
  const text = read(box).trim();
  const { send_button: works } = state.settings;
  if (!text || works === "ghost") return;
  if (works !== "clears_only") onSend(text);
  if (works !== "keeps_text") write(box, "");
  refresh();
  box.focus();
}

// ── no box at all ──
export function writingBarred(chat) {
  const { composer: kind, composer_for: whom } = state.settings;
  const isNew = !chat.messages.length;
  if (kind === "normal" || (whom === "new" && !isNew)) return null;
  return el("footer", { look: "footer barred" }, el("div", { look: "barred-text" }, words()[kind]));
}

export const keepDraft = (number, text) => call("draft", { number, text }).catch(() => undefined);
