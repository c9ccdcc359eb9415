// What lies above the page: dialogs, menus, hints. Opened by command/commandfor, interestfor or App Bridge.

define(
  "s-modal",
  class extends PolarisElement {
    built() {
      const dialog = this.part("dialog");
      dialog.addEventListener("close", () => {
        tell(this, "hide");
        tell(this, "afterhide");
      });
      dialog.addEventListener("click", (event) => event.target === dialog && this.hideOverlay());
      this.part(".close").addEventListener("click", () => this.hideOverlay());
    }

    paint() {
      this.write("h2", this.text("heading"));
      this.part("dialog").setAttribute(
        "aria-label",
        this.text("accessibilitylabel") || this.text("heading") || "Dialog",
      );
      this.part("footer").hidden = !this.fills("primary-action") && !this.fills("secondary-actions");
    }

    showOverlay() {
      if (this.part("dialog").open) return;
      this.part("dialog").showModal();
      tell(this, "show");
      tell(this, "aftershow");
    }

    hideOverlay() {
      this.part("dialog").close();
    }

    toggleOverlay() {
      if (this.part("dialog").open) this.hideOverlay();
      else this.showOverlay();
    }
  },
  {
    watch: ["heading", "accessibilitylabel"],
    markup: `
      <dialog>
        <div class=head><h2></h2><button class=close type=button aria-label=Close>×</button></div>
        <div class=body><slot></slot></div>
        <footer><slot name=secondary-actions></slot><slot name=primary-action></slot></footer>
      </dialog>`,
    css: `
      :host { display: contents; }
      dialog { width: min(620px, calc(100vw - 24px)); max-height: calc(100dvh - 24px); padding: 0; border: 0; border-radius: 16px; color: inherit;
        font: inherit; box-shadow: 0 20px 60px #00000059; overflow: auto; }
      :host([size="small"]) dialog, :host([size="small-100"]) dialog {
        width: min(380px, calc(100vw - 24px));
      }
      :host([size="large"]) dialog, :host([size="large-100"]) dialog {
        width: min(980px, calc(100vw - 24px));
      }
      dialog::backdrop { background: #00000073; }
      .head {
        display: flex;
        align-items: center;
        gap: 8px;
        padding: 12px 16px;
        background: #f3f3f3;
        border-block-end: 1px solid var(--line);
      }
      h2 { margin: 0; font-size: 14px; line-height: 20px; font-weight: 650; }
      .close {
        margin-inline-start: auto;
        width: 28px;
        height: 28px;
        border: 0;
        border-radius: 8px;
        background: none;
        font: 20px/1 sans-serif;
        cursor: pointer;
      }
      .close:hover { background: #00000012; }
      .body { display: grid; grid-template-columns: minmax(0, 1fr); gap: 12px; padding: 16px; }
      :host([padding="none"]) .body { padding: 0; }
      footer { display: flex; flex-wrap: wrap; justify-content: flex-end; gap: 8px; padding: 12px 16px; border-block-start: 1px solid var(--line); }`,
  },
);

// Places a popover below its opener, or above where there is no room, and never outside the window.
function placeBeside(box, opener) {
  const spot = opener.getBoundingClientRect();
  const { width, height } = box.getBoundingClientRect();
  const below = spot.bottom + 4 + height <= innerHeight;
  box.style.top = `${Math.max(4, below ? spot.bottom + 4 : spot.top - height - 4)}px`;
  box.style.left = `${Math.max(4, Math.min(spot.left, innerWidth - width - 4))}px`;
}

class Popover extends PolarisElement {
  static watched = ["accessibilitylabel"];

  built() {
    this.part("div").addEventListener("toggle", (event) => {
      tell(this, event.newState === "open" ? "show" : "hide");
      tell(this, event.newState === "open" ? "aftershow" : "afterhide");
    });
  }

  showOverlay(opener) {
    const box = this.part("div");
    box.showPopover();
    if (opener) placeBeside(box, opener);
  }

  hideOverlay() {
    this.part("div").hidePopover();
  }

  toggleOverlay(opener) {
    if (this.part("div").matches(":popover-open")) this.hideOverlay();
    else this.showOverlay(opener);
  }
}
const POPOVER_CSS = `
  :host { display: contents; }
  div { position: fixed; inset: auto; margin: 0; padding: 8px; border: 0; border-radius: 12px; background: var(--card); color: var(--ink);
    box-shadow: 0 4px 20px #00000038; }`;

define("s-popover", class extends Popover {}, {
  markup: "<div popover><slot></slot></div>",
  css: POPOVER_CSS,
});

define(
  "s-menu",
  class extends Popover {
    built() {
      super.built();
      this.addEventListener("click", () => this.hideOverlay());
    }

    paint() {
      this.part("div").setAttribute("aria-label", this.text("accessibilitylabel") || "Menu");
    }
  },
  {
    markup: "<div popover role=group><slot></slot></div>",
    css: `${POPOVER_CSS} div:popover-open { display: grid; gap: 2px; }`,
  },
);

// A hint for the element that names it by interestfor, shown while that element is pointed at or has focus.
define(
  "s-tooltip",
  class extends PolarisElement {
    showFor(element) {
      const box = this.part("div");
      box.showPopover();
      placeBeside(box, element);
    }

    hide() {
      this.part("div").hidePopover();
    }
  },
  {
    markup: "<div popover=manual role=tooltip><slot></slot></div>",
    css: `
      :host { display: contents; }
      div { position: fixed; inset: auto; margin: 0; max-width: 240px; padding: 6px 10px; border: 0; border-radius: 8px; background: #1a1a1a; color: #fff;
        font-size: 12px; line-height: 16px; box-shadow: 0 2px 8px #0000004d; }`,
  },
);

const interested = (event) => event.composedPath().find((node) => node.getAttribute?.("interestfor"));
const tooltipOf = (element) => element && document.getElementById(element.getAttribute("interestfor"));

for (const name of ["pointerover", "focusin"]) {
  document.addEventListener(name, (event) => {
    const element = interested(event);
    const tooltip = tooltipOf(element);
    if (!tooltip?.showFor) return;
    // A description cannot point out of a shadow root, so the words themselves are given to the control.
    const control = element.shadowRoot?.querySelector(".control") ?? element;
    control.ariaDescription = tooltip.textContent.trim();
    tooltip.showFor(element);
  });
}
for (const name of ["pointerout", "focusout"])
  document.addEventListener(name, (event) => tooltipOf(interested(event))?.hide?.());
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") for (const tooltip of document.querySelectorAll("s-tooltip")) tooltip.hide();
});
