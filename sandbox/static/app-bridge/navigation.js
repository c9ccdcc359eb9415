// Moving between pages of the app, and telling the admin where the app is.

// What the admin adds to a page's address. It is no part of the address the merchant sees.
const ADDED = [
  "shop",
  "host",
  "embedded",
  "locale",
  "id_token",
  "session",
  "timestamp",
  "hmac",
  "shopify-reload",
];

function ownPath() {
  const url = new URL(location.href);
  for (const name of ADDED) url.searchParams.delete(name);
  return url.pathname + url.search + url.hash;
}

// Every document request inside the frame carries who asks and a fresh token, as on the first page.
async function load(target, { replace = false } = {}) {
  const url = new URL(target, location.href);
  const session = {
    shop: config.shop,
    host: config.host,
    embedded: "1",
    locale: config.locale,
    id_token: await idToken(),
  };
  for (const [name, value] of Object.entries(session)) if (value) url.searchParams.set(name, value);
  shopify.loading(true);
  location[replace ? "replace" : "assign"](url.href);
}

// Where the address leads: "own" pages load in the frame, the admin's own pages take the whole window.
function kindOf(href) {
  if (href.startsWith("shopify:")) return "admin";
  const url = new URL(href, location.href);
  if (url.origin === location.origin) return "own";
  return url.hostname === "admin.shopify.com" || url.hostname === config.shop ? "admin" : "other";
}

document.addEventListener("click", (event) => {
  if (event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey)
    return;
  const link = event.composedPath().find((node) => node.localName === "a" && node.hasAttribute("href"));
  if (!link || !embedded || link.hasAttribute("download")) return;
  const href = link.getAttribute("href");
  if (href.startsWith("#")) return;
  const kind = kindOf(href);
  const top = ["_top", "_parent"].includes(link.target);
  if (kind === "admin" || top) {
    event.preventDefault();
    send("redirect", { url: kind === "admin" ? href : link.href, newWindow: link.target === "_blank" });
  } else if (kind === "own" && link.target !== "_blank") {
    event.preventDefault();
    leaveConfirmation().then(() => load(href));
  }
});

const plainOpen = window.open.bind(window);
window.open = (href = "", target = "", features) => {
  const kind = kindOf(String(href));
  if (kind === "admin" || ["_top", "_parent"].includes(target)) {
    send("redirect", {
      url: kind === "admin" ? String(href) : new URL(href, location.href).href,
      newWindow: target === "_blank",
    });
    return null;
  }
  if (kind === "own" && target === "_self") {
    load(href);
    return null;
  }
  return plainOpen(href, target, features);
};

// A click on the admin's side navigation: the page may take it (htmx, a router), else the frame loads anew.
hear("navigate", async ({ href }) => {
  await leaveConfirmation();
  const item = [...document.querySelectorAll("s-app-nav [href], ui-nav-menu [href]")].find(
    (one) => one.getAttribute("href") === href,
  );
  const offer = new CustomEvent("shopify:navigate", { bubbles: true, composed: true, cancelable: true });
  if ((item ?? document).dispatchEvent(offer)) load(href);
});

// The app's answer when a token was missing or stale: come here, take a fresh one, and load the page again. An app
// that refuses fresh tokens would go round for ever; the usual cause is a secret that is not the sandbox's.
const MOST_RELOADS = 4;
const reload = query.get("shopify-reload");
if (embedded && reload) {
  if (known.reloads <= MOST_RELOADS) load(reload, { replace: true });
  else
    document.write(
      "The app refused several fresh session tokens. Are its client id and secret those of the sandbox?",
    );
}

// Outside the admin an embedded app goes back into it.
if (!embedded && admin && !query.has("no-redirect"))
  location.replace(`${admin}/${config.shop}/admin/apps/laurel${ownPath()}`);

// Tells the admin what page this is. Runs after every change of the page, and sends only what changed.
let told = {};
function report() {
  if (reload) return;
  const navigation = document.querySelector("s-app-nav, ui-nav-menu");
  const items = [...(navigation?.querySelectorAll("a[href], s-link[href]") ?? [])].map((item) => ({
    href: item.getAttribute("href"),
    label: item.textContent.trim(),
    home: item.getAttribute("rel") === "home",
  }));
  const page = {
    path: ownPath(),
    title: document.title || document.querySelector("s-page")?.getAttribute("heading") || "",
  };
  for (const [type, news] of Object.entries({ page, ...(navigation && { navigation: { items } }) })) {
    const text = JSON.stringify(news);
    if (told[type] !== text) send(type, news);
    told[type] = text;
  }
}

for (const name of ["pushState", "replaceState"]) {
  const plain = history[name].bind(history);
  history[name] = (...given) => {
    plain(...given);
    watchPage();
  };
}
window.addEventListener("popstate", () => watchPage());

let watching = null;
function watchPage() {
  watching ??= setTimeout(() => {
    watching = null;
    report();
    watchForms();
  });
}
document.addEventListener("DOMContentLoaded", () => {
  new MutationObserver(watchPage).observe(document.documentElement, {
    childList: true,
    subtree: true,
    attributes: true,
    attributeFilter: ["heading", "href"],
  });
  watchPage();
  send("ready");
});
