// Building elements. Everything the page shows goes through el(), so that "drift" (a mark that WhatsApp has dropped) is
// one question asked in one place.

let lost = new Set();

// Attributes by which a program could recognise something; `look` (our own styling) is not one of them.
const RECOGNISABLE = /^(id|class|role|title|dir|name|data-.*|aria-.*)$/;

export function loseMarks(drift) {
  lost = new Set(drift);
}

export function hasLost(name, value) {
  if (lost.has(name) || lost.has(`${name}=${value}`)) return true;
  return lost.has("everything") && RECOGNISABLE.test(name);
}

export function el(tag, attributes = {}, ...children) {
  const node = tag === "svg" || tag === "path" ? document.createElementNS("http://www.w3.org/2000/svg", tag) : document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) set(node, name, value);
  node.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

export function set(node, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name === "look") node.classList.add(...value.split(" ").map((word) => `p-${word}`));
  else if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
  else if (hasLost(name, value)) return;
  else if (name === "class") node.classList.add(...value.split(" "));
  else node.setAttribute(name, value === true ? "" : value);
}

export const seconds = (count) => new Promise((resolve) => setTimeout(resolve, count * 1000));
