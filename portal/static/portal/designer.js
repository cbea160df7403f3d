// Makes the designer's form quicker. Without it everything works by pages: every button is a
// submit button, and every field is shown.
//
// A button is answered by the server with the form anew, and the page takes it over. Whatever is
// typed between the press and the answer is carried over, and the cursor with it.

import { changedSince, cursorIn, putCursor, putInto, typedIn } from "./typed.js";
import { isWriting, written } from "./list-sending.js";
import { carryTables, tablesIn } from "./list-table.js";
import { lookUpIn } from "./look-up.js";
import { forget, isSignedOut, keep, offerKept, renewProof, signInAgain } from "./kept.js";

const AUTOSAVE_AFTER = 1_000;
const page = document.getElementById("designer");
const sections = document.querySelector("[data-sections]");
const narrow = window.matchMedia("(max-width: 63.99em)");

if (sections && narrow.matches) sections.open = false;

// What the buttons and the clock ask for is done one after the other: two saves at once would
// look like two people.
let work = Promise.resolve();

function afterwards(task) {
  work = work.then(task, task);
  return work;
}

class Designer {
  constructor(form) {
    this.form = form;
    this.timer = null;
    this.isUnsaved = false;
    this.hasConflict = false;
    this.composition = null;
    this.saved = form.querySelector("[data-saved]");
    this.reveal();
    lookUpIn(form);
    tablesIn(form, (words, state) => designer.say(words, state));
    form.addEventListener("input", (event) => this.typed(event));
    form.addEventListener("change", (event) => this.chosen(event));
    form.addEventListener("focusout", (event) => this.left(event));
    form.addEventListener("submit", (event) => this.submitted(event));
    form.addEventListener("compositionstart", () => this.composing());
  }

  // --- one-field conditions ---------------------------------------------------------------

  reveal() {
    for (const part of this.form.querySelectorAll("[data-hides][data-on]")) {
      const answer = this.answer(part.dataset.on);
      const belongs = JSON.parse(part.dataset.values).includes(answer);
      part.hidden = !belongs && !(answer === "" && this.isFilled(part));
    }
  }

  answer(name) {
    const field = this.form.elements.namedItem(name);
    if (field === null) return "";
    return field.value ?? "";
  }

  isFilled(part) {
    const typed = part.querySelectorAll("textarea, select, input:not([type=hidden])");
    return [...typed].some((input) =>
      ["checkbox", "radio"].includes(input.type) ? input.checked && input.value : input.value.trim()
    );
  }

  // --- saving by itself -------------------------------------------------------------------

  typed(event) {
    event.target.closest(".ts-field")?.querySelector(".ts-field__missing")?.remove();
    this.changed();
  }

