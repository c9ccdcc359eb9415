// Words and numbers.

const TONES = ["info", "success", "caution", "warning", "critical"];
const TEXT_CSS = `
  ${TONES.map((tone) => `:host([tone="${tone}"]) { color: var(--${tone}-ink); }`).join("\n")}
  :host([color="subdued"]) { color: var(--subdued); }
  :host([fontsize="small"]), :host([fontsize="small-100"]) { font-size: 12px; line-height: 16px; }
  :host([fontsize="small-200"]) { font-size: 11px; line-height: 16px; }
  :host([fontsize="large"]) { font-size: 16px; line-height: 24px; }
  :host([fontsize="large-100"]) { font-size: 20px; line-height: 28px; }
  :host([fontsize="large-200"]) { font-size: 24px; line-height: 32px; }
  :host([fontsize="large-300"]) { font-size: 30px; line-height: 40px; }
  :host([fontsize="large-400"]) { font-size: 36px; line-height: 44px; }
  :host([fontweight="medium"]) { font-weight: 550; }
  :host([fontweight="semibold"]) { font-weight: 650; }
  :host([fontweight="bold"]) { font-weight: 700; }
  :host([fontvariantnumeric="tabular-nums"]) { font-variant-numeric: tabular-nums; }`;

class Words extends PolarisElement {
  static watched = ["accessibilityvisibility", "lineclamp"];

  paint() {
    if (this.text("accessibilityvisibility") === "hidden") this.setAttribute("aria-hidden", "true");
    const lines = Number(this.text("lineclamp"));
    if (lines)
      this.styleHost(
        `:host { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: ${lines}; overflow: hidden; }`,
      );
  }
}

define("s-text", class extends Words {}, {
  css: `${TEXT_CSS}
    :host([type="strong"]) { font-weight: 650; }
    :host([type="address"]) { font-style: normal; }
    :host([type="redundant"]) { text-decoration: line-through; }`,
});

define("s-paragraph", class extends Words {}, {
  markup: "<p><slot></slot></p>",
  css: `:host { display: block; } p { margin: 0; max-width: 80ch; } ${TEXT_CSS}`,
});

define("s-number", class extends Words {}, {
  css: `:host { font-variant-numeric: tabular-nums; } ${TEXT_CSS}`,
});

define(
  "s-heading",
  class extends Words {
    static watched = [...Words.watched, "accessibilityrole"];

    paint() {
      super.paint();
      const box = this.part("div");
      const silent = ["presentation", "none"].includes(this.text("accessibilityrole"));
      box.role = silent ? "presentation" : "heading";
      box.ariaLevel = silent ? null : String(headingLevel(this));
    }
  },
  {
    markup: "<div><slot></slot></div>",
    css: `:host { display: block; font-weight: 650; font-size: 14px; line-height: 20px; } ${TEXT_CSS}`,
  },
);

for (const tag of ["s-unordered-list", "s-ordered-list"]) {
  define(tag, class extends PolarisElement {}, {
    markup: "<div role=list><slot></slot></div>",
    css: `
      :host { display: block; }
      div { display: grid; gap: 4px; padding-inline-start: 20px; list-style: ${tag === "s-ordered-list" ? "decimal" : "disc"}; }`,
  });
}

define(
  "s-list-item",
  class extends PolarisElement {
    paint() {
      this.takeRole("listitem");
    }
  },
  { css: ":host { display: list-item; }" },
);

define(
  "s-badge",
  class extends PolarisElement {
    paint() {
      paintIcon(this.part(".icon"), this.text("icon"));
    }
  },
  {
    watch: ["icon"],
    markup: "<span class=badge><span class=icon></span><slot></slot></span>",
    css: `
      :host { display: inline-flex; vertical-align: middle; max-width: 100%; }
      .badge {
        display: inline-flex; align-items: center; gap: 4px; padding: 2px 8px; border-radius: 8px;
        font-size: 12px; line-height: 16px; font-weight: 550; background: var(--neutral-soft);
        color: var(--ink);
      }
      .icon svg { display: block; width: 16px; height: 16px; }
      ${TONES.map((tone) => `:host([tone="${tone}"]) .badge { background: var(--${tone}-soft); color: var(--${tone}-ink); }`).join("\n")}`,
  },
);

define("s-chip", class extends PolarisElement {}, {
  css: `:host { display: inline-flex; padding: 2px 10px; border-radius: 8px; background: var(--neutral-soft); font-size: 12px; }`,
});

for (const tag of ["s-avatar", "s-thumbnail", "s-image"]) {
  define(
    tag,
    class extends PolarisElement {
      paint() {
        const image = this.part("img");
        this.write("span", this.text("initials"));
        image.hidden = !this.text("src");
        if (this.text("src")) image.src = this.text("src");
        image.alt = this.text("alt");
      }
    },
    {
      watch: ["src", "alt", "initials"],
      markup: "<img alt=''><span></span>",
      css: `
        :host { display: inline-grid; place-items: center; overflow: hidden; background: var(--strong); border-radius: 8px;
          ${tag === "s-image" ? "" : "width: 40px; height: 40px;"} font-weight: 650; }
        img { width: 100%; height: 100%; object-fit: contain; }`,
    },
  );
}
