// Placing an order for a customer, and refunding or cancelling their last one.

import { amountText, api, h, id, money, moment } from "../page.js";
import { act } from "./look.js";
import { chosen, control } from "./stores.js";

const leftOf = (line) => line.current_quantity ?? line.quantity;
const words = (className, text) => h("p", { className }, text);

function amountField(label, properties) {
  return h("label", {}, label, h("input", { name: "amount", inputMode: "decimal", size: 10, ...properties }));
}

export function placeOrder(person) {
  const { currency } = chosen();
  const amount = { value: amountText(120, currency), required: true, pattern: "[0-9]+(\\.[0-9]+)?" };
  const form = h(
    "form",
    { className: "line part" },
    h("h3", {}, "Place an order"),
    amountField(`Amount in ${currency} `, amount),
    h("button", { className: "primary" }, "Place order"),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const price = form.elements.amount.value;
    const order = { customer_id: id(person.id), lines: [{ title: "Something nice", price }] };
    act(
      form.querySelector("button"),
      `Ordered for ${money(price, currency)}. The webhooks are on their way.`,
      () => api("POST", control("orders"), order),
    );
  });
  return form;
}

export function lastOrder(order) {
  const title = h("h3", {}, "Last order");
  if (!order) {
    const none = "None yet. Place one above; then it can be refunded or cancelled.";
    return h("div", { className: "part" }, title, words("more", none));
  }
  const lines = order.line_items.filter((line) => leftOf(line) > 0);
  const form = h(
    "form",
    { className: "part" },
    title,
    facts(order),
    linesToRefund(order, lines),
    buttons(order),
  );
  form.addEventListener("input", () => form.elements.amount.setCustomValidity(""));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    refundWhatIsChosen(form, order, lines);
  });
  return form;
}

function facts(order) {
  const more = [
    moment(order.created_at),
    money(order.current_total_price, order.currency),
    order.financial_status.replaceAll("_", " "),
    order.cancelled_at && "cancelled",
  ];
  const link = h("a", { href: `/${chosen().domain}/admin/orders/${order.id}` }, order.name);
  return h("p", {}, link, ` · ${more.filter(Boolean).join(" · ")}`);
}

function linesToRefund(order, lines) {
  const row = (line) =>
    h(
      "label",
      { className: "check" },
      h("input", { type: "checkbox", name: "line", value: String(line.id), "data-key": `line-${line.id}` }),
      h("span", {}, `${leftOf(line)} × ${line.title}`, h("small", {}, money(line.price, order.currency))),
    );
  const rows = lines.length ? lines.map(row) : words("more", "No line is left to refund.");
  return h("fieldset", {}, h("legend", {}, "Lines to refund"), rows);
}

const said = (verb, order) => `${verb} ${order.name}. The webhooks are on their way.`;
const refund = (order, what) => api("POST", control(`orders/${order.id}/refund`), what);
const cancel = (order) => api("POST", control(`orders/${order.id}/cancel`), {});

function buttons(order) {
  const all = ({ target }) => act(target, said("Refunded all of", order), () => refund(order, { all: true }));
  const end = ({ target }) => act(target, said("Cancelled", order), () => cancel(order));
  const ended = Boolean(order.cancelled_at);
  return h(
    "div",
    { className: "line" },
    amountField("or an amount ", { placeholder: amountText(10, order.currency), "data-key": "amount" }),
    h("button", { "data-key": "refund" }, "Refund"),
    h("button", { type: "button", "data-key": "all", onclick: all }, "Refund all"),
    h(
      "button",
      { type: "button", "data-key": "cancel", className: "danger", disabled: ended, onclick: end },
      "Cancel order",
    ),
  );
}

function refundWhatIsChosen(form, order, lines) {
  const ticked = new Set([...form.querySelectorAll("[name=line]:checked")].map((box) => box.value));
  const chosenLines = lines.filter((line) => ticked.has(String(line.id)));
  const amount = form.elements.amount.value;
  if (!chosenLines.length && !amount) form.elements.amount.setCustomValidity("Tick a line or give an amount");
  if (!form.reportValidity()) return;
  const units = chosenLines.map((line) => ({ line_item_id: id(line.id), quantity: leftOf(line) }));
  act(form.querySelector("[data-key=refund]"), said("Refunded", order), () =>
    refund(order, units.length ? { lines: units } : { amount }),
  );
}
