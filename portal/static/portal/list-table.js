// A list as a table that is written in like a sheet: each cell is saved alone, a new row begins in
// the last line, rows move by their buttons, by Alt and the arrows, or by dragging their number.
//
// What a cell holds is sent under the name that the form of its item uses; the server answers with
// the row as it is then. Requests of one table follow one another.

import { isWriting, written } from "./list-sending.js";
import { nameOf, rowOf, Sheet } from "./list-sheet.js";

export function tablesIn(form, say) {
  for (const frame of form.querySelectorAll("[data-table]")) {
    if (!tables.has(frame)) tables.set(frame, new ListTable(frame, say));
  }
}

// The tables of a page that is about to be replaced go on in the new one, with all that is typed.
export function carryTables(from, to) {
  for (const frame of from.querySelectorAll("[data-table]")) {
    const fresh = [...to.querySelectorAll("[data-table]")].find(
      (one) => one.dataset.address === frame.dataset.address
    );
    if (fresh) tables.get(frame)?.moveTo(fresh);
  }
}

const tables = new WeakMap();

class ListTable extends Sheet {
  constructor(frame, say) {
    super(frame, say);
    this.add = frame.querySelector(":scope > .ts-list__add");
    this.place.addEventListener("click", (event) => this.clicked(event));
    this.place.addEventListener("keydown", (event) => this.pressed(event));
    this.place.addEventListener("focusout", (event) => this.left(event));
    // What is typed into a cell is no part of the section's form.
    for (const kind of ["input", "change"]) {
      this.place.addEventListener(kind, (event) => event.stopPropagation());
    }
    this.place.addEventListener("paste", (event) => this.pasted(event), { capture: true });
    for (const kind of ["dragstart", "dragover", "drop"]) {
      this.place.addEventListener(kind, (event) => this[kind](event));
    }
    this.add?.addEventListener("click", (event) => {
      event.preventDefault();
      this.begin();
    });
  }

  moveTo(fresh) {
    const open = this.editing;
    this.editing = null;
    fresh.replaceWith(this.frame);
    if (!open) return;
    this.editing = open;
    open.input.focus({ preventScroll: true });
  }

  // The first cell of the last line, on the last page.
  async begin() {
    if (!this.isLastPage()) await this.turnTo(Number(this.table.dataset.pages));
    this.table.hidden = false;
    const cell = this.table.querySelector(".ts-rows__new [data-raw]");
    if (cell) this.edit(cell);
    else this.frame.closest("form").requestSubmit(this.add);
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
    const { nextElementSibling, previousElementSibling } = cell.parentElement;
    const row = by > 0 ? nextElementSibling : previousElementSibling;
    const there = row?.cells[cell.cellIndex];
    return there?.dataset.raw === undefined ? null : there;
  }

  clicked(event) {
    const button = event.target.closest("button[name=do]");
    if (button) {
      event.preventDefault();
      return this.ask({ do: button.value }, button.id);
    }
    const link = event.target.closest("th a");
    if (link && isWriting()) {
      event.preventDefault();
      return written().then(() => location.assign(link.href));
    }
    const page = event.target.closest("[data-go]");
    if (page) {
      event.preventDefault();
      return this.turnTo(Number(page.dataset.go));
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
    } else if (event.key === "Process") {
      // An input method composes what is typed; it needs the input at once.
      this.edit(cell, "");
    } else if (event.key.length === 1) {
      event.preventDefault();
      this.edit(cell, event.key);
    }
  }

  pressedInside(event, cell) {
    // What the register offers had the key.
    if (event.defaultPrevented) return;
    if (event.key === "Escape") {
      event.preventDefault();
      this.close(false);
      this.go(cell);
    } else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      const isNew = cell.parentElement.dataset.begun !== undefined;
      this.close(true);
      const next = isNew ? this.firstOfNew() : this.below(cell, 1);
      this.go(next ?? cell, isNew);
    } else if (event.key === "Tab") {
      const next = this.beside(cell, event.shiftKey ? -1 : 1);
      if (next) event.preventDefault();
      this.close(true);
      if (next) this.go(next, true);
      else this.go(cell);
    }
  }

  firstOfNew() {
    return this.table.querySelector("tr.ts-rows__new:last-child [data-raw]");
  }

  left(event) {
    const { cell } = this.editing ?? {};
    if (!cell?.contains(event.target) || cell.contains(event.relatedTarget)) return;
    this.close(true);
  }

  // Cells of a spreadsheet are looked at first, on a page of their own.
  async pasted(event) {
    const text = event.clipboardData.getData("text/plain");
    if (!text.includes("\t")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (this.editing) this.close(false);
    await written();
    const form = document.createElement("form");
    Object.assign(form, { method: "post", action: this.frame.dataset.paste, hidden: true });
    const sent = this.sending.body({ do: "look", rows: text });
    for (const [name, value] of sent) {
      const input = document.createElement("textarea");
      Object.assign(input, { name, value });
      form.append(input);
    }
    document.body.append(form);
    form.submit();
  }

  undo() {
    const last = this.done.pop();
    if (!last) return;
    if (last.isRemoval) return this.ask({ do: "put-back" });
    const row = rowOf(last.row);
    if (row) this.write(row, last.at, last.before, last.before);
  }

  ask(said, focus = "", at = null) {
    if (this.editing) this.close(true);
    return this.sending.then(async () => {
      const page = Number(this.table.dataset.page);
      const { sending } = this;
      const answer = await sending.post(sending.page("rows", { page }), sending.body(said));
      const { table, row, words, is_removed: isRemoved } = await answer.json();
      this.replace(table);
      this.say(words);
      if (isRemoved) this.done.push({ isRemoval: true });
      if (isRemoved) this.offerBack();
      if (isRemoved) this.counted(-1);
      else if (said.do === "put-back" || said.do.startsWith("duplicate:")) this.counted(1);
      if (this.editing) return;
      const cell = at && document.getElementById(at[0])?.cells[at[1]];
      if (cell) this.go(cell);
      else this.focusOne(focus, focus.replace(/^(up|down)/, turned), `open${row}`);
    });
  }

  focusOne(...ids) {
    const found = ids.filter(Boolean).map((id) => document.getElementById(id));
    (found.find(Boolean) ?? this.add)?.focus();
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

  turnTo(page) {
    return this.sending.then(async () => {
      const answer = await this.sending.get(this.sending.page("rows", { page }));
      this.replace((await answer.json()).table);
      this.table.tBodies[0].rows[0]?.querySelector("a")?.focus();
    });
  }

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
}

function turned(verb) {
  return verb === "up" ? "down" : "up";
}
