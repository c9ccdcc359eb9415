// s-table: a table where there is room, a list of labelled values where there is not.
//
// Rows and cells keep their place in the page's own tree; only their display changes. The words of the column
// headings are copied to the cells, where the list shows them as labels.

const NARROW = "(max-width: 490px)";
const COLUMNS = new Map([
  ["numeric", "number"],
  ["currency", "number"],
]);

define(
  "s-table",
  class extends PolarisElement {
    built() {
      this.watcher = new MutationObserver(() => this.label());
      this.part(".previous").addEventListener("click", () => tell(this, "previouspage"));
      this.part(".next").addEventListener("click", () => tell(this, "nextpage"));
      // A table too wide for its card scrolls inside it, and can then be reached by keyboard.
      new ResizeObserver(([{ target }]) => {
        if (target.scrollWidth > target.clientWidth + 1) target.tabIndex = 0;
        else target.removeAttribute("tabindex");
      }).observe(this.part(".scroll"));
    }

    connectedCallback() {
      this.watcher.observe(this, { childList: true, subtree: true, characterData: true });
      super.connectedCallback();
    }

    disconnectedCallback() {
      this.watcher.disconnect();
    }

    paint() {
      this.part("nav").hidden = !this.is("paginate");
      this.part(".previous").disabled = !this.is("haspreviouspage");
      this.part(".next").disabled = !this.is("hasnextpage");
      this.part(".filters").hidden = !this.fills("filters");
      this.part(".scroll").setAttribute("aria-busy", String(this.is("loading")));
      this.label();
    }

    label() {
      const headers = [...this.querySelectorAll("s-table-header")];
      const list = this.text("variant") === "list";
      for (const part of this.querySelectorAll(
        "s-table-header-row, s-table-body, s-table-row, s-table-cell",
      )) {
        part.toggleAttribute("data-list", list);
      }
      for (const row of this.querySelectorAll("s-table-body > s-table-row")) {
        [...row.children].forEach((cell, index) => cell.headedBy?.(headers[index]));
      }
    }
  },
  {
    watch: ["variant", "loading", "paginate", "hasnextpage", "haspreviouspage"],
    markup: `
      <div class=filters><slot name=filters></slot></div>
      <div class=scroll><div class=table role=table><slot></slot></div></div>
      <nav aria-label=Pagination>
        <button class=previous type=button aria-label="Previous page">‹</button>
        <button class=next type=button aria-label="Next page">›</button>
      </nav>`,
    css: `
      :host { display: block; min-width: 0; container: polaris-table / inline-size; }
      .filters { padding: 8px 12px; border-block-end: 1px solid var(--line); }
      .scroll { overflow-x: auto; }
      .table { display: table; width: 100%; border-collapse: collapse; }
      :host([loading]) .table { opacity: 0.6; }
      :host([variant="list"]) .table { display: block; }
      @container polaris-table ${NARROW} { .table { display: block; } }
      nav {
        display: flex;
        justify-content: center;
        gap: 1px;
        padding: 8px;
        border-block-start: 1px solid var(--line);
        background: var(--soft);
      }
      button {
        width: 32px;
        height: 28px;
        border: 0;
        border-radius: 8px;
        background: #e3e3e3;
        color: var(--ink);
        font: 18px/1 sans-serif;
        cursor: pointer;
      }
      button:disabled { color: #8a8a8a; cursor: default; }`,
  },
);

class TablePart extends PolarisElement {
  paint() {
    this.takeRole(this.constructor.role);
  }
}

// The same rules hold in a list for want of room and in a list by choice (variant=list). `at` makes the selector of
// the part itself, with more conditions on it when given.
const inList = (css) => `
  @container polaris-table ${NARROW} { ${css((more = "") => (more ? `:host(${more})` : ":host"))} }
  ${css((more = "") => `:host([data-list]${more})`)}`;

define(
  "s-table-header-row",
  class extends TablePart {
    static role = "row";
  },
  {
    css: `:host { display: table-row; background: var(--soft); }
    ${inList((at) => `${at()} { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }`)}`,
  },
);

define(
  "s-table-body",
  class extends TablePart {
    static role = "rowgroup";
  },
  {
    css: `:host { display: table-row-group; } ${inList((at) => `${at()} { display: block; }`)}`,
  },
);

define(
  "s-table-row",
  class extends TablePart {
    static role = "row";

    built() {
      this.addEventListener("click", (event) => this.delegate(event));
    }

    // A click on an empty part of the row counts as one on the row's main link.
    delegate(event) {
      const main = document.getElementById(this.text("clickdelegate"));
      const own = event.composedPath().slice(0, event.composedPath().indexOf(this));
      if (main && !own.some((node) => node.matches?.("a, button, input, select, textarea, label")))
        main.click();
    }
  },
  {
    css: `
      :host { display: table-row; }
      :host([clickdelegate]:not([clickdelegate=""])) { cursor: pointer; }
      :host([clickdelegate]:not([clickdelegate=""]):hover) { background: #fafafa; }
      ${inList((at) => `${at()} { display: block; padding: 10px 16px; border-block-end: 1px solid var(--line); }`)}`,
  },
);

define(
  "s-table-header",
  class extends TablePart {
    static role = "columnheader";

    paint() {
      super.paint();
      this.toggleAttribute("data-number", COLUMNS.has(this.text("format")));
      this.closest("s-table")?.label?.();
    }
  },
  {
    watch: ["listslot", "format"],
    css: `
      :host { display: table-cell; padding: 8px 12px; color: var(--subdued); font-size: 12px; font-weight: 550; text-align: start;
        vertical-align: bottom; border-block-end: 1px solid var(--line); }
      :host([data-number]) { text-align: end; }`,
  },
);

define(
  "s-table-cell",
  class extends TablePart {
    static role = "cell";

    headedBy(header) {
      const label = header?.textContent.trim() ?? "";
      if (this.part(".label").textContent !== label) this.part(".label").textContent = label;
      this.toggleAttribute("data-number", COLUMNS.has(header?.getAttribute("format")));
      const place = header?.getAttribute("listslot") || "labeled";
      if (this.dataset.place !== place) this.dataset.place = place;
    }
  },
  {
    markup: "<span class=label aria-hidden=true></span><div class=value><slot></slot></div>",
    css: `
      :host {
        display: table-cell;
        padding: 8px 12px;
        vertical-align: middle;
        border-block-end: 1px solid var(--line);
        overflow-wrap: anywhere;
      }
      :host([data-number]) { text-align: end; font-variant-numeric: tabular-nums; }
      .label { display: none; color: var(--subdued); }
      ${inList(
        (at) => `
        ${at()} {
          display: flex;
          justify-content: space-between;
          align-items: center;
          gap: 16px;
          padding: 2px 0;
          border: 0;
          text-align: start;
        }
        ${at()} .label { display: inline; flex: none; max-width: 50%; text-align: start; }
        ${at()} .value { min-width: 0; text-align: end; }
        ${at('[data-place="primary"]')} { font-weight: 650; }
        ${at('[data-place="kicker"]')} { color: var(--subdued); font-size: 12px; }
        ${at('[data-place]:not([data-place="labeled"])')} .label { display: none; }
        ${at('[data-place]:not([data-place="labeled"])')} .value { text-align: start; flex: 1; }`,
      )}`,
  },
);
