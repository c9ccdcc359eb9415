// What the store holds: enough to see what the app wrote.

import { api, fullName, h, moment, money, nothing, table, tagList } from "../page.js";
import { adminPath, control, here, main } from "./here.js";

const state = () => api("GET", `${control}/state`);
const show = (title, ...parts) => main.replaceChildren(h("h1", {}, title), ...parts);
const card = (title, ...parts) => h("section", { className: "card" }, title && h("h2", {}, title), ...parts);
const link = (kind, id, words) => h("a", { href: adminPath(`${kind}/${id}`) }, words);
const totalOf = (order) => money(order.current_total_price ?? order.total_price ?? "0", order.currency ?? here.currency);

const ORDER_COLUMNS = [
  ["Order", ([id, order]) => link("orders", id, order.name ?? `#${id}`)],
  ["Date", ([, order]) => moment(order.created_at)],
  ["Payment", ([, order]) => (order.financial_status ?? "").replaceAll("_", " ")],
  ["Total", ([, order]) => totalOf(order), "number"],
];

export async function customers() {
  const all = Object.entries((await state()).customers);
  const columns = [
    ["Customer", ([id, customer]) => link("customers", id, fullName(customer))],
    ["E-mail", ([, customer]) => customer.email ?? ""],
    ["Tags", ([, customer]) => tagList(customer.tags)],
  ];
  show("Customers", card("", all.length
    ? table("Customers", columns, all)
    : nothing("No customers yet", "Add one on the hub, or place an order with a new e-mail address.")));
}

export async function customer(id) {
  const store = await state();
  const person = store.customers[id];
  if (!person) return show("Customer", card("", nothing("No such customer", "Perhaps it was deleted or merged into another.")));
  const metafields = Object.entries(person.metafields);
  const orders = Object.entries(store.orders).filter(([, order]) => String(order.customer?.id) === id);
  const segments = Object.entries(store.segments).filter(([, segment]) => segment.members.map(String).includes(id));
  return show(
    fullName(person),
    card("Contact", h("p", {}, person.email ?? "No e-mail address")),
    card("Tags", person.tags.length ? tagList(person.tags) : nothing("No tags", "The app adds a tier tag when the customer reaches a tier.")),
    card("Metafields", metafields.length
      ? table("Metafields", [["Key", ([key]) => h("code", {}, key)], ["Type", ([, field]) => field.type], ["Value", ([, field]) => h("code", {}, field.value)]], metafields)
      : nothing("No metafields", "The app writes the tier and the status shown on the storefront here.")),
    card("Segments", segments.length
      ? h("ul", {}, segments.map(([key, segment]) => h("li", {}, link("segments", key, segment.name))))
      : nothing("In no segment", "Segments follow tags, so this fills by itself.")),
    card("Orders", orders.length ? table("Orders", ORDER_COLUMNS, orders) : nothing("No orders yet", "Place one on the hub or at the checkout.")),
  );
}

export async function orders() {
  const all = Object.entries((await state()).orders).reverse();
  show("Orders", card("", all.length
    ? table("Orders", ORDER_COLUMNS, all)
    : nothing("No orders yet", "Place one on the hub or at the checkout.")));
}

export async function order(id) {
  const record = (await state()).orders[id];
  if (!record) return show("Order", card("", nothing("No such order", "Perhaps it was deleted.")));
  const currency = record.currency ?? here.currency;
  const columns = [
    ["Item", (line) => line.title],
    ["Quantity", (line) => line.current_quantity ?? line.quantity, "number"],
    ["Price", (line) => money(line.price, currency), "number"],
  ];
  const facts = [
    ["Placed", moment(record.created_at)],
    ["Payment", (record.financial_status ?? "").replaceAll("_", " ")],
    ["Total now", totalOf(record)],
    ["Cancelled", moment(record.cancelled_at)],
  ].filter(([, words]) => words);
  return show(
    record.name ?? `Order ${id}`,
    card("", h("dl", {}, facts.map(([name, words]) => [h("dt", {}, name), h("dd", {}, words)])),
      record.customer && h("p", {}, "Customer: ", link("customers", record.customer.id, fullName(record.customer)))),
    card("Items", table("Items", columns, record.line_items ?? [])),
  );
}

export async function segments() {
  const store = await state();
  const all = Object.entries(store.segments).filter(([id]) => !here.record || id === here.record);
  const who = (ids) => ids.map(String).map((id) => (store.customers[id] ? fullName(store.customers[id]) : id));
  const columns = [
    ["Segment", ([id, segment]) => link("segments", id, segment.name)],
    ["Query", ([, segment]) => h("code", {}, segment.query)],
    ["Members", ([, segment]) => `${segment.members.length}${segment.members.length ? ` (${who(segment.members.slice(0, 3)).join(", ")}${segment.members.length > 3 ? ", …" : ""})` : ""}`],
  ];
  show("Segments", card("", all.length
    ? table("Segments", columns, all)
    : nothing("No segments yet", "The app makes one for each effect in use, with a query over its tags.")));
}

export async function discounts() {
  const all = (await state()).discounts;
  const worth = (one) => (one.percent !== undefined && one.percent !== null ? `${one.percent} %` : one.max_shipping ? `Shipping up to ${money(one.max_shipping, here.currency)}` : "");
  const columns = [
    ["Discount", (one) => one.title],
    ["Method", (one) => one.code ? h("span", {}, "Code ", h("code", {}, one.code)) : "Automatic"],
    ["Worth", worth],
    ["Status", (one) => h("span", { className: `tag ${String(one.status).toLowerCase()}` }, String(one.status).toLowerCase())],
    ["Segments", (one) => (one.segments ?? []).length || "everyone", "number"],
  ];
  show("Discounts", card("", all.length
    ? table("Discounts", columns, all)
    : nothing("No discounts yet", "When a program goes live, the app makes one automatic discount for each effect.")));
}
