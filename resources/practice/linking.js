// The page that waits for a phone: a code that is replaced again and again, the box "stay logged in", and the way with a
// phone number.

import { el, seconds } from "./dom.js";
import { isOld, mark } from "./marks.js";
import { drawCode } from "./qr_code.js";
import { call, showIdleCodes } from "./server.js";
import { shownNumber, words } from "./words.js";
import { state } from "./state.js";

const WIDTH = 228;
let round = 0; // grows whenever the codes start anew or the page goes; older timers then end by themselves

export function stopLinking() {
  round++;
}

export function linkingPage() {
  const place = el("div", { look: "code-place" });
  const stay = el("input", mark("stay", { type: "checkbox" }));
  stay.checked = state.settings.stay_logged_in;
  state.staysLoggedIn = stay.checked;
  stay.addEventListener("change", () => {
    state.staysLoggedIn = stay.checked;
    showCodes(place);
  });
  const page = el(
    "div",
    { ...mark("landing"), look: "landing" },
    el("div", { look: "landing-bar" }, "WhatsApp Web"),
    new URLSearchParams(location.search).has("post_logout") && el("div", { look: "landing-banner", role: "status" }, words().loggedOut),
    el(
      "div",
      { look: "landing-card" },
      el(
        "div",
        { look: "landing-text" },
        el("h1", {}, words().linkTitle),
        el("ol", {}, ...words().linkSteps.map((step) => el("li", {}, step))),
        el("label", { look: "stay" }, stay, el("span", {}, words().stay)),
        phoneNumberWay(),
      ),
      place,
    ),
  );
  showCodes(place);
  return page;
}

// Without "stay logged in" the code lives in a frame of its own and the main frame only turns (whatsapp-web.md 1.4).
async function showCodes(place) {
  const mine = ++round;
  place.replaceChildren(el("div", { ...mark("spinner"), look: "spinner", role: "status" }));
  if (state.staysLoggedIn) {
    await rotate(mine, (box) => place.replaceChildren(box));
    return;
  }
  const frame = el("iframe", { look: "code-frame" });
  place.append(frame);
  await rotate(mine, (box) => frame.contentDocument.body.replaceChildren(box));
}

async function rotate(mine, show) {
  await seconds(state.settings.code_delay);
  const { codes } = await call("codes").catch(() => ({ codes: [] }));
  if (mine !== round || codes.length === 0) return;
  showIdleCodes(false);
  const canvas = el("canvas", { role: "img", "aria-label": isOld() ? words().scanLabelOld : words().scanLabel });
  const box = el("div", { ...mark("code"), look: "code" }, canvas, el("div", { look: "code-badge" }, "PRACTICE"));
  for (const [index, code] of codes.entries()) {
    if (mine !== round) return;
    drawCode(canvas, code, WIDTH);
    setRef(box, code);
    if (index === 0) show(box);
    await seconds(index === 0 ? state.settings.first_code_seconds : state.settings.next_code_seconds);
  }
  if (mine === round) expire(box, canvas, () => rotate(++round, show));
}

function setRef(box, code) {
  const made = el("div", { "data-ref": code });
  for (const { name, value } of made.attributes) box.setAttribute(name, value);
}

function expire(box, canvas, again) {
  showIdleCodes(true);
  canvas.style.opacity = "0.04";
  const button = el("button", { look: "code-again", type: "button", onclick: again }, words().reloadCode);
  box.append(isOld() ? el("span", {}, button) : button);
}

function phoneNumberWay() {
  const box = el("div", { look: "phone-way" });
  const open = el("button", { ...mark("linkHint"), look: "text-button", type: "button", onclick: () => askNumber(box) }, words().withNumber);
  box.append(el("div", mark("linkHelp"), open));
  return box;
}

function askNumber(box) {
  const field = el("input", { type: "tel", "aria-label": words().yourNumber, value: "+91 " });
  const form = el("form", { look: "phone-form" }, field, el("button", { look: "text-button", type: "submit" }, words().next));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    showPhoneCode(box, field.value.replace(/\D/g, ""));
  });
  box.replaceChildren(form);
  field.focus();
}

async function showPhoneCode(box, number) {
  const mine = round;
  for (let refresh = 0; refresh <= 5 && mine === round; refresh++) {
    const { code } = await call("phone-code", { number });
    const letters = el("div", mark("phoneCode", { "data-link-code": code.split("").join(",") }));
    letters.append(...code.split("").map((letter) => el("span", {}, letter)));
    letters.classList.add("p-phone-code");
    box.replaceChildren(el("p", {}, `${words().enterCode} (${shownNumber(number)})`), letters);
    await seconds(state.settings.phone_code_seconds);
  }
}
