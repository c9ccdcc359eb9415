// Products and how many of each.

import { amountText, api, h, id, money } from "../page.js";

const SHOWN = 20;
const SAMPLES = [
  ["Linen shirt", 60],
  ["Wool scarf", 40],
  ["Leather bag", 180],
];
const place = document.getElementById("cart");
let quantities = [];

export const lines = () =>
  quantities
    .map(([product, input]) => ({ product_id: id(product.id), quantity: Number(input.value) || 0 }))
    .filter((line) => line.quantity > 0);

export async function beginCart(shop, currency, changed) {
  const products = (await api("GET", `/control/${shop}/products`))
    .filter((product) => product.visibility !== "hidden")
    .slice(0, SHOWN);
  // A storefront cart brings what is in it along; else there is one of the first product.
  const brought = new URLSearchParams(location.search).get("items");
  const wanted = new Map((brought ?? "").split(",").map((part) => part.split(":")));
  quantities = products.map((product, index) => [
    product,
    h("input", {
      type: "number",
      min: "0",
      max: "99",
      value: brought ? (wanted.get(String(product.id)) ?? "0") : index ? "0" : "1",
      "aria-label": `Quantity of ${product.title}`,
      oninput: changed,
    }),
  ]);
  if (products.length) {
    place.replaceChildren(
      h(
        "ul",
        { className: "cart" },
        quantities.map(([product, input]) =>
          h(
            "li",
            {},
            h("span", {}, product.title, h("small", {}, ` ${money(product.price, currency)}`)),
            input,
          ),
        ),
      ),
    );
    return;
  }
  const add = h(
    "button",
    {
      type: "button",
      onclick: async () => {
        add.disabled = true;
        for (const [title, units] of SAMPLES) {
          await api("POST", `/control/${shop}/products`, { title, price: amountText(units, currency) });
        }
        await beginCart(shop, currency, changed);
        changed();
      },
    },
    "Add sample products",
  );
  place.replaceChildren(
    h(
      "div",
      { className: "nothing" },
      h("p", { className: "title" }, "This store sells nothing yet"),
      h("p", {}, "A cart needs products."),
      add,
    ),
  );
}
