// The time before the app is there: the shell's splash, then "loading your chats". Either can get stuck.

import { el, seconds } from "./dom.js";
import { mark } from "./marks.js";
import { pressed } from "./server.js";
import { state } from "./state.js";
import { words } from "./words.js";

const STEP = 0.1;

// Moves `bar` from 0 to 100 in so many seconds; never ends if the page is told to be stuck.
async function run(bar, duration, onPercent = () => undefined) {
  const steps = Math.max(1, Math.round(duration / STEP));
  for (let step = 1; step <= steps; step++) {
    await seconds(duration / steps);
    const percent = Math.round((100 * step) / steps);
    const stuck = state.settings.boot_stuck_at;
    const shown = stuck === null ? percent : Math.min(percent, stuck);
    bar.value = shown;
    onPercent(shown);
    if (stuck !== null && percent >= stuck) while (state.settings.boot_stuck_at !== null) await seconds(STEP);
  }
}

export async function splash() {
  const shell = document.querySelector("progress")?.closest("body > div");
  await run(document.querySelector("progress"), state.settings.boot_seconds / 2);
  return () => shell?.remove();
}

export async function loadingChats(app, duration) {
  const bar = el("progress", { ...mark("loadingBar"), max: "100", value: "0" });
  const text = el("div", {}, words().loadingChats(0));
  const out = el("button", { type: "button", look: "text-button", onclick: () => pressed("log_out_pressed") }, words().logOut);
  app.replaceChildren(el("div", { ...mark("loading"), look: "loading" }, el("h1", {}, "WhatsApp"), bar, text, el("small", {}, words().dontClose), out));
  await run(bar, duration, (percent) => (text.textContent = words().loadingChats(percent)));
}
