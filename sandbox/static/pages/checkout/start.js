// The checkout: every number on it comes from the store, asked anew after each change.

import { amountText, api, h, id, money, Refused } from "../page.js";
import { buyer, beginBuyer } from "./buyer.js";
import { beginCart, lines } from "./cart.js";
import { beginCodes, codes, forgetCodes } from "./codes.js";

const { shop, currency } = document.body.dataset;
const shipping = document.getElementById("shipping");
const place = document.getElementById("place");
const credit = document.getElementById("credit");
const said = document.getElementById("said");

function asked() {
  const who = buyer();
  return {
    customer_id: who.id ? id(who.id) : null,
    ...(who.email ? { email: who.email } : {}),
    lines: lines(),
    shipping: shipping.elements.shipping.value,
    country: shipping.elements.country.value,
    codes: codes(),
    store_credit: credit.checked,
  };
}

const TENDERS = { shopify_store_credit: "Store credit", gift_card: "Gift card" };
const amount = (text) => money(text, currency);
const row = (words, text, className = "") => h("div", { className }, h("dt", {}, words), h("dd", {}, text));

function show(quote) {
  const off = (ofShipping) =>
    quote.discounts
      .filter((one) => (one.kind === "shipping") === ofShipping)
      .map((one) => row(one.code ? `${one.title} (code)` : one.title, `−${amount(one.amount)}`, "off"));
  document
    .getElementById("total")
    .replaceChildren(
      h(
        "dl",
        {},
        row("Subtotal", amount(quote.subtotal)),
        off(false),
        row("Shipping", amount(quote.shipping)),
        off(true),
        Number(quote.tax) ? row("Tax", amount(quote.tax)) : null,
        row("Total", amount(quote.total), "sum"),
        quote.tenders.map((one) => row(TENDERS[one.gateway], `−${amount(one.amount)}`, "off")),
        quote.tenders.length ? row("To pay", amount(quote.to_pay), "sum") : null,
      ),
      ...quote.errors.map((message) => h("p", { className: "problem" }, message)),
      ...quote.refused.map(({ code, reason }) => h("p", { className: "problem" }, `${code}: ${reason}`)),
    );
}

// Answers may come out of order; only the newest question's is shown.
let question = 0;
async function ask() {
  question += 1;
  const mine = question;
  place.disabled = !lines().length;
  if (!lines().length) {
    document
      .getElementById("total")
      .replaceChildren(h("p", { className: "nothing" }, "Your cart is empty. Choose a quantity."));
    return;
  }
  try {
    const quote = await api("POST", `/control/${shop}/checkout`, asked());
    if (mine === question) show(quote);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    if (mine === question)
      document.getElementById("total").replaceChildren(h("p", { className: "problem" }, error.message));
  }
}

place.addEventListener("click", async () => {
  place.disabled = true;
  try {
    const { order } = await api("POST", `/control/${shop}/checkout`, { ...asked(), place: true });
    said.replaceChildren(`Thank you. Your order is ${order.name}.`);
    forgetCodes();
  } catch (error) {
    said.replaceChildren(`The order could not be placed: ${error.message.replace(/\.$/, "")}.`);
  }
  await ask();
});

for (const method of shipping.querySelectorAll("[data-units]")) {
  const units = Number(method.dataset.units);
  method.value = amountText(units, currency);
  method.parentElement.querySelector("small").textContent = units ? amount(method.value) : "Free";
}
shipping.addEventListener("change", ask);
credit.addEventListener("change", ask);
window.addEventListener("focus", ask); // tags may have changed meanwhile, and with them the discounts
beginBuyer(shop, ask);
beginCodes(shop, ask);
await beginCart(shop, currency, ask);
await ask();
