// The store and the page, as the server wrote them into the document.

const { shop, view, path, record, appOrigin, handle, scopes, installed } = document.body.dataset;

export const here = {
  shop,
  view,
  path,
  record,
  appOrigin,
  handle,
  installed: installed === "yes",
  scopes: scopes.split(" "),
};
export const main = document.getElementById("main");
export const control = `/control/${shop}`;
export const adminPath = (rest) => `/${shop}/admin/${rest}`;
