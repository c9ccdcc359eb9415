// Forms that edit the draft: what could not be saved stays unsaved, Discard goes back to what is kept, ids are picked.

// A form that came back with problems is new to the admin, which would take it for saved.
document.addEventListener("htmx:after:swap", () => {
  if (document.querySelector("form[data-unsaved]")) window.shopify?.saveBar?.show();
});

// Nor is anything saved where the answer is a refusal, or none came.
for (const wrong of ["htmx:response:error", "htmx:error"]) {
  document.addEventListener(wrong, ({ detail }) => {
    if (detail.ctx?.sourceElement?.matches?.("form[data-save-bar]")) window.shopify?.saveBar?.show();
  });
}

// What was added since the page came is no part of a native reset: the form as it is kept is fetched instead.
document.addEventListener("reset", ({ target }) => {
  if (target.dataset.afresh) htmx.ajax("GET", target.dataset.afresh, { target: "#edit", swap: "innerHTML" });
});

// A benefit that was just added is where the merchant goes on; the form differs from now on.
document.addEventListener("htmx:after:swap", () => {
  const added = document.querySelector("[data-new]");
  if (!added) return;
  added.removeAttribute("data-new");
  added.querySelector("summary").focus();
  added.scrollIntoView({ block: "center" });
  added.dispatchEvent(new Event("input", { bubbles: true }));
});

const look = () => document.body.dispatchEvent(new CustomEvent("laurel:look"));
document.addEventListener("htmx:after:swap", ({ detail }) => {
  if (["people", "edit"].includes(detail.ctx.target?.id)) look();
});

document.addEventListener("click", async ({ target }) => {
  const button = target.closest?.("[data-pick]");
  if (!button) return;
  const field = button.parentElement.querySelector("[name]");
  const type = button.dataset.pick;
  const chosen = field.value.split(/[,\n]/).map((each) => each.trim()).filter(Boolean);
  const picked = await window.shopify?.resourcePicker?.({
    type,
    multiple: "many" in button.dataset,
    filter: { variants: false },
    selectionIds: chosen.map((each) => ({ id: `gid://shopify/${type === "product" ? "Product" : "Collection"}/${each}` })),
  });
  if (!picked) return;
  field.value = picked.map(({ id }) => id.split("/").pop()).join(", ");
  for (const name of ["input", "change"]) field.dispatchEvent(new Event(name, { bubbles: true }));
});

// Fields that belong to one choice alone are there with it.
document.addEventListener("change", ({ target }) => {
  const name = target.getAttribute?.("name");
  for (const part of name ? document.querySelectorAll(`[data-when^="${CSS.escape(name)}="]`) : []) {
    part.hidden = !part.dataset.when.slice(name.length + 1).split(",").includes(target.value);
  }
});
