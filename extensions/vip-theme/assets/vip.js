// What Liquid cannot know: the visitor's clock, and what became of the status while the page lay in a tab.
// Texts change in place and are not announced; the checkout decides who may buy, not this clock.
(() => {
  const lang = document.documentElement.lang || "en";
  const units = [["day", 86400], ["hour", 3600], ["minute", 60]];
  const written = new Intl.DateTimeFormat(lang, { dateStyle: "medium", timeStyle: "short" });
  const relative = new Intl.RelativeTimeFormat(lang, { numeric: "always" });

  function left(seconds) {
    const [unit, size] = units.find(([, size]) => seconds >= size) ?? units[2];
    return relative.format(Math.max(1, Math.ceil(seconds / size)), unit);
  }

  function put(element, words) {
    if (element && element.textContent !== words) element.textContent = words;
  }

  function tick() {
    for (const time of document.querySelectorAll("[data-vip-time]")) {
      put(time, written.format(new Date(time.dateTime)));
    }
    for (const zone of document.querySelectorAll("[data-vip-zone]")) put(zone, `(${zone.dataset.vipZone})`);
    for (const drop of document.querySelectorAll("[data-vip-drop]")) {
      const seconds = (Date.parse(drop.dataset.vipOpens) - Date.now()) / 1000;
      if ("vipAhead" in drop.dataset) put(drop.querySelector("[data-vip-left]"), seconds > 0 ? left(seconds) : "");
      const ended = Date.parse(drop.dataset.vipPublic) <= Date.now();
      if (seconds <= 0) put(drop.querySelector("[data-vip-state]"), ended ? drop.dataset.vipEndedWords : drop.dataset.vipOpenWords);
    }
  }

  // A tab that comes back after a while may be older than the last order.
  let looked = Date.now();
  async function refresh() {
    if (document.hidden || Date.now() - looked < 3e5) return;
    looked = Date.now();
    for (const card of document.querySelectorAll("[data-vip-status]")) {
      try {
        const answer = await fetch(card.dataset.vipStatus, { headers: { Accept: "application/json" } });
        const status = answer.ok && (await answer.json());
        // What a card lists fits one kind of visitor: who was a member and is none reads it on the next page.
        if (!status.words || (!status.tier && "vipMember" in card.dataset)) continue;
        for (const [name, words] of Object.entries(status.words)) put(card.querySelector(`[data-vip-words="${name}"]`), words);
        const bar = card.querySelector("progress");
        if (bar && status.whole) Object.assign(bar, { max: status.whole, value: status.spend });
      } catch {
        // The page stays as it was rendered.
      }
    }
  }

  tick();
  setInterval(tick, 6e4);
  document.addEventListener("visibilitychange", refresh);
  addEventListener("pageshow", ({ persisted }) => persisted && refresh());
})();
