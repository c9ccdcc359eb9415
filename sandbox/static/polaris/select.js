// s-select mirrors its s-option and s-option-group children into a native select.
define(
  "s-select",
  class extends Field {
    static watched = [...Field.watched];

    built() {
      super.built();
      this.watcher = new MutationObserver(() => this.paint());
    }

    connectedCallback() {
      this.watcher.observe(this, { childList: true, subtree: true, characterData: true, attributes: true });
      super.connectedCallback();
    }

    disconnectedCallback() {
      this.watcher.disconnect();
    }

    paint() {
      const kept = this.edited ? this.control.value : null;
      const options = [...this.children]
        .filter((child) => /^s-option/.test(child.localName))
        .map(nativeOption);
      if (this.hasAttribute("placeholder")) {
        const hint = new Option(this.text("placeholder"), "");
        hint.disabled = true;
        options.unshift(hint);
      }
      this.control.replaceChildren(...options);
      if (kept !== null) this.control.value = kept;
      super.paint();
    }

    showDefault() {
      const chosen = this.querySelector("s-option[selected]");
      const first = this.hasAttribute("placeholder")
        ? ""
        : (this.querySelector("s-option")?.getAttribute("value") ?? "");
      this.control.value = this.hasAttribute("value")
        ? this.text("value")
        : (chosen?.getAttribute("value") ?? first);
    }
  },
  {
    markup: LABELLED("<select id=control></select><slot hidden></slot>"),
    css: `${FIELD_CSS} select { cursor: pointer; }`,
    focus: true,
  },
);

function nativeOption(child) {
  if (child.localName === "s-option-group") {
    const group = document.createElement("optgroup");
    group.label = child.getAttribute("label") ?? "";
    group.disabled = child.hasAttribute("disabled");
    group.append(...[...child.children].map(nativeOption));
    return group;
  }
  const option = new Option(child.textContent.trim(), child.getAttribute("value") ?? "");
  option.disabled = child.hasAttribute("disabled");
  return option;
}

define("s-option", class extends PolarisElement {}, { css: ":host { display: none; }" });
define("s-option-group", class extends PolarisElement {}, { css: ":host { display: none; }" });
