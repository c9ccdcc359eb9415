// The app in its frame: installed by one click, framed with a fresh token, and listened to.

import { api, h } from "../page.js";
import { adminPath, control, here, main } from "./here.js";
import { answers, notices } from "./host.js";

let frame = null;

const say = (message) => frame.contentWindow.postMessage({ sandbox: "admin", ...message }, here.appOrigin);

export async function openApp() {
  if (here.installed) await showFrame(here.path);
  else showInstall();
}

function showInstall() {
  const scopes = here.scopes.map((scope) => h("li", {}, h("code", {}, scope)));
  const button = h(
    "button",
    { type: "button", id: "install", className: "primary", onclick: install },
    "Install app",
  );
  main.replaceChildren(
    h(
      "section",
      { className: "card install" },
      h("h1", {}, "Install Laurel"),
      h(
        "p",
        {},
        "Laurel puts customers into VIP tiers by what they are worth, and makes the store act on it. It will be able to:",
      ),
      h("ul", { className: "scopes" }, scopes),
      button,
    ),
  );

  async function install() {
    button.disabled = true;
    await api("POST", `${control}/install`, {});
    await showFrame(here.path);
  }
}

async function showFrame(path) {
  const { url } = await api("GET", `${adminPath("frame")}?${new URLSearchParams({ path })}`);
  frame = h("iframe", { id: "app", title: "Laurel", src: url, allow: "clipboard-write" });
  document.body.classList.add("framed");
  main.replaceChildren(h("h1", { className: "visually-hidden" }, "Laurel"), frame);
}

window.addEventListener("message", async ({ origin, source, data }) => {
  if (origin !== here.appOrigin || source !== frame?.contentWindow || data?.sandbox !== "app") return;
  if (!data.question) {
    notices[data.type]?.(data, say);
    return;
  }
  try {
    const value = await answers[data.type]?.(data, say);
    say({ answerTo: data.question, value });
  } catch (error) {
    say({ answerTo: data.question, error: error.message });
  }
});
