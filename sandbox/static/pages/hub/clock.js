// The sandbox's clock, which every entry point of the app takes its time from.

import { api } from "../page.js";
import { act } from "./look.js";

const DAY_SECONDS = 86_400;

export async function showClock() {
  const { now } = await api("GET", "/control/clock");
  const place = document.getElementById("now");
  place.dateTime = now;
  place.textContent = new Date(now).toLocaleString("en", { dateStyle: "full", timeStyle: "medium" });
}

export function beginClock() {
  for (const button of document.querySelectorAll("#clock [data-days]")) {
    const days = Number(button.dataset.days);
    button.addEventListener("click", () =>
      act(
        button,
        days ? `The clock is ${days} day${days > 1 ? "s" : ""} on.` : "The clock shows real time.",
        () =>
          api(
            "POST",
            "/control/clock",
            days ? { advance_seconds: days * DAY_SECONDS } : { run: true, now: new Date().toISOString() },
          ),
      ),
    );
  }
}
