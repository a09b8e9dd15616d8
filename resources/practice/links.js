// Links to a chat: clicked inside the page (taken over, no reload) or as the page's own address (/send?phone=…&text=…).

import { openChat } from "./conversation.js";
import { invalidNumber, startingChat } from "./dialogs.js";
import { seconds } from "./dom.js";
import { call } from "./server.js";
import { state } from "./state.js";

export function takeOverLinks() {
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]");
    if (!link || event.defaultPrevented || !state.number) return;
    const address = new URL(link.href, location.href);
    if (address.origin !== location.origin || !address.pathname.startsWith("/send") || !state.settings.links_taken_over) return;
    event.preventDefault();
    openAddress(address);
  });
}

export async function openAddress(address) {
  const phone = (address.searchParams.get("phone") ?? "").replace(/[+\s-]/g, "");
  const text = address.searchParams.get("text") ?? "";
  const { settings } = state;
  const waiting = startingChat();
  const [found] = await Promise.all([call("lookup", { phone, text }).catch(() => null), seconds(settings.starting_chat_seconds)]);
  if (found && !found.exists && settings.invalid_popup_delay) {
    waiting.close();
    await seconds(settings.invalid_popup_delay);
  }
  waiting.close();
  if (!found) return;
  if (found.exists) openChat(found.number, found.name, text);
  else invalidNumber();
}
