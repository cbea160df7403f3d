// Starts the components of GOV.UK Frontend. Pages work without it.
import { initAll } from "../govuk/govuk-frontend.min.js";

// Usually an inline script sets these; our policy allows none.
document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();

// A form that is sent twice by a double click is sent once.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.getAttribute("method")?.toLowerCase() !== "post") return;
  if (form.dataset.sent === "true") {
    event.preventDefault();
    return;
  }
  if (event.defaultPrevented || form.hasAttribute("data-many")) return;
  form.dataset.sent = "true";
  window.setTimeout(() => delete form.dataset.sent, 3000);
});

// The page comes back from the browser's memory with its forms usable.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    const said = button.parentElement.querySelector("[data-copied]");
    if (said) said.textContent = said.dataset.copied;
  });
}
