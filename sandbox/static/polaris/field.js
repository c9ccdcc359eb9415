// Form fields. Each is form-associated: its name and value go with a native <form>, FormData and reset().

const FIELD_CSS = `
  :host { display: block; min-width: 0; }
  .label { display: block; margin-block-end: 4px; }
  :host([labelaccessibilityvisibility="exclusive"]) .label {
    position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%);
  }
  .required::after { content: " *" / ""; color: var(--critical-ink); } /* seen, but not read out: aria-required says it */
  .frame { display: flex; align-items: center; gap: 4px; min-height: 32px; padding-inline: 10px; border: 1px solid var(--edge);
    border-radius: 8px; background: #fdfdfd; }
  .frame:focus-within { outline: 2px solid var(--focus); outline-offset: 1px; }
  .affix { color: var(--subdued); flex: none; }
  .affix svg { display: block; width: 18px; height: 18px; }
  input, select, textarea {
    flex: 1;
    min-width: 0;
    width: 100%;
    padding: 5px 0;
    border: 0;
    outline: 0;
    background: none;
    color: inherit;
    font: inherit;
  }
  :focus-visible { outline: 0; }
  textarea { resize: vertical; }
  ::placeholder { color: #6a6a6a; opacity: 1; }
  .details { margin-block-start: 4px; color: var(--subdued); }
  .error { display: flex; gap: 4px; margin-block-start: 4px; color: var(--critical-ink); }
  :host([error]:not([error=""])) .frame { border-color: var(--critical); background: var(--critical-soft); }
  :host([disabled]) .frame { background: #ebebeb; border-color: #c9c9c9; color: #6a6a6a; }`;

const LABELLED = (control) => `
  <label for=control class=label><span class=words></span><span class=required></span></label>
  <div class=frame>${control}<slot name=accessory></slot></div>
  <div class=details id=details><span></span><slot name=details></slot></div>
  <div class=error id=error><span></span><slot name=error></slot></div>`;

class Field extends PolarisElement {
  static formAssociated = true;
  static watched = [
    "label",
    "details",
    "error",
    "disabled",
    "required",
    "readonly",
    "placeholder",
    "value",
    "min",
    "max",
    "step",
    "minlength",
    "maxlength",
    "autocomplete",
    "inputmode",
    "rows",
    "prefix",
    "suffix",
    "icon",
    "currencycode",
  ];

  get control() {
    return this.part("#control");
  }

  built() {
    this.edited = false;
    this.control.addEventListener("input", () => {
      this.edited = true;
      this.publish();
    });
    this.control.addEventListener("change", () => {
      this.publish();
      tell(this, "change", { bubbles: true }); // the native one stops at the shadow root
    });
    this.control.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.target.localName === "input") this.form?.requestSubmit();
    });
  }

  paint() {
    this.paintWords();
    const control = this.control;
    for (const name of [
      "min",
      "max",
      "step",
      "minlength",
      "maxlength",
      "placeholder",
      "autocomplete",
      "inputmode",
      "rows",
    ]) {
      if (this.hasAttribute(name)) control.setAttribute(name, this.getAttribute(name));
      else if (name !== "inputmode" && name !== "step") control.removeAttribute(name);
    }
    control.readOnly = this.is("readonly");
    control.disabled = this.disabled;
    if (!this.edited) this.showDefault();
    this.publish();
  }

  paintWords() {
    this.write(".words", this.text("label"));
    this.part(".required").hidden = !this.is("required");
    for (const name of ["details", "error"]) {
      const words = this.part(`.${name} span`);
      // A change of words is announced, so it is written only when there is one.
      if (words.textContent !== this.text(name)) words.textContent = this.text(name);
      this.part(`.${name}`).hidden = !this.text(name) && !this.fills(name);
    }
    const control = this.control;
    const wrong = !this.part(".error").hidden;
    control.setAttribute("aria-invalid", String(wrong));
    control.setAttribute("aria-required", String(this.is("required")));
    const described = [wrong && "error", !this.part(".details").hidden && "details"]
      .filter(Boolean)
      .join(" ");
    if (described) control.setAttribute("aria-describedby", described);
    else control.removeAttribute("aria-describedby");
  }

  showDefault() {
    this.control.value = this.defaultValue;
  }

  // Tells the form what this field holds.
  publish() {
    this.internals.setFormValue(this.disabled ? null : this.value);
  }

  get form() {
    return this.internals.form;
  }

  get name() {
    return this.text("name");
  }

  set name(name) {
    this.setAttribute("name", name);
  }

  get value() {
    return this.control.value;
  }

  set value(value) {
    this.edited = true;
    this.control.value = value ?? "";
    this.publish();
  }

  get defaultValue() {
    return this.text("value");
  }

  set defaultValue(value) {
    this.setAttribute("value", value ?? "");
  }

  get disabled() {
    return this.is("disabled") || this.fieldsetDisabled === true;
  }

  set disabled(on) {
    this.toggleAttribute("disabled", Boolean(on));
  }

  get error() {
    return this.text("error");
  }

  set error(words) {
    if (words) this.setAttribute("error", words);
    else this.removeAttribute("error");
  }

  formDisabledCallback(disabled) {
    this.fieldsetDisabled = disabled;
    if (this.isConnected) this.paint();
  }

  formResetCallback() {
    this.edited = false;
    this.showDefault();
    this.publish();
  }
}
