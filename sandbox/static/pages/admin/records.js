// What the store holds: enough to see what the app wrote.

import { api, fullName, h, moment, money, nothing, table, tagList } from "../page.js";
import { adminPath, control, here, main } from "./here.js";

const summary = (what) => api("GET", `/summary/${here.shop}/${what}`);
const show = (title, ...parts) => main.replaceChildren(h("h1", {}, title), ...parts);
const card = (title, ...parts) => h("section", { className: "card" }, title && h("h2", {}, title), ...parts);
const link = (kind, id, words) => h("a", { href: adminPath(`${kind}/${id}`) }, words);
const totalOf = (order) => money(order.current_total_price, order.currency);

const ORDER_COLUMNS = [
  ["Order", (order) => link("orders", order.id, order.name)],
  ["Date", (order) => moment(order.created_at)],
  ["Payment", (order) => order.financial_status.replaceAll("_", " ")],
  ["Total", totalOf, "number"],
];

export async function customers() {
  const search = h("input", {
    type: "search",
    placeholder: "Name, e-mail or tag",
    "aria-label": "Search customers",
  });
  const list = h("div", {});
  search.addEventListener("input", fill);
  show("Customers", card("", search, list));
  await fill();

  async function fill() {
    const { found, customers: all } = await summary(
      `customers?${new URLSearchParams({ search: search.value })}`,
    );
    const columns = [
      ["Customer", (one) => link("customers", one.id, fullName(one))],
      ["E-mail", (one) => one.email ?? ""],
      ["Tags", (one) => tagList(one.tags)],
      ["Orders", (one) => one.orders, "number"],
    ];
    const more =
      found > all.length &&
      h("p", { className: "more" }, `${all.length} of ${found} customers shown. Search to find the others.`);
    const none = search.value
      ? nothing("Nobody found", "No name, e-mail address or tag holds these words.")
      : nothing("No customers yet", "Add one on the hub, or place an order with a new e-mail address.");
    list.replaceChildren(all.length ? table("Customers", columns, all) : none, more || "");
  }
}

export async function customer(id) {
  const person = await summary(`customers/${id}`);
  const field = [
    ["Key", (one) => h("code", {}, one.key)],
    ["Type", (one) => one.type],
    ["Value", (one) => h("code", {}, one.value)],
  ];
  show(
    fullName(person),
    card("Contact", h("p", {}, person.email ?? "No e-mail address")),
    card(
      "Tags",
      person.tags.length
        ? tagList(person.tags)
        : nothing("No tags", "The app adds a tier tag when the customer reaches a tier."),
    ),
    card(
      "Metafields",
      person.metafields.length
        ? table("Metafields", field, person.metafields)
        : nothing("No metafields", "The app writes the tier and the status shown on the storefront here."),
    ),
    card(
      "Segments",
      person.segments.length
        ? h(
            "ul",
            {},
            person.segments.map((segment) => h("li", {}, link("segments", segment.id, segment.name))),
          )
        : nothing("In no segment", "Segments follow tags, so this fills by itself."),
    ),
    card(
      "Store credit",
      person.store_credit.length
        ? person.store_credit.map((one) => h("p", {}, money(one.amount, one.currency)))
        : nothing("No store credit", "The app credits it as a reward, or staff by hand."),
    ),
    card(
      "Orders",
      person.orders.length
        ? table("Orders", ORDER_COLUMNS, person.orders)
        : nothing("No orders yet", "Place one on the hub or at the checkout."),
    ),
  );
}

export async function orders() {
  const all = await summary("orders");
  show(
    "Orders",
    card(
      "",
      all.length
        ? table("Orders", ORDER_COLUMNS, all)
        : nothing("No orders yet", "Place one on the hub or at the checkout."),
    ),
  );
}

export async function order(id) {
  const record = await api("GET", `${control}/orders/${id}`);
  const columns = [
    ["Item", (line) => line.title],
    ["Quantity", (line) => line.current_quantity ?? line.quantity, "number"],
    ["Price", (line) => money(line.price, record.currency), "number"],
  ];
  const facts = [
    ["Placed", moment(record.created_at)],
    ["Payment", record.financial_status.replaceAll("_", " ")],
    ["Total now", totalOf(record)],
    ["Discounts", record.discount_applications.map((one) => one.title ?? one.code).join(", ")],
    ["Cancelled", moment(record.cancelled_at)],
  ].filter(([, words]) => words);
  show(
    `Order ${record.name}`,
    card(
      "",
      h(
        "dl",
        {},
        facts.map(([name, words]) => [h("dt", {}, name), h("dd", {}, words)]),
      ),
      record.customer &&
        h("p", {}, "Customer: ", link("customers", record.customer.id, fullName(record.customer))),
    ),
    card("Items", table("Items", columns, record.line_items)),
  );
}

export async function segments() {
  const all = (await summary("segments")).filter((one) => !here.record || one.id === here.record);
  const columns = [
    ["Segment", (one) => link("segments", one.id, one.name)],
    ["Query", (one) => h("code", {}, one.query)],
    ["Members", (one) => one.size, "number"],
  ];
  const people = [
    ["Member", (one) => link("customers", one.id, fullName(one))],
    ["Tags", (one) => tagList(one.tags)],
  ];
  show(
    "Segments",
    card(
      "",
      all.length
        ? table("Segments", columns, all)
        : nothing("No segments yet", "The app makes one for each effect in use, with a query over its tags."),
    ),
    ...(here.record && all.length ? [card("Members", table("Members", people, all[0].members))] : []),
  );
}

export async function discounts() {
  const all = await summary("discounts");
  const columns = [
    ["Discount", (one) => one.title],
    ["Method", (one) => (one.code ? h("span", {}, "Code ", h("code", {}, one.code)) : "Automatic")],
    ["What it does", (one) => one.summary],
    [
      "Status",
      (one) => h("span", { className: `tag ${one.status.toLowerCase()}` }, one.status.toLowerCase()),
    ],
    [
      "For",
      (one) =>
        ({
          segments: `${one.segments.length} segment${one.segments.length === 1 ? "" : "s"}`,
          customers: `${one.customers.length} customers`,
        })[one.context] ?? "everyone",
    ],
  ];
  show(
    "Discounts",
    card(
      "",
      all.length
        ? table("Discounts", columns, all)
        : nothing(
            "No discounts yet",
            "When a program goes live, the app makes one automatic discount for each effect.",
          ),
    ),
  );
}
