// Boxes, stacks and grids. Their attributes become rules of one sheet per element.

const SPACE = {
  none: "0",
  "small-500": "2px",
  "small-400": "4px",
  "small-300": "6px",
  "small-200": "8px",
  "small-100": "12px",
  small: "12px",
  base: "16px",
  large: "20px",
  "large-100": "20px",
  "large-200": "24px",
  "large-300": "32px",
  "large-400": "40px",
};
const RADIUS = {
  none: "0",
  "small-200": "2px",
  "small-100": "4px",
  small: "6px",
  base: "8px",
  large: "12px",
  "large-100": "12px",
  "large-200": "16px",
  max: "999px",
};
const BORDER = { none: "0", "small-100": "1px", small: "1px", base: "1px", large: "2px", "large-100": "3px" };
const BACKGROUND = { base: "var(--card)", subdued: "var(--soft)", strong: "var(--strong)" };
const LINE = { base: "var(--line)", subdued: "#ebebeb", strong: "var(--edge)" };

const spaces = (value) =>
  value
    .trim()
    .split(/\s+/)
    .map((word) => SPACE[word] ?? "0")
    .join(" ");
const as = (table) => (value) =>
  value
    .trim()
    .split(/\s+/)
    .map((word) => table[word] ?? word)
    .join(" ");
const plain = (value) => value;

const BOX_RULES = {
  padding: ["padding", spaces],
  paddingblock: ["padding-block", spaces],
  paddingblockstart: ["padding-block-start", spaces],
  paddingblockend: ["padding-block-end", spaces],
  paddinginline: ["padding-inline", spaces],
  paddinginlinestart: ["padding-inline-start", spaces],
  paddinginlineend: ["padding-inline-end", spaces],
  background: ["background", as(BACKGROUND)],
  borderradius: ["border-radius", as(RADIUS)],
  blocksize: ["block-size", plain],
  minblocksize: ["min-block-size", plain],
  maxblocksize: ["max-block-size", plain],
  inlinesize: ["inline-size", plain],
  mininlinesize: ["min-inline-size", plain],
  maxinlinesize: ["max-inline-size", plain],
  overflow: ["overflow", plain],
};
const FLOW_RULES = {
  gap: ["gap", spaces],
  rowgap: ["row-gap", spaces],
  columngap: ["column-gap", spaces],
  alignitems: ["align-items", plain],
  aligncontent: ["align-content", plain],
  justifycontent: ["justify-content", plain],
};
const GRID_RULES = {
  justifyitems: ["justify-items", plain],
  placeitems: ["place-items", plain],
  placecontent: ["place-content", plain],
  gridtemplatecolumns: ["grid-template-columns", plain],
  gridtemplaterows: ["grid-template-rows", plain],
};

// "@container (inline-size > 500px) 1fr 1fr, 1fr" -> the condition, what holds then, and what holds otherwise.
function readResponsive(value) {
  const found = /^@container\s*(?:[\w-]+\s*)?(\(.+?\)(?:\s+(?:and|or)\s+\(.+?\))*)\s+(.*)$/s.exec(
    value.trim(),
  );
  if (!found) return { otherwise: value };
  let depth = 0;
  const comma = [...found[2]].findIndex((letter) => {
    if (letter === "(") depth += 1;
    if (letter === ")") depth -= 1;
    return letter === "," && depth === 0;
  });
  if (comma < 0) return { condition: found[1], then: found[2], otherwise: "" };
  return { condition: found[1], then: found[2].slice(0, comma), otherwise: found[2].slice(comma + 1).trim() };
}

function rulesFor(element, table) {
  let css = "";
  for (const [name, [property, write]] of Object.entries(table)) {
    if (!element.hasAttribute(name)) continue;
    const { condition, then, otherwise } = readResponsive(element.getAttribute(name));
    if (otherwise) css += `:host { ${property}: ${write(otherwise)}; }\n`;
    if (condition) css += `@container ${condition} { :host { ${property}: ${write(then)}; } }\n`;
  }
  return css;
}

