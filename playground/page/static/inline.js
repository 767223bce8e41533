// Inline mode: words typed after the bot's name, results as cards, the chosen one posted via the bot.

import { byId, el } from "./dom.js";

const PAUSE = 250;
const results = byId("results");

/** Gives what the message field needs of inline mode. */
export function setUpInline({ view, perform, act, value, done, close }) {
  let on = false;
  let timer;
  let asking;
  let chosen = -1;

  function enter() {
    on = true;
    typed();
  }

  function leave() {
    if (!on) return;
    on = false;
    clearTimeout(timer);
    asking?.abort();
    results.hidden = true;
    done();
  }

  function draw() {
    byId("inline-name").hidden = !on;
    byId("inline-name").textContent = `@${view.bot.username}`;
    byId("inline").setAttribute("aria-pressed", String(on));
    byId("composer").classList.toggle("inline", on);
  }

  function typed() {
    clearTimeout(timer);
    timer = setTimeout(() => look(""), PAUSE);
  }

  async function look(offset) {
    asking?.abort();
    const mine = (asking = new AbortController());
    results.setAttribute("aria-busy", "true");
    const answer = await perform("inline", { query: value(), offset }, mine.signal);
    if (mine.signal.aborted || !on) return;
    results.removeAttribute("aria-busy");
    show(answer, offset);
  }

  function show(answer, offset) {
    if (!offset) {
      results.replaceChildren();
      chosen = -1;
    }
    results.querySelector(".more")?.remove();
    results.hidden = false;
    if (!answer?.results) return results.replaceChildren(el("p", { className: "empty" }, "The bot has not answered."));
    if (answer.button?.start_parameter !== undefined && !offset) results.append(top(answer.button));
    results.append(...answer.results.map((result) => card(result, answer.inline_query_id)));
    if (!answer.results.length && !results.children.length) results.append(el("p", { className: "empty" }, "No results"));
    if (answer.next_offset) {
      results.append(el("button", { type: "button", className: "more", onclick: () => look(answer.next_offset) }, "More results"));
    }
    return undefined;
  }

  function top(button) {
    const address = `https://t.me/${view.bot.username}?start=${encodeURIComponent(button.start_parameter)}`;
    const open = () => {
      close();
      act.link(address);
    };
    return el("button", { type: "button", className: "top", onclick: open }, button.text);
  }

  function card(result, queryId) {
    const post = async () => {
      const posted = await perform("choose", { query_id: queryId, result: result.id });
      if (posted) close();
    };
    return el(
      "button",
      { type: "button", className: "card", onclick: post },
      el("strong", {}, result.title ?? result.id),
      result.description ? el("span", {}, result.description) : null,
    );
  }

  /** Arrow keys walk through the cards, Enter posts the one chosen; true when the key was meant for them. */
  function key(event) {
    const cards = [...results.querySelectorAll("button")];
    if (event.key === "Backspace" && !value()) {
      close();
      return true;
    }
    if (event.key === "Enter") {
      cards[Math.max(chosen, 0)]?.click();
      return true;
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || !cards.length) return false;
    chosen = (chosen + step + cards.length) % cards.length;
    cards.forEach((one, at) => one.classList.toggle("chosen", at === chosen));
    cards[chosen].scrollIntoView({ block: "nearest" });
    return true;
  }

  return { isOn: () => on, enter, leave, draw, typed, key };
}