  changed() {
    this.isUnsaved = true;
    this.say(this.form.dataset.wordsUnsaved, "unsaved");
    keep(this.form);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.autosave(), AUTOSAVE_AFTER);
  }

  chosen(event) {
    this.reveal();
    if (event.target.matches("[data-upload]") && event.target.files.length) {
      press("save", event.target.closest(".ts-field").id);
    }
  }

  left(event) {
    if (!this.isUnsaved || this.form.contains(event.relatedTarget)) return;
    this.autosave();
  }

  autosave() {
    clearTimeout(this.timer);
    return afterwards(() => designer.saveQuietly());
  }

  async saveQuietly() {
    if (!this.isUnsaved || this.hasConflict) return;
    this.isUnsaved = false;
    this.say(this.form.dataset.wordsSaving);
    try {
      const answer = await this.post("autosave", false);
      if (isSignedOut(answer)) return this.signedOut();
      if (answer.status === 409) return this.conflicted();
      if (!answer.ok) throw new Error(String(answer.status));
      const { seen, words } = await answer.json();
      this.form.elements.namedItem("seen").value = seen;
      if (this.isUnsaved) return;
      forget(this.form);
      this.say(words);
    } catch {
      this.failed();
    }
  }

  failed() {
    this.isUnsaved = true;
    this.say(this.form.dataset.wordsFailed, "failed");
  }

  // What was typed stays in the page and is kept in the browser as well.
  signedOut() {
    this.isUnsaved = true;
    keep(this.form);
    this.say(this.form.dataset.wordsSignedOut, "failed");
  }

  leaveToSignIn() {
    this.isUnsaved = false;
    signInAgain(this.form);
  }

  conflicted() {
    this.hasConflict = true;
    this.isUnsaved = true;
    this.say(this.form.dataset.wordsConflict, "failed");
  }

  say(words, state = "") {
    this.saved.textContent = words;
    this.saved.className = `ts-form__saved${state ? ` ts-form__saved--${state}` : ""}`;
  }

  async post(command, withFiles) {
    const answer = await this.send(command, withFiles);
    // Signing in again, in another window, has made the form's proof of origin invalid.
    if (answer.status !== 403 || !(await renewProof(this.form))) return answer;
    return this.send(command, withFiles);
  }

  send(command, withFiles) {
    const data = new FormData(this.form);
    for (const [name, value] of [...data]) {
      if (value instanceof File && (!withFiles || !value.size)) data.delete(name);
    }
    data.set("do", command);
    return fetch(this.form.action, { method: "POST", body: data, credentials: "same-origin" });
  }

  // --- the buttons, without a new page ------------------------------------------------------

  submitted(event) {
    event.preventDefault();
    clearTimeout(this.timer);
    const button = event.submitter;
    const command = button?.value ?? "save";
    // Nothing can be typed into an item that goes.
    if (command.startsWith("remove:")) button.closest(".ts-item, tr").inert = true;
    if (command === "next") {
      this.form.inert = true;
      afterwards(() => designer.goOn());
    } else {
      press(command);
    }
  }

  // Leaves the page; nothing can be typed any more that would not be saved.
  async goOn() {
    await written();
    this.isUnsaved = false;
    keep(this.form, { isSent: true });
    const choice = document.createElement("input");
    Object.assign(choice, { type: "hidden", name: "do", value: "next" });
    this.form.append(choice);
    this.form.submit();
  }

  async carryOut(command, at) {
    const sent = typedIn(this.form);
    this.say(this.form.dataset.wordsSaving);
    try {
      const answer = await this.post(command, true);
      const text = await answer.text();
      await this.composition;
      if (isSignedOut(answer)) return this.leaveToSignIn();
      if (answer.status === 409) return await this.differ(command, at, text, sent);
      if (!answer.ok && answer.status !== 422) throw new Error(String(answer.status));
      if (isAnotherPage(answer.url)) return await this.goTo(answer.url);
      this.takeOver(text, sent, new URL(answer.url).searchParams, at);
      if (/[?&]saved=1$/.test(answer.url)) history.replaceState(null, "", answer.url);
    } catch {
      for (const part of this.form.querySelectorAll("[inert]")) part.inert = false;
      this.failed();
    }
  }

  // All is saved; the item has a page of its own.
  async goTo(address) {
    await written();
    this.isUnsaved = false;
    forget(this.form);
    location.assign(address);
  }

  // The page that shows both texts is to show the newest words.
  differ(command, at, text, sent) {
    if (changedSince(this.form, sent).size) return this.carryOut(command, at);
    this.isUnsaved = false;
    return replaceDocument(text);
  }

  // Characters that are being composed would be lost with their field.
  composing() {
    this.composition = new Promise((done) => {
      this.form.addEventListener("compositionend", () => setTimeout(done), { once: true });
    });
  }

  takeOver(text, sent, params, at) {
    const fresh = new DOMParser().parseFromString(text, "text/html");
    const there = fresh.getElementById("designer");
    const form = there?.querySelector("form[data-designer]");
    if (!form) return replaceDocument(text);
    for (const messages of fresh.querySelectorAll(".ts-message")) {
      there.querySelector(".ts-designer__main").prepend(messages);
    }
    const open = [...this.form.querySelectorAll("details[open] > summary")].map(placeOf);
    const late = changedSince(this.form, sent);
    const cursor = cursorIn(this.form);
    const scrolled = window.scrollY;
    clearTimeout(this.timer);
    const before = this.form;
    document.adoptNode(there);
    carryTables(before, form);
    page.replaceChildren(...there.childNodes);
    unfold(form, open);
    forget(form);
    putInto(form, late);
    designer = new Designer(form);
    if (late.size) designer.changed();
    window.scrollTo(0, scrolled);
    if (cursor) putCursor(cursor);
    else goTo(params.get("focus") ?? params.get("at") ?? at);
  }
}

// Whether an address is that of another form than the one on this page.
function isAnotherPage(address) {
  const { pathname, searchParams } = new URL(address);
  const item = new URLSearchParams(location.search).get("item");
  return pathname !== location.pathname || searchParams.get("item") !== item;
}

// A press waits for its turn, and is carried out on the form that the page has then.
function press(command, at = "") {
  return afterwards(() => designer.carryOut(command, at));
}

// A folded part is known by the place that it belongs to.
function placeOf(summary) {
  return summary.closest("[id]:not(summary)")?.id ?? "";
}

function unfold(form, open) {
  for (const summary of form.querySelectorAll("details > summary")) {
    if (open.includes(placeOf(summary))) summary.parentElement.open = true;
  }
  const folded = page.querySelector("[data-sections]");
  if (folded && narrow.matches) folded.open = false;
}

function replaceDocument(text) {
  document.open();
  document.write(text);
  document.close();
}

// Opens whatever is folded around a place, and puts the cursor into its first field; a control
// that is named itself gets it.
function goTo(address) {
  const place = address && document.getElementById(address);
  if (!place) return;
  for (let fold = place.closest("details"); fold; fold = fold.parentElement?.closest("details")) {
    fold.open = true;
  }
  const isControl = place.matches("input, textarea, select, button, summary");
  const own = isControl ? null : place.querySelector(":scope > details");
  if (own) own.open = true;
  const input = isControl
    ? place
    : place.querySelector("input:not([type=hidden]), textarea, select") ??
      place.querySelector("summary, button");
  (isControl ? place.closest(".ts-item, .ts-field") ?? place : place).scrollIntoView({
    block: isControl ? "nearest" : "start",
  });
  input?.focus({ preventScroll: true });
}

let designer = null;
const form = page?.querySelector("form[data-designer]");
if (form) {
  designer = new Designer(form);
  offerKept(form, () => {
    designer.reveal();
    designer.changed();
  });
  if (location.hash.length > 1) goTo(decodeURIComponent(location.hash.slice(1)));
  window.addEventListener("hashchange", () => goTo(decodeURIComponent(location.hash.slice(1))));
  form.addEventListener("dropped", () => (designer.isUnsaved = false));
  window.addEventListener("pageshow", (event) => {
    // A page from the browser's memory was left by saving: what it shows is no longer true.
    if (event.persisted) location.reload();
  });
  window.addEventListener("beforeunload", (event) => {
    if (designer.isUnsaved || isWriting()) event.preventDefault();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") designer.autosave();
  });
}
