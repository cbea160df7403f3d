// The review table without leaving it: chapters open in the page (htmx asks for the fragments),
// a place that an address names is opened, and keys lead from place to place. Without this every
// chapter is a page of its own.

import { reopen } from "./remarking.js";

const OFF = "review-shortcuts-off";
const narrow = window.matchMedia("(max-width: 63.99em)");
const dialog = document.getElementById("shortcuts");

const table = () => document.getElementById("review");
const strips = (root) => [...root.querySelectorAll("[data-strip]")];
const hasNotes = (strip) => strip.matches(".ts-strip--noted");
const chapterOf = (place) => place?.closest("[data-chapter]");
const chapters = () => [...table().querySelectorAll("[data-chapter]")];
const isOpen = (chapter) => chapter.hasAttribute("data-is-open");

// --- chapters --------------------------------------------------------------------------------

// The chapter with this name, open.
async function opened(id) {
  const closed = document.getElementById(id);
  if (!closed || isOpen(closed)) return closed;
  const href = closed.dataset.address;
  await htmx.ajax("GET", href, { source: closed, target: closed, swap: "outerHTML" });
  return document.getElementById(id);
}

// The page has another address now: so have its other languages, and where an act comes back to.
function moved(address) {
  history.replaceState(null, "", address);
  for (const link of document.querySelectorAll(".ts-languages a[hreflang]")) {
    link.href = address.replace(/^\/[^/]+/, `/${link.hreflang}`);
  }
  for (const here of document.querySelectorAll("input[name=here]")) here.value = address;
}

