// What the admin does when the app asks (answers) or tells (notices).

import { api } from "../page.js";
import { control, here } from "./here.js";
import { confirmed } from "./confirm.js";
import { goTo } from "./links.js";
import { showNavigation, markCurrent } from "./navigation.js";
import { picked } from "./resource-picker.js";
import { showSaveBar, unsaved } from "./save-bar.js";
import { extensions } from "./themes.js";

export const answers = {
  "id-token": async () => (await api("POST", `${control}/session-token`, {})).token,
  user: async () => ({ accountAccess: "full" }),
  extensions: async () => extensions(),
  "resource-picker": ({ options }) => picked(options),
  scopes: () => scopes(),
  "scopes-request": (question) => requestScopes(question.scopes),
  "scopes-revoke": async (question) => {
    const { granted } = await scopes();
    await grant(granted.filter((scope) => !question.scopes.includes(scope)));
    return { detail: await scopes() };
  },
  // Not answered unless the merchant agrees: whoever waits for it stays where it is.
  "leave-confirmation": () =>
    new Promise((leave) => {
      confirmed(
        "Leave page with unsaved changes?",
        "What you changed on this page will be lost.",
        "Leave page",
      ).then((yes) => yes && leave(null));
    }),
};

export const notices = {
  page({ title, path }) {
    document.title = `${title || "Laurel"} · ${here.shop} · sandbox admin`;
    history.replaceState(null, "", `/${here.shop}/admin/apps/${here.handle}${path}`);
    document.getElementById("loading").hidden = true;
    markCurrent(path);
  },
  navigation: ({ items }, say) => showNavigation(items, say),
  "save-bar": (notice, say) => showSaveBar(notice, say),
  loading: ({ on }) => {
    document.getElementById("loading").hidden = !on;
  },
  toast: ({ id, message, duration, isError }) => {
    const toast = Object.assign(document.createElement("p"), {
      id,
      textContent: message,
      className: isError ? "error" : "",
    });
    document.getElementById("toasts").append(toast);
    setTimeout(() => toast.remove(), duration);
  },
  "toast-hide": ({ id }) => document.querySelector(`#toasts > #${CSS.escape(id)}`)?.remove(),
  redirect: async ({ url, newWindow }) => {
    if (
      unsaved() &&
      !newWindow &&
      !(await confirmed(
        "Leave page with unsaved changes?",
        "What you changed on this page will be lost.",
        "Leave page",
      ))
    )
      return;
    goTo(url, newWindow);
  },
  ready: () => {
    document.getElementById("loading").hidden = true;
  },
};

async function scopes() {
  const { scopes: granted } = (await api("GET", "/control/stores")).find(
    (store) => store.domain === here.shop,
  );
  return { granted, required: here.scopes, optional: [] };
}

const grant = (granted) => api("POST", `${control}/scopes`, { granted });

async function requestScopes(wanted) {
  const { granted } = await scopes();
  const missing = wanted.filter((scope) => !granted.includes(scope));
  const yes =
    !missing.length || (await confirmed("Laurel asks for more access", missing.join(", "), "Allow"));
  if (yes && missing.length) await grant([...granted, ...missing]);
  return { result: yes ? "granted-all" : "declined-all", detail: await scopes() };
}
