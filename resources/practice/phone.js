// The pretend phones: link the computer that shows a code, read what the patients got, write back as a patient.

import { shownNumber } from "./words.js";

const at = (id) => document.getElementById(id);
const patients = new Map(); // "account/number" → its phone on the page

async function order(name, ask) {
  const answer = await fetch(`/_practice/${name}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(ask),
  });
  const told = await answer.json();
  at("problem").textContent = told.error ?? "";
  return answer.ok;
}

function make(tag, attributes = {}, ...children) {
  const node = Object.assign(document.createElement(tag), attributes);
  node.append(...children);
  return node;
}

const clinicNumber = () => at("number").value.replace(/\D/g, "");

at("scan").addEventListener("click", () => order("scan-shown", { number: clinicNumber() }));
at("code-form").addEventListener("submit", async (event) => {
  event.preventDefault();
  if (await order("enter-code", { code: at("code").value, number: clinicNumber() })) at("code").value = "";
});

function draw({ codes, linked, chats }) {
  at("scan").disabled = codes.length === 0;
  at("scan-hint").textContent = codes.length
    ? "A computer shows a code and waits."
    : "No computer shows a code now. In the front desk, open WhatsApp and choose to link.";
  at("linked").replaceChildren(
    ...linked.map((number) => make("li", {}, shownNumber(number), make("button", { textContent: "Log out", onclick: () => order("unlink", { number }) }))),
    ...(linked.length ? [] : [make("li", { className: "hint", textContent: "none yet" })]),
  );
  const written = chats.filter((chat) => chat.messages.length > 0);
  at("nobody").hidden = written.length > 0;
  const shown = new Set(written.map(keyOf));
  for (const [key, phone] of patients) {
    if (shown.has(key)) continue;
    phone.root.remove();
    patients.delete(key);
  }
  written.forEach(drawPatient);
}

const keyOf = (chat) => `${chat.account}/${chat.number}`;

function drawPatient(chat) {
  let phone = patients.get(keyOf(chat));
  if (!phone) {
    phone = newPatient(chat);
    patients.set(keyOf(chat), phone);
    at("patients").prepend(phone.root);
  }
  phone.name.textContent = chat.name || shownNumber(chat.number);
  const reached = chat.messages.filter((message) => !message.from_me || ["delivered", "read"].includes(message.receipt));
  const isNew = reached.length !== phone.talk.childElementCount;
  phone.talk.replaceChildren(...reached.map(said));
  if (isNew) phone.talk.scrollTop = phone.talk.scrollHeight;
}

function newPatient(chat) {
  const name = make("strong");
  const talk = make("div", { className: "talk" });
  const field = make("input", { placeholder: "Write back", autocomplete: "off" });
  field.setAttribute("aria-label", `Write back as ${shownNumber(chat.number)}`);
  const form = make("form", {}, field, make("button", { textContent: "Send" }));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const text = field.value.trim();
    if (text && (await order("write", { number: chat.number, account: chat.account, text }))) field.value = "";
  });
  const header = make("header", {}, name, make("small", { textContent: `talks with the clinic ${shownNumber(chat.account)}` }));
  return { root: make("article", { className: "patient" }, header, talk, form), name, talk };
}

function said(message) {
  const time = new Date(message.at).toLocaleTimeString("en-US", { hour: "numeric", minute: "2-digit" });
  return make("div", { className: message.from_me ? "said" : "said own" }, message.text, make("small", { textContent: time }));
}

let version = "";
for (;;) {
  try {
    const told = await (await fetch(`/_practice/state${version === "" ? "" : `?after=${version}&wait=20`}`)).json();
    version = told.version;
    draw(told);
  } catch {
    await new Promise((resolve) => setTimeout(resolve, 1000)); // the practice WhatsApp is away; it may come back
  }
}
