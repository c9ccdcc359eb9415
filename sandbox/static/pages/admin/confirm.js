// A question of the admin's own, answered yes or no.

const dialog = document.getElementById("confirm");

export function confirmed(title, words, yes) {
  dialog.querySelector("h2").textContent = title;
  dialog.querySelector("p").textContent = words;
  dialog.querySelector('[value="yes"]').textContent = yes;
  dialog.returnValue = "no"; // Escape closes without a choice
  if (!dialog.open) dialog.showModal();
  return new Promise((answer) => {
    dialog.addEventListener("close", () => answer(dialog.returnValue === "yes"), { once: true });
  });
}
