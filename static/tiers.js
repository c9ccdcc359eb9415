// The tiers page: sliders and amounts belong together, and while one moves the figures are estimated from a
// sketch of the shop's customers, without asking. Saving counts exactly.

const STEPS = 400;
const root = () => document.getElementById("tiers");
const sketch = (tiers) => (tiers.sketch ??= tiers.dataset.sketch ? JSON.parse(tiers.dataset.sketch) : null);
const digits = (tiers) => Number(tiers.dataset.digits);
const isMoney = (tiers) => tiers.dataset.money === "yes";
const language = document.documentElement.lang || "en";

// Amounts are whole minor units inside, and text of major units in the fields.
function minorOf(tiers, text) {
  if (!/^\d{1,15}(\.\d{1,3})?$/.test(text.trim())) return null;
  return isMoney(tiers) ? Math.round(Number(text) * 10 ** digits(tiers)) : Math.round(Number(text));
}
const textOf = (tiers, minor) => (isMoney(tiers) ? (minor / 10 ** digits(tiers)).toFixed(digits(tiers)) : String(minor));

function shownMoney(tiers, minor, whole = true) {
  const places = whole ? 0 : digits(tiers);
  const options = { style: "currency", currency: tiers.dataset.currency, minimumFractionDigits: places, maximumFractionDigits: places };
  return new Intl.NumberFormat(language, options).format(minor / 10 ** digits(tiers));
}
const shownAmount = (tiers, minor) => (isMoney(tiers) ? shownMoney(tiers, minor, false) : new Intl.NumberFormat(language).format(minor));

function shownShare(part, whole) {
  const shown = (tenths) => `${new Intl.NumberFormat(language, { minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(tenths)}\u00a0%`;
  if (!part || !whole) return "0\u00a0%";
  const tenths = Math.round((1000 * part) / whole) / 10;
  return tenths ? shown(tenths) : `< ${shown(0.1)}`;
}

// Equal steps of a slider multiply the amount by equal factors; three digits are enough of it.
function amountAt(tiers, step) {
  const low = Math.max(1, Number(tiers.dataset.low));
  const amount = low * (Number(tiers.dataset.high) / low) ** (step / STEPS);
  if (!isMoney(tiers)) return Math.max(1, Math.round(amount));
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(amount)) - 2);
  return Math.max(1, Math.round(amount / unit) * unit);
}
function stepAt(tiers, amount) {
  const low = Math.max(1, Number(tiers.dataset.low));
  const span = Math.log(Number(tiers.dataset.high) / low);
  return span > 0 && amount > low ? Math.min(STEPS, Math.round((STEPS * Math.log(amount / low)) / span)) : 0;
}

// Who holds at least so much: how many, what they hold together, and their year. Between two places of the
// sketch customers are taken to be evenly spread, by factors as on the drawing.
function reaching(told, amount) {
  const { places, values } = told;
  const none = { people: 0, sum: 0, spend: 0, orders: 0 };
  if (!places.length || amount > values[0]) return none;
  let low = 0;
  let high = places.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (values[middle] >= amount) low = middle;
    else high = middle - 1;
  }
  let people = places[low];
  let sum = told.sums[low];
  if (low + 1 < places.length && amount < values[low]) {
    const part = Math.log(values[low] / amount) / Math.log(values[low] / values[low + 1]);
    const more = Math.floor(part * (places[low + 1] - people));
    sum += ((told.sums[low + 1] - sum) * more) / (places[low + 1] - people);
    people += more;
  }
  return { people, sum, ...year(told, people) };
}

// The year's spend and orders are told at every eighth place.
function year(told, people) {
  const coarse = (told.coarse ??= told.places.filter((_, at) => at % 8 === 0 && at < told.places.length - 1).concat(told.places.at(-1)));
  const at = coarse.findIndex((place) => place >= people);
  const from = at > 0 ? { place: coarse[at - 1], spend: told.spends[at - 1], orders: told.orders[at - 1] } : { place: 0, spend: 0, orders: 0 };
  const part = (people - from.place) / (coarse[at] - from.place);
  return { spend: from.spend + (told.spends[at] - from.spend) * part, orders: from.orders + (told.orders[at] - from.orders) * part };
}

