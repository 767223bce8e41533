// Pages work without this. It scrolls to the quote, and in Telegram it takes on the theme and the person's language.
"use strict";

const quote = document.getElementById("quote");
// What Telegram hands to a Mini App stands behind the # of the address.
const launch = new URLSearchParams(location.hash.replace(/^#[^=]*\?|^#/, ""));
const initData = launch.get("tgWebAppData");

if (quote && (!location.hash || initData) && quote.getBoundingClientRect().bottom > innerHeight) {
  quote.scrollIntoView({ block: "center" });
}
if (initData) {
  takeOnTheme(launch.get("tgWebAppThemeParams"));
  tell("web_app_ready");
  tell("web_app_expand");
  speak(initData);
}

function takeOnTheme(parameters) {
  let background = "";
  try {
    background = JSON.parse(parameters).bg_color || "";
  } catch {
    return;
  }
  const parts = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(background);
  if (parts) {
    const [red, green, blue] = parts.slice(1).map((part) => parseInt(part, 16));
    document.documentElement.dataset.theme = 0.299 * red + 0.587 * green + 0.114 * blue < 128 ? "dark" : "light";
  }
}

// Apps listen in one of three ways. What is told holds nothing that others may not hear.
function tell(eventType, eventData = {}) {
  if (window.TelegramWebviewProxy) {
    window.TelegramWebviewProxy.postEvent(eventType, JSON.stringify(eventData));
  } else if (window.external && "notify" in window.external) {
    window.external.notify(JSON.stringify({ eventType, eventData }));
  } else if (window.parent !== window) {
    window.parent.postMessage(JSON.stringify({ eventType, eventData }), "*");
  }
}

// The server says in which language, if Telegram has signed who opens the page.
async function speak(signed) {
  const response = await fetch(document.body.dataset.opened, { method: "POST", body: signed });
  const here = new URL(location.href);
  if (response.ok && !here.searchParams.has("lang")) {
    const { language } = await response.json();
    if (language !== document.documentElement.lang) {
      here.searchParams.set("lang", language);
      location.replace(here);
    }
  }
}
