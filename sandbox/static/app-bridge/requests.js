// Session tokens, and fetch with a session token for the app's own origin.

const idToken = () => ask("id-token");
const plainFetch = window.fetch.bind(window);

async function withToken(request) {
  const headers = new Headers(request.headers);
  headers.set("Authorization", `Bearer ${await idToken()}`);
  headers.set("X-Requested-With", "XMLHttpRequest");
  if (!headers.has("Accept-Language")) headers.set("Accept-Language", config.locale);
  return new Request(request, { headers });
}

window.fetch = async (input, init) => {
  const request = new Request(input, init);
  const ours = new URL(request.url).origin === location.origin;
  if (
    !embedded ||
    !ours ||
    request.headers.has("Authorization") ||
    config.disabledFeatures.includes("fetch")
  ) {
    return plainFetch(request);
  }
  const again = request.clone();
  let answer = await plainFetch(await withToken(request));
  if (answer.headers.get("X-Shopify-Retry-Invalid-Session-Request")) {
    answer = await plainFetch(await withToken(again)); // once: a second refusal is the app's own
  }
  const elsewhere = answer.headers.get("X-Shopify-API-Request-Failure-Reauthorize-Url");
  if (elsewhere) send("redirect", { url: new URL(elsewhere, location.href).href });
  return answer;
};
