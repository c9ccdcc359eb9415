// Boxes to tick, and switches.

const CHOICE_CSS = `
  input {
    appearance: none;
    flex: none;
    width: 16px;
    height: 16px;
    margin: 2px 0;
    border: 1px solid var(--edge);
    border-radius: 4px;
    background: #fdfdfd;
    cursor: pointer;
  }
  input:checked, input:indeterminate { border-color: #303030; background: #303030 center / 12px no-repeat; }
  input[type="checkbox"]:checked {
    background-image: url("data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 12 12'%3E%3Cpath d='m2 6.5 2.5 2.5L10 3' fill='none' stroke='white' stroke-width='2'/%3E%3C/svg%3E");
  }
  input:indeterminate { background-image: linear-gradient(#fff, #fff); background-size: 8px 2px; }
  input[type="radio"] { border-radius: 50%; }
  input[type="radio"]:checked {
    background-image: radial-gradient(#fff 0 3px, transparent 3.5px);
    background-size: 100%;
  }
  input:focus-visible { outline: 2px solid var(--focus); outline-offset: 1px; }
  input:disabled { background-color: #ebebeb; border-color: #c9c9c9; cursor: default; }
  input:disabled:checked { background-color: #8a8a8a; }`;

const TICK_MARKUP = (role) => `
  <label class=row for=control><input id=control type=checkbox ${role}><span class=label><span class=words></span><span class=required></span></span></label>
  <div class=details id=details><span></span><slot name=details></slot></div>
  <div class=error id=error><span></span><slot name=error></slot></div>`;

const TICK_CSS = `${FIELD_CSS} ${CHOICE_CSS}
  .row { display: flex; align-items: flex-start; gap: 8px; cursor: pointer; }
  .label { margin: 0; }
  .details, .error { margin: 0 0 0 24px; }
  input { padding: 0; }`;

class Tick extends Field {
  static watched = [
    "label",
    "details",
    "error",
    "disabled",
    "required",
    "checked",
    "value",
    "indeterminate",
    "accessibilitylabel",
  ];

  paint() {
    this.paintWords();
    const label = this.text("accessibilitylabel");
    if (label) this.control.setAttribute("aria-label", label);
    this.control.disabled = this.disabled;
    this.control.indeterminate = this.is("indeterminate") && !this.edited;
    if (!this.edited) this.showDefault();
    this.publish();
  }

  showDefault() {
    this.control.checked = this.defaultChecked;
  }

  publish() {
    this.internals.setFormValue(this.checked && !this.disabled ? this.value : null);
  }

  click() {
    this.control.click();
  }

  get checked() {
    return this.control.checked;
  }

  set checked(on) {
    this.edited = true;
    this.control.checked = Boolean(on);
    this.publish();
  }

  get defaultChecked() {
    return this.is("checked");
  }

  set defaultChecked(on) {
    this.toggleAttribute("checked", Boolean(on));
  }

  get value() {
    return this.getAttribute("value") ?? "on";
  }

  set value(value) {
    this.setAttribute("value", value);
  }
}

define("s-checkbox", class extends Tick {}, { markup: TICK_MARKUP(""), css: TICK_CSS, focus: true });
define("s-switch", class extends Tick {}, {
  markup: TICK_MARKUP("role=switch"),
  css: `${TICK_CSS}
    input[type="checkbox"] {
      width: 32px;
      height: 20px;
      margin: 0;
      border: 0;
      border-radius: 99px;
      background: #737373;
    }
    input[type="checkbox"]::before {
      content: "";
      display: block;
      width: 14px;
      height: 14px;
      margin: 3px;
      border-radius: 50%;
      background: #fff;
      transition: translate 0.1s;
    }
    input[type="checkbox"]:checked { background: #303030; }
    input[type="checkbox"]:checked::before { translate: 12px; }
    .details, .error { margin-inline-start: 40px; }`,
  focus: true,
});
