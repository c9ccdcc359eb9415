// s-page and s-section: the frame and the cards of every screen.

define(
  "s-page",
  class extends PolarisElement {
    paint() {
      this.write("h1", this.text("heading"));
      const wide = ["", "base"].includes(this.text("inlinesize"));
      this.part("nav").hidden = !this.fills("breadcrumb-actions");
      this.part(".actions").hidden = !this.fills("primary-action") && !this.fills("secondary-actions");
      this.part("header").hidden =
        !this.text("heading") && this.part("nav").hidden && this.part(".actions").hidden;
      this.part("aside").hidden = !wide || !this.fills("aside");
    }
  },
  {
    watch: ["heading", "inlinesize"],
    markup: `
      <div class=page>
        <header>
          <nav aria-label="Back to"><slot name=breadcrumb-actions></slot></nav>
          <div class=title><h1></h1><slot name=accessory></slot></div>
          <div class=actions><slot name=secondary-actions></slot><slot name=primary-action></slot></div>
        </header>
        <div class=supplemental><slot name=supplemental-start></slot></div>
        <div class=columns>
          <main><slot></slot></main>
          <aside><slot name=aside></slot></aside>
        </div>
      </div>`,
    css: `
      :host { display: block; }
      .page { max-width: 998px; margin: 0 auto; padding: 16px; }
      :host([inlinesize="large"]) .page { max-width: none; }
      :host([inlinesize="small"]) .page { max-width: 662px; }
      header { display: flex; flex-wrap: wrap; align-items: center; gap: 8px; margin-block-end: 16px; }
      nav { flex-basis: 100%; }
      nav ::slotted(*)::before { content: "←"; margin-inline-end: 6px; color: var(--subdued); }
      .title { display: flex; flex-wrap: wrap; align-items: center; gap: 8px; min-width: 0; }
      h1 { margin: 0; font-size: 20px; line-height: 28px; font-weight: 650; overflow-wrap: anywhere; }
      .actions { display: flex; flex-wrap: wrap; gap: 8px; margin-inline-start: auto; }
      .supplemental ::slotted(*) { margin-block-end: 16px; }
      .columns { display: flex; flex-wrap: wrap; gap: 16px; align-items: start; }
      main { flex: 999 1 440px; }
      aside { flex: 1 1 260px; }
      main, aside { display: grid; grid-template-columns: minmax(0, 1fr); gap: 16px; min-width: 0; }
      @media (max-width: 490px) { .page { padding: 12px 8px; } header { padding-inline: 8px; } }`,
  },
);

define(
  "s-section",
  class extends PolarisElement {
    paint() {
      const heading = this.text("heading");
      const named = heading || this.text("accessibilitylabel");
      const section = this.part("section");
      if (named) section.ariaLabel = this.text("accessibilitylabel") || heading;
      const level = headingLevel(this);
      this.write(".heading", heading);
      this.part(".heading").ariaLevel = String(level);
      this.toggleAttribute("data-inner", level > 2);
      this.write(".subheading", this.text("subheading"));
      const slots = ["graphic", "accessory", "supplemental", "secondary-actions", "primary-action"];
      this.part(".head").hidden = !heading && !slots.some((name) => this.fills(name));
    }
  },
  {
    watch: ["heading", "subheading", "padding", "accessibilitylabel"],
    markup: `
      <section>
        <div class=head>
          <slot name=graphic></slot>
          <div class=heading role=heading></div>
          <slot name=accessory></slot>
          <div class=end><slot name=supplemental></slot><slot name=secondary-actions></slot><slot name=primary-action></slot></div>
        </div>
        <p class=subheading></p>
        <div class=body><slot></slot></div>
      </section>`,
    css: `
      :host { display: block; min-width: 0; }
      section {
        background: var(--card);
        border-radius: 12px;
        box-shadow: 0 0 0 1px #0000000f, 0 1px 2px #00000021;
        overflow: clip;
      }
      :host([data-inner]) section { box-shadow: none; border: 1px solid var(--line); border-radius: 8px; }
      .head { display: flex; flex-wrap: wrap; align-items: center; gap: 8px; padding: 16px 16px 0; }
      .heading { font-weight: 650; font-size: 14px; line-height: 20px; overflow-wrap: anywhere; }
      .end { display: flex; flex-wrap: wrap; align-items: center; gap: 8px; margin-inline-start: auto; }
      .subheading { margin: 0; padding: 2px 16px 0; color: var(--subdued); }
      .body { display: grid; grid-template-columns: minmax(0, 1fr); gap: 16px; padding: 12px 16px 16px; }
      .head[hidden] ~ .subheading[hidden] + .body { padding-block-start: 16px; }
      :host([padding="none"]) .body { padding: 8px 0 0; gap: 0; }
      :host([padding="none"]) .head[hidden] ~ .subheading[hidden] + .body { padding: 0; }`,
  },
);

// App Bridge shows the navigation in the admin; inside the frame it takes no room.
define("s-app-nav", class extends PolarisElement {}, { markup: "", css: ":host { display: none; }" });
