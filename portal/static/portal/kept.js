// Keeps what is typed into a form in this tab of the browser until it was saved. When the session
// ended meanwhile it stands in the form again after signing in: for the same person alone.

import { changedSince, controlOf, putInto, typedIn } from "./typed.js";

export const PREFIX = "typed:";
const PAUSE = 300;
const about = dataOf(document);
export const person = about.person ?? "";
const signIn = about.signIn ?? "";
// What stood in a form when it was last saved.
const saved = new WeakMap();

export function keep(form, { isSent = false } = {}) {
  const typed = [...changedSince(form, saved.get(form) ?? new Map())];
  const words = typed.filter(([, state]) => !Array.isArray(state));
  if (!person || !words.length) return forgetEntry(keyOf(form));
  write(keyOf(form), {
    page: location.href.split("#")[0],
    at: Date.now(),
    seen: seenOf(form)?.value,
    isSent,
    typed: words,
  });
}

export function forget(form) {
  saved.set(form, typedIn(form));
  form.querySelector(".ts-kept")?.remove();
  forgetEntry(keyOf(form));
}

export function forgetAll() {
  for (const [key] of entries()) forgetEntry(key);
}

// Puts back what was kept for this form, and says so.
export function offerKept(form, afterwards = () => {}) {
  saved.set(form, typedIn(form));
  const entry = read(keyOf(form));
  if (!person || !entry) return;
  const homeless = putInto(form, new Map(entry.typed));
  if (!changedSince(form, saved.get(form)).size && !homeless.size) return forget(form);
  // Of a form that somebody saved meanwhile both texts are to be shown, as of any other.
  if (entry.seen && seenOf(form)) seenOf(form).value = entry.seen;
  say(form, entry, homeless);
  for (const [key] of entry.typed) unfoldAround(controlOf(form, key));
  afterwards();
}

export function isSignedOut(answer) {
  return Boolean(signIn) && answer.redirected && new URL(answer.url).pathname === signIn;
}

// Fetches a new proof of origin for a form; not for one that another person began.
export async function renewProof(form) {
  const text = await (await fetch(location.pathname + location.search, { credentials: "same-origin" })).text();
  const fresh = new DOMParser().parseFromString(text, "text/html");
  const proof = fresh.querySelector('main input[name="csrfmiddlewaretoken"]');
  if (!proof || dataOf(fresh).person !== person) return false;
  form.elements.namedItem("csrfmiddlewaretoken").value = proof.value;
  return true;
}

export function signInAgain(form) {
  keep(form, { isSent: true });
  location.assign(`${signIn}?next=${encodeURIComponent(location.pathname + location.search)}`);
}

// Whose page it is and where one signs in: pages say it at their body, Wagtail's within it.
function dataOf(page) {
  return page.querySelector("[data-person]")?.dataset ?? {};
}

export function noticeOf(name, entry) {
  const notice = document.getElementById(name).content.cloneNode(true).firstElementChild;
  const time = new Intl.DateTimeFormat(document.documentElement.lang, { timeStyle: "short" });
  notice.querySelector("time").textContent = time.format(entry.at);
  return notice;
}

function say(form, entry, homeless) {
  const notice = noticeOf("kept-notice", entry);
  notice.querySelector("button").addEventListener("click", () => drop(form));
  const words = [...homeless.values()].filter((state) => typeof state === "string" && state);
  notice.querySelector("[data-homeless]").hidden = !words.length;
  notice.querySelector("pre").textContent = words.join("\n");
  form.prepend(notice);
  unfoldAround(form);
}

// What was put back is to be seen.
function unfoldAround(place) {
  for (let fold = place?.closest("details"); fold; fold = fold.parentElement?.closest("details")) {
    fold.open = true;
  }
}

function drop(form) {
  forgetEntry(keyOf(form));
  // A form that holds something unsaved asks before it is left; this one holds nothing to save.
  form.dispatchEvent(new CustomEvent("dropped"));
  location.reload();
}

// --- entries --------------------------------------------------------------------------------

// Forms that are sent to the same address differ in what they are about.
function keyOf(form) {
  const about = [...form.querySelectorAll("input[type=hidden]")]
    .filter(({ name }) => !name.startsWith("/") && !["csrfmiddlewaretoken", "seen"].includes(name))
    .map(({ name, value }) => `${name}=${value}`);
  const { pathname, search } = new URL(form.action);
  return `${PREFIX}${person}:${pathname}?${[search.slice(1), ...about].filter(Boolean).join("&")}`;
}

function seenOf(form) {
  return form.querySelector('input[name="seen"]');
}

export function read(key) {
  return JSON.parse(sessionStorage.getItem(key));
}

export function write(key, entry) {
  try {
    sessionStorage.setItem(key, JSON.stringify(entry));
  } catch {
    // The browser has no room left or may keep nothing: the page itself still holds the text.
  }
}

export function forgetEntry(key) {
  sessionStorage.removeItem(key);
}

function entries() {
  return Object.keys(sessionStorage)
    .filter((key) => key.startsWith(PREFIX))
    .map((key) => [key, read(key)]);
}

// --- what became of a form that was sent ------------------------------------------------------

function isAnswered(entry) {
  const [arrival] = performance.getEntriesByType("navigation");
  const isGood = (arrival?.responseStatus ?? 200) < 400;
  return isGood && arrival?.type === "navigate" && document.referrer.split("#")[0] === entry.page;
}

export function settle() {
  let refused = null;
  for (const [key, entry] of entries()) {
    const isOwn = key.startsWith(`${PREFIX}${person}:`);
    if (person && (!isOwn || (entry.isSent && isAnswered(entry)))) {
      forgetEntry(key);
    } else if (entry.isSent) {
      write(key, { ...entry, isSent: false });
      refused = entry;
    }
  }
  return refused;
}

// Signing in leads back to the page with the form, not to the address that it was sent to.
export function leadBack(refused) {
  const next = document.querySelector('form input[name="next"]');
  const { pathname, search } = new URL(refused.page);
  if (next) next.value = pathname + search;
  for (const link of document.querySelectorAll("a[data-kept-page]")) {
    link.href = pathname + search;
    link.closest("[hidden]")?.removeAttribute("hidden");
  }
}

export function watch(form) {
  let timer = null;
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(() => keep(form), PAUSE);
  };
  offerKept(form);
  form.addEventListener("input", later);
  form.addEventListener("change", later);
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    if (!event.defaultPrevented) keep(form, { isSent: true });
  });
}
