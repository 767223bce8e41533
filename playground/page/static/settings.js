// The sidebar's switches: who one is, the language of one's app, and the page's colours.

import { byId, icon } from "./dom.js";

const theme = byId("theme");

function paint(choice) {
  if (choice) document.documentElement.dataset.theme = choice;
  else delete document.documentElement.dataset.theme;
}

/** Wires the switches; called again when the playground was started anew. */
export function setUpSettings({ role, person, perform, selectPerson, fetchAbout, lasting, lasted }) {
  theme.value = lasted("theme") ?? "";
  theme.onchange = () => {
    paint(theme.value);
    lasting("theme", theme.value);
  };

  const admin = byId("admin");
  const language = byId("language");
  admin.checked = role === "admin";
  language.value = person().language_code ?? "en";
  admin.onchange = () => {
    selectPerson(admin.checked ? "admin" : "reader");
    language.value = person().language_code ?? "en";
  };
  language.onchange = async () => {
    if (!(await perform("language", { language: language.value }))) return;
    person().language_code = language.value;
    await fetchAbout();
  };

  const opener = byId("open-sidebar");
  const toggle = (open) => {
    document.body.classList.toggle("sidebar-open", open);
    opener.setAttribute("aria-expanded", String(open));
    if (open) byId("chats").querySelector("button")?.focus();
  };
  opener.replaceChildren(icon("menu"));
  opener.onclick = () => toggle(true);
  byId("shade").onclick = () => toggle(false);
  byId("sidebar").onkeydown = (event) => event.key === "Escape" && toggle(false);
}
