// A list as a table that is written in like a sheet: each cell is saved alone, a new row begins in
// the last line, rows move by their buttons, by Alt and the arrows, or by dragging their number.
//
// What a cell holds is sent under the name that the form of its item uses; the server answers with
// the row as it is then. Requests of one table follow one another.

import { lookUp } from "./look-up.js";
import { isSignedOut } from "./kept.js";

const AGAIN_AFTER = 4_000;
let writing = 0;

// Whether something that was typed into a table is still on its way.
export function isWriting() {
  return writing > 0;
}

export function tablesIn(form, say) {
  for (const frame of form.querySelectorAll("[data-table]")) new ListTable(form, frame, say);
}

class ListTable {
  constructor(form, frame, say) {
    this.form = form;
    this.frame = frame;
    this.say = say;
    this.address = frame.dataset.address;
    this.place = frame.querySelector("[data-table-rows]");
    this.work = Promise.resolve();
    this.done = [];
    this.editing = null;
    this.add = frame.querySelector(":scope > .ts-list__add");
    this.place.addEventListener("click", (event) => this.clicked(event));
    this.place.addEventListener("keydown", (event) => this.pressed(event));
    this.place.addEventListener("focusout", (event) => this.left(event));
    // What is typed into a cell is no part of the section's form.
    for (const kind of ["input", "change"]) {
      this.place.addEventListener(kind, (event) => event.stopPropagation());
    }
    for (const kind of ["dragstart", "dragover", "drop"]) {
      this.place.addEventListener(kind, (event) => this[kind](event));
    }
    this.add?.addEventListener("click", (event) => {
      event.preventDefault();
      this.begin();
    });
    this.setUp();
  }

  setUp() {
    this.table = this.place.querySelector("table");
    this.heads = [...this.table.tHead.rows[0].cells];
    this.table.setAttribute("role", "grid");
    if (this.isLastPage()) this.table.tBodies[0].append(this.blank());
    for (const row of this.table.tBodies[0].rows) this.ready(row);
    const first = this.cells()[0];
    if (first) first.tabIndex = 0;
  }

  isLastPage() {
    return this.table.dataset.page === this.table.dataset.pages;
  }

  ready(row) {
    for (const cell of row.querySelectorAll("[data-raw]")) cell.tabIndex = -1;
    if (row.id) row.querySelector("th").draggable = true;
  }

  blank() {
    const row = document.createElement("tr");
    row.className = "govuk-table__row ts-rows__new";
    for (const [at, head] of this.heads.entries()) {
      const cell = document.createElement(at ? "td" : "th");
      cell.className = at ? "govuk-table__cell" : "govuk-table__header ts-rows__number";
      if (!at) cell.textContent = "+";
      if (head.querySelector("template")) {
        cell.dataset.raw = "";
        cell.dataset.title = head.firstChild.textContent.trim();
      }
      row.append(cell);
    }
    return row;
  }

  // The first cell of the last line, on the last page.
  async begin() {
    if (!this.isLastPage()) await this.show(Number(this.table.dataset.pages));
    this.table.hidden = false;
    const cell = this.table.querySelector(".ts-rows__new [data-raw]");
    if (cell) this.edit(cell);
    else this.form.requestSubmit(this.add);
  }

  // --- going about ------------------------------------------------------------------------

  cells() {
    return [...this.table.querySelectorAll("tbody [data-raw]")];
  }

  go(cell, isToEdit = false) {
    if (!cell) return;
    for (const other of this.cells()) other.tabIndex = -1;
    cell.tabIndex = 0;
    if (isToEdit) this.edit(cell);
    else cell.focus();
  }

  beside(cell, by) {
    const all = this.cells();
    return all[all.indexOf(cell) + by];
  }

  below(cell, by) {
    const row = by > 0 ? cell.parentElement.nextElementSibling : cell.parentElement.previousElementSibling;
    const there = row?.cells[cell.cellIndex];
    return there?.dataset.raw === undefined ? null : there;
  }

  clicked(event) {
    const button = event.target.closest("button[name=do]");
    if (button) {
      event.preventDefault();
      return this.ask({ do: button.value }, button.id);
    }
    const page = event.target.closest("[data-go]");
    if (page) {
      event.preventDefault();
      return this.show(Number(page.dataset.go));
    }
    const cell = event.target.closest("[data-raw]");
    if (cell && cell !== this.editing?.cell) this.edit(cell);
  }

