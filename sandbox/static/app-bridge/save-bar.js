// <form data-save-bar>: the admin shows Save and Discard while a form differs from what it was.

const starts = new WeakMap(); // form -> what it held when it came
const touched = new WeakSet(); // forms someone has typed into since
const held = new Set(); // forms or ids kept open by shopify.saveBar.show()
let shown = false;

const contents = (form) =>
  new URLSearchParams([...new FormData(form)].map(([name, value]) => [name, value.name ?? value])).toString();
const savedForms = () => [...document.querySelectorAll("form[data-save-bar]")];
const isDirty = (form) => held.has(form) || (starts.has(form) && contents(form) !== starts.get(form));

function markClean(form) {
  starts.set(form, contents(form));
  touched.delete(form);
  held.delete(form);
}

function watchForms() {
  for (const form of savedForms()) if (!starts.has(form)) starts.set(form, contents(form));
  refreshBar();
}

function refreshBar() {
  for (const one of held) if (one instanceof Element && !one.isConnected) held.delete(one);
  const forms = savedForms().filter(isDirty);
  const now = forms.length > 0 || held.size > 0;
  if (now !== shown)
    send("save-bar", {
      shown: now,
      confirm: forms.some((form) => form.hasAttribute("data-discard-confirmation")),
    });
  shown = now;
}

// Scripts may still fill a form after it came; what it holds when someone first enters it counts as its start.
document.addEventListener("focusin", (event) => {
  const form = event.target.form ?? event.target.closest?.("form");
  if (form?.matches("[data-save-bar]") && !touched.has(form) && !held.has(form))
    starts.set(form, contents(form));
});

for (const name of ["input", "change"]) {
  document.addEventListener(name, (event) => {
    const form = event.target.form ?? event.target.closest?.("form");
    if (form) touched.add(form);
    setTimeout(refreshBar); // after the page's own listeners, which may set further fields
  });
}
document.addEventListener("reset", () => setTimeout(refreshBar), true);
document.addEventListener(
  "submit",
  (event) => {
    if (!event.target.matches("[data-save-bar]")) return;
    markClean(event.target); // as the real one does; a page that finds errors calls shopify.saveBar.show()
    refreshBar();
  },
  true,
);

hear("save", () => {
  const bar = openBar();
  if (bar) return bar.querySelector('[variant="primary"]')?.click();
  for (const form of savedForms().filter(isDirty)) form.requestSubmit();
  return undefined;
});
hear("discard", () => {
  const bar = openBar();
  if (bar) return bar.querySelector('button:not([variant="primary"])')?.click();
  for (const form of savedForms().filter(isDirty)) {
    form.reset();
    setTimeout(() => {
      markClean(form);
      refreshBar();
    });
  }
  return undefined;
});

// The older way: <ui-save-bar id> with two buttons of its own.
const openBar = () =>
  [...held].filter((one) => one instanceof Element).find((one) => one.localName === "ui-save-bar");

const saveBar = {
  async show(id) {
    const named = id ? document.getElementById(id) : null;
    const forms = savedForms();
    for (const one of named ? [named] : forms.length ? forms : [id ?? "page"]) held.add(one);
    refreshBar();
  },
  async hide() {
    held.clear();
    for (const form of savedForms()) markClean(form);
    refreshBar();
  },
  toggle: (id) => (shown ? saveBar.hide(id) : saveBar.show(id)),
  leaveConfirmation: () => leaveConfirmation(),
};

// Resolves at once when nothing is unsaved, and otherwise only if the merchant agrees to lose it.
async function leaveConfirmation() {
  if (!shown) return;
  await ask("leave-confirmation");
  await saveBar.hide();
}
