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
const active = () => JSON.parse(localStorage.getItem(key) ?? "[]");

// As shopify.app.extensions() answers.
export function extensions() {
  const on = active();
  const activations = BLOCKS.map((block) => ({
    ...block,
    status: on.includes(block.handle) ? "active" : "available",
    activations: on.includes(block.handle)
      ? [{ target: "template--index", themeId: "gid://shopify/OnlineStoreTheme/1" }]
      : [],
  }));
  return [{ handle: "vip-theme", type: "theme_app_extension", activations }];
}

export function themes() {
  const rows = BLOCKS.map(({ handle, name, target }) => {
    const box = h("input", { type: "checkbox", checked: active().includes(handle) });
    box.addEventListener("change", () => {
      const on = new Set(active());
      if (box.checked) on.add(handle);
      else on.delete(handle);
      localStorage.setItem(key, JSON.stringify([...on]));
    });
    return h(
      "label",
      { className: "check" },
      box,
      h("span", {}, name, h("small", {}, target === "body" ? "App embed" : "Section block")),
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
        "The sandbox has no theme editor. What you switch on here is what the app sees when it asks for its extensions.",
      ),
      rows,
    ),
  );
}
