// Discount codes: typed here, or brought along by a /discount/CODE link in a cookie.

import { h } from "../page.js";

const form = document.getElementById("code");
const place = document.getElementById("codes");
let all = [];
let cookie = "";

export const codes = () => all;

export function beginCodes(shop, changed) {
  cookie = `discount_code_${shop}`;
  const brought = document.cookie.split("; ").find((one) => one.startsWith(`${cookie}=`));
  if (brought) all = [decodeURIComponent(brought.slice(cookie.length + 1).replace(/^"|"$/g, ""))];
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const code = form.elements.code.value.trim();
    if (!all.includes(code)) all.push(code);
    form.reset();
    show(changed);
    changed();
  });
  show(changed);
}

function show(changed) {
  place.replaceChildren(
    ...all.map((code) =>
      h(
        "button",
        {
          type: "button",
          className: "small",
          "aria-label": `Remove code ${code}`,
          onclick: () => {
            all = all.filter((one) => one !== code);
            show(changed);
            changed();
          },
        },
        `${code} ×`,
      ),
    ),
  );
}

export function forgetCodes() {
  document.cookie = `${cookie}=; max-age=0; path=/${document.body.dataset.shop}`;
}
