// One customer, and what can happen to them.

import { api, fullName, h, id, money, nothing, Refused, tagList } from "../page.js";
import { customersShown } from "./customers.js";
import { act, look, refresh } from "./look.js";
import { lastOrder, placeOrder } from "./orders.js";
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
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      chosenOne = null; // deleted, merged away, or of another store
    }
  }
  document.getElementById("person-title").textContent = person ? fullName(person) : "Nobody chosen";
  refresh(body, person && person.id, () =>
    person
      ? [part("tags"), part("credit"), placeOrder(person), part("last"), part("others"), privacy(person)]
      : nothing(
          "Choose a customer",
          "Then place an order for them, refund it, merge two people, or ask to be forgotten.",
        ),
  );
  if (!person) return;
  refresh(document.getElementById("person-tags"), [person.id, person.tags], () => tags(person));
  refresh(document.getElementById("person-credit"), person.store_credit, () => credit(person));
  refresh(document.getElementById("person-last"), person.orders[0] ?? null, (order) => lastOrder(order));
  const others = customersShown()
    .filter((one) => one.id !== person.id)
    .map((one) => [one.id, fullName(one)]);
  refresh(document.getElementById("person-others"), [person.id, others], () => merge(person, others));
}

function tags(person) {
  const form = h(
    "form",
    { className: "line" },
    h("label", {}, "Add a tag ", h("input", { name: "tag", required: true, size: 12, "data-key": "tag" })),
    h("button", {}, "Add tag"),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const tag = form.elements.tag.value;
    act(form.querySelector("button"), `Tagged ${tag}.`, () =>
      api("POST", control(`customers/${person.id}/tags`), { add: [tag] }),
    );
  });
  const admin = h(
    "a",
    { href: `/${chosen().domain}/admin/customers/${person.id}` },
    "Open in the pretend admin",
  );
  return [
    person.tags.length ? tagList(person.tags) : h("p", { className: "more" }, "No tags yet."),
    form,
    h("p", { className: "more" }, admin),
  ];
}

function credit(person) {
  return person.store_credit.map((one) =>
    h("p", { className: "more" }, `Store credit: ${money(one.amount, one.currency)}`),
  );
}

function merge(person, others) {
  if (!others.length) return [];
  const form = h(
    "form",
    { className: "line part" },
    h("h3", {}, "Merge"),
    h(
      "label",
      {},
      "Take over all orders of ",
      h(
        "select",
        { name: "other", "data-key": "other" },
        others.map(([key, name]) => h("option", { value: key }, name)),
      ),
    ),
    h("button", { "data-key": "merge" }, "Merge"),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const other = form.elements.other.value;
    act(form.querySelector("button"), `Merged into ${fullName(person)}.`, () =>
      api("POST", control("customers/merge"), { keep: id(person.id), remove: id(other) }),
    );
  });
  return form;
}

function privacy(person) {
  const ask = (kind) => api("POST", control(`privacy/${kind}`), { customer_id: id(person.id) });
  return h(
    "div",
    { className: "line part" },
    h("h3", {}, "Privacy"),
    h(
      "button",
      {
        type: "button",
        onclick: ({ target }) => act(target, "Sent customers/data_request.", () => ask("data_request")),
      },
      "Request their data",
    ),
    h(
      "button",
      {
        type: "button",
        className: "danger",
        onclick: async ({ target }) => {
          const yes = await sure(
            `Redact ${fullName(person)}?`,
            "The app gets customers/redact and must forget them.",
            "Redact",
          );
          if (yes) await act(target, "Sent customers/redact.", () => ask("customer_redact"));
        },
      },
      "Redact",
    ),
  );
}
