// What every page of the sandbox uses: making elements, asking the control API, and writing money and times.

// h("a", { href: "/" }, "Home"): properties that the element has are set, others become attributes.
export function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name in element && !name.includes("-") && name !== "list") element[name] = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(
    ...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false),
  );
  return element;
}

// Ids may be larger than a JavaScript number holds exactly; those stay text, and id() sends them back as numbers.
const exact = (key, value, context) =>
  Number.isInteger(value) && !Number.isSafeInteger(value) && context ? context.source : value;
export const id = (text) => (Number.isSafeInteger(Number(text)) ? Number(text) : JSON.rawJSON(String(text)));

export class Refused extends Error {}

export async function api(method, path, body) {
  const answer = await fetch(path, {
    method,
    headers: body === undefined ? {} : { "Content-Type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await answer.text();
  let content = null;
  try {
    content = text ? JSON.parse(text, exact) : null;
  } catch {
    throw new Refused(`${method} ${path} answered ${answer.status}`);
  }
  if (!answer.ok) throw new Refused(content?.error ?? `${method} ${path} answered ${answer.status}`);
  return content;
}

export const money = (amount, currency) =>
  new Intl.NumberFormat("en", { style: "currency", currency }).format(Number(amount));

// An amount as the control API wants it: "25.00", or "2500" in a currency without a minor unit such as JPY.
export function amountText(units, currency) {
  const digits = new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions()
    .maximumFractionDigits;
  return digits ? units.toFixed(digits) : String(units * 100);
}

export const moment = (text) =>
  text ? new Date(text).toLocaleString("en", { dateStyle: "medium", timeStyle: "short" }) : "";

export const clock = (text) => (text ? new Date(text).toLocaleTimeString("en", { hour12: false }) : "");

export const fullName = (customer) =>
  [customer.first_name, customer.last_name].filter(Boolean).join(" ") || customer.email || "No name";

export const tagList = (tags) =>
  h(
    "span",
    { className: "tags" },
    tags.map((tag) => h("span", { className: "tag" }, tag)),
  );

// An empty state teaches: it says what would be here and how to get it.
export const nothing = (title, words) =>
  h("div", { className: "nothing" }, h("p", { className: "title" }, title), h("p", {}, words));

// A table of records: columns are [heading, cell of a record, "number" for figures].
export function table(label, columns, records) {
  const head = h(
    "tr",
    {},
    columns.map(([heading, , kind]) => h("th", { scope: "col", className: kind ?? "" }, heading)),
  );
  const rows = records.map((record) =>
    h(
      "tr",
      {},
      columns.map(([heading, cell, kind]) =>
        h("td", { "data-label": heading, className: kind ?? "" }, cell(record) ?? ""),
      ),
    ),
  );
  return h(
    "div",
    { className: "scroll", tabIndex: 0, role: "group", "aria-label": label },
    h("table", { "aria-label": label }, h("thead", {}, head), h("tbody", {}, rows)),
  );
}
