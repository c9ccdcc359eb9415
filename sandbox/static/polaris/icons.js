// A few drawings under the names Shopify uses; any other name shows a dot.

const DRAWINGS = {
  "arrow-left": "M16 10H4m5-5-5 5 5 5",
  "arrow-right": "M4 10h12m-5-5 5 5-5 5",
  "arrow-up": "M10 16V4M5 9l5-5 5 5",
  "arrow-down": "M10 4v12m-5-5 5 5 5-5",
  calendar: "M4 6h12v10H4zM4 9h12M7 4v3m6-3v3",
  check: "m4 10.5 4 4 8-9",
  "check-circle": "M17 10a7 7 0 1 1-14 0 7 7 0 0 1 14 0m-10.5 .5 2.5 2.5 4.5-5",
  "chevron-down": "m5 8 5 5 5-5",
  "chevron-right": "m8 5 5 5-5 5",
  clock: "M17 10a7 7 0 1 1-14 0 7 7 0 0 1 14 0M10 6v4l3 2",
  delete: "M4 6h12M8 6V4h4v2m-6 0 1 10h6l1-10",
  edit: "m4 16 1-4 8-8 3 3-8 8z",
  email: "M3 5h14v10H3zm0 1 7 5 7-5",
  export: "M10 12V3M6 7l4-4 4 4M4 11v5h12v-5",
  import: "M10 3v9m-4-4 4 4 4-4M4 11v5h12v-5",
  "gift-card": "M4 9h12v7H4zM3 6h14v3H3zm7 0v10M10 6C8 2 4 4 7 6m3 0c2-4 6-2 3 0",
  info: "M17 10a7 7 0 1 1-14 0 7 7 0 0 1 14 0m-7-1v5m0-8v1",
  "alert-circle": "M17 10a7 7 0 1 1-14 0 7 7 0 0 1 14 0m-7-4v5m0 2v1",
  "alert-triangle": "M10 3 2.5 16.5h15zM10 8v4m0 2v.5",
  person: "M13 7a3 3 0 1 1-6 0 3 3 0 0 1 6 0M4 17c0-6 12-6 12 0",
  plus: "M10 4v12M4 10h12",
  refresh: "M16 10a6 6 0 1 1-2-4.5M16 3v4h-4",
  search: "M14 9A5 5 0 1 1 4 9a5 5 0 0 1 10 0m-1.5 3.5L17 17",
  settings: "M4 6h6m4 0h2M4 14h2m4 0h6M12 4v4M8 12v4",
  star: "m10 3 2.2 4.6 5 .6-3.7 3.5 1 5L10 14.2 5.5 16.7l1-5L2.8 8.2l5-.6z",
  "chart-line": "M4 4v12h12M6 12l3-4 3 2 4-5",
  "chart-vertical": "M4 16h12M6 16V9m4 7V5m4 11v-5",
  "clock-revert": "M4 6v4h4M4.5 10a6 6 0 1 1 1.5 4M10 7v3l2 1",
  discount: "m4 10 6-6h6v6l-6 6zM13 7v.1",
  duplicate: "M4 7h9v9H4zM7 7V4h9v9h-3",
  filter: "M3 6h14M6 10h8m-5 4h2",
  flag: "M5 17V4h10l-2 3 2 3H5",
  hide: "M3 10s3-5 7-5 7 5 7 5-3 5-7 5-7-5-7-5m1-6 12 12",
  home: "m3 10 7-6 7 6M5 9v7h10V9",
  lock: "M5 9h10v7H5zm2 0V7a3 3 0 0 1 6 0v2",
  "menu-horizontal": "M5 10v.1M10 10v.1M15 10v.1",
  money: "M3 6h14v8H3zm9 4a2 2 0 1 1-4 0 2 2 0 0 1 4 0",
  note: "M5 3h10v14H5zM8 7h4m-4 3h4",
  order: "M4 4h12v12H4zm0 7h3l1 2h4l1-2h3",
  "person-add": "M11 7a3 3 0 1 1-6 0 3 3 0 0 1 6 0M2 17c0-6 12-6 12 0M16 7v4m-2-2h4",
  "question-circle": "M17 10a7 7 0 1 1-14 0 7 7 0 0 1 14 0M8 8c0-3 4-3 4-.5C12 9 10 9 10 11m0 2.500v.1",
  reward: "M14 8a4 4 0 1 1-8 0 4 4 0 0 1 8 0m-6.5 3.500L7 17l3-2 3 2-.5-5.5",
  sort: "M7 4v12m-3-3 3 3 3-3M13 16V4m-3 3 3-3 3 3",
  target: "M17 10a7 7 0 1 1-14 0 7 7 0 0 1 14 0m-4 0a3 3 0 1 1-6 0 3 3 0 0 1 6 0m-3 0v.1",
  team: "M9 7a3 3 0 1 1-6 0 3 3 0 0 1 6 0M1 16c0-5 10-5 10 0M13 5a3 3 0 0 1 0 5m1 2c2 .5 4 2 4 4",
  undo: "M7 5 3 9l4 4M3 9h8a4 4 0 0 1 0 8H8",
  view: "M3 10s3-5 7-5 7 5 7 5-3 5-7 5-7-5-7-5m9 0a2 2 0 1 1-4 0 2 2 0 0 1 4 0",
  x: "m5 5 10 10M15 5 5 15",
};
const DOT = "M12 10a2 2 0 1 1-4 0 2 2 0 0 1 4 0";

// Draws the icon of that name into a span of a shadow root, or empties and hides the span.
function paintIcon(span, name) {
  span.hidden = !name;
  if (!name) return;
  span.innerHTML = `<svg viewBox="0 0 20 20" width="20" height="20" fill="none" stroke="currentColor" stroke-width="1.6"
    stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><path d="${DRAWINGS[name] ?? DOT}"/></svg>`;
}

define(
  "s-icon",
  class extends PolarisElement {
    paint() {
      paintIcon(this.part("span"), this.text("type") || "dot");
    }
  },
  {
    watch: ["type"],
    markup: "<span></span>",
    css: `
      :host { display: inline-flex; vertical-align: middle; }
      span { display: inline-flex; }
      :host([size="small"]) svg { width: 16px; height: 16px; }
      :host([color="subdued"]) { color: var(--subdued); }
      ${["info", "success", "caution", "warning", "critical"].map((tone) => `:host([tone="${tone}"]) { color: var(--${tone}-ink); }`).join("\n")}`,
  },
);
