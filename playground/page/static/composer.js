// The field in which one writes: plain messages, replies, edits, the command menu, files, and inline mode.

import { byId, el, icon, toast } from "./dom.js";
import { nameOf, wordsOf } from "./messages.js";
import { sendFiles } from "./server.js";
import { setUpInline } from "./inline.js";

const text = byId("text");
const menu = byId("menu");

/** Wires the field; gives what the rest of the page may ask of it. */
export function setUpComposer(page) {
  const { view, perform, currentChat } = page;
  const state = { reply: null, part: null, edit: null };
  const inline = setUpInline({ ...page, value: () => text.value, done: () => write(""), close });

  function close() {
    inline.leave();
    draw();
  }

  function write(value) {
    text.value = value;
    grow();
  }

  function grow() {
    text.rows = Math.min(8, Math.max(1, text.value.split("\n").length));
    while (text.rows < 8 && text.scrollHeight > text.clientHeight + 2) text.rows += 1;
  }

  function draw() {
    const chat = currentChat();
    byId("send").disabled = false;
    text.placeholder = inline.isOn() ? "words of a quote" : chat.type === "private" ? "Write a message" : `Write, or mention @${view.bot.username}`;
    byId("context").hidden = !state.reply && !state.edit;
    const about = state.reply ?? state.edit;
    byId("context-elsewhere").hidden = !state.reply;
    if (about) {
      byId("context-title").textContent = state.edit ? "Editing" : `Reply to ${about.from.id === view.person ? "yourself" : nameOf(about.from)}`;
      byId("context-text").textContent = state.part ? `“${state.part.text}”` : wordsOf(about);
    }
    byId("commands").hidden = inline.isOn() || !commands().length;
    byId("attach").hidden = inline.isOn();
    byId("send").hidden = inline.isOn();
    inline.draw();
    offer();
  }

  /** Opens the menu while a command is being typed. */
  function offer() {
    if (!inline.isOn() && /^\/\w*$/.test(text.value)) openMenu(text.value);
    else closeMenu();
  }

  function forget() {
    state.reply = state.part = state.edit = null;
    closeMenu();
    inline.leave();
  }

  async function submit() {
    const value = text.value;
    if (!value.trim()) return;
    const { reply, part, edit } = state;
    // Cleared at once: what is typed while the message is on its way belongs to the next one.
    state.reply = state.part = state.edit = null;
    write("");
    draw();
    const done = edit
      ? await perform("edit", { message: edit.message_id, text: value })
      : await perform("send", { text: value, reply_to: reply?.message_id, reply_chat: reply?.chat.id, quote: part });
    if (done || text.value) return;
    Object.assign(state, { reply, part, edit });
    write(value);
    draw();
  }

  // The command menu

  const commands = () => view.about?.[view.person]?.commands[view.chat] ?? [];

  function openMenu(typed = "/") {
    const fitting = commands().filter((one) => `/${one.command}`.startsWith(typed));
    if (!fitting.length) return closeMenu();
    menu.replaceChildren(
      ...fitting.map((one, at) =>
        el(
          "li",
          { role: "option", "aria-selected": String(at === 0), onclick: () => choose(one) },
          el("strong", {}, `/${one.command}`),
          el("span", {}, one.description),
        ),
      ),
    );
    menu.hidden = false;
    byId("commands").setAttribute("aria-expanded", "true");
    return undefined;
  }

  function closeMenu() {
    menu.hidden = true;
    byId("commands").setAttribute("aria-expanded", "false");
  }

  function choose(command) {
    write(`/${command.command}`);
    closeMenu();
    submit();
    text.focus();
  }

  const options = () => [...menu.children];
  const selected = () => options().findIndex((option) => option.ariaSelected === "true");

  function move(step) {
    const at = (selected() + step + options().length) % options().length;
    options().forEach((option, index) => option.setAttribute("aria-selected", String(index === at)));
    options()[at].scrollIntoView({ block: "nearest" });
  }

  function menuKey(event) {
    if (event.key === "ArrowDown") move(1);
    else if (event.key === "ArrowUp") move(-1);
    else if (event.key === "Escape") closeMenu();
    else if (event.key === "Tab") write(`${options()[selected()].querySelector("strong").textContent} `);
    else if (event.key === "Enter") options()[selected()].click();
    else return false;
    if (event.key === "Tab") closeMenu();
    return true;
  }

  // Events

  text.addEventListener("input", () => {
    const mention = `@${view.bot.username} `;
    if (!inline.isOn() && text.value.startsWith(mention) && currentChat().type === "private") {
      write(text.value.slice(mention.length));
      inline.enter();
      draw();
    }
    grow();
    if (inline.isOn()) inline.typed();
    offer();
  });

  text.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (!menu.hidden && menuKey(event)) return event.preventDefault();
    if (inline.isOn() && inline.key(event)) return event.preventDefault();
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      submit();
    } else if (event.key === "Escape") {
      forget();
      draw();
    } else if (event.key === "ArrowUp" && !text.value) {
      const last = page.ownMessages().findLast((message) => message.text && !message.via_bot);
      if (last) {
        event.preventDefault();
        edit(last);
      }
    }
    return undefined;
  });

  byId("composer").addEventListener("submit", (event) => {
    event.preventDefault();
    submit();
  });
  byId("commands").addEventListener("click", () => {
    if (menu.hidden) openMenu();
    else closeMenu();
    text.focus();
  });
  byId("inline").addEventListener("click", () => {
    if (inline.isOn()) inline.leave();
    else inline.enter();
    draw();
    text.focus();
  });
  byId("context-close").addEventListener("click", () => {
    if (state.edit) write("");
    forget();
    draw();
  });
  byId("attach").addEventListener("click", () => byId("file").click());
  byId("file").addEventListener("change", async (event) => {
    const files = [...event.target.files];
    if (!files.length) return;
    const caption = state.edit ? "" : text.value.trim();
    try {
      await sendFiles({ person: view.person, chat: view.chat, thread: view.thread, caption }, files);
      if (caption) write("");
    } catch (error) {
      toast(error.message);
    }
    event.target.value = "";
  });
  byId("context-elsewhere").addEventListener("click", () => page.act.replyElsewhere(state.reply, state.part));
  byId("send").replaceChildren(icon("send"));
  byId("attach").replaceChildren(icon("attach"));
  byId("context-close").replaceChildren(icon("close"));

  function edit(message) {
    Object.assign(state, { edit: message, reply: null, part: null });
    inline.leave();
    write(message.text);
    draw();
    text.focus();
  }

  return {
    draw,
    edit,
    forget,
    reply(message, part = null) {
      Object.assign(state, { reply: message, part, edit: null });
      draw();
      text.focus();
    },
    lookUp(query) {
      inline.enter();
      write(query);
      draw();
      inline.typed();
      text.focus();
    },
  };
}
