// What tells how things stand: banners, progress, waiting, nothing here yet.

define(
  "s-banner",
  class extends PolarisElement {
    built() {
      this.part("button").addEventListener("click", () => {
        tell(this, "dismiss");
        this.hidden = true;
        tell(this, "afterhide");
      });
    }

    paint() {
      const tone = this.text("tone");
      this.part(".banner").role = tone === "critical" ? "alert" : "status";
      const icon =
        { success: "check-circle", warning: "alert-triangle", critical: "alert-circle" }[tone] ?? "info";
      paintIcon(this.part(".icon"), icon);
      this.write(".heading", this.text("heading"));
      this.part("button").hidden = !this.is("dismissible");
      this.part(".actions").hidden = !this.fills("secondary-actions");
      this.part(".body").hidden = !this.fills("") && this.part(".actions").hidden;
    }
  },
  {
    watch: ["heading", "tone", "dismissible"],
    markup: `
      <div class=banner>
        <div class=head><span class=icon></span><strong class=heading></strong><button type=button aria-label=Dismiss>×</button></div>
        <div class=body><slot></slot><div class=actions><slot name=secondary-actions></slot></div></div>
      </div>`,
    css: `
      :host { display: block; }
      .banner { --tint: var(--info); --tint-ink: #002133; background: var(--card); border-radius: 12px; overflow: clip;
        box-shadow: 0 0 0 1px #0000000f, 0 1px 2px #00000021; }
      :host([tone="success"]) .banner { --tint: var(--success); --tint-ink: #fff; }
      :host([tone="warning"]) .banner { --tint: var(--warning); --tint-ink: #251a00; }
      :host([tone="critical"]) .banner { --tint: var(--critical); --tint-ink: #fff; }
      .head {
        display: flex;
        align-items: center;
        gap: 8px;
        padding: 8px 12px;
        background: var(--tint);
        color: var(--tint-ink);
      }
      .icon { display: inline-flex; flex: none; }
      .heading { font-weight: 650; }
      .head button { margin-inline-start: auto; width: 24px; height: 24px; border: 0; border-radius: 6px; background: none; color: inherit;
        font: 18px/1 sans-serif; cursor: pointer; }
      .body { display: grid; grid-template-columns: minmax(0, 1fr); gap: 8px; padding: 12px; }
      .actions { display: flex; flex-wrap: wrap; gap: 8px; }`,
  },
);

define(
  "s-progress",
  class extends PolarisElement {
    paint() {
      const bar = this.part("div");
      const max = Number(this.text("max")) || 1;
      const known = this.hasAttribute("value");
      const value = Math.min(max, Math.max(0, Number(this.text("value")) || 0));
      bar.setAttribute("aria-label", this.text("accessibilitylabel") || "Progress");
      bar.setAttribute("aria-valuemin", "0");
      bar.setAttribute("aria-valuemax", String(max));
      if (known) bar.setAttribute("aria-valuenow", String(value));
      else bar.removeAttribute("aria-valuenow");
      bar.classList.toggle("unknown", !known);
      this.styleHost(`.fill { inline-size: ${known ? (100 * value) / max : 30}%; }`);
    }

    get value() {
      return Number(this.text("value")) || 0;
    }

    set value(amount) {
      this.setAttribute("value", String(amount));
    }
  },
  {
    watch: ["value", "max", "accessibilitylabel"],
    markup: "<div role=progressbar><span class=fill></span></div>",
    css: `
      :host { display: block; }
      div {
        block-size: 8px;
        border: 1px solid var(--edge);
        border-radius: 99px;
        background: #ebebeb;
        overflow: hidden;
      }
      .fill { display: block; block-size: 100%; background: #303030; transition: inline-size 0.3s; }
      :host([tone="success"]) .fill { background: var(--success); }
      :host([tone="info"]) .fill { background: #0094d5; }
      :host([tone="warning"]) .fill, :host([tone="caution"]) .fill { background: #b98900; }
      :host([tone="critical"]) .fill { background: var(--critical); }
      .unknown .fill { animation: slide 1.5s ease-in-out infinite alternate; }
      @keyframes slide { from { translate: 0; } to { translate: 230%; } }`,
  },
);

define(
  "s-spinner",
  class extends PolarisElement {
    paint() {
      this.part("span").setAttribute("aria-label", this.text("accessibilitylabel") || "Loading");
    }
  },
  {
    watch: ["accessibilitylabel"],
    markup: "<span role=img></span>",
    css: `
      :host { display: inline-block; vertical-align: middle; }
      span { display: block; width: 20px; height: 20px; border: 2px solid #c9c9c9; border-block-start-color: #303030; border-radius: 50%;
        animation: turn 1s linear infinite; }
      :host([size="large"]) span { width: 32px; height: 32px; }
      :host([size="large-100"]) span { width: 44px; height: 44px; }
      @keyframes turn { to { rotate: 1turn; } }`,
  },
);

define(
  "s-empty-state",
  class extends PolarisElement {
    paint() {
      this.write(".heading", this.text("heading"));
      this.part(".heading").ariaLevel = String(headingLevel(this));
      this.part(".actions").hidden = !this.fills("primary-action") && !this.fills("secondary-actions");
      this.part(".graphic").hidden = !this.fills("graphic");
    }
  },
  {
    watch: ["heading"],
    markup: `
      <div class=state>
        <div class=graphic><slot name=graphic></slot></div>
        <div class=heading role=heading></div>
        <div class=words><slot name=subheading></slot></div>
        <div class=actions><slot name=secondary-actions></slot><slot name=primary-action></slot></div>
      </div>`,
    css: `
      :host { display: block; }
      .state { display: grid; justify-items: center; gap: 8px; padding: 32px 16px; text-align: center; }
      .heading { font-weight: 650; font-size: 14px; line-height: 20px; }
      .words { max-width: 52ch; color: var(--subdued); }
      .actions { display: flex; flex-wrap: wrap; justify-content: center; gap: 8px; margin-block-start: 4px; }`,
  },
);
