// Words that are cut off, and whatever sticks out of its card, inside the elements' shadow roots too.
// Answers with sentences; none means that all is well.
() => {
  const found = new Set();
  const pen = document.createElement("canvas").getContext("2d");

  const all = function* (root) {
    for (const each of root.querySelectorAll("*")) {
      yield each;
      if (each.shadowRoot) yield* all(each.shadowRoot);
    }
  };
  const above = (element) => element.assignedSlot ?? element.parentElement ?? element.getRootNode().host ?? null;
  const within = function* (element) {
    for (let up = above(element); up; up = above(up)) yield up;
  };
  const box = (element) => element.getBoundingClientRect();
  const unseen = (element) => // for screen readers alone
    getComputedStyle(element).display !== "contents" && (box(element).width <= 1 || box(element).height <= 1);
  const shown = (element) =>
    element.checkVisibility({ visibilityProperty: true }) && !unseen(element) && ![...within(element)].some(unseen);
  const name = (element) => {
    const host = element.getRootNode().host ?? element;
    const words = host.getAttribute("label") ?? host.getAttribute("heading") ?? host.textContent;
    return `${host.localName} "${words.trim().replace(/\s+/g, " ").slice(0, 40)}"`;
  };
  const says = (element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());

  const held = (field) =>
    field.options ? [...field.options].map((each) => each.text) : [field.value || field.placeholder];
  const cutIn = (field) => {
    const style = getComputedStyle(field);
    pen.font = style.font;
    const arrow = field.options || ["number", "date", "time"].includes(field.type) ? 16 : 0;
    const padding = parseFloat(style.paddingInlineStart) + parseFloat(style.paddingInlineEnd);
    const room = field.clientWidth - padding - arrow + 1;
    return held(field).filter((words) => pen.measureText(words).width > room);
  };
  const FIELDS = "select, input:not([type=checkbox], [type=radio], [type=range], [type=hidden])";

  // A word or a number that goes on in the next line; addresses may.
  const WHOLE = /[\p{Script=Latin}\d][\p{Script=Latin}\d.,'’]*[\p{Script=Latin}\d]/gu;
  const LONG = 20;
  const broken = function* (element) {
    for (const node of element.childNodes) {
      if (node.nodeType !== 3) continue;
      for (const { 0: word, index } of node.data.matchAll(WHOLE)) {
        const run = node.data.slice(0, index).match(/\S*$/)[0] + node.data.slice(index).match(/^\S*/)[0];
        if (run.length > LONG || run.includes("@")) continue;
        const range = document.createRange();
        range.setStart(node, index);
        range.setEnd(node, index + word.length);
        const tops = [...range.getClientRects()].map(({ top }) => Math.round(top));
        if (tops.some((top) => Math.abs(top - tops[0]) > 4)) yield word;
      }
    }
  };

  const sideways = (style) => /hidden|clip/.test(style.overflowX);
  const downwards = (style) => /hidden|clip/.test(style.overflowY) || style.webkitLineClamp !== "none";

  for (const each of all(document.body)) {
    if (!shown(each)) continue;
    const style = getComputedStyle(each);
    if (each.matches(FIELDS)) {
      for (const words of cutIn(each)) found.add(`"${words}" does not fit into ${name(each)}`);
      continue;
    }
    if (each.matches("slot, svg, svg *")) continue;
    for (const word of broken(each)) found.add(`"${word}" is broken in ${name(each)}`);
    const wide = each.scrollWidth > each.clientWidth + 1 && each.clientWidth > 0;
    const high = each.scrollHeight > each.clientHeight + 1 && each.clientHeight > 0;
    if ((wide && sideways(style)) || (high && downwards(style))) found.add(`${name(each)} is cut off`);
    else if (wide && says(each) && style.overflowX === "visible" && style.display !== "inline")
      found.add(`the words of ${name(each)} are wider than their place`);
  }

  // A table that is too wide for its card may be scrolled; nothing else may stand beyond the edge.
  const scrolled = (element, card) => {
    for (const up of within(element)) {
      if (up === card) return false;
      if (/auto|scroll/.test(getComputedStyle(up).overflowX) || up.matches("s-modal, dialog, [popover]")) return true;
    }
    return false;
  };
  for (const card of document.querySelectorAll("s-section, s-banner")) {
    if (!shown(card)) continue;
    const edge = box(card);
    for (const each of all(card)) {
      const { left, right } = box(each);
      const out = left < edge.left - 1 || right > edge.right + 1;
      if (out && !each.matches("slot") && shown(each) && !scrolled(each, card))
        found.add(`${name(each)} stands beyond ${name(card)}`);
    }
  }
  return [...found];
}
