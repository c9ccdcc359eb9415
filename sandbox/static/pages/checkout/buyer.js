// Who is at the checkout: nobody known, or a customer who logged in. The page starts as nobody and shows no one's
// data until someone is looked for; ?customer=<id> starts as that customer.

import { api, fullName, h, tagList } from "../page.js";

const place = document.getElementById("who");
let current = {};
export const buyer = () => current;

export function beginBuyer(shop, changed) {
  const search = h("input", { type: "search", placeholder: "Name or e-mail", autocomplete: "off" });
  const found = h("ul", { className: "found" });
  const someone = h("div", { className: "someone" });
  search.addEventListener("input", look);

  async function look() {
    if (!search.value.trim()) return found.replaceChildren();
    const { customers } = await api(
      "GET",
      `/summary/${shop}/customers?${new URLSearchParams({ search: search.value })}`,
    );
    const rows = customers
      .slice(0, 6)
      .map((one) =>
        h(
          "li",
          {},
          h(
            "button",
            { type: "button", onclick: () => become(one) },
            fullName(one),
            h("small", {}, ` ${one.email ?? ""}`),
          ),
        ),
      );
    return found.replaceChildren(...(rows.length ? rows : [h("li", {}, "Nobody found.")]));
  }

  function become(customer) {
    current = customer;
    search.value = "";
    found.replaceChildren();
    show();
    changed();
  }

  function show() {
    someone.replaceChildren(
      ...(current.id
        ? [
            h("p", {}, "Logged in as ", h("strong", {}, fullName(current)), " ", tagList(current.tags)),
            h("button", { type: "button", onclick: () => become({}) }, "Log out"),
          ]
        : [
            h("p", {}, "Not logged in."),
            h(
              "label",
              { className: "stacked" },
              "E-mail for the receipt",
              h("input", {
                type: "email",
                oninput: ({ target }) => {
                  current = { email: target.value };
                },
                onchange: changed,
              }),
            ),
          ]),
    );
  }

  place.replaceChildren(someone, h("label", { className: "stacked" }, "Log in as", search), found);
  show();
  const given = new URLSearchParams(location.search).get("customer");
  if (given) api("GET", `/summary/${shop}/customers/${encodeURIComponent(given)}`).then(become);
}