  pressed(event) {
    const cell = event.target.closest("[data-raw]");
    if (!cell || event.isComposing) return;
    if (this.editing?.cell === cell) return this.pressedInside(event, cell);
    if (event.altKey && ["ArrowUp", "ArrowDown"].includes(event.key)) {
      event.preventDefault();
      const row = cell.parentElement;
      const verb = event.key === "ArrowUp" ? "up" : "down";
      if (row.id) this.ask({ do: `${verb}:${row.id}` }, "", [row.id, cell.cellIndex]);
      return;
    }
    if ((event.ctrlKey || event.metaKey) && event.key === "z") {
      event.preventDefault();
      return this.undo();
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const moves = {
      ArrowLeft: () => this.beside(cell, -1),
      ArrowRight: () => this.beside(cell, 1),
      ArrowUp: () => this.below(cell, -1),
      ArrowDown: () => this.below(cell, 1),
    };
    if (moves[event.key]) {
      event.preventDefault();
      this.go(moves[event.key]());
    } else if (event.key === "Enter" || event.key === "F2") {
      event.preventDefault();
      this.edit(cell);
    } else if (event.key.length === 1) {
      event.preventDefault();
      this.edit(cell, event.key);
    }
  }

  pressedInside(event, cell) {
    const isOffered = event.target.getAttribute("aria-expanded") === "true";
    if (isOffered && ["Enter", "Escape", "ArrowUp", "ArrowDown"].includes(event.key)) return;
    if (event.key === "Escape") {
      event.preventDefault();
      this.close(false);
      this.go(cell);
    } else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      const isNew = !cell.parentElement.id;
      this.close(true);
      const next = isNew ? this.firstOfNew() : this.below(cell, 1);
      this.go(next ?? cell, isNew);
    } else if (event.key === "Tab") {
      const next = this.beside(cell, event.shiftKey ? -1 : 1);
      if (!next) return;
      event.preventDefault();
      this.close(true);
      this.go(next, true);
    }
  }

  firstOfNew() {
    return this.table.querySelector("tr.ts-rows__new:last-child [data-raw]");
  }

  left(event) {
    const { cell } = this.editing ?? {};
    if (cell && cell.contains(event.target) && !cell.contains(event.relatedTarget)) this.close(true);
  }

  // --- writing in a cell ------------------------------------------------------------------

  edit(cell, typed = null) {
    if (this.editing) this.close(true);
    const template = this.heads[cell.cellIndex].querySelector("template");
    const input = template.content.firstElementChild.cloneNode(true);
    input.id = `cell-${this.address}-${cell.parentElement.rowIndex}-${cell.cellIndex}`;
    this.editing = { cell, input, shown: cell.textContent };
    cell.replaceChildren(input);
    cell.classList.add("ts-rows__cell--open");
    input.value = cell.dataset.raw;
    if (input.dataset.lookUp) lookUp(this.form, input);
    input.focus();
    if (typed !== null && input.matches("input, textarea")) input.value = typed;
    else if (input.matches("input, textarea")) input.select();
  }

  close(isToSave) {
    const { cell, input, shown } = this.editing;
    this.editing = null;
    const value = input.value;
    const isChanged = isToSave && value.trim() !== cell.dataset.raw.trim();
    const words = input.matches("select") && value ? input.selectedOptions[0].textContent : value;
    cell.replaceChildren(isChanged ? words : shown);
    cell.classList.remove("ts-rows__cell--open");
    if (!isChanged) return;
    this.done.push({ row: cell.parentElement, at: cell.cellIndex, before: cell.dataset.raw });
    this.write(cell.parentElement, cell.cellIndex, value);
  }

  undo() {
    const last = this.done.pop();
    if (!last) return;
    if (last.isRemoval) return this.ask({ do: "put-back" });
    const row = last.row.isConnected ? last.row : document.getElementById(last.row.id);
    if (row) this.write(row, last.at, last.before);
  }

  // A row that is new is added with its first words; what is typed into it meanwhile follows.
  write(row, at, value) {
    const cell = row.cells[at];
    cell.dataset.raw = value;
    cell.classList.add("ts-rows__cell--waiting");
    if (row.classList.contains("ts-rows__new") && row.matches(":last-child")) {
      const blank = this.blank();
      row.after(blank);
      this.ready(blank);
    }
    this.then(() => (row.id ? this.send(row, at, value) : this.sendNew(row, at, value)));
  }

  async send(row, at, value) {
    const suffix = this.heads[at].dataset.suffix;
    const body = this.body({ do: "autosave", seen: row.dataset.seen, row: "1" });
    body.set(row.id + suffix, value);
    const answer = await this.post(this.page("item", { item: row.id }), body);
    if (answer.status === 409) return this.conflicted(await answer.json(), row);
    const { row: html, words } = await answer.json();
    this.patch(row, html);
    this.say(words);
  }

  async sendNew(row, at, value) {
    const body = this.body({ do: `add:${this.address}` });
    body.set(`new${this.heads[at].dataset.suffix}`, value);
    const answer = await this.post(this.page("rows", {}), body);
    const { table, row: address, words } = await answer.json();
    const fresh = parsed(table).getElementById(address);
    if (!fresh) return this.replace(table);
    row.id = address;
    row.classList.remove("ts-rows__new");
    this.patch(row, fresh.outerHTML);
    this.counted(1);
    this.say(words);
  }

