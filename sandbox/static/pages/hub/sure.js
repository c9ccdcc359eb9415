const dialog = document.getElementById("sure");

export function sure(title, words, yes) {
  dialog.querySelector("h2").textContent = title;
  dialog.querySelector("p").textContent = words;
  dialog.querySelector('[value="yes"]').textContent = yes;
  dialog.returnValue = "no"; // Escape closes without a choice
  dialog.showModal();
  return new Promise((answer) =>
    dialog.addEventListener("close", () => answer(dialog.returnValue === "yes"), { once: true }),
  );
}
