// A text and its entities, as a fragment of the page. Offsets are UTF-16 units, which is what strings here are made of.

import { el } from "./dom.js";

const STYLES = { bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code" };
// The Bot API takes no longer quote of a message.
const LONGEST_QUOTE = 1024;
const BLOCKS = new Set(["blockquote", "expandable_blockquote", "pre"]);

/** The link that an address may be followed by; undefined for schemes that a page must not open. */
export function safeLink(address) {
  try {
    const url = new URL(/^[a-z][a-z0-9+.-]*:/i.test(address) ? address : `https://${address}`);
    return ["https:", "http:", "tg:", "mailto:"].includes(url.protocol) ? url.href : undefined;
  } catch {
    return undefined;
  }
}

/** The text from `start` to `end` with the entities inside of it; `act` is told of commands and links to the bot. */
export function render(text, entities = [], act, start = 0, end = text.length) {
  const fragment = document.createDocumentFragment();
  const inside = entities
    .filter((entity) => entity.offset < end && entity.offset + entity.length > start)
    .toSorted((a, b) => a.offset - b.offset || b.length - a.length || BLOCKS.has(b.type) - BLOCKS.has(a.type));
  let at = start;
  while (inside.length) {
    const entity = inside.shift();
    const from = Math.max(entity.offset, at);
    const to = Math.min(entity.offset + entity.length, end);
    if (to <= from) continue;
    fragment.append(piece(text, at, from));
    const children = inside.filter((other) => other.offset < to);
    fragment.append(wrap(entity, text.slice(from, to), render(text, children, act, from, to), act));
    at = to;
    // The line break after a block is the end of the block's own line.
    if (BLOCKS.has(entity.type) && text[at] === "\n" && at < end) at += 1;
  }
  fragment.append(piece(text, at, end));
  return fragment;
}

/** A text node that knows where in the message it begins, so that what is selected can be told. */
const piece = (text, start, end) => Object.assign(document.createTextNode(text.slice(start, end)), { at: start });

/** Which part of a message's text is selected in the page: of what `node` shows, its position and words, if any. */
export function selectedPart(node, text) {
  const selection = getSelection();
  if (!node || selection.isCollapsed || !selection.rangeCount) return undefined;
  const range = selection.getRangeAt(0);
  const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
  let from;
  let to;
  while (walker.nextNode()) {
    const part = walker.currentNode;
    if (part.at === undefined || !range.intersectsNode(part)) continue;
    from ??= part.at + (part === range.startContainer ? range.startOffset : 0);
    to = part.at + (part === range.endContainer ? range.endOffset : part.length);
  }
  const words = text.slice(from, to).slice(0, LONGEST_QUOTE);
  if (from === undefined || !words.trim()) return undefined;
  return { text: words.trim(), position: from + words.search(/\S/) };
}

function wrap(entity, covered, content, act) {
  switch (entity.type) {
    case "bold":
    case "italic":
    case "underline":
    case "strikethrough":
    case "code":
      return el(STYLES[entity.type], {}, content);
    case "pre":
      return el("pre", {}, el("code", { "data-language": entity.language }, content));
    case "blockquote":
      return el("blockquote", {}, content);
    case "expandable_blockquote":
      return expandable(content);
    case "spoiler":
      return spoiler(content);
    case "text_link":
      return link(entity.url, content, act);
    case "url":
      return link(covered, content, act);
    case "email":
      return link(`mailto:${covered}`, content, act);
    case "bot_command":
      return el("button", { type: "button", className: "command", onclick: () => act.command(covered) }, content);
    case "mention":
    case "text_mention":
    case "hashtag":
    case "cashtag":
      return el("span", { className: "named" }, content);
    default:
      return content;
  }
}

function link(address, content, act) {
  const href = safeLink(address);
  if (!href) return content;
  return el(
    "a",
    { href, target: "_blank", rel: "noopener noreferrer", title: href, onclick: (event) => act.link(href, event) },
    content,
  );
}

function spoiler(content) {
  const node = el("span", { className: "spoiler", role: "button", tabIndex: 0, "aria-label": "Hidden text: show" }, content);
  const show = () => {
    node.classList.add("shown");
    node.removeAttribute("role");
    node.removeAttribute("aria-label");
  };
  node.addEventListener("click", show);
  node.addEventListener("keydown", (event) => event.key === "Enter" && show());
  return node;
}

function expandable(content) {
  const node = el("blockquote", { className: "folded" }, el("div", {}, content));
  const toggle = el("button", { type: "button", className: "unfold", "aria-expanded": "false" }, "Show all");
  toggle.addEventListener("click", () => {
    const folded = node.classList.toggle("folded");
    toggle.textContent = folded ? "Show all" : "Show less";
    toggle.setAttribute("aria-expanded", String(!folded));
  });
  node.append(toggle);
  return node;
}
