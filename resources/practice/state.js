// What the page knows: settings and account as the server last told them, and what is open on this screen.

export const start = JSON.parse(document.getElementById("practice-start").textContent);

export const state = {
  settings: start.settings,
  number: "", // the linked account, "" = none
  chats: new Map(), // number → {number, name, unread, draft, messages}
  loadedAt: Date.now(),
  open: "", // number of the open chat
  staysLoggedIn: true,
};

export function takeAccount(number, chats) {
  state.number = number;
  state.chats = new Map(chats.map((chat) => [chat.number, chat]));
  localStorage.setItem("last-wid-md", JSON.stringify(`${number}:12@c.us`));
}

export function chatOf(number, name = "") {
  let chat = state.chats.get(number);
  if (!chat) {
    chat = { number, name, unread: 0, draft: "", messages: [] };
    state.chats.set(number, chat);
  }
  return chat;
}

export function takeChat(told) {
  const chat = chatOf(told.number);
  Object.assign(chat, { name: told.name, unread: told.unread, draft: told.draft });
  return chat;
}

// Adds or replaces; true if it is new.
export function takeMessage(chat, message) {
  const index = chat.messages.findIndex((known) => known.id === message.id);
  if (index >= 0) chat.messages[index] = message;
  else chat.messages.push(message);
  return index < 0;
}
