// The app's pages in the side navigation.

import { h } from "../page.js";

const list = document.getElementById("app-pages");
const home = document.getElementById("app-home");
let links = [];

const pathOf = (href) => new URL(href, "http://app").pathname.replace(/\/$/, "");

export function showNavigation(items, say) {
  const link = ({ href, label }) => h("a", { href, onclick: (event) => follow(event, href, say) }, label);
  links = items.map((item) => ({ path: pathOf(item.href), element: item.home ? home : link(item) }));
  list.replaceChildren(
    ...links.filter(({ element }) => element !== home).map(({ element }) => h("li", {}, element)),
  );
  const start = items.find((item) => item.home);
  if (start) home.onclick = (event) => follow(event, start.href, say);
  markCurrent(current);
}

function follow(event, href, say) {
  event.preventDefault();
  document.body.classList.remove("menu-open");
  document.getElementById("menu").setAttribute("aria-expanded", "false");
  say({ type: "navigate", href });
}

// The longest item the path lies under is current, so that a sub-page marks its parent.
let current = "";
export function markCurrent(path) {
  current = path;
  const at = pathOf(path);
  const fitting = links.filter((link) => at === link.path || at.startsWith(`${link.path}/`));
  fitting.sort((one, other) => other.path.length - one.path.length);
  for (const { element } of links) element.removeAttribute("aria-current");
  fitting[0]?.element.setAttribute("aria-current", "page");
}
