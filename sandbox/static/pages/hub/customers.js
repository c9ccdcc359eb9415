// The customers of the chosen store.

import { api, fullName, h, nothing, tagList } from "../page.js";
import { act, look, refresh } from "./look.js";
import { choose, chosenId } from "./person.js";
import { chosen, control } from "./stores.js";

let people = [];
export const customersShown = () => people;

const row = (one) =>
  h(
    "li",
    {},
    h(
      "button",
      {
        type: "button",
        className: "person",
        "data-key": one.id,
        "aria-pressed": String(one.id === chosenId()),
        onclick: () => choose(one.id),
      },
      h("span", {}, h("strong", {}, fullName(one)), h("small", {}, one.email ?? "")),
      tagList(one.tags),
    ),
  );

export async function showCustomers() {
  const store = chosen();
  if (!store) return;
  const search = document.getElementById("search").value;
  const answer = await api("GET", `/summary/${store.domain}/customers?${new URLSearchParams({ search })}`);
  people = answer.customers;
  refresh(document.getElementById("customers"), [store.domain, search, answer, chosenId()], () => {
    if (!people.length && search)
      return nothing("Nobody found", "No name, e-mail address or tag holds these words.");
    if (!people.length)
      return nothing("No customers yet", "Add one below. Then place an order and watch the tags change.");
    const more =
      answer.found > people.length
        ? h(
            "p",
            { className: "more" },
            `${people.length} of ${answer.found} shown. Search to find the others.`,
          )
        : "";
    return [h("ul", { className: "people scroll" }, people.map(row)), more];
  });
}

export function beginCustomers() {
  document.getElementById("search").addEventListener("input", look);
  const form = document.getElementById("add-customer");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const asked = Object.fromEntries([...new FormData(form)].filter(([, value]) => value));
    act(form.querySelector("button"), `Added ${asked.email}.`, async () => {
      const added = await api("POST", control("customers"), asked);
      form.reset();
      choose(String(added.id));
    });
  });
}
