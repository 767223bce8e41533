// Messages as bubbles, with their keyboards.

import { el, icon } from "./dom.js";
import { render } from "./entities.js";

const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const calendar = new Intl.DateTimeFormat(undefined, { weekday: "long", day: "numeric", month: "long" });

export const dayOf = (message) => calendar.format(message.date * 1000);
export const nameOf = (user) => [user.first_name, user.last_name].filter(Boolean).join(" ");
export const wordsOf = (message) => message.text ?? message.caption ?? message.document?.file_name ?? serviceText(message) ?? "";

/** What happened, for messages that nobody wrote. */
export function serviceText(message) {
  if (message.forum_topic_created) return `The topic “${message.forum_topic_created.name}” was opened`;
  if (message.new_chat_members) return `${message.new_chat_members.map(nameOf).join(", ")} joined`;
  if (message.left_chat_member) return `${nameOf(message.left_chat_member)} left`;
  if (message.migrate_to_chat_id || message.migrate_from_chat_id) return "The group became a supergroup";
  return undefined;
}

export const daySeparator = (day) => el("p", { className: "service day" }, day);

/** One message; `view` tells who looks, `act` is told what the person does with it. */
export function bubble(message, view, act) {
  const service = serviceText(message);
  const id = `message-${message.message_id}`;
  if (service) return el("p", { className: "service", id }, service);
  const own = message.from.id === view.person;
  const fromBot = message.from.id === view.bot.id;
  const author = own ? "You" : nameOf(message.from);
  const edited = message.edit_date ? " edited" : "";
  const node = el("article", { className: `message ${own ? "own" : "other"}${edited}`, id, "aria-label": author });
  const body = el("div", { className: "bubble" });
  if (view.isGroup && !own) body.append(el("p", { className: `author${fromBot ? " bot" : ""}` }, author));
  if (message.via_bot) body.append(el("p", { className: "via" }, `via @${message.via_bot.username}`));
  if (message.guest_bot_caller_user) body.append(el("p", { className: "via" }, `as a guest, for ${nameOf(message.guest_bot_caller_user)}`));
  const replied = message.reply_to_message;
  if (replied && !replied.forum_topic_created) body.append(quotedMessage(replied, message.quote, view, act));
  if (message.document) body.append(file(message.document));
  const text = message.text ?? message.caption;
  if (text) {
    body.append(el("div", { className: "text", dir: "auto" }, render(text, message.entities ?? message.caption_entities, act)));
  }
  body.append(foot(message));
  node.append(body);
  if (message.reply_markup?.inline_keyboard) node.append(keyboard(message, act));
  body.append(tools(message, own, act));
  return node;
}

function quotedMessage(replied, quote, view, act) {
  const author = replied.from.id === view.person ? "You" : nameOf(replied.from);
  return el(
    "button",
    { type: "button", className: "replied", "aria-label": `In reply to ${author}`, onclick: () => act.show(replied.message_id) },
    el("strong", {}, author),
    el("span", {}, quote?.text ?? wordsOf(replied)),
  );
}

function file(document) {
  const size = document.file_size < 1024 ? `${document.file_size} B` : `${Math.round(document.file_size / 1024)} KB`;
  const link = { href: `/play/files/${document.file_id}`, download: document.file_name, "aria-label": `Save ${document.file_name}` };
  return el("p", { className: "file" }, icon("attach"), el("a", link, `${document.file_name} · ${size}`));
}

function foot(message) {
  const time = el("time", { dateTime: new Date(message.date * 1000).toISOString() }, clock.format(message.date * 1000));
  return el("p", { className: "foot" }, message.edit_date ? "edited " : null, time);
}

function tools(message, own, act) {
  const reply = el("button", { type: "button", title: "Reply", "aria-label": "Reply", onclick: () => act.reply(message) }, icon("reply"));
  const canEdit = own && message.text && !message.via_bot;
  const edit = canEdit
    ? el("button", { type: "button", title: "Edit", "aria-label": "Edit", onclick: () => act.edit(message) }, icon("edit"))
    : null;
  return el("div", { className: "tools" }, reply, edit);
}

function keyboard(message, act) {
  const rows = message.reply_markup.inline_keyboard.map((row) =>
    el("div", { className: "row" }, ...row.map((button) => key(message, button, act))),
  );
  return el("div", { className: "keyboard", role: "group", "aria-label": "Buttons" }, ...rows);
}

const SIGNS = {
  url: "open",
  web_app: "open",
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
export function welcome(bot, act) {
  return el(
    "section",
    { className: "welcome" },
    el("img", { src: "/static/icon.svg", alt: "", width: 72, height: 72 }),
    el("h3", {}, bot.description ? "What can this bot do?" : bot.first_name),
    el("p", {}, bot.description || "Nothing has been said yet."),
    el("button", { type: "button", className: "start", onclick: () => act.command("/start") }, "Start"),
  );
}
