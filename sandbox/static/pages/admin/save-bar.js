// Save and Discard, shown while a form of the app has unsaved changes.

import { confirmed } from "./confirm.js";

const bar = document.getElementById("save-bar");
let state = { shown: false, confirm: false };
let tellApp = () => {};

export const unsaved = () => state.shown;

export function showSaveBar({ shown, confirm }, say) {
  state = { shown, confirm };
  tellApp = say;
  bar.hidden = !shown;
}

document.getElementById("save").addEventListener("click", () => tellApp({ type: "save" }));
document.getElementById("discard").addEventListener("click", async () => {
  const sure =
    !state.confirm ||
    (await confirmed(
      "Discard all unsaved changes?",
      "What you changed on this page will be lost.",
      "Discard changes",
    ));
  if (sure) tellApp({ type: "discard" });
});

// Links of the admin itself leave the app's page too.
document.addEventListener("click", async (event) => {
  const link = event.target.closest("a[href]");
  if (!state.shown || !link || event.defaultPrevented) return;
  event.preventDefault();
  if (
    await confirmed(
      "Leave page with unsaved changes?",
      "What you changed on this page will be lost.",
      "Leave page",
    )
  )
    location.assign(link.href);
});
