// Addresses of the real admin, found in the sandbox.

import { here } from "./here.js";

export function goTo(address, newWindow) {
  const url = translated(address);
  if (!url) return;
  if (newWindow) window.open(url, "_blank", "noopener");
  else location.assign(url);
}

// shopify://admin/customers/1, https://{shop}/admin/…, https://admin.shopify.com/store/{name}/… -> this admin.
function translated(address) {
  if (address.startsWith("shopify://admin"))
    return `/${here.shop}/admin${address.slice("shopify://admin".length)}`;
  const url = new URL(address, location.href);
  if (!["http:", "https:"].includes(url.protocol)) return null;
  const rest = url.search + url.hash;
  if (url.hostname === here.shop) return `/${here.shop}${url.pathname}${rest}`;
  const store = /^\/store\/[^/]+(\/.*)?$/.exec(url.pathname);
  if (url.hostname === "admin.shopify.com" && store) return `/${here.shop}/admin${store[1] ?? ""}${rest}`;
  return url.href;
}
