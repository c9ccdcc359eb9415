// The figure beside a slider, said in the page's language while it is moved; the server reckons the rest.

function said(slider) {
  const { currency, digits } = slider.dataset;
  const lang = document.documentElement.lang;
  if (!currency) return `${new Intl.NumberFormat(lang).format(slider.value)} %`;
  const form = { style: "currency", currency, minimumFractionDigits: +digits, maximumFractionDigits: +digits };
  return new Intl.NumberFormat(lang, form).format(slider.value / 10 ** digits);
}

document.addEventListener("input", ({ target }) => {
  if (!target.matches?.(".what-if input[type=range]")) return;
  const words = said(target);
  target.setAttribute("aria-valuetext", words);
  document.getElementById(`${target.id}-now`).textContent = words;
});

// What was turned, put into the form of the assumptions, which stays to be saved.
document.addEventListener("click", ({ target }) => {
  if (!target.closest?.("[data-take-over]")) return;
  const form = document.getElementById("assumed");
  const turned = [...document.querySelectorAll("[data-into]")].filter((slider) => slider.value !== slider.defaultValue);
  const fields = turned.map((slider) => {
    const { into, digits } = slider.dataset;
    const field = form.querySelector(`[name="${CSS.escape(into)}"]`);
    field.value = digits ? (slider.value / 10 ** digits).toFixed(digits) : slider.value;
    for (const name of ["input", "change"]) field.dispatchEvent(new Event(name, { bubbles: true }));
    return field;
  });
  (fields[0] ?? form.querySelector("[name]")).focus();
  form.scrollIntoView();
});