const within = (lower, upper) => Object.fromEntries(Object.keys(lower).map((name) => [name, Math.max(0, lower[name] - (upper?.[name] ?? 0))]));

function write(tiers, figures, held) {
  const { discount, order, member } = figures.dataset;
  const revenue = isMoney(tiers) ? held.sum : held.spend;
  const cost = (held.spend * Number(discount)) / 100 + held.orders * Number(order) + held.people * Number(member);
  figures.querySelector("[data-people]").textContent = new Intl.NumberFormat(language).format(held.people);
  figures.querySelector("[data-share]").textContent = shownShare(held.people, sketch(tiers).customers);
  figures.querySelector("[data-revenue]").textContent = shownMoney(tiers, revenue);
  figures.querySelector("[data-cost]").textContent = shownMoney(tiers, cost);
  figures.querySelector(".estimate").hidden = false;
}

// Each tier ends where the lowest of those above it begins.
function estimate(tiers) {
  const told = sketch(tiers);
  if (!told) return;
  const rows = [...tiers.querySelectorAll("[data-threshold]")];
  const reached = new Map();
  for (const each of rows) reached.set(each, reaching(told, Number(each.dataset.threshold)));
  let above = null;
  for (const each of rows) {
    const here = reached.get(each);
    write(tiers, each, within(here, above));
    if (!above || here.people > above.people) above = here;
  }
}

function move(tiers, row, amount) {
  const svg = tiers.querySelector(".histogram svg");
  const ranks = [...tiers.querySelectorAll("[data-figures]")].reverse();
  const rank = 1 + ranks.findIndex((each) => each.dataset.figures === row);
  const mark = svg?.querySelector(`[data-mark="${rank}"]`);
  if (!mark) return;
  const edges = (svg.edges ??= JSON.parse(svg.dataset.edges));
  const last = edges.length - 1;
  let at = edges.findIndex((edge, here) => here < last && edges[here + 1] > amount);
  if (at < 0) at = last - 1;
  const inside = Math.log(amount / edges[at]) / Math.log(edges[at + 1] / edges[at]);
  const x = (100 * (at + Math.min(1, Math.max(0, inside)))) / last;
  const line = mark.querySelector("line");
  for (const end of ["x1", "x2"]) line.setAttribute(end, `${x}%`);
  const name = mark.querySelector("text");
  name.setAttribute("x", `${x}%`);
  name.setAttribute("dx", x > 60 ? -6 : 6);
  name.setAttribute("text-anchor", x > 60 ? "end" : "start");
}

function set(tiers, row, amount, from) {
  const slider = tiers.querySelector(`[data-slider="${row}"]`);
  const field = tiers.querySelector(`[data-entry="${row}"]`);
  const figures = tiers.querySelector(`[data-figures="${row}"]`);
  if (from !== field) field.value = textOf(tiers, amount);
  if (slider && from !== slider) slider.value = stepAt(tiers, amount);
  slider?.setAttribute("aria-valuetext", shownAmount(tiers, amount));
  if (figures?.dataset.threshold === undefined) return;
  figures.dataset.threshold = amount;
  move(tiers, row, amount);
  estimate(tiers);
}

document.addEventListener("input", ({ target }) => {
  const tiers = root();
  if (!tiers) return;
  if (target.dataset.slider) set(tiers, target.dataset.slider, amountAt(tiers, Number(target.value)), target);
  if (target.dataset.entry) {
    const amount = minorOf(tiers, target.value);
    if (amount) set(tiers, target.dataset.entry, amount, target);
  }
});

// A form that came back with what is not saved yet is still unsaved; to discard it is to begin anew.
let starting = false;
function begin() {
  const form = document.getElementById("tiers-form");
  if (form?.hasAttribute("data-unsaved")) window.shopify?.saveBar?.show();
}
document.addEventListener("htmx:after:swap", () => setTimeout(begin));
addEventListener("load", begin);
document.addEventListener("reset", ({ target }) => {
  if (target.id !== "tiers-form" || starting) return;
  starting = true;
  window.shopify?.saveBar?.hide();
  htmx.ajax("GET", "/app/tiers/form", { target: "#tiers", swap: "outerHTML" }).finally(() => { starting = false; });
});
