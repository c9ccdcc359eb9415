// What the pages need beyond htmx: toasts, copying, and telling in place when something did not work.

const problem = () => document.querySelector(".problem");

// Our actions answer with a word that they worked; only success is told in a toast.
document.addEventListener("laurel:toast", ({ detail }) => window.shopify?.toast?.show(detail.words));

// Words that are fetched in place of a page: told where the page begins, and there they stay.
function tell(heading, advice) {
  const banner = document.createElement("s-banner");
  banner.setAttribute("tone", "critical");
  banner.setAttribute("heading", heading);
  banner.append(Object.assign(document.createElement("s-paragraph"), { textContent: advice }));
  problem()?.replaceChildren(banner);
}

for (const modal of ["go-live", "reply"]) {
  document.addEventListener("htmx:response:error", () => document.getElementById(modal)?.hideOverlay?.());
  document.addEventListener("htmx:error", () => document.getElementById(modal)?.hideOverlay?.());
}

document.addEventListener("htmx:error", ({ detail }) => {
  if (detail.ctx) tell("Laurel could not be reached", "Check your connection and try again. Nothing was lost.");
});

document.addEventListener("htmx:after:request", ({ detail }) => {
  if (detail.ctx.response.status < 400) problem()?.replaceChildren();
});

// After an action the page begins anew; so does whoever reads it by ear or keyboard.
document.addEventListener("htmx:after:swap", ({ detail }) => {
  const content = document.getElementById("home");
  if (detail.ctx.request.method !== "POST" || !content) return;
  content.tabIndex = -1;
  content.focus();
});

document.addEventListener("click", async ({ target }) => {
  const button = target.closest?.("[data-copy]");
  if (!button) return;
  const words = document.getElementById(button.dataset.copy).textContent.trim();
  try {
    await navigator.clipboard.writeText(words);
    window.shopify?.toast?.show(button.dataset.copied);
  } catch {
    getSelection().selectAllChildren(document.getElementById(button.dataset.copy));
  }
});
