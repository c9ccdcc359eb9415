// Which store the hub is about: the one in the address after #, or the first.

import { api, h, nothing } from "../page.js";
import { act, look, refresh } from "./look.js";

let stores = [];
export const chosen = () => stores.find((store) => store.domain === location.hash.slice(1)) ?? stores[0];
export const control = (rest) => `/control/${chosen().domain}/${rest}`;

const button = (store) =>
  h(
    "button",
    {
      type: "button",
      "aria-pressed": String(store === chosen()),
      "data-key": store.domain,
      onclick: () => {
        location.hash = store.domain;
        look();
      },
    },
    store.name,
  );

const links = (store) =>
  h(
    "ul",
    { className: "links" },
    h(
      "li",
      {},
      h("a", { href: `/${store.domain}/admin` }, "Pretend admin"),
      " — opens the app",
      store.installed ? "" : " after you install it",
    ),
    h(
      "li",
      {},
      h("a", { href: `/${store.domain}` }, "Storefront"),
      " and ",
      h("a", { href: `/${store.domain}/checkout` }, "checkout"),
    ),
    h(
      "li",
      {},
      h(
        "span",
        { className: `tag ${store.installed ? "good" : ""}` },
        store.installed ? "App installed" : "App not installed",
      ),
      ` ${store.currency}, ${store.timezone}`,
    ),
  );

export async function showStores() {
  stores = await api("GET", "/control/stores");
  const store = chosen();
  document.getElementById("store").hidden = !store;
  refresh(
    document.getElementById("stores"),
    [stores.map((one) => [one.domain, one.name]), store?.domain],
    () => stores.map(button),
  );
  refresh(document.getElementById("store-links"), store ?? null, () =>
    store
      ? links(store)
      : nothing("No store yet", "Open one below, or run the demo, which brings a store full of customers."),
  );
  if (!store) document.getElementById("new-store").open = true;
}

export function beginStores() {
  const form = document.getElementById("open-store");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const asked = Object.fromEntries([...new FormData(form)].filter(([, value]) => value));
    act(form.querySelector("button"), `Opened ${asked.domain}.`, async () => {
      await api("POST", "/control/stores", asked);
      location.hash = asked.domain;
      form.reset();
    });
  });
}
