// Small helpers to build and find elements, and the page's own notices: a toast, and a dialog with choices.

export const byId = (id) => document.getElementById(id);

/** An element with properties (data-*, aria-* and role as attributes, on* as listeners) and children. */
export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name in node && !name.includes("-") && name !== "role") node[name] = value;
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

const PATHS = {
  send: "M4 12 20 4l-5 16-3.500-6.500z",
  attach: "m8 12.500 6-6a3 3 0 0 1 4.300 4.300l-7.800 7.800a5 5 0 0 1-7-7L10 5",
  close: "M6 6l12 12M18 6 6 18",
  menu: "M4 7h16M4 12h16M4 17h16",
  reply: "M10 6 4 12l6 6M4 12h9a7 7 0 0 1 7 7",
  forward: "M14 6l6 6-6 6M20 12h-9a7 7 0 0 0-7 7",
  save: "M12 4v11M7.500 11l4.500 4.500 4.500-4.500M5 20h14",
  quote: "M6 16c2-1 3-2.500 3-5H5V6h5v5c0 4-1.500 6-4 7zM15 16c2-1 3-2.500 3-5h-4V6h5v5c0 4-1.500 6-4 7z",
  edit: "m5 19 1-4L16 5l3 3L9 18z",
  open: "M8 16 17 7M9 7h8v8",
  copy: "M9 9h10v10H9zM15 9V5H5v10h4",
  share: "M12 15V4M8 8l4-4 4 4M5 13v6h14v-6",
  topic: "M5 9h14M5 15h14M10 4 8 20M16 4l-2 16",
};

/** A line icon. */
export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}

let toastTimer;

/** Shows a short notice at the foot of the chat. */
export function toast(text) {
  const node = byId("toast");
  node.textContent = text;
  node.hidden = false;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => (node.hidden = true), 4000);
}

/** Shows a text or an element that must be closed, or choices of which one is given back (undefined when closed). */
export function ask(text, choices = []) {
  const dialog = byId("dialog");
  byId("dialog-text").replaceChildren(text);
  byId("dialog-close").textContent = choices.length ? "Cancel" : "OK";
  return new Promise((resolve) => {
    let chosen;
    const pick = (choice) => () => {
      chosen = choice.value;
      dialog.close();
    };
    byId("dialog-choices").replaceChildren(
      ...choices.map((choice) => el("li", {}, el("button", { type: "button", onclick: pick(choice) }, choice.label))),
    );
    dialog.addEventListener("close", () => resolve(chosen), { once: true });
    dialog.showModal();
  });
}

/** Copies to the clipboard; false when the browser does not let us. */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
