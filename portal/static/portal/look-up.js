// Offers what a register knows while somebody types (an editable combobox with a list, after the
// ARIA Authoring Practices), and lets a standard that was chosen bring its facts along.
//
// What is offered is never forced: the words that stand in the input count.

const PAUSE = 150;

export function lookUpIn(form) {
  for (const input of form.querySelectorAll("input[data-look-up]")) new LookUp(form, input);
}

// The same for an input that was made by a script.
export function lookUp(form, input) {
  return new LookUp(form, input);
}

class LookUp {
  constructor(form, input) {
    this.form = form;
    this.input = input;
    this.list = document.createElement("ul");
    this.list.className = "ts-look-up";
    this.list.id = `${input.id}-found`;
    this.list.setAttribute("role", "listbox");
    const name = input.labels[0]?.textContent.trim() || input.getAttribute("aria-label") || "";
    this.list.setAttribute("aria-label", name);
    this.list.hidden = true;
    input.after(this.list);
    for (const [name, value] of [
      ["role", "combobox"],
      ["aria-autocomplete", "list"],
      ["aria-expanded", "false"],
      ["aria-controls", this.list.id],
    ]) input.setAttribute(name, value);
    input.addEventListener("input", () => this.typed());
    input.addEventListener("keydown", (event) => this.pressed(event));
    input.addEventListener("blur", () => this.close());
    input.addEventListener("change", () => this.bring());
    // Before the input loses the cursor.
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const row = event.target.closest("[role=option]");
      if (row) this.choose(row);
    });
  }

  typed() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), PAUSE);
  }

  async ask() {
    const words = this.input.value.trim();
    if (!words) return this.close();
    const { found } = await this.answer({ q: words });
    // Somebody typed on, or went away.
    if (words === this.input.value.trim() && document.activeElement === this.input) this.show(found);
  }

  async answer(question) {
    try {
      const answer = await fetch(`${this.input.dataset.lookUp}?${new URLSearchParams(question)}`);
      return answer.ok && !answer.redirected ? await answer.json() : { found: [] };
    } catch {
      return { found: [] };
    }
  }

  show(found) {
    this.list.replaceChildren(...found.map((row, place) => this.row(row, place)));
    this.list.hidden = !found.length;
    this.input.setAttribute("aria-expanded", String(found.length > 0));
    this.point(null);
  }

  row({ value, label }, place) {
    const row = document.createElement("li");
    row.id = `${this.list.id}-${place}`;
    row.className = "ts-look-up__row";
    row.dataset.value = value;
    row.setAttribute("role", "option");
    const code = document.createElement("b");
    code.textContent = value;
    row.append(code, ` ${label}`);
    return row;
  }

  close() {
    clearTimeout(this.timer);
    this.show([]);
  }

  get pointed() {
    return this.list.querySelector("[aria-selected=true]");
  }

  point(row) {
    this.pointed?.removeAttribute("aria-selected");
    row?.setAttribute("aria-selected", "true");
    row?.scrollIntoView({ block: "nearest" });
    if (row) this.input.setAttribute("aria-activedescendant", row.id);
    else this.input.removeAttribute("aria-activedescendant");
  }

  pressed(event) {
    // Enter and the arrows belong to the method by which characters are composed.
    if (this.list.hidden || event.isComposing) return;
    const { firstElementChild: first, lastElementChild: last } = this.list;
    if (event.key === "ArrowDown") this.point(this.pointed?.nextElementSibling ?? first);
    else if (event.key === "ArrowUp") this.point(this.pointed?.previousElementSibling ?? last);
    else if (event.key === "Enter" && this.pointed) this.choose(this.pointed);
    else if (event.key === "Escape") this.close();
    else return;
    event.preventDefault();
  }

  choose(row) {
    this.input.value = row.dataset.value;
    this.input.dispatchEvent(new Event("input", { bubbles: true }));
    this.input.dispatchEvent(new Event("change", { bubbles: true }));
    this.close();
  }

  // --- the facts of a standard ----------------------------------------------------------------

  async bring() {
    const ref = this.input.value.trim();
    if (!("brings" in this.input.dataset) || !ref) return;
    const { facts = {} } = await this.answer({ of: ref });
    if (ref !== this.input.value.trim()) return;
    const item = this.input.name.slice(0, this.input.name.lastIndexOf("/") + 1);
    this.takeBack(item, facts);
    for (const [part, words] of Object.entries(facts)) this.fill(item + part, words);
    this.form.dispatchEvent(new Event("change", { bubbles: true }));
  }

  // What the standard chosen before had brought, and this one does not know, is not its own.
  takeBack(item, facts) {
    for (const one of this.form.querySelectorAll("[data-brought]")) {
      const { name } = one;
      if (!name.startsWith(item) || name.slice(item.length) in facts) continue;
      const control = this.form.elements.namedItem(name);
      if (control.value === one.dataset.brought) control.value = "";
      delete one.dataset.brought;
      one.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }

  // Fills what is empty, or holds what the standard chosen before had brought.
  fill(name, words) {
    const control = this.form.elements.namedItem(name);
    if (control === null) return;
    const one = control instanceof RadioNodeList ? control[0] : control;
    if (control.value && control.value !== one.dataset.brought) return;
    control.value = words;
    one.dataset.brought = words;
    one.dispatchEvent(new Event("input", { bubbles: true }));
  }
}
