// The page: what is shown, kept in step with the server's journal, and what the person does with it.

import { ask, byId, copy, el, icon, toast } from "./dom.js";
import { safeLink } from "./entities.js";
import { bubble, dayOf, daySeparator, nameOf, profile, selectedIn, serviceText, welcome, wordsOf } from "./messages.js";
import * as server from "./server.js";
import { setUpComposer } from "./composer.js";
import { setUpSettings } from "./settings.js";

const TYPING_LASTS = 5000;
const view = { chats: new Map(), person: 0, chat: 0, thread: null, typing: new Map(), unread: new Set() };

export const currentChat = () => view.chats.get(view.chat);
const person = () => view.people.find((one) => one.id === view.person);
const privateChat = () => [...view.chats.values()].find((chat) => chat.person === view.person);
const openChats = () => [...view.chats.values()].filter((chat) => chat.person === null || chat.person === view.person);

/** Does something in the current chat, in the person's name; a refusal becomes a notice, and undefined. */
async function perform(name, body = {}, signal) {
  try {
    return await server.act(name, { person: view.person, chat: view.chat, thread: view.thread, ...body }, signal);
  } catch (error) {
    if (error.name !== "AbortError") toast(error.message);
    return undefined;
  }
}

const act = {
  command: (text) => perform("send", { text }),
  reply(message) {
    const found = selectedIn(getSelection().anchorNode);
    composer.reply(message, found?.message === message ? found.part : null);
  },
  async replyElsewhere(message, part) {
    const chosen = await chooseChat("Reply in which chat?");
    if (chosen === undefined) return;
    selectChat(chosen);
    composer.reply(message, part);
  },
  async forward(message) {
    const chosen = await chooseChat("Forward to which chat?");
    if (chosen === undefined) return;
    const thread = chosen === view.chat ? view.thread : null;
    if (await perform("forward", { message: message.message_id, to: chosen, thread })) selectChat(chosen, thread);
  },
  edit: (message) => composer.edit(message),
  show(id) {
    const node = byId(`message-${id}`);
    if (!node) return toast("This message is not shown here.");
    node.scrollIntoView({ block: "center", behavior: "smooth" });
    node.classList.remove("found");
    requestAnimationFrame(() => node.classList.add("found"));
  },
  link(address, event) {
    const url = new URL(address);
    if (url.hostname !== "t.me" || url.pathname.slice(1).toLowerCase() !== view.bot.username.toLowerCase()) return false;
    event?.preventDefault();
    const payload = url.searchParams.get("start");
    selectChat(privateChat().id);
    if (payload !== null) perform("send", { text: `/start ${payload}`.trim() });
    return true;
  },
  async press(message, button) {
    if ("callback_data" in button) return answered(await perform("press", { message: message.message_id, data: button.callback_data }));
    if ("url" in button) return follow(button.url);
    if ("copy_text" in button) return toast((await copy(button.copy_text.text)) ? "Copied" : button.copy_text.text);
    if ("switch_inline_query_current_chat" in button) return composer.lookUp(button.switch_inline_query_current_chat);
    const query = button.switch_inline_query ?? button.switch_inline_query_chosen_chat?.query;
    if (query === undefined) return toast("The playground can't do what this button does.");
    const chosen = await chooseChat("Share in which chat?");
    if (chosen === undefined) return undefined;
    selectChat(chosen);
    return composer.lookUp(query);
  },
};

const chooseChat = (question) => ask(question, openChats().map((chat) => ({ label: chatName(chat), value: chat.id })));

/** Opens an address: one of the bot's own in the playground, any other in a new tab. */
function follow(address) {
  const href = safeLink(address);
  if (href && !act.link(href)) window.open(href, "_blank", "noopener,noreferrer");
}

function answered(answer) {
  if (!answer) return;
  if (!("callback_query_id" in answer)) toast("The bot has not answered the button.");
  else if (answer.url) follow(answer.url);
  else if (answer.text && answer.show_alert) ask(answer.text);
  else if (answer.text) toast(answer.text);
}

const composer = setUpComposer({ view, perform, currentChat, act, ownMessages: () => shown().filter((message) => message.from.id === view.person) });

// Chats

const isGroup = (chat) => chat.type !== "private";
const about = () => view.about[view.person];
const chatName = (chat) => (isGroup(chat) ? chat.title : about().name);
const lasting = (key, value) => localStorage.setItem(`playground.${key}`, value);
const lasted = (key) => localStorage.getItem(`playground.${key}`);

function kindOf(chat) {
  if (!isGroup(chat)) return "Private chat";
  if (!chat.has_bot) return "Group without the bot";
  return chat.is_forum ? "Group with topics" : "Group";
}