  // The row as it is on the server; a cell that is being written in stays open.
  patch(row, html) {
    const fresh = parsed(`<table><tbody>${html}</tbody></table>`).querySelector("tr");
    row.dataset.seen = fresh.dataset.seen;
    for (const [at, cell] of [...row.cells].entries()) {
      if (cell === this.editing?.cell || !fresh.cells[at]) continue;
      const isHere = cell === document.activeElement || cell.contains(document.activeElement);
      cell.replaceChildren(...document.adoptNode(fresh.cells[at].cloneNode(true)).childNodes);
      cell.classList.remove("ts-rows__cell--waiting", "ts-rows__cell--failed");
      if (fresh.cells[at].dataset.raw === undefined) delete cell.dataset.raw;
      else cell.dataset.raw = fresh.cells[at].dataset.raw;
      if (isHere) cell.focus();
    }
    this.ready(row);
  }

  // --- what the buttons ask for ------------------------------------------------------------

  ask(said, focus = "", at = null) {
    if (this.editing) this.close(true);
    return this.then(async () => {
      const page = Number(this.table.dataset.page);
      const answer = await this.post(this.page("rows", { page }), this.body(said));
      const { table, row, words, is_removed: isRemoved } = await answer.json();
      this.replace(table);
      this.say(words);
      if (isRemoved) this.done.push({ isRemoval: true });
      if (isRemoved) this.offerBack();
      if (isRemoved) this.counted(-1);
      else if (said.do === "put-back" || said.do.startsWith("duplicate:")) this.counted(1);
      const cell = at && document.getElementById(at[0])?.cells[at[1]];
      if (cell) this.go(cell);
      else (document.getElementById(focus) ?? document.getElementById(`open${row}`) ?? this.add)?.focus();
    });
  }

  offerBack() {
    const words = this.frame.dataset;
    const bar = document.createElement("div");
    bar.className = "ts-removed";
    bar.setAttribute("role", "status");
    const back = document.createElement("button");
    back.type = "button";
    back.className = "ts-link-button";
    back.textContent = words.wordsPutBack;
    back.addEventListener("click", () => this.ask({ do: "put-back" }));
    bar.append(`${words.wordsTakenOut} `, back);
    this.place.prepend(bar);
  }

  show(page) {
    return this.then(async () => {
      const answer = await fetch(this.page("rows", { page }), { credentials: "same-origin" });
      if (!answer.ok || isSignedOut(answer)) throw new Error(String(answer.status));
      this.replace((await answer.json()).table);
      this.table.tBodies[0].rows[0]?.querySelector("a")?.focus();
    });
  }

  replace(html) {
    this.place.replaceChildren(...document.adoptNode(parsed(html).body).childNodes);
    this.setUp();
  }

  counted(by) {
    const count = this.frame.querySelector(".ts-list__count");
    if (count) count.textContent = String(Number(count.textContent) + by);
  }

  conflicted({ conflict }, row) {
    this.say(conflict, "failed");
    for (const cell of row.querySelectorAll(".ts-rows__cell--waiting")) {
      cell.classList.replace("ts-rows__cell--waiting", "ts-rows__cell--failed");
    }
  }

  // --- moving by the mouse ------------------------------------------------------------------

  dragstart(event) {
    this.dragged = event.target.closest("tr");
    event.dataTransfer.effectAllowed = "move";
  }

  dragover(event) {
    if (this.dragged && event.target.closest("tbody tr")) event.preventDefault();
  }

  drop(event) {
    const row = event.target.closest("tbody tr");
    const item = this.dragged?.id;
    this.dragged = null;
    if (!row || !item || row.id === item) return;
    event.preventDefault();
    const isBelow = event.offsetY > row.offsetHeight / 2;
    const before = isBelow ? (row.nextElementSibling?.id ?? "") : row.id;
    this.ask({ do: "place", item, before });
  }

  // --- sending --------------------------------------------------------------------------------

  page(kind, asked) {
    const named = kind === "rows" ? { list: this.address, ...asked } : asked;
    return `${this.frame.dataset[kind]}?${new URLSearchParams(named)}`;
  }

  body(said) {
    const body = new FormData();
    const proof = this.form.elements.namedItem("csrfmiddlewaretoken");
    body.set("csrfmiddlewaretoken", proof.value);
    for (const [name, value] of Object.entries(said)) body.set(name, value);
    return body;
  }

  async post(address, body) {
    const answer = await fetch(address, { method: "POST", body, credentials: "same-origin" });
    if (isSignedOut(answer)) {
      this.say(this.form.dataset.wordsSignedOut, "failed");
      throw new Error("signed out");
    }
    if (!answer.ok && answer.status !== 409) throw new Error(String(answer.status));
    return answer;
  }

  // One after the other; what could not be sent is tried again, and stands in its cell till then.
  then(task) {
    writing += 1;
    this.say(this.form.dataset.wordsSaving);
    const tried = async () => {
      for (;;) {
        try {
          await task();
          break;
        } catch {
          this.say(this.form.dataset.wordsFailed, "failed");
          await new Promise((done) => setTimeout(done, AGAIN_AFTER));
          if (!this.frame.isConnected) break;
        }
      }
      writing -= 1;
    };
    this.work = this.work.then(tried, tried);
    return this.work;
  }
}

function parsed(html) {
  return new DOMParser().parseFromString(html, "text/html");
}
