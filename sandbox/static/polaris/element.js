// What every stand-in element has in common: a shadow root, one style sheet, and paint().
//
// paint() reads attributes and children and may run any number of times: when the element enters the page,
// when a watched attribute changes, and when a slot's content changes. A script in <head> defines elements
// before their children are parsed, and htmx adds whole trees later; painting on slotchange covers both.

const COLORS = `
  --ink: #303030; --subdued: #616161; --line: #e3e3e3; --edge: #8a8a8a; --focus: #005bd3; --link: #005bd3;
  --page: #f1f1f1; --card: #fff; --soft: #f7f7f7; --strong: #e3e3e3;
  --critical-ink: #8e0b21; --critical: #c70a24; --critical-soft: #fee8eb; --success-ink: #014b40;
  --success: #047b5d; --success-soft: #cdfed4; --warning-ink: #5e4200; --warning: #ffb800;
  --warning-soft: #ffe8b8;
  --caution-ink: #4f4700; --caution-soft: #fff8db; --info-ink: #003a5a; --info: #91d0ff; --info-soft: #e0f0ff;
  --neutral-soft: #e8e8e8;`;

const FONT = `Inter, -apple-system, BlinkMacSystemFont, "Segoe UI", Roboto, "Noto Sans", "Noto Sans CJK JP", sans-serif`;

const makeSheet = (css) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  return sheet;
};

const inEveryShadow = makeSheet(`
  :host([hidden]) { display: none !important; }
  :host([accessibilityvisibility="exclusive"]) {
    position: absolute !important; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%);
  }
  *, *::before, *::after { box-sizing: border-box; }
  [hidden] { display: none !important; }
  .visually-hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  :focus-visible { outline: 2px solid var(--focus); outline-offset: 1px; }
  @media (prefers-reduced-motion: reduce) { * { animation-duration: 3s !important; transition: none !important; } }
`);

document.adoptedStyleSheets.push(
  makeSheet(`
    :root { ${COLORS} }
    body { margin: 0; background: var(--page); color: var(--ink); font: 450 13px/20px ${FONT}; }
    a:not([class]) { color: var(--link); }
    :focus-visible { outline: 2px solid var(--focus); outline-offset: 1px; }
  `),
);

class PolarisElement extends HTMLElement {
  constructor() {
    super();
    const { markup, sheet, delegatesFocus, slotAssignment } = this.constructor.look;
    this.internals = this.attachInternals();
    this.root = this.attachShadow({ mode: "open", delegatesFocus, slotAssignment });
    this.root.adoptedStyleSheets = [inEveryShadow, sheet];
    this.root.innerHTML = markup;
    // An element that assigns its slots itself would answer its own change for ever.
    if (slotAssignment === "named")
      this.root.addEventListener("slotchange", () => this.isConnected && this.paint());
    this.built();
  }

  connectedCallback() {
    this.paint();
  }

  attributeChangedCallback() {
    if (this.isConnected) this.paint();
  }

  built() {}
  paint() {}

  part(selector) {
    return this.root.querySelector(selector);
  }

  text(name) {
    return this.getAttribute(name) ?? "";
  }

  is(name) {
    return this.hasAttribute(name) && this.getAttribute(name) !== "false";
  }

  // Shows the text in that part of the shadow root, or hides the part when there is none.
  write(selector, text) {
    const part = this.part(selector);
    part.textContent = text ?? "";
    part.hidden = !text;
  }

  fills(slotName) {
    const slot = this.part(slotName ? `slot[name="${slotName}"]` : "slot:not([name])");
    return slot.assignedNodes().some((node) => node.nodeType === 1 || node.textContent.trim());
  }

  // A role that tests and checkers can see, unless the page chose one.
  takeRole(role) {
    if (!this.hasAttribute("role")) this.setAttribute("role", role);
  }

  // Styles of this one element, kept off its style attribute so that a page's style rules stay possible.
  styleHost(css) {
    this.own ??= makeSheet("");
    this.own.replaceSync(css);
    if (!this.root.adoptedStyleSheets.includes(this.own)) this.root.adoptedStyleSheets.push(this.own);
  }
}

function define(
  tag,
  Element,
  { markup = "<slot></slot>", css = "", watch = [], focus = false, slots = "named" } = {},
) {
  Element.look = { markup, sheet: makeSheet(css), delegatesFocus: focus, slotAssignment: slots };
  Element.observedAttributes = [...new Set([...(Element.watched ?? []), ...watch])];
  customElements.define(tag, Element);
}

// How deep a heading lies: a section below the page's h1 is level 2, a section inside it level 3.
const headingLevel = (element) => {
  let level = 2;
  const outer = (from) => from.parentElement?.closest("s-section[heading]"); // one without words is no step
  for (let up = outer(element); up; up = outer(up)) level += 1;
  return Math.min(level, 6);
};

// The events of the real elements are plain ones: they do not bubble unless the platform's do.
const tell = (element, name, options = {}) => element.dispatchEvent(new Event(name, options));
