// What shall go wrong, so that one can see the app bear it.

import { api } from "../page.js";
import { act } from "./look.js";

const form = document.getElementById("faults");

export function beginFaults() {
  show(JSON.parse(form.dataset.now));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    act(form.querySelector(".primary"), "Faults are set.", () => api("POST", "/control/faults", wanted()));
  });
  document.getElementById("no-faults").addEventListener("click", ({ target }) =>
    act(target, "Nothing goes wrong any more.", async () => {
      await api("DELETE", "/control/faults");
      form.reset();
      show({ duplicate: 0, reorder: false, delay_ms: [0, 0], loss: 0 });
    }),
  );
}

function show(webhooks) {
  form.elements.duplicate.checked = webhooks.duplicate > 0;
  form.elements.reorder.checked = webhooks.reorder;
  form.elements.delay.checked = webhooks.delay_ms[1] > 0;
  form.elements.loss.checked = webhooks.loss > 0;
}

function wanted() {
  const { duplicate, reorder, delay, loss, action } = form.elements;
  return {
    webhooks: {
      duplicate: duplicate.checked ? 1 : 0,
      reorder: reorder.checked,
      delay_ms: delay.checked ? [2000, 10_000] : [0, 0],
      loss: loss.checked ? 0.2 : 0,
    },
    api: action.value ? [{ action: action.value, times: 10 }] : [],
  };
}
