// Permissions are asked for by Shopify itself; afterwards Laurel reads what was granted.

document.addEventListener("click", async ({ target }) => {
  const button = target.closest?.("[data-scopes]");
  if (!button) return;
  const answer = await window.shopify?.scopes?.request(button.dataset.scopes.split(","));
  if (answer?.result === "granted-all") document.getElementById("granted").click();
});
