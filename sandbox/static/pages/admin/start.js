// Which of the admin's pages this is, and what it shows.

import { api } from "../page.js";
import { control, here, main } from "./here.js";
import { openApp } from "./app.js";
import * as records from "./records.js";
import { themes } from "./themes.js";
import { elsewhere } from "./elsewhere.js";

const menu = document.getElementById("menu");
menu.addEventListener("click", () => {
  const open = document.body.classList.toggle("menu-open");
  menu.setAttribute("aria-expanded", String(open));
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && document.body.classList.contains("menu-open")) menu.click();
});

document.getElementById("language").addEventListener("change", async ({ target }) => {
  await api("POST", `${control}/language`, { locale: target.value });
  location.reload();
});

const VIEWS = {
  app: openApp,
  customers: () => (here.record ? records.customer(here.record) : records.customers()),
  orders: () => (here.record ? records.order(here.record) : records.orders()),
  segments: records.segments,
  discounts: records.discounts,
  themes,
  elsewhere,
};

try {
  await VIEWS[here.view]();
} catch (error) {
  main.replaceChildren(
    Object.assign(document.createElement("p"), { className: "card problem", textContent: error.message }),
  );
}
