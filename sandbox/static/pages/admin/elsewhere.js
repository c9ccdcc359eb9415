import { h } from "../page.js";
import { adminPath, here, main } from "./here.js";

export function elsewhere() {
  main.replaceChildren(
    h("h1", {}, "Not in the sandbox"),
    h(
      "section",
      { className: "card" },
      h(
        "p",
        {},
        "On Shopify this link opens ",
        h("code", {}, `/admin/${here.path}`),
        ". The sandbox has orders, customers, segments, discounts and the app.",
      ),
      h("p", {}, h("a", { href: adminPath(`apps/${here.handle}`) }, "Back to Laurel")),
    ),
  );
}
