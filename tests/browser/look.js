// What axe does not see: a page wider than its window, cards that overlap, controls that stick out of their card,
// words over words; cut.js sees which are cut off. Answers with sentences; none means that all is well.
() => {
  const found = [];
  const wide = document.documentElement.scrollWidth - innerWidth;
  if (wide > 0) found.push(`the page is ${wide} px wider than its window`);

  const box = (element) => element.getBoundingClientRect();
  const shown = (element) => element.checkVisibility() && box(element).width > 1 && box(element).height > 1;
  const name = (element) => `${element.localName} "${(element.getAttribute("heading") ?? element.textContent).trim().slice(0, 40)}"`;

  const cards = [...document.querySelectorAll("s-section, s-banner")].filter(shown);
  for (const [n, one] of cards.entries()) {
    for (const other of cards.slice(n + 1)) {
      if (one.contains(other) || other.contains(one)) continue;
      const [a, b] = [box(one), box(other)];
      const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (across > 1 && down > 1) found.push(`${name(one)} and ${name(other)} overlap`);
    }
  }

  const scrolls = (element) => element.closest("s-modal, details:not([open])");
  for (const card of cards) {
    for (const inner of card.querySelectorAll("s-button, s-link, s-search-field, s-select, s-badge, .line, .tier, .bar, time")) {
      if (!shown(inner) || scrolls(inner)) continue;
      const [a, b] = [box(card), box(inner)];
      if (b.left < a.left - 1 || b.right > a.right + 1) found.push(`${name(inner)} sticks out of ${name(card)}`);
    }
  }

  const words = [...document.querySelectorAll("s-button, s-link, .amount, .tier, time, .headline")].filter(shown);
  for (const [n, one] of words.entries()) {
    for (const other of words.slice(n + 1)) {
      if (one.contains(other) || other.contains(one)) continue;
      if (one.closest("s-modal") !== other.closest("s-modal")) continue; // a question may lie over its page
      const [a, b] = [box(one), box(other)];
      const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (across > 2 && down > 6) found.push(`${name(one)} lies over ${name(other)}`);
    }
  }

  const main = [...document.querySelectorAll("s-button[variant=primary]")].filter((each) => !each.closest("s-modal"));
  // Save in the save bar is the primary action of a form. While something is under way there is none, and settings
  // and problems are lists of equals, each with its button.
  const none = document.querySelector("form[data-save-bar], s-progress") || /^\/app\/(settings|problems)/.test(location.pathname);
  if (main.length > 1 || (!main.length && !none)) found.push(`${main.length} primary buttons`);
  const banners = [...document.querySelectorAll("s-banner")].filter(shown);
  if (banners.length > 1) found.push(`${banners.length} banners`);
  return found;
}
