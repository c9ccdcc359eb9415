// What went back and forth: webhooks sent, and calls of the Admin API.

import { api, clock, h, nothing, table } from "../page.js";
import { act, refresh } from "./look.js";

const SHOWN = 40;
const tag = (words, kind) => h("span", { className: `tag ${kind}` }, words);

// A status is the last answer's code, words for why there was none, or nothing while the delivery waits.
const tone = (status) => {
  if (status === null) return "warn";
  return status >= 200 && status < 300 ? "good" : "bad";
};
const delivered = (row) => tag(String(row.status ?? "waiting"), tone(row.status));

export async function showWebhooks() {
  const rows = await api("GET", `/control/webhooks?limit=${SHOWN}`);
  refresh(document.getElementById("webhooks"), rows, () =>
    rows.length
      ? table(
          "Webhooks sent",
          [
            ["Time", (row) => clock(row.at)],
            ["Topic", (row) => h("code", {}, row.topic)],
            ["Store", (row) => row.shop],
            ["Status", delivered],
            ["Attempts", (row) => row.attempts, "number"],
            [
              "Answered in",
              (row) =>
                row.response_ms === null || row.response_ms === undefined
                  ? ""
                  : `${Math.round(row.response_ms)} ms`,
              "number",
            ],
            ["Again", replay],
          ],
          rows,
        )
      : nothing(
          "No webhook yet",
          "Place an order above. Only topics the app subscribed to are sent, so install it first.",
        ),
  );
}

const replay = (row) =>
  h(
    "button",
    {
      type: "button",
      className: "small",
      "data-key": row.id,
      "aria-label": `Replay ${row.topic} of ${clock(row.at)}`,
      onclick: ({ target }) =>
        act(target, `Sent ${row.topic} again.`, () => api("POST", `/control/webhooks/${row.id}/resend`)),
    },
    "Replay",
  );

// Only what is new is asked for: the log may be long.
let calls = [];
let last = 0;

export async function showRequests() {
  const news = await api("GET", `/control/requests?since_id=${last}`);
  if (news.length) last = news.at(-1).id;
  calls = [...news.slice(-SHOWN).reverse(), ...calls].slice(0, SHOWN);
  refresh(document.getElementById("requests"), calls, () =>
    calls.length
      ? table(
          "Admin API calls",
          [
            ["Time", (row) => clock(row.at)],
            ["Operation", (row) => h("code", {}, row.operation ?? row.roots.join(", "))],
            ["Store", (row) => row.shop],
            ["Kind", (row) => (row.mutations ? "change" : "read")],
            [
              "Cost",
              (row) => (row.actual_cost === null ? "" : `${row.actual_cost} of ${row.requested_cost}`),
              "number",
            ],
            [
              "Status",
              (row) =>
                tag(
                  row.throttled ? "throttled" : row.status === 0 ? "cut" : String(row.status),
                  row.throttled ? "warn" : tone(row.status),
                ),
            ],
          ],
          calls,
        )
      : nothing(
          "No call yet",
          "The app calls when it is opened, and whenever it writes tags, segments or discounts.",
        ),
  );
}
