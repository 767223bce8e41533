// Messages as bubbles, with their keyboards.

import { el, icon } from "./dom.js";
import { render, selectedPart } from "./entities.js";

const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const calendar = new Intl.DateTimeFormat(undefined, { weekday: "long", day: "numeric", month: "long" });

export const dayOf = (message) => calendar.format(message.date * 1000);
export const nameOf = (user) => [user.first_name, user.last_name].filter(Boolean).join(" ");
export const wordsOf = (message) => message.text ?? message.caption ?? message.document?.file_name ?? (message.photo ? "Photo" : serviceText(message)) ?? "";

/** What happened, for messages that nobody wrote. */
export function serviceText(message) {
  if (message.forum_topic_created) return `The topic “${message.forum_topic_created.name}” was opened`;
  if (message.new_chat_members) return `${message.new_chat_members.map(nameOf).join(", ")} joined`;
  if (message.left_chat_member) return `${nameOf(message.left_chat_member)} left`;
  if (message.migrate_to_chat_id || message.migrate_from_chat_id) return "The group became a supergroup";
  return undefined;
}

export const daySeparator = (day) => el("p", { className: "service day" }, day);

/** One message, or those of an album; `view` tells who looks, `act` is told what the person does with it. */
export function bubble(messages, view, act) {
  const [message] = messages;
  const service = serviceText(message);
  const id = `message-${message.message_id}`;
  if (service) return el("p", { className: "service", id }, service);
  const own = message.from.id === view.person;
  const author = own ? "You" : nameOf(message.from);
  const edited = message.edit_date ? " edited" : "";
  const node = el("article", { className: `message ${own ? "own" : "other"}${edited}`, id, "aria-label": author });
  const body = el("div", { className: "bubble", onclick: (event) => pick(node, event) });
  body.append(...heading(message, own, author, view, act), ...media(messages));
  const worded = messages.find((one) => one.text ?? one.caption);
  if (worded) body.append(words(worded, act));
  body.append(foot(message));
  node.append(body);
  if (message.reply_markup?.inline_keyboard) node.append(keyboard(message, act));
  body.append(tools(worded ?? message, own, act));
  return node;
}

/** Where nothing hovers, a tap on a message shows what can be done with it. */
function pick(node, event) {
  if (event.target.closest("a, button, .spoiler") || !getSelection().isCollapsed) return;
  for (const other of document.querySelectorAll(".picked")) if (other !== node) other.classList.remove("picked");
  node.classList.toggle("picked");
}

function words(message, act) {
  const text = message.text ?? message.caption;
  const node = el("div", { className: "text", dir: "auto" }, render(text, message.entities ?? message.caption_entities, act));
  return Object.assign(node, { shows: message });
}

/** The message whose text holds a node of the page, and the part of it that is selected. */
export function selectedIn(node) {
  const box = (node?.nodeType === Node.TEXT_NODE ? node.parentElement : node)?.closest?.(".text");
  const part = box && selectedPart(box, box.shows.text ?? box.shows.caption);
  return part && { message: box.shows, part };
}

function heading(message, own, author, view, act) {
  const line = (text) => el("p", { className: "via" }, text);
  const fromBot = message.from.id === view.bot.id;
  const replied = message.reply_to_message;
  return [
    view.isGroup && !own && el("p", { className: `author${fromBot ? " bot" : ""}` }, author),
    message.via_bot && line(`via @${message.via_bot.username}`),
    message.guest_bot_caller_user && line(`as a guest, for ${nameOf(message.guest_bot_caller_user)}`),
    message.forward_origin && line(`Forwarded from ${originOf(message.forward_origin)}`),
    replied && !replied.forum_topic_created && quotedMessage(replied, message.quote, view, act),
    message.external_reply && quotedElsewhere(message.external_reply, message.quote),
  ].filter(Boolean);
}

const originOf = (origin) =>
  origin.sender_user ? nameOf(origin.sender_user) : (origin.sender_user_name ?? (origin.sender_chat ?? origin.chat).title);

function quotedMessage(replied, quote, view, act) {
  const author = replied.from.id === view.person ? "You" : nameOf(replied.from);
  return el(
    "button",
    { type: "button", className: "replied", "aria-label": `In reply to ${author}`, onclick: () => act.show(replied.message_id) },
    el("strong", {}, author),
    quotedWords(quote, wordsOf(replied)),
  );
}

