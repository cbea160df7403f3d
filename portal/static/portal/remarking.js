// Remarks written beside their places. What is typed is kept until it was sent: through an ended
// session, a refusal, a page that is loaded anew, and a portal that cannot be reached.

import { forget, keep, offerKept, person, PREFIX, renewProof } from "./kept.js";

const PAUSE = 300;
const FORM = "form[data-remark]";
const signIn = document.querySelector("[data-person]")?.dataset.signIn ?? "";
// The words that were selected in the text last, with their place.
let marked = null;

document.addEventListener("selectionchange", () => {
  const selection = document.getSelection();
  const words = selection.toString().trim();
  if (!words || !selection.rangeCount) return;
  const common = selection.getRangeAt(0).commonAncestorContainer;
  const around = common.nodeType === Node.ELEMENT_NODE ? common : common.parentElement;
  if (!around.closest(".ts-strip__text")) return;
  const place = around.closest("[id^='/']")?.id ?? "";
  marked = { words, place, strip: around.closest("[data-strip]") };
});
document.addEventListener("pointerdown", ({ target }) => {
  if (target.closest(".ts-strip__text")) marked = null;
});

// --- forms -----------------------------------------------------------------------------------

// Those with words that are not kept yet: whoever leaves the page at once loses none.
const typed = new Set();

function keepTyped(form) {
  if (typed.delete(form) && form.isConnected) keep(form);
}

window.addEventListener("pagehide", () => typed.forEach(keepTyped));

function attend(form, isNew) {
  form.dataset.attended = "";
  if (isNew) {
    offerKept(form);
    quote(form);
  } else {
    keep(form);
  }
  let timer = null;
  const later = () => {
    clearTimeout(timer);
    typed.add(form);
    timer = setTimeout(() => keepTyped(form), PAUSE);
  };
  form.addEventListener("input", later);
  form.addEventListener("change", later);
  (form.querySelector(".govuk-error-summary a") ?? form.elements.text).focus();
}

// The words that were selected here become the quote, and their place the place.
function quote(form) {
  const strip = form.closest("[data-strip]");
  if (!marked || marked.strip !== strip || form.elements.quote.value) return;
  form.elements.quote.value = marked.words;
  const places = [...(form.elements.place?.options ?? [])].map(({ value }) => value);
  if (places.includes(marked.place)) form.elements.place.value = marked.place;
  marked = null;
  keep(form);
}

// A row of a table whose form is open already becomes the place of that form.
document.addEventListener("htmx:beforeRequest", (event) => {
  const link = event.detail.elt;
  if (!link.matches("[data-write-row]")) return;
  const form = link.closest("[data-strip]").querySelector(`${FORM}[action^="${link.pathname}"]`);
  const at = link.closest("tr").id;
  const places = [...(form?.elements.place?.options ?? [])].map(({ value }) => value);
  if (!places.includes(at)) return;
  event.preventDefault();
  form.elements.place.value = at;
  form.elements.text.focus();
});

function say(form) {
  form.querySelector("[data-failed]").textContent = form.dataset.wordsFailed;
  keep(form);
}

// --- what the portal answers -----------------------------------------------------------------

document.addEventListener("htmx:beforeSwap", (event) => {
  const { detail } = event;
  const { elt, verb } = detail.requestConfig;
  const form = verb === "post" ? elt.closest(FORM) : null;
  const { status, responseURL } = detail.xhr;
  if (responseURL && new URL(responseURL).pathname === signIn) {
    detail.shouldSwap = false;
    if (form) keep(form);
    const back = form?.dataset.page ?? location.pathname + location.search;
    location.assign(`${signIn}?next=${encodeURIComponent(back)}`);
  } else if (form && status === 403) {
    detail.shouldSwap = false;
    sendAgain(form);
  } else if (form && (status === 422 || status === 409)) {
    Object.assign(detail, { shouldSwap: true, isError: false, target: form });
  } else if (form && status >= 400) {
    say(form);
  } else if (form) {
    forget(form);
    if (isTakingOver(detail)) detail.target = form;
  } else if (status >= 400 && elt.href) {
    location.assign(elt.href);
  }
});

// Words of the bank come back in the form, which stays.
function isTakingOver({ requestConfig }) {
  return Boolean(requestConfig.parameters.take);
}

// Signing in again, in another window, has made the form's proof of origin invalid.
async function sendAgain(form) {
  const isSecond = "renewed" in form.dataset;
  form.dataset.renewed = "";
  if (!isSecond && (await renewProof(form))) htmx.trigger(form, "submit");
  else say(form);
}

document.addEventListener("htmx:sendError", ({ detail }) => {
  const form = detail.elt.closest(FORM);
  if (form) say(form);
});

document.addEventListener("htmx:afterSettle", ({ detail }) => {
  const isNew = detail.requestConfig.verb === "get";
  for (const form of document.querySelectorAll(`${FORM}:not([data-attended])`)) {
    attend(form, isNew);
  }
});

document.addEventListener("click", ({ target }) => {
  const form = target.closest("[data-cancel]")?.closest(FORM);
  if (form) forget(form);
});

// The form of a place that was begun before the page was loaded is opened again.
export async function reopen(table, goTo) {
  if (document.readyState !== "complete") {
    await new Promise((ready) => window.addEventListener("load", ready, { once: true }));
  }
  const anew = table.dataset.remarks;
  const begun = `${PREFIX}${person}:${anew.replace(/new\/$/, "")}`;
  for (const key of Object.keys(sessionStorage).filter((key) => key.startsWith(begun))) {
    const [path, about] = key.slice(`${PREFIX}${person}:`.length).split("?at=");
    const strip = about === "" ? document.getElementById("whole") : await goTo(about);
    const row = document.getElementById(about)?.querySelector("[data-write-row]");
    const way = path === anew ? "[data-write]" : `[data-edit][href^="${path}"]`;
    (path === anew && row ? row : strip?.querySelector(way))?.click();
  }
}
