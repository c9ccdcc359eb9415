// window.shopify: what a page may call.

const overlay = (method) => async (id) => document.getElementById(id)?.[method]?.();
let lastToast = 0;

window.shopify = {
  config,
  origin: location.origin,
  ready: Promise.resolve(),
  environment: { embedded, mobile: false, pos: false, intent: false },
  idToken,
  user: () => ask("user"),
  loading: (on = true) => send("loading", { on }),
  toast: {
    show(message, { duration = 5000, isError = false } = {}) {
      lastToast += 1;
      send("toast", { id: `toast-${lastToast}`, message, duration, isError });
      return `toast-${lastToast}`;
    },
    hide: (id) => send("toast-hide", { id }),
  },
  modal: { show: overlay("showOverlay"), hide: overlay("hideOverlay"), toggle: overlay("toggleOverlay") },
  saveBar,
  webVitals,
  app: { extensions: () => ask("extensions") },
  scopes: {
    query: () => ask("scopes"),
    request: (scopes) => ask("scopes-request", { scopes }),
    revoke: (scopes) => ask("scopes-revoke", { scopes }),
  },
  resourcePicker: (options) => ask("resource-picker", { options }),
  intents: { invoke: (intent, options) => ask("intent", { intent, options }) },
  reviews: {
    request: async () => ({ success: false, code: "merchant-ineligible", message: "This is a sandbox" }),
  },
  support: { registerHandler: async () => {} },
  tools: { register: async () => {}, unregister: async () => {}, clear: async () => {} },
};
