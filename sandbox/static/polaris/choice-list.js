// s-choice-list and s-choice: one of several, or some of them.
//
// The native radio buttons or boxes of all choices stand in one shadow root, so that the browser's own grouping and
// arrow keys work; each s-choice child is shown beside its input through a slot of its own.
define(
  "s-choice-list",
  class extends PolarisElement {
    static formAssociated = true;

    built() {
      this.picked = null; // values the user or a script chose; null while the page's own choice holds
      this.watcher = new MutationObserver(() => this.paint());
      this.root.addEventListener("change", () => {
        this.picked = this.inputs()
          .filter((input) => input.checked)
          .map((input) => input.value);
        this.publish();
        tell(this, "change", { bubbles: true });
      });
    }

    connectedCallback() {
      this.watcher.observe(this, {
        childList: true,
        subtree: true,
        attributes: true,
        attributeFilter: ["selected", "disabled", "value"],
      });
      super.connectedCallback();
    }

    disconnectedCallback() {
      this.watcher.disconnect();
    }

    paint() {
      this.write("legend", this.text("label"));
      this.write(".details", this.text("details"));
      this.write(".error", this.text("error"));
      const rows = this.part(".rows");
      const choices = this.choices();
      const focused = this.inputs().indexOf(this.root.activeElement);
      rows.replaceChildren(...choices.map((choice, index) => this.row(choice, index)));
      choices.forEach((choice, index) => rows.children[index].querySelector("slot").assign(choice));
      this.inputs()[focused]?.focus();
      this.publish();
    }

    row(choice, index) {
      const row = document.createElement("div");
      row.className = "row";
      const input = document.createElement("input");
      input.type = this.is("multiple") ? "checkbox" : "radio";
      input.name = "choice";
      input.value = choice.getAttribute("value") ?? "";
      input.checked = this.values.includes(input.value);
      input.disabled = this.disabled || choice.hasAttribute("disabled");
      input.setAttribute("aria-label", choice.getAttribute("accessibilitylabel") || labelOf(choice));
      input.setAttribute("aria-invalid", String(Boolean(this.text("error"))));
      input.setAttribute("aria-describedby", "details error");
      const slot = document.createElement("slot");
      slot.addEventListener("click", (event) => {
        const own = event
          .composedPath()
          .some((node) => node.matches?.("a, button, input, [slot='secondary-content']"));
        if (!own) this.inputs()[index].click();
      });
      row.append(input, slot);
      return row;
    }

    choices() {
      return [...this.children].filter((child) => child.localName === "s-choice");
    }

    inputs() {
      return [...this.root.querySelectorAll("input")];
    }

    publish() {
      const name = this.text("name");
      if (!name || this.disabled) return this.internals.setFormValue(null);
      const data = new FormData();
      for (const value of this.values) data.append(name, value);
      return this.internals.setFormValue(data);
    }

    get values() {
      if (this.picked) return this.picked;
      const chosen = this.choices().filter((choice) => choice.hasAttribute("selected"));
      return chosen.map((choice) => choice.getAttribute("value") ?? "");
    }

    set values(values) {
      this.picked = [...values];
      this.paint();
    }

    get name() {
      return this.text("name");
    }

    get form() {
      return this.internals.form;
    }

    get disabled() {
      return this.is("disabled") || this.fieldsetDisabled === true;
    }

    formDisabledCallback(disabled) {
      this.fieldsetDisabled = disabled;
      if (this.isConnected) this.paint();
    }

    formResetCallback() {
      this.picked = null;
      this.paint();
    }
  },
  {
    watch: ["label", "details", "error", "disabled", "multiple", "name"],
    slots: "manual",
    focus: true,
    markup: `
      <fieldset>
        <legend></legend>
        <div class=details id=details></div>
        <div class=rows></div>
        <div class=error id=error></div>
      </fieldset>`,
    css: `${FIELD_CSS} ${CHOICE_CSS}
      fieldset { min-width: 0; margin: 0; padding: 0; border: 0; }
      legend { padding: 0; margin-block-end: 4px; }
      :host([labelaccessibilityvisibility="exclusive"]) legend {
        position: absolute;
        width: 1px;
        height: 1px;
        overflow: hidden;
        clip-path: inset(50%);
      }
      .rows { display: grid; gap: 8px; }
      .details { margin: 0 0 6px; }
      .row { display: flex; align-items: flex-start; gap: 8px; }
      .row slot { display: block; flex: 1; min-width: 0; cursor: pointer; }
      input { padding: 0; }`,
  },
);

const labelOf = (choice) =>
  [...choice.childNodes]
    .filter((node) => node.nodeType === Node.TEXT_NODE || !node.getAttribute?.("slot"))
    .map((node) => node.textContent.trim())
    .join(" ")
    .trim();

define(
  "s-choice",
  class extends PolarisElement {
    paint() {
      this.part(".details").hidden = !this.fills("details");
    }

    get selected() {
      return this.parentElement?.values?.includes(this.getAttribute("value") ?? "") ?? this.is("selected");
    }

    set selected(on) {
      this.toggleAttribute("selected", Boolean(on));
    }
  },
  {
    markup:
      "<div><slot></slot></div><div class=details><slot name=details></slot></div><div><slot name=secondary-content></slot></div>",
    css: ":host { display: block; } .details { color: var(--subdued); }",
  },
);
