// Looking again and again without disturbing whoever is at the page.

import { Refused } from "../page.js";

const EVERY_MS = 2000;
let all = [];
let running = null;

// The first look and its order: stores come before what belongs to one of them.
export function looks(...functions) {
  all = functions;
  look();
}

// Looks now, and from then on every two seconds while the page can be seen.
export async function look() {
  clearTimeout(running);
  if (!document.hidden) {
    for (const one of all) {
      try {
        await one();
      } catch (error) {
        // The sandbox may be restarting, or a store just went: the next look tells.
        if (!(error instanceof Refused) && !(error instanceof TypeError)) throw error;
      }
    }
  }
  clearTimeout(running);
  running = setTimeout(look, EVERY_MS);
}
document.addEventListener("visibilitychange", () => document.hidden || look());

// Fills the place anew only when what it shows has changed, and gives focus back to the element of the same data-key.
export function refresh(place, shown, build) {
  const signature = JSON.stringify(shown);
  if (place.signature === signature) return;
  place.signature = signature;
  const key = place.contains(document.activeElement) ? document.activeElement.dataset.key : undefined;
  const scrolled = place.querySelector(".scroll")?.scrollTop ?? 0;
  place.replaceChildren(...[build(shown)].flat());
  if (key !== undefined)
    place.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus({ preventScroll: true });
  const scroll = place.querySelector(".scroll");
  if (scroll) scroll.scrollTop = scrolled;
}

const SAID_MS = 6000;
let hiding = null;

function say(kind, words) {
  const said = document.getElementById("said");
  said.className = kind;
  said.textContent = words;
  clearTimeout(hiding);
  hiding = setTimeout(() => said.replaceChildren(), SAID_MS);
}

// Does what a button asks for, says how it went, and looks again.
export async function act(button, words, doing) {
  button.disabled = true;
  try {
    await doing();
    say("good", words);
  } catch (error) {
    say("bad", `That did not work: ${error.message}.`);
  }
  button.disabled = false;
  if (document.activeElement === document.body) button.focus({ preventScroll: true });
  await look();
}
