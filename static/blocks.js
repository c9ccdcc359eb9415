// How our blocks stand in the published theme: only the merchant's browser can ask, and the server keeps the answer.

async function lookAtBlocks() {
  const place = document.getElementById("blocks");
  if (!place || !window.shopify?.app?.extensions) return;
  const found = await window.shopify.app.extensions();
  const theme = found.find(({ type, handle }) => type === "theme_app_extension" && handle === place.dataset.extension);
  if (!theme) return;
  const status = Object.fromEntries(theme.activations.map((block) => [block.handle, block.status]));
  const known = Object.fromEntries(place.dataset.known.split(";").map((part) => part.split("=")));
  const news = Object.entries(status).some(([handle, how]) => handle in known && known[handle] !== how);
  if (!news) return;
  const kept = await fetch("/app/blocks", { method: "POST", body: new URLSearchParams(status) });
  const [page, target] = document.getElementById("home") ? ["/app/home", "#home"] : ["/app/settings/now", "#settings"];
  if (kept.ok) htmx.ajax("GET", page, { target, swap: "outerHTML" });
}

lookAtBlocks();
// The merchant comes back from the theme editor.
document.addEventListener("visibilitychange", () => document.hidden || lookAtBlocks());
