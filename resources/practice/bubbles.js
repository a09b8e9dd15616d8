// Message bubbles: text as WhatsApp draws it (emoji are pictures, *bold* is an element, lists lose their markers, long
// texts are cut), time and tick.

import { el } from "./dom.js";
import { icon, tick } from "./icons.js";
import { formatsLists, isOld, mark, testId } from "./marks.js";
import { state } from "./state.js";
import { words } from "./words.js";

const LONG = 768;
const EMOJI = /\p{Extended_Pictographic}|\p{Regional_Indicator}/u;
const NOTHING = "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==";
const LETTERS = new Intl.Segmenter("en", { granularity: "grapheme" });
const INLINE = /(\*[^*\n]+\*|(?<![\p{L}\p{N}])_[^_\n]+_(?![\p{L}\p{N}])|~[^~\n]+~|`[^`\n]+`)/u;
const ELEMENTS = { "*": "strong", _: "em", "~": "del", "`": "code" };

export function timeOf(message) {
  return new Date(message.at).toLocaleTimeString(state.settings.language === "hi" ? "hi-IN" : "en-US", { hour: "numeric", minute: "2-digit" });
}

// Plain text → text nodes and emoji pictures.
export function withEmoji(text) {
  if (!EMOJI.test(text)) return [text];
  const nodes = [];
  let plain = "";
  for (const { segment } of LETTERS.segment(text)) {
    if (EMOJI.test(segment) && !/^[©®™]$/u.test(segment)) {
      if (plain) nodes.push(plain);
      plain = "";
      nodes.push(emojiPicture(segment));
    } else plain += segment;
  }
  if (plain) nodes.push(plain);
  return nodes;
}

// To a program an emoji is WhatsApp's <img alt="🙏">; what one sees is drawn beside it in our emoji font (style.css).
function emojiPicture(emoji) {
  const picture = el("img", { class: "emoji", alt: emoji, "data-plain-text": emoji, draggable: "false", src: NOTHING });
  return el("span", { look: "emoji", shown: emoji }, picture);
}

function inline(line) {
  return line.split(INLINE).flatMap((part, index) => {
    if (index % 2 === 0) return part ? withEmoji(part) : [];
    return [el(ELEMENTS[part[0]], { class: "selectable-text", "data-app-text-template": `${part[0]}\${appText}${part[0]}` }, ...inline(part.slice(1, -1)))];
  });
}

// One block per stretch of list lines; everything else keeps its line breaks.
function formatted(text) {
  const nodes = [];
  let list = null;
  for (const line of text.split("\n")) {
    const kind = formatsLists() ? listKind(line) : null;
    if (kind) {
      if (list?.localName !== kind.tag) nodes.push((list = el(kind.tag, { look: "list" })));
      list.append(kind.tag === "blockquote" ? el("span", {}, ...inline(kind.text)) : el("li", {}, ...inline(kind.text)));
      continue;
    }
    if (nodes.length > 0 && list === null) nodes.push("\n");
    list = null;
    nodes.push(...(line ? inline(line) : [""]));
  }
  return nodes;
}

export function listKind(line) {
  const match = /^(?:(\d{1,2})\. |([-*]) |(> ))(.+)$/u.exec(line);
  if (!match) return null;
  if (match[1]) return { tag: "ol", text: match[4] };
  return { tag: match[2] ? "ul" : "blockquote", text: match[4] };
}

function textNode(message) {
  const body = el("span", {});
  const whole = () => body.replaceChildren(...formatted(message.text));
  if (message.text.length <= LONG) {
    whole();
    return body;
  }
  const more = el("span", { ...mark("readMore"), look: "more" }, words().readMore);
  body.append(...formatted(`${[...message.text].slice(0, LONG - 40).join("")}…`), " ", more);
  more.addEventListener("click", whole);
  return body;
}

const isLater = (message) => Date.parse(message.at) >= state.loadedAt;

// What of a chat is on the screen: everything, or what a hidden tab or a missing history leave of it.
export function drawnMessages(chat) {
  const { history } = state.settings;
  if (history === "last_only") return chat.messages.slice(-1);
  if (history === "not_loaded") return chat.messages.filter(isLater);
  return chat.messages.slice(-80);
}

export function bubble(message, chat) {
  const { id, mine } = message;
  const address = state.settings.header_unreadable ? "188420000000000@lid" : `${chat.number}@c.us`;
  const dataId = isOld() ? `${mine}_${address}_${id}` : id;
  const sender = mine ? "Clinic" : chat.name || chat.number;
  const date = new Date(message.at).toLocaleDateString("en-US");
  const box = el(
    "div",
    { ...mark("bubble"), look: "bubble" },
    icon(mine ? "tail-out" : "tail-in"),
    mine && !isOld() && el("span", { "aria-label": `${words().you}:` }),
    el(
      "div",
      { ...mark("copyable"), "data-pre-plain-text": `[${timeOf(message)}, ${date}] ${sender}: ` },
      el("span", { ...mark("text"), look: "text" }, textNode(message)),
    ),
    el("div", { ...mark("meta"), look: "meta" }, el("span", { dir: "auto" }, timeOf(message)), mine && tick(shownReceipt(message))),
  );
  return el(
    "div",
    { role: "row", look: "line" },
    el("div", { "data-id": dataId, ...(isOld() ? {} : testId(`conv-msg-${id}`)), ...mark(mine ? "mine" : "theirs"), look: mine ? "out" : "in" }, box),
  );
}

export function shownReceipt(message) {
  return state.settings.delivery === "unknown_icon" && message.receipt !== "pending" ? "unknown" : message.receipt;
}
