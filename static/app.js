// What the pages need beyond htmx: toasts, copying, and telling in place when something did not work.

// A fetch speaks the language of its page.
document.addEventListener("htmx:config:request", ({ detail }) => {
  detail.ctx.request.headers["X-Laurel-Locale"] = document.documentElement.lang;
});

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

for (const wrong of ["htmx:response:error", "htmx:error"]) {
  document.addEventListener(wrong, () => {
    for (const modal of document.querySelectorAll("s-modal")) modal.hideOverlay?.();
  });
}

// A page that looks again by itself, or because a script of ours found news: nobody asked for it.
const unasked = (element) => element.matches("#home, [data-content], body");
// So does what stands beside a form and follows it: it answers after the form was sent, too.
const beside = (element) => unasked(element) || element.matches("[data-beside]");

// What went wrong with something that somebody did stays until something that they do works.
let owed = false;
document.addEventListener("htmx:error", ({ detail }) => {
  if (!detail.ctx) return;
  tell(document.body.dataset.unreached, document.body.dataset.unreachedAdvice);
  owed = !beside(detail.ctx.sourceElement);
});
document.addEventListener("htmx:after:request", ({ detail }) => {
  const bad = detail.ctx.response.status >= 400;
  if (beside(detail.ctx.sourceElement) && (owed || bad)) return;
  owed = bad;
  if (!bad) problem()?.replaceChildren();
});

// What looks again by itself waits while somebody presses a button: one that is replaced under the pointer is
// never clicked. The next look, a moment later, brings what came meanwhile.
let pressed = false;
addEventListener("pointerdown", () => { pressed = true; }, true);
for (const end of ["pointerup", "pointercancel"]) addEventListener(end, () => setTimeout(() => { pressed = false; }), true);
// And while somebody reads a question that lies above it.
const asking = new Set();
document.addEventListener("show", ({ target }) => { if (target.localName === "s-modal") asking.add(target); }, true);
document.addEventListener("hide", ({ target }) => asking.delete(target), true);
document.addEventListener("htmx:before:swap", (event) => {
  const held = pressed || owed || [...asking].some((modal) => modal.isConnected);
  if (held && unasked(event.detail.ctx.sourceElement)) event.preventDefault();
});

// After an action the page begins anew; so does whoever reads it by ear or keyboard.
document.addEventListener("htmx:after:swap", ({ detail }) => {
  const content = document.querySelector("#home, [data-content]");
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