function subtitleOf(chat) {
  if (view.typing.has(chat.id)) return "typing…";
  if (!isGroup(chat)) return "bot";
  if (!chat.has_bot) return "the bot is not in this group: mention it to summon it as a guest";
  return `${kindOf(chat).toLowerCase()} · the bot sees commands, mentions and replies`;
}

function avatarOf(chat) {
  return isGroup(chat) ? document.createTextNode(chat.title[0]) : el("img", { src: "/static/icon.svg", alt: "" });
}

export function selectChat(id, thread = null) {
  if (view.chat !== id || view.thread !== thread) composer.forget();
  view.chat = id;
  view.thread = thread;
  view.unread.delete(id);
  lasting("chat", id);
  document.body.classList.remove("sidebar-open");
  draw();
  byId("text").focus({ preventScroll: true });
}

function drawSidebar() {
  document.title = `${about().name} playground`;
  byId("chats").replaceChildren(
    ...openChats().map((chat) => {
      const last = chat.messages.findLast((message) => !serviceText(message));
      const current = chat.id === view.chat;
      return el(
        "li",
        {},
        el(
          "button",
          { type: "button", className: "chat", "aria-current": current ? "page" : undefined, onclick: () => selectChat(chat.id) },
          el("span", { className: `avatar ${isGroup(chat) ? "group" : ""}`, "aria-hidden": "true" }, avatarOf(chat)),
          el("span", { className: "name" }, chatName(chat)),
          el("span", { className: "last" }, last ? wordsOf(last) : kindOf(chat)),
          view.unread.has(chat.id) ? el("span", { className: "unread" }, el("span", { className: "hidden" }, "new messages")) : null,
        ),
      );
    }),
  );
}

function drawHeader() {
  const chat = currentChat();
  byId("title").textContent = chatName(chat);
  byId("subtitle").textContent = subtitleOf(chat);
  byId("avatar").replaceChildren(avatarOf(chat));
  byId("avatar").classList.toggle("group", isGroup(chat));
  byId("as").textContent = `as ${nameOf(person())}, ${person().role}`;
  byId("as").classList.toggle("admin", person().role === "admin");
  const tabs = [{ id: null, name: "General" }, ...chat.topics];
  byId("topics").hidden = !chat.is_forum;
  byId("topics").replaceChildren(
    ...tabs.map((topic) =>
      el(
        "button",
        { type: "button", role: "tab", "aria-selected": String(topic.id === view.thread), onclick: () => selectChat(chat.id, topic.id) },
        icon("topic"),
        topic.name,
      ),
    ),
  );
}

// Messages

/** The messages of the open chat and topic. */
function shown() {
  const chat = currentChat();
  const inTopic = (message) => (message.is_topic_message ? message.message_thread_id : null) === view.thread;
  return chat.is_forum ? chat.messages.filter(inTopic) : chat.messages;
}

/** Messages as they stand together: those of an album are one. */
function grouped(messages) {
  const groups = [];
  for (const message of messages) {
    const album = groups.at(-1)?.at(-1).media_group_id;
    if (album && message.media_group_id === album) groups.at(-1).push(message);
    else groups.push([message]);
  }
  return groups;
}

function lookOf(group, previous) {
  const [message] = group;
  const node = bubble(group, { person: view.person, bot: view.bot, isGroup: isGroup(currentChat()) }, act);
  const sameAuthor = previous?.from.id === message.from.id && message.date - previous.date < 300;
  node.classList.toggle("joined", Boolean(sameAuthor && previous && dayOf(previous) === dayOf(message)));
  return node;
}

function drawMessages() {
  const nodes = [];
  let previous;
  for (const group of grouped(shown())) {
    if (!previous || dayOf(previous) !== dayOf(group[0])) nodes.push(daySeparator(dayOf(group[0])));
    nodes.push(lookOf(group, previous));
    previous = group[0];
  }
  if (!nodes.length && !isGroup(currentChat())) nodes.push(welcome(about(), act));
  byId("messages").replaceChildren(...nodes);
  drawTyping();
}

function appendMessage(message) {
  const before = shown();
  const previous = before.at(-2);
  if (previous?.media_group_id && previous.media_group_id === message.media_group_id) return drawMessages();
  const box = byId("messages");
  box.querySelector(".welcome")?.remove();
  box.querySelector(".typing")?.remove();
  if (!previous || dayOf(previous) !== dayOf(message)) box.append(daySeparator(dayOf(message)));
  const node = lookOf([message], previous);
  node.classList.add("new");
  return box.append(node);
}

function drawTyping() {
  const box = byId("messages");
  box.querySelector(".typing")?.remove();
  if (!view.typing.has(view.chat)) return;
  box.append(el("div", { className: "message other typing", "aria-hidden": "true" }, el("div", { className: "bubble" }, el("i"), el("i"), el("i"))));
}