function borderRules(element) {
  const [size = "none", color = "base", style = "solid"] = element
    .text("border")
    .split(/\s+/)
    .filter(Boolean);
  const width = element.text("borderwidth") || size;
  if (width === "none") return "";
  const tint = LINE[element.text("bordercolor") || color] ?? LINE.base;
  return `:host { border-width: ${as(BORDER)(width)}; border-style: ${element.text("borderstyle") || style}; border-color: ${tint}; }`;
}

class Box extends PolarisElement {
  static watched = [
    ...Object.keys(BOX_RULES),
    "border",
    "borderwidth",
    "borderstyle",
    "bordercolor",
    "display",
    "accessibilityrole",
    "accessibilitylabel",
    "accessibilityvisibility",
  ];
  static rules = BOX_RULES;

  paint() {
    const gone = this.text("display") === "none" ? ":host { display: none; }" : "";
    this.styleHost(rulesFor(this, this.constructor.rules) + borderRules(this) + this.extraRules() + gone);
    const role =
      {
        section: "region",
        aside: "complementary",
        header: "banner",
        footer: "contentinfo",
        "ordered-list": "list",
        "unordered-list": "list",
        "list-item": "listitem",
        "list-item-separator": "separator",
      }[this.text("accessibilityrole")] ?? this.text("accessibilityrole");
    if (role && role !== "generic") this.takeRole(role);
    if (this.hasAttribute("accessibilitylabel"))
      this.setAttribute("aria-label", this.text("accessibilitylabel"));
    if (this.text("accessibilityvisibility") === "hidden") this.setAttribute("aria-hidden", "true");
  }

  extraRules() {
    return "";
  }
}

class Stack extends Box {
  static watched = [...Box.watched, ...Object.keys(FLOW_RULES), "direction"];
  static rules = { ...BOX_RULES, ...FLOW_RULES };
}

class Grid extends Box {
  static watched = [...Box.watched, ...Object.keys(FLOW_RULES), ...Object.keys(GRID_RULES)];
  static rules = { ...BOX_RULES, ...FLOW_RULES, ...GRID_RULES };
}

class GridItem extends Box {
  static watched = [...Box.watched, "gridcolumn", "gridrow"];
  static rules = { ...BOX_RULES, gridcolumn: ["grid-column", plain], gridrow: ["grid-row", plain] };
}

define("s-box", Box, { css: ":host { display: block; min-width: 0; }" });
define("s-stack", Stack, {
  css: `
    :host { display: flex; flex-direction: column; gap: 0; min-width: 0; }
    :host([direction="inline"]) { flex-direction: row; flex-wrap: wrap; align-items: center; }
    ::slotted(*) { min-width: 0; max-width: 100%; }`,
});
define("s-grid", Grid, {
  css: ":host { display: grid; grid-template-columns: minmax(0, 1fr); min-width: 0; } ::slotted(*) { min-width: 0; }",
});
define("s-grid-item", GridItem, { css: ":host { display: block; min-width: 0; }" });
define("s-query-container", class extends PolarisElement {}, {
  css: ":host { display: block; container-type: inline-size; }",
});
define("s-scroll-box", class extends Box {}, { css: ":host { display: block; overflow: auto; }" });

define(
  "s-divider",
  class extends PolarisElement {
    paint() {
      this.part("div").ariaOrientation = this.text("direction") === "block" ? "vertical" : "horizontal";
    }
  },
  {
    markup: "<div role=separator></div>",
    watch: ["direction"],
    css: `
      :host { display: block; }
      div { border-block-start: 1px solid var(--line); }
      :host([color="strong"]) div { border-color: var(--edge); }
      :host([direction="block"]) { align-self: stretch; }
      :host([direction="block"]) div { block-size: 100%; border-block-start: 0; border-inline-start: 1px solid var(--line); }`,
  },
);
