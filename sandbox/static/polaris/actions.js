// Buttons and links, and the commands by which they open and close other elements.

const OPENS = {
  "--show": "showOverlay",
  "--hide": "hideOverlay",
  "--toggle": "toggleOverlay",
  "--auto": "toggleOverlay",
};

function runCommand(element) {
  const id = element.text("commandfor");
  if (!id) return;
  const command = element.text("command") || "--auto";
  const target = document.getElementById(id);
  if (command === "--copy") navigator.clipboard?.writeText(target?.textContent.trim() ?? "");
  else target?.[OPENS[command]]?.(element);
}

// Asks the page whether it takes this navigation itself, as Shopify's elements do with shopify:navigate.
// A listener that calls preventDefault() has taken it; otherwise the browser follows the link.
function offerNavigation(event, element) {
  const elsewhere =
    !["", "auto", "_self"].includes(element.text("target")) || element.hasAttribute("download");
  if (event.defaultPrevented || elsewhere || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const url = new URL(element.text("href"), location.href);
  if (url.origin !== location.origin) return;
  const offer = new CustomEvent("shopify:navigate", { bubbles: true, composed: true, cancelable: true });
  if (!element.dispatchEvent(offer)) event.preventDefault();
}

class Action extends PolarisElement {
  static formAssociated = true;
  static watched = [
    "href",
    "target",
    "download",
    "disabled",
    "loading",
    "accessibilitylabel",
    "icon",
    "interestfor",
  ];

  built() {
    this.addEventListener("click", (event) => this.clicked(event));
  }

  // The control inside is a link when there is somewhere to go, and a button otherwise.
  paint() {
    const tag = this.hasAttribute("href") && !this.disabled ? "a" : "button";
    let control = this.part(".control");
    if (control.localName !== tag) {
      const other = document.createElement(tag);
      other.className = "control";
      other.append(...control.childNodes);
      control.replaceWith(other);
      control = other;
    }
    if (tag === "a") {
      control.href = this.text("href");
      const target = this.text("target");
      if (target && target !== "auto") control.target = target;
      else control.removeAttribute("target");
      if (this.hasAttribute("download")) control.download = this.text("download");
    } else {
      control.type = "button";
      control.disabled = this.disabled;
    }
    const label = this.text("accessibilitylabel");
    if (label) control.setAttribute("aria-label", label);
    else control.removeAttribute("aria-label");
    if (this.is("loading")) control.setAttribute("aria-busy", "true");
    else control.removeAttribute("aria-busy");
  }

  get disabled() {
    return this.is("disabled") || this.is("loading") || this.fieldsetDisabled === true;
  }

  set disabled(on) {
    this.toggleAttribute("disabled", Boolean(on));
  }

  get loading() {
    return this.is("loading");
  }

  set loading(on) {
    this.toggleAttribute("loading", Boolean(on));
  }

  formDisabledCallback(disabled) {
    this.fieldsetDisabled = disabled;
    if (this.isConnected) this.paint();
  }

  click() {
    this.part(".control").click();
  }

  clicked(event) {
    if (this.disabled) return;
    if (this.hasAttribute("href")) offerNavigation(event, this);
    // After every listener of this click, as the browser's own default actions are.
    setTimeout(() => {
      if (event.defaultPrevented) return;
      if (this.text("type") === "submit") this.internals.form?.requestSubmit();
      if (this.text("type") === "reset") this.internals.form?.reset();
      runCommand(this);
    });
  }
}

define(
  "s-button",
  class extends Action {
    paint() {
      super.paint();
      paintIcon(this.part(".icon"), this.text("icon"));
      this.part(".busy").hidden = !this.is("loading");
      this.toggleAttribute("data-bare", !this.fills("") && this.hasAttribute("icon"));
    }
  },
  {
    focus: true,
    markup: "<button class=control><span class=busy></span><span class=icon></span><slot></slot></button>",
    css: `
    :host { display: inline-block; width: fit-content; max-width: 100%; vertical-align: middle; }
    :host([inlinesize="fill"]) { display: block; width: auto; }
    :host([inlinesize="fill"]) .control { width: 100%; }
    .control {
      display: inline-flex; align-items: center; justify-content: center; gap: 4px; min-height: 28px;
      padding: 4px 12px;
      border: 0; border-radius: 8px; background: var(--card);
      box-shadow: inset 0 0 0 1px #c9c9c9, 0 1px 0 #0000001a;
      color: var(--ink); font: inherit; font-size: 12px; line-height: 16px; font-weight: 550;
      text-align: center;
      text-decoration: none; cursor: pointer;
    }
    .control:hover { background: #fafafa; }
    .icon svg { display: block; width: 18px; height: 18px; }
    :host([data-bare]) .control { padding-inline: 5px; }
    :host([variant="primary"]) .control { background: #303030; color: #fff; box-shadow: none; }
    :host([variant="primary"]) .control:hover { background: #1a1a1a; }
    :host([variant="tertiary"]) .control { background: none; box-shadow: none; }
    :host([variant="tertiary"]) .control:hover { background: #00000012; }
    :host([tone="critical"]) .control { color: var(--critical-ink); }
    :host([tone="critical"][variant="primary"]) .control { background: var(--critical); color: #fff; }
    .control:disabled { background: #ebebeb; color: #6a6a6a; box-shadow: none; cursor: default; }
    .busy {
      width: 14px;
      height: 14px;
      border: 2px solid #8a8a8a;
      border-block-start-color: transparent;
      border-radius: 50%;
      animation: turn 1s linear infinite;
    }
    @keyframes turn { to { rotate: 1turn; } }`,
  },
);

define("s-link", class extends Action {}, {
  focus: true,
  markup: "<button class=control><slot></slot></button>",
  css: `
    :host { display: inline; width: fit-content; } /* a grid makes a block of it: no wider than its words */
    .control {
      display: inline; padding: 0; border: 0; background: none; font: inherit; text-align: start;
      color: var(--link);
      text-decoration: underline; text-underline-offset: 2px; cursor: pointer; border-radius: 4px;
      overflow-wrap: anywhere;
    }
    .control:hover { color: #004299; }
    :host([tone="neutral"]) .control { color: inherit; }
    :host([tone="critical"]) .control { color: var(--critical-ink); }`,
});

define(
  "s-clickable",
  class extends Action {
    static watched = [...Action.watched, ...Box.watched];

    paint() {
      super.paint();
      this.styleHost(rulesFor(this, BOX_RULES) + borderRules(this));
    }
  },
  {
    focus: true,
    markup: "<button class=control><slot></slot></button>",
    css: `
    :host { display: block; }
    .control { display: block; width: 100%; padding: 0; border: 0; background: none; color: inherit; font: inherit;
      text-align: start; text-decoration: none; cursor: pointer; border-radius: inherit; }
    .control:hover { background: #0000000a; }`,
  },
);

define(
  "s-press-button",
  class extends Action {
    static watched = [...Action.watched, "pressed"];

    paint() {
      super.paint();
      this.part(".control").setAttribute("aria-pressed", String(this.is("pressed")));
    }

    clicked(event) {
      if (!this.disabled) this.toggleAttribute("pressed");
      super.clicked(event);
    }
  },
  {
    focus: true,
    markup: "<button class=control><slot></slot></button>",
    css: `
    :host { display: inline-block; }
    .control { min-height: 28px; padding: 4px 12px; border: 0; border-radius: 8px; background: var(--card); font: inherit;
      font-size: 12px; font-weight: 550; color: var(--ink); box-shadow: inset 0 0 0 1px #c9c9c9;
      cursor: pointer; }
    :host([pressed]) .control { background: #d4d4d4; box-shadow: inset 0 0 0 1px #8a8a8a; }`,
  },
);

define(
  "s-button-group",
  class extends PolarisElement {
    paint() {
      const label = this.text("accessibilitylabel");
      if (label) this.part("div").setAttribute("aria-label", label);
    }
  },
  {
    watch: ["accessibilitylabel"],
    markup:
      "<div role=group><slot></slot><slot name=secondary-actions></slot><slot name=primary-action></slot></div>",
    css: `
      :host { display: inline-block; max-width: 100%; }
      div { display: flex; flex-wrap: wrap; gap: 8px; }
      :host([gap="none"]) div { gap: 0; }`,
  },
);
