// Makes the designer's form quicker. Without it everything works by pages: every button is a
// submit button, and every field is shown.

const AUTOSAVE_AFTER = 20_000;
const page = document.getElementById("designer");
const sections = document.querySelector("[data-sections]");
const narrow = window.matchMedia("(max-width: 63.99em)");

if (sections && narrow.matches) sections.open = false;

class Designer {
  constructor(form) {
    this.form = form;
    this.timer = null;
    this.isUnsaved = false;
    this.isSaving = false;
    this.hasConflict = false;
    this.wanted = "";
    this.saved = form.querySelector("[data-saved]");
    this.reveal();
    form.addEventListener("input", (event) => this.typed(event));
    form.addEventListener("change", (event) => this.chosen(event));
    form.addEventListener("focusout", (event) => this.left(event));
    form.addEventListener("submit", (event) => this.submitted(event));
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
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.autosave(), AUTOSAVE_AFTER);
  }

  chosen(event) {
    this.reveal();
    if (event.target.matches("[data-upload]") && event.target.files.length) {
      this.send("save", event.target.closest(".ts-field").id);
    }
  }

  left(event) {
    if (!this.isUnsaved || this.form.contains(event.relatedTarget)) return;
    this.autosave();
  }

  async autosave() {
    clearTimeout(this.timer);
    if (!this.isUnsaved || this.isSaving || this.hasConflict) return;
    this.isSaving = true;
    this.isUnsaved = false;
    this.say(this.form.dataset.wordsSaving);
    try {
      const answer = await this.post("autosave", false);
      if (answer.status === 409) return this.conflicted();
      if (!answer.ok) throw new Error(String(answer.status));
      const { seen, words } = await answer.json();
      this.form.elements.namedItem("seen").value = seen;
      if (!this.isUnsaved) this.say(words);
    } catch {
      this.isUnsaved = true;
      this.say(this.form.dataset.wordsFailed, "failed");
    } finally {
      this.finished();
    }
  }

  // Presses the button that was pressed while something was being saved.
  finished() {
    this.isSaving = false;
    const wanted = this.wanted;
    this.wanted = "";
    if (!wanted || this.hasConflict) return;
    const form = designer.form;
    form.requestSubmit(form.querySelector(`.ts-form__buttons [name="do"][value="${wanted}"]`));
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

  post(command, withFiles) {
    const data = new FormData(this.form);
    for (const [name, value] of [...data]) {
      if (value instanceof File && (!withFiles || !value.size)) data.delete(name);
    }
    data.set("do", command);
    return fetch(this.form.action, { method: "POST", body: data, credentials: "same-origin" });
  }

  // --- the buttons of lists, without a new page ---------------------------------------------

  submitted(event) {
    clearTimeout(this.timer);
    const button = event.submitter;
    if (button?.matches("[data-structure]")) {
      event.preventDefault();
      this.send(button.value);
      return;
    }
    if (this.isSaving) {
      // Two saves at once would look like two people, and the page may get a new form meanwhile.
      event.preventDefault();
      this.wanted = button?.value ?? "save";
      return;
    }
    // The page is left on purpose, with everything typed.
    this.isUnsaved = false;
  }

  async send(command, at = "") {
    if (this.isSaving) return window.setTimeout(() => designer.send(command, at), 200);
    this.isSaving = true;
    this.say(this.form.dataset.wordsSaving);
    const open = [...this.form.querySelectorAll("details[open] > summary")].map(placeOf);
    try {
      const answer = await this.post(command, true);
      const text = await answer.text();
      if (answer.status === 409) return replaceDocument(text);
      if (!answer.ok && answer.status !== 422) throw new Error(String(answer.status));
      this.isUnsaved = false;
      this.replace(text, open, new URL(answer.url).searchParams.get("at") ?? at);
    } catch {
      this.isUnsaved = true;
      this.say(this.form.dataset.wordsFailed, "failed");
    } finally {
      this.finished();
    }
  }

  replace(text, open, at) {
    const fresh = new DOMParser().parseFromString(text, "text/html");
    const there = fresh.getElementById("designer");
    if (!there) return replaceDocument(text);
    for (const messages of fresh.querySelectorAll(".ts-message")) {
      there.querySelector(".ts-designer__main").prepend(messages);
    }
    const here = document.getElementById("designer");
    const scrolled = window.scrollY;
    here.replaceWith(document.adoptNode(there));
    const form = there.querySelector("form[data-designer]");
    for (const summary of form.querySelectorAll("details > summary")) {
      if (open.includes(placeOf(summary))) summary.parentElement.open = true;
    }
    const folded = there.querySelector("[data-sections]");
    if (folded && narrow.matches) folded.open = false;
    window.scrollTo(0, scrolled);
    designer = new Designer(form);
    goTo(at);
  }
}

// A folded part is known by the place that it belongs to.
function placeOf(summary) {
  return summary.closest("[id]")?.id ?? "";
}

function replaceDocument(text) {
  document.open();
  document.write(text);
  document.close();
}

// Opens whatever is folded around a place, and puts the cursor into its first field.
function goTo(address) {
  const place = address && document.getElementById(address);
  if (!place) return;
  for (let fold = place.closest("details"); fold; fold = fold.parentElement?.closest("details")) {
    fold.open = true;
  }
  const own = place.querySelector(":scope > details");
  if (own) own.open = true;
  place.scrollIntoView({ block: "start" });
  const input = place.querySelector("input:not([type=hidden]), textarea, select");
  (input ?? place.querySelector("summary, button"))?.focus({ preventScroll: true });
}

let designer = null;
const form = page?.querySelector("form[data-designer]");
if (form) {
  designer = new Designer(form);
  if (location.hash.length > 1) goTo(decodeURIComponent(location.hash.slice(1)));
  window.addEventListener("hashchange", () => goTo(decodeURIComponent(location.hash.slice(1))));
  window.addEventListener("beforeunload", (event) => {
    if (designer.isUnsaved) event.preventDefault();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") designer.autosave();
  });
}
