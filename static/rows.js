// Files that need the session token, dialogs that arrive from the server, and pages that come and go in parts.

document.addEventListener("click", async (event) => {
  const button = event.target.closest?.("[data-download]");
  if (!button) return;
  event.preventDefault();
  button.setAttribute("loading", "");
  try {
    const answer = await fetch(button.dataset.download);
    if (!answer.ok) throw new Error(answer.status);
    const named = /filename="([^"]+)"/.exec(answer.headers.get("Content-Disposition"));
    const link = document.createElement("a");
    link.href = URL.createObjectURL(await answer.blob());
    link.download = named ? named[1] : "laurel.csv";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  } catch {
    document.dispatchEvent(new CustomEvent("htmx:error", { detail: { ctx: {} } }));
  } finally {
    button.removeAttribute("loading");
  }
});

// A dialog that arrives is opened; it closes when what it asked for was done, or could not be asked for.
document.addEventListener("htmx:after:swap", () => {
  for (const modal of document.querySelectorAll("s-modal[data-open]")) {
    modal.removeAttribute("data-open");
    modal.showOverlay();
  }
});

function close() {
  for (const modal of document.querySelectorAll("#dialog s-modal")) modal.hideOverlay?.();
}

document.addEventListener("htmx:before:swap", ({ detail }) => {
  const form = detail.ctx.sourceElement?.closest?.("#dialog form");
  if (form && detail.ctx.response.status < 400) close();
});
document.addEventListener("htmx:error", close);
