// A stand-in for the theme editor: which of the app's blocks are in the theme. The choice is kept in this browser.

import { h } from "../page.js";
import { here, main } from "./here.js";

const BLOCKS = [
  { target: "body", handle: "vip_embed", name: "VIP badge" },
  { target: "section", handle: "vip_status", name: "VIP status" },
  { target: "section", handle: "vip_benefits", name: "VIP benefits" },
  { target: "section", handle: "vip_early_access", name: "Early access" },
];
const key = `sandbox:theme-blocks:${here.shop}`;
const STATUSES = { available: "Off", active: "On", unavailable: "Not possible in this theme" };
const chosen = () => JSON.parse(localStorage.getItem(key) ?? "{}");

// As shopify.app.extensions() answers.
export function extensions() {
  const how = chosen();
  const activations = BLOCKS.map((block) => ({
    ...block,
    status: how[block.handle] ?? "available",
    activations:
      how[block.handle] === "active"
        ? [{ target: "template--index", themeId: "gid://shopify/OnlineStoreTheme/1" }]
        : [],
  }));
  return [{ handle: "vip-theme", type: "theme_app_extension", activations }];
}

export function themes() {
  const rows = BLOCKS.map(({ handle, name, target }) => {
    const how = chosen()[handle] ?? "available";
    const choices = Object.entries(STATUSES).map(([value, words]) =>
      h("option", { value, selected: value === how }, words),
    );
    const choice = h("select", { ariaLabel: name }, choices);
    choice.addEventListener("change", () => {
      localStorage.setItem(key, JSON.stringify({ ...chosen(), [handle]: choice.value }));
    });
    return h(
      "label",
      { className: "theme-block" },
      h("span", {}, name, h("small", {}, target === "body" ? " App embed" : " Section block")),
      choice,
    );
  });
  main.replaceChildren(
    h("h1", {}, "Theme"),
    h(
      "section",
      { className: "card" },
      h("h2", {}, "Blocks of Laurel in this theme"),
      h(
        "p",
        {},
        "The sandbox has no theme editor, and its theme shows every block. What you choose here is what the app sees when it asks for its extensions.",
      ),
      rows,
    ),
  );
}