const scroll = byId("scroll");
const isAtEnd = () => scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 120;
const toEnd = () => (scroll.scrollTop = scroll.scrollHeight);
// What opens below the messages must not hide the last of them.
let wasAtEnd = true;
scroll.addEventListener("scroll", () => (wasAtEnd = isAtEnd()));
new ResizeObserver(() => wasAtEnd && toEnd()).observe(scroll);

// A part of a message that is selected can be replied to.

const quotePart = byId("quote-part");
let selectedNow;
document.addEventListener("selectionchange", () => {
  selectedNow = selectedIn(getSelection().anchorNode);
  quotePart.hidden = !selectedNow;
});
quotePart.prepend(icon("quote"));
quotePart.onpointerdown = (event) => event.preventDefault();
quotePart.onclick = () => {
  const { message, part } = selectedNow;
  getSelection().empty();
  composer.reply(message, part);
};
byId("profile").onclick = () => ask(isGroup(currentChat()) ? subtitleOf(currentChat()) : profile(view.bot, about()));

function draw() {
  drawSidebar();
  drawHeader();
  drawMessages();
  toEnd();
  composer.draw();
}

// What happens

function stopTyping(chat) {
  clearTimeout(view.typing.get(chat));
  if (view.typing.delete(chat) && chat === view.chat) {
    drawTyping();
    drawHeader();
  }
}

const happenings = {
  message(entry, chat) {
    chat.messages.push(entry.message);
    if (entry.by === view.bot.id) stopTyping(chat.id);
    const here = chat.id === view.chat && shown().at(-1) === entry.message;
    const follow = isAtEnd() || entry.by === view.person;
    if (here) appendMessage(entry.message);
    else if (chat.id !== view.chat) view.unread.add(chat.id);
    if (here && follow) toEnd();
    drawSidebar();
  },
  edit(entry, chat) {
    const at = chat.messages.findIndex((message) => message.message_id === entry.message.message_id);
    if (at < 0) return;
    chat.messages[at] = entry.message;
    if (chat.id === view.chat && entry.message.media_group_id) return drawMessages();
    const node = chat.id === view.chat && byId(`message-${entry.message.message_id}`);
    if (!node) return;
    const follow = isAtEnd();
    const focused = node.contains(document.activeElement) && [...node.querySelectorAll("button")].indexOf(document.activeElement);
    const joined = node.classList.contains("joined");
    const fresh = lookOf([entry.message]);
    fresh.classList.toggle("joined", joined);
    node.replaceWith(fresh);
    if (focused !== false && focused >= 0) fresh.querySelectorAll("button")[focused]?.focus({ preventScroll: true });
    if (follow) toEnd();
    drawSidebar();
  },
  delete(entry, chat) {
    chat.messages = chat.messages.filter((message) => message.message_id !== entry.message_id);
    if (chat.id === view.chat) drawMessages();
    drawSidebar();
  },
  action(entry, chat) {
    clearTimeout(view.typing.get(chat.id));
    view.typing.set(chat.id, setTimeout(() => stopTyping(chat.id), TYPING_LASTS));
    if (chat.id !== view.chat) return;
    const follow = isAtEnd();
    drawTyping();
    drawHeader();
    if (follow) toEnd();
  },
};

let timesAsked = 0;

/** What the bot says of itself. The newest request alone counts: an earlier one may be answered later, with what is old. */
async function fetchAbout() {
  const asked = ++timesAsked;
  const found = await server.about();
  if (asked !== timesAsked) return;
  view.about = found;
  drawSidebar();
  drawHeader();
  if (!shown().length) drawMessages();
  composer.draw();
}

async function happened(entry) {
  if (entry.kind === "commands" || entry.kind === "described") await fetchAbout();
  if (entry.kind === "refused") toast(`Telegram would refuse ${entry.method}: ${entry.error}`);
  const chat = view.chats.get(entry.chat_id);
  if (chat) happenings[entry.kind]?.(entry, chat);
}

export function selectPerson(role) {
  const before = privateChat()?.id;
  view.person = view.people.find((one) => one.role === role).id;
  lasting("role", role);
  selectChat(view.chat === before || !view.chats.has(view.chat) ? privateChat().id : view.chat, view.thread);
}

async function start() {
  const state = await server.state();
  Object.assign(view, state, { chats: new Map(state.chats.map((chat) => [chat.id, chat])) });
  const role = lasted("role") === "admin" ? "admin" : "reader";
  view.person = view.people.find((one) => one.role === role).id;
  const chat = Number(lasted("chat"));
  view.chat = openChats().some((one) => one.id === chat) ? chat : privateChat().id;
  setUpSettings({ role, person, perform, selectPerson, fetchAbout, lasting, lasted });
  server.listen(state.run, state.seq, happened, start);
  selectChat(view.chat);
}

start();
