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