function mark(chapter) {
  for (const link of document.querySelectorAll("[data-chapter-link]")) {
    const isIt = `chapter-${link.dataset.chapterLink}` === chapter.id;
    if (isIt) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
}

async function goToChapter(id) {
  const chapter = await opened(id);
  if (!chapter) return;
  mark(chapter);
  moved(chapter.dataset.address);
  look(strips(chapter)[0]);
}

// The chapter with the longest of its places around the address.
function chapterAround(address) {
  let [found, longest] = [null, -1];
  for (const chapter of chapters()) {
    for (const place of chapter.dataset.places.split(" ")) {
      const isAround = place && (address === place || address.startsWith(`${place}/`));
      if (isAround && place.length > longest) [found, longest] = [chapter, place.length];
    }
  }
  return found;
}

// The place of an address, or the nearest around it that is shown.
async function goToAddress(address) {
  const chapter = chapterAround(address);
  if (!chapter) return null;
  await opened(chapter.id);
  const there = document.getElementById(chapter.id);
  for (let at = address; at; at = at.slice(0, at.lastIndexOf("/"))) {
    const strip = document.getElementById(at)?.closest("[data-strip]");
    if (strip) return look(strip);
  }
  return look(strips(there)[0]);
}

function look(strip) {
  if (!strip) return null;
  strip.focus({ preventScroll: true });
  const { top, bottom } = strip.getBoundingClientRect();
  const isLong = bottom - top > window.innerHeight / 2;
  if (top < 0 || bottom > window.innerHeight) {
    strip.scrollIntoView({ block: isLong ? "start" : "center" });
  }
  return strip;
}

// --- from place to place ---------------------------------------------------------------------

function here() {
  const focused = document.activeElement.closest("[data-strip]");
  if (focused && table().contains(focused)) return focused;
  return strips(table()).find((strip) => strip.getBoundingClientRect().bottom > 80);
}

// A closed chapter on the way is opened, when there is something in it.
async function step(by, isWanted) {
  const stops = [...table().querySelectorAll("[data-strip], [data-chapter]:not([data-is-open])")];
  const isFocused = document.activeElement.matches("[data-strip], [data-strip] *");
  let at = stops.indexOf(here()) + (isFocused || by < 0 ? by : 0);
  for (; stops[at]; at += by) {
    const stop = stops[at];
    if (stop.matches("[data-strip]")) {
      if (isWanted(stop)) return look(stop);
    } else if (isWanted !== hasNotes || stop.hasAttribute("data-has-notes")) {
      const inside = strips(await opened(stop.id)).filter(isWanted);
      mark(document.getElementById(stop.id));
      if (inside.length) return look(by > 0 ? inside[0] : inside.at(-1));
    }
  }
}

function stepChapter(by) {
  const all = chapters();
  const now = all.indexOf(chapterOf(here()));
  const next = all[Math.max(now, by > 0 ? now : 0) + by];
  return next && goToChapter(next.id);
}

// A heading that is no place of its own leads to the first place below it.
async function remarkHere() {
  const all = strips(table());
  const below = all.slice(Math.max(all.indexOf(here()), 0));
  const link = below.map((strip) => strip.querySelector("[data-write]")).find(Boolean);
  if (link) await pressed(link);
}

// Where the chapter that was looked at leads.
let onward = null;

async function lookedAt() {
  const button = chapterOf(here())?.querySelector("[data-looked-at] button[name=done]");
  if (!button) return;
  await pressed(button);
  await onward;
}

// The button or link is pressed, and the portal has answered.
async function pressed(control) {
  const answered = new Promise((resolve) => {
    document.addEventListener("htmx:afterRequest", resolve, { once: true });
  });
  control.click();
  await answered;
}

const KEYS = {
  j: () => step(1, () => true),
  k: () => step(-1, () => true),
  n: () => step(1, hasNotes),
  p: () => step(-1, hasNotes),
  "]": () => stepChapter(1),
  "[": () => stepChapter(-1),
  r: () => remarkHere(),
  l: () => lookedAt(),
  "?": () => dialog.showModal(),
};

// What a closed dialog held may have the focus for a moment longer.
function isField(element) {
  const isOne = element.matches("input, textarea, select, [contenteditable]");
  return isOne && element.checkVisibility();
}

function isTyping({ target }) {
  return isField(target) || dialog.open;
}

// One after another: what a key or an answer began comes to its end first.
let way = Promise.resolve();

function inTurn(act) {
  way = way.then(act, act);
}

document.addEventListener("keydown", (event) => {
  const isShort = !(event.ctrlKey || event.altKey || event.metaKey || event.isComposing);
  const act = Object.hasOwn(KEYS, event.key) && KEYS[event.key];
  if (!act || !isShort || isTyping(event)) return;
  if (localStorage.getItem(OFF) && event.key !== "?") return;
  event.preventDefault();
  inTurn(() => isField(document.activeElement) || act());
});

for (const switchOn of dialog.querySelectorAll("input[type=checkbox]")) {
  switchOn.checked = !localStorage.getItem(OFF);
  switchOn.addEventListener("change", () => {
    if (switchOn.checked) localStorage.removeItem(OFF);
    else localStorage.setItem(OFF, "1");
  });
}

// --- the page --------------------------------------------------------------------------------

document.addEventListener("click", (event) => {
  const { target } = event;
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (target.closest("[data-shortcuts]")) dialog.showModal();
  const link = target.closest("[data-chapter-link]");
  // A narrowed text is left by the link itself.
  if (!link || table().dataset.address.includes("?")) return;
  event.preventDefault();
  if (narrow.matches) link.closest("details").open = false;
  goToChapter(`chapter-${link.dataset.chapterLink}`);
});

// Where the keyboard goes on after what stood there was replaced.
let from = null;
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  from = detail.target.closest("[data-strip]");
});

// What was looked at leads to the next chapter. What an answer puts elsewhere leads nowhere.
document.addEventListener("htmx:afterSwap", ({ target, detail }) => {
  if (target.matches("[data-margin]")) look(from);
  const swapped = document.getElementById(detail.target.id);
  if (target !== swapped) return;
  settle();
  if (detail.target.id === "review") {
    moved(swapped.dataset.address);
  } else if (detail.requestConfig.verb === "post" && detail.requestConfig.parameters.done) {
    const all = chapters();
    const next = all[all.indexOf(swapped) + 1];
    onward = next && goToChapter(next.id);
    inTurn(() => onward);
  } else if (detail.requestConfig.elt.matches("[data-opens]")) {
    goToChapter(detail.target.id);
  }
});

function settle() {
  for (const button of document.querySelectorAll("[data-shortcuts]")) button.hidden = false;
  const list = document.getElementById("review-chapters");
  if (narrow.matches && list) list.open = false;
}

const goToHash = () => {
  const named = decodeURIComponent(location.hash.slice(1));
  if (named.startsWith("/")) goToAddress(named);
  else if (named.startsWith("chapter-")) goToChapter(named);
};
settle();
goToHash();
reopen(table(), goToAddress);
window.addEventListener("hashchange", goToHash);
