// One customer, and what can happen to them.

import { amountText, api, fullName, h, id, money, moment, nothing, tagList } from "../page.js";
import { customersShown } from "./customers.js";
import { act, look, refresh } from "./look.js";
import { chosen, control } from "./stores.js";
import { sure } from "./sure.js";

let chosenOne = null;
export const chosenId = () => chosenOne;

export function choose(customerId) {
  chosenOne = customerId;
  look();
  if (innerWidth < 900) document.getElementById("person").scrollIntoView({ behavior: "smooth" });
}

// The parts are filled apart, so that a changed tag does not disturb someone typing an amount.
const part = (name) => h("div", { id: `person-${name}` });

export async function showPerson() {
  const store = chosen();
  const body = document.getElementById("person-body");
  let person = null;
  if (store && chosenOne) {
    try {
      person = await api("GET", `/summary/${store.domain}/customers/${chosenOne}`);
    } catch {
      chosenOne = null; // deleted, merged away, or of another store
    }
  }
  document.getElementById("person-title").textContent = person ? fullName(person) : "Nobody chosen";
  refresh(body, person && person.id, () =>
    person
      ? [part("tags"), placeOrder(person), part("last"), part("others"), privacy(person)]
      : nothing("Choose a customer", "Then place an order for them, refund it, merge two people, or ask to be forgotten."));
  if (!person) return;
  refresh(document.getElementById("person-tags"), [person.id, person.tags], () => tags(person));
  refresh(document.getElementById("person-last"), person.orders[0] ?? null, (order) => lastOrder(order));
  const others = customersShown().filter((one) => one.id !== person.id).map((one) => [one.id, fullName(one)]);
  refresh(document.getElementById("person-others"), [person.id, others], () => merge(person, others));
}

function tags(person) {
  const form = h("form", { className: "line" },
    h("label", {}, "Add a tag ", h("input", { name: "tag", required: true, size: 12, "data-key": "tag" })), h("button", {}, "Add tag"));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const tag = form.elements.tag.value;
    act(form.querySelector("button"), `Tagged ${tag}.`, () => api("POST", control(`customers/${person.id}/tags`), { add: [tag] }));
  });
  const admin = h("a", { href: `/${chosen().domain}/admin/customers/${person.id}` }, "Open in the pretend admin");
  return [person.tags.length ? tagList(person.tags) : h("p", { className: "more" }, "No tags yet."), form, h("p", { className: "more" }, admin)];
}

function placeOrder(person) {
  const { currency } = chosen();
  const form = h("form", { className: "line part" },
    h("h3", {}, "Place an order"),
    h("label", {}, `Amount in ${currency} `, h("input", { name: "amount", inputMode: "decimal", value: amountText(120, currency), size: 10, required: true, pattern: "[0-9]+(\\.[0-9]+)?" })),
    h("button", { className: "primary" }, "Place order"));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const price = form.elements.amount.value;
    const words = `Ordered for ${money(price, currency)}. The webhooks are on their way.`;
    act(form.querySelector("button"), words, () =>
      api("POST", control("orders"), { customer_id: id(person.id), lines: [{ title: "Something nice", price }] }));
  });
  return form;
}

function lastOrder(order) {
  if (!order) return h("div", { className: "part" }, h("h3", {}, "Last order"), h("p", { className: "more" }, "None yet. Place one above; then it can be refunded or cancelled."));
  const said = (verb) => `${verb} ${order.name}. The webhooks are on their way.`;
  const left = order.line_items.filter((line) => (line.current_quantity ?? line.quantity) > 0);
  const line = (one) =>
    h("label", { className: "check" },
      h("input", { type: "checkbox", name: "line", value: String(one.id), "data-key": `line-${one.id}` }),
      h("span", {}, `${one.current_quantity ?? one.quantity} × ${one.title}`, h("small", {}, money(one.price, order.currency))));
  const form = h("form", { className: "part" },
    h("h3", {}, "Last order"),
    h("p", {}, h("a", { href: `/${chosen().domain}/admin/orders/${order.id}` }, order.name), ` · ${moment(order.created_at)} · ${money(order.current_total_price, order.currency)} · ${order.financial_status.replaceAll("_", " ")}${order.cancelled_at ? " · cancelled" : ""}`),
    h("fieldset", { className: "plain" }, h("legend", {}, "Lines to refund"), left.length ? left.map(line) : h("p", { className: "more" }, "No line is left to refund.")),
    h("div", { className: "line" },
      h("label", {}, "or an amount ", h("input", { name: "amount", inputMode: "decimal", size: 8, placeholder: amountText(10, order.currency), "data-key": "refund-amount" })),
      h("button", { "data-key": "refund" }, "Refund"),
      h("button", { type: "button", "data-key": "refund-all", onclick: ({ target }) => act(target, said("Refunded all of"), () => refund({ all: true })) }, "Refund all"),
      h("button", { type: "button", className: "danger", "data-key": "cancel", disabled: Boolean(order.cancelled_at),
        onclick: ({ target }) => act(target, said("Cancelled"), () => api("POST", control(`orders/${order.id}/cancel`), {})) }, "Cancel order")));
  const refund = (what) => api("POST", control(`orders/${order.id}/refund`), what);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const picked = [...form.querySelectorAll("[name=line]:checked")].map((box) => left.find((one) => String(one.id) === box.value));
    const lines = picked.map((one) => ({ line_item_id: id(one.id), quantity: one.current_quantity ?? one.quantity }));
    const amount = form.elements.amount.value;
    if (!lines.length && !amount) form.elements.amount.setCustomValidity("Tick a line or give an amount");
    if (!form.reportValidity()) return;
    act(form.querySelector("[data-key=refund]"), said("Refunded"), () => refund(lines.length ? { lines } : { amount }));
  });
  form.addEventListener("input", () => form.elements.amount.setCustomValidity(""));
  return form;
}

function merge(person, others) {
  if (!others.length) return [];
  const form = h("form", { className: "line part" },
    h("h3", {}, "Merge"),
    h("label", {}, "Take over all orders of ", h("select", { name: "other", "data-key": "other" }, others.map(([key, name]) => h("option", { value: key }, name)))),
    h("button", { "data-key": "merge" }, "Merge"));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const other = form.elements.other.value;
    act(form.querySelector("button"), `Merged into ${fullName(person)}.`, () =>
      api("POST", control("customers/merge"), { keep: id(person.id), remove: id(other) }));
  });
  return form;
}

function privacy(person) {
  const ask = (kind) => api("POST", control(`privacy/${kind}`), { customer_id: id(person.id) });
  return h("div", { className: "line part" },
    h("h3", {}, "Privacy"),
    h("button", { type: "button", onclick: ({ target }) => act(target, "Sent customers/data_request.", () => ask("data_request")) }, "Request their data"),
    h("button", { type: "button", className: "danger",
      onclick: async ({ target }) => {
        const yes = await sure(`Redact ${fullName(person)}?`, "The app gets customers/redact and must forget them.", "Redact");
        if (yes) await act(target, "Sent customers/redact.", () => ask("customer_redact"));
      } }, "Redact"));
}
