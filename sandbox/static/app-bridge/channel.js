// Who this app is, where its admin is, and how the two talk: postMessage between frame and parent, each side
// accepting nothing but the other's origin.

const script = document.currentScript;
const query = new URLSearchParams(location.search);

// The admin gives shop, host and locale with the first page only. Later pages of the same frame find them in the
// frame's name, which outlives a page; browsers refuse cookies and storage to frames of another site.
function remember() {
  const known = Object.fromEntries(
    new URLSearchParams(window.name.startsWith("app-bridge?") ? window.name.slice(11) : ""),
  );
  for (const name of ["shop", "host", "locale"]) if (query.get(name)) known[name] = query.get(name);
  // How often in a row the app has asked for another token: see navigation.js.
  known.reloads = query.has("shopify-reload") ? Number(known.reloads ?? 0) + 1 : 0;
  if (window.parent !== window) window.name = `app-bridge?${new URLSearchParams(known)}`;
  return known;
}

const known = remember();
const config = {
  apiKey: document.querySelector('meta[name="shopify-api-key"]')?.content ?? script?.dataset.apiKey ?? "",
  shop: known.shop ?? "",
  host: known.host ?? "",
  locale: known.locale ?? "en-US",
  appOrigins: [],
  disabledFeatures: [],
};

// host is base64 of "<where the admin is>/store/<shop>".
function adminOrigin() {
  try {
    const address = atob(config.host).split("/store/")[0];
    const local = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(address);
    return address ? new URL(`${local ? "http" : "https"}://${address}`).origin : "";
  } catch {
    return "";
  }
}

const embedded = window.parent !== window;
const admin = adminOrigin();
const answers = new Map();
const listeners = new Map();
let lastQuestion = 0;

function send(type, more = {}) {
  if (embedded && admin) window.parent.postMessage({ sandbox: "app", type, ...more }, admin);
}

function ask(type, more = {}) {
  if (!embedded) return Promise.reject(new Error("App Bridge: the app is not inside the admin"));
  lastQuestion += 1;
  const question = lastQuestion;
  return new Promise((resolve, reject) => {
    answers.set(question, { resolve, reject });
    send(type, { ...more, question });
  });
}

function hear(type, listener) {
  listeners.set(type, listener);
}

window.addEventListener("message", (event) => {
  if (event.origin !== admin || event.source !== window.parent || event.data?.sandbox !== "admin") return;
  const { type, answerTo, value, error } = event.data;
  if (answerTo) {
    const waiting = answers.get(answerTo);
    answers.delete(answerTo);
    if (error) waiting?.reject(new Error(error));
    else waiting?.resolve(value);
  } else {
    listeners.get(type)?.(event.data);
  }
});
