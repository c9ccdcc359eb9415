// shopify.webVitals.onReport: how fast this page was, measured with the browser's own observers.

let reportTo = null;
const measured = { LCP: 0, CLS: 0, INP: 0, FCP: 0, TTFB: 0 };

function observe(type, take, more = {}) {
  if (!PerformanceObserver.supportedEntryTypes.includes(type)) return;
  new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({
    type,
    buffered: true,
    ...more,
  });
}
observe("largest-contentful-paint", (entry) => (measured.LCP = entry.startTime));
observe("paint", (entry) => entry.name === "first-contentful-paint" && (measured.FCP = entry.startTime));
observe("layout-shift", (entry) => !entry.hadRecentInput && (measured.CLS += entry.value));
observe("event", (entry) => entry.interactionId && (measured.INP = Math.max(measured.INP, entry.duration)), {
  durationThreshold: 16,
});
observe("navigation", (entry) => (measured.TTFB = entry.responseStart));

document.addEventListener("visibilitychange", () => {
  if (document.visibilityState !== "hidden" || !reportTo) return;
  const metrics = Object.entries(measured).map(([name, value]) => ({
    id: `${name}-${performance.timeOrigin}`,
    name,
    value,
    country: "US",
  }));
  reportTo({ metrics });
});

const webVitals = {
  async onReport(callback) {
    reportTo = callback;
  },
};
