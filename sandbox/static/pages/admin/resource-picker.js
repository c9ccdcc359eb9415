// The admin's picker of products and collections: what was chosen, or nothing where it was closed.

import { api, h } from "../page.js";
import { control } from "./here.js";

const KINDS = {
  product: { gid: "Product", list: "products", heading: "Choose products" },
  collection: { gid: "Collection", list: "collections", heading: "Choose collections" },
};

export async function picked({ type, multiple = false, selectionIds = [] }) {
  const kind = KINDS[type];
  if (!kind) throw new Error(`The sandbox has no picker for ${type}`);
  const found = await api("GET", `${control}/${kind.list}`);
  const gid = (one) => `gid://shopify/${kind.gid}/${one.id}`;
  const chosen = new Set(selectionIds.map(({ id }) => id));
  const rows = found.map((one) =>
    h(
      "label",
      {},
      h("input", {
        type: multiple ? "checkbox" : "radio",
        name: "picked",
        value: gid(one),
        checked: chosen.has(gid(one)),
      }),
      one.title,
    ),
  );
  const dialog = h(
    "dialog",
    { className: "picker", "aria-label": kind.heading },
    h(
      "form",
      { method: "dialog" },
      h("h2", {}, kind.heading),
      rows.length ? rows : h("p", {}, "There is nothing to choose from yet."),
      h(
        "div",
        { className: "actions" },
        h("button", { value: "no" }, "Cancel"),
        h("button", { value: "yes", className: "primary" }, "Select"),
      ),
    ),
  );
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((answer) => {
    dialog.addEventListener("close", () => {
      const ids = [...dialog.querySelectorAll("input:checked")].map(({ value }) => value);
      dialog.remove();
      answer(dialog.returnValue === "yes" ? ids.map((id) => ({ id })) : undefined);
    });
  });
}