function quotedElsewhere(reply, quote) {
  const where = reply.chat?.title ? `${originOf(reply.origin)}, in ${reply.chat.title}` : `${originOf(reply.origin)}, in another chat`;
  const shown = reply.document?.file_name ?? (reply.photo ? "Photo" : "");
  return el("div", { className: "replied" }, el("strong", {}, where), quotedWords(quote, shown));
}

/** What is shown of the message replied to: its beginning, or all of the part that was selected. */
function quotedWords(quote, beginning) {
  if (!quote?.is_manual) return el("span", {}, quote?.text ?? beginning);
  return el("span", { className: "part" }, render(quote.text, quote.entities));
}

function media(messages) {
  const photos = messages.filter((message) => message.photo);
  const grid = el("div", { className: `photos of-${Math.min(photos.length, 3)}` }, ...photos.map((message) => photo(message.photo.at(-1))));
  return [...(photos.length ? [grid] : []), ...messages.filter((message) => message.document).map((message) => file(message.document))];
}

const photo = ({ file_id: id }) => el("img", { src: `/play/files/${id}`, alt: "Photo", loading: "lazy" });

function file(document) {
  const size = document.file_size < 1024 ? `${document.file_size} B` : `${Math.round(document.file_size / 1024)} KB`;
  const link = { className: "file", href: `/play/files/${document.file_id}`, download: document.file_name, "aria-label": `Save ${document.file_name}` };
  return el("a", link, el("span", { className: "save" }, icon("save")), el("span", {}, el("strong", {}, document.file_name), el("small", {}, size)));
}

function foot(message) {
  const time = el("time", { dateTime: new Date(message.date * 1000).toISOString() }, clock.format(message.date * 1000));
  return el("p", { className: "foot" }, message.edit_date ? "edited " : null, time);
}

function tools(message, own, act) {
  const tool = (name, label, onclick) => el("button", { type: "button", title: label, "aria-label": label, onclick }, icon(name));
  const canEdit = own && message.text && !message.via_bot && !message.forward_origin;
  return el(
    "div",
    { className: "tools" },
    tool("reply", "Reply", () => act.reply(message)),
    tool("forward", "Forward", () => act.forward(message)),
    canEdit ? tool("edit", "Edit", () => act.edit(message)) : null,
  );
}

function keyboard(message, act) {
  const rows = message.reply_markup.inline_keyboard.map((row) =>
    el("div", { className: "row" }, ...row.map((button) => key(message, button, act))),
  );
  return el("div", { className: "keyboard", role: "group", "aria-label": "Buttons" }, ...rows);
}

const SIGNS = {
  url: "open",
  copy_text: "copy",
  switch_inline_query: "share",
  switch_inline_query_current_chat: "share",
  switch_inline_query_chosen_chat: "share",
};

function key(message, button, act) {
  const sign = Object.keys(SIGNS).find((name) => name in button);
  const node = el("button", { type: "button", className: `key ${button.style ?? ""}` }, el("span", {}, button.text));
  if (sign) node.append(icon(SIGNS[sign]));
  node.addEventListener("click", async () => {
    if (node.classList.contains("waiting")) return;
    node.classList.add("waiting");
    node.setAttribute("aria-busy", "true");
    await act.press(message, button);
    node.classList.remove("waiting");
    node.removeAttribute("aria-busy");
  });
  return node;
}

/** What a bot without messages shows: what it can do, and how to begin. */
export function welcome(about, act) {
  return el(
    "section",
    { className: "welcome" },
    el("img", { src: "/static/icon.svg", alt: "", width: 72, height: 72 }),
    el("h3", {}, about.description ? "What can this bot do?" : about.name),
    el("p", {}, about.description || "Nothing has been said yet."),
    el("button", { type: "button", className: "start", onclick: () => act.command("/start") }, "Start"),
  );
}

/** The bot's profile, as a tap on its name opens it. */
export function profile(bot, about) {
  return el(
    "section",
    { className: "profile" },
    el("img", { src: "/static/icon.svg", alt: "", width: 72, height: 72 }),
    el("h3", {}, about.name),
    el("p", { className: "named" }, `@${bot.username}`),
    about.short_description ? el("p", { className: "bio" }, about.short_description) : null,
  );
}
