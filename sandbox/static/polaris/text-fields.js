// Fields one types into.

class TextLike extends Field {
  paint() {
    super.paint();
    paintIcon(this.part(".icon"), this.text("icon") || this.constructor.icon);
    this.write(".prefix", this.text("prefix") || this.currencySymbol());
    this.write(".suffix", this.text("suffix"));
  }

  currencySymbol() {
    return "";
  }
}

class MoneyField extends TextLike {
  currencySymbol() {
    const code = this.text("currencycode");
    if (!code || code === "auto") return "";
    const parts = new Intl.NumberFormat(document.documentElement.lang || "en", {
      style: "currency",
      currency: code,
    });
    return parts.formatToParts(0).find((part) => part.type === "currency").value;
  }
}

const INPUT = (type, more = "") =>
  LABELLED(
    `<span class="affix icon"></span><span class="affix prefix"></span><input id=control type=${type} ${more}><span class="affix suffix"></span>`,
  );

define("s-text-field", class extends TextLike {}, { markup: INPUT("text"), css: FIELD_CSS, focus: true });
define("s-email-field", class extends TextLike {}, { markup: INPUT("email"), css: FIELD_CSS, focus: true });
define("s-url-field", class extends TextLike {}, { markup: INPUT("url"), css: FIELD_CSS, focus: true });
define("s-password-field", class extends TextLike {}, {
  markup: INPUT("password"),
  css: FIELD_CSS,
  focus: true,
});
define("s-date-field", class extends TextLike {}, { markup: INPUT("date"), css: FIELD_CSS, focus: true });
define("s-color-field", class extends TextLike {}, {
  markup: INPUT("text", "pattern=#[0-9a-fA-F]{6}"),
  css: FIELD_CSS,
  focus: true,
});
define("s-number-field", class extends TextLike {}, {
  markup: INPUT("number", "step=1 inputmode=decimal"),
  css: `${FIELD_CSS} input { font-variant-numeric: tabular-nums; }`,
  focus: true,
});
define("s-money-field", class extends MoneyField {}, {
  markup: INPUT("text", "inputmode=decimal"),
  css: `${FIELD_CSS} input { font-variant-numeric: tabular-nums; }`,
  focus: true,
});
define(
  "s-search-field",
  class extends TextLike {
    static icon = "search";
  },
  {
    markup: INPUT("search"),
    css: FIELD_CSS,
    focus: true,
  },
);
define("s-text-area", class extends Field {}, {
  markup: LABELLED("<textarea id=control rows=2></textarea>"),
  css: FIELD_CSS,
  focus: true,
});
