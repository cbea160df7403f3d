// The cells of a table: what is written in them is saved by itself, each row under its own name.
//
// What a cell holds is sent under the name that the form of its item uses; the server answers with
// the row as it is then. What could not be sent stays in its cell, whatever becomes of the table.

import { lookUp } from "./look-up.js";
import { Sending } from "./list-sending.js";

export class Sheet {
  constructor(frame, say) {
    this.frame = frame;
    this.say = say;
    this.sending = new Sending(frame, say);
    this.address = frame.dataset.address;
    // What was typed and not sent yet, and what is on its way: row → column → value and words.
    // A row is named by its address; one that has none yet by itself.
    this.waiting = new Map();
    this.flying = new Map();
    this.done = [];
    this.editing = null;
    this.place = frame.querySelector("[data-table-rows]");
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
    for (const cell of row.querySelectorAll("[data-raw]:not([tabindex])")) cell.tabIndex = -1;
    if (row.id) row.querySelector("th").draggable = true;
  }

  blank() {
    const row = document.createElement("tr");
    row.className = "govuk-table__row ts-rows__new";
    row.dataset.begun = "";
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

  cells() {
    return [...this.table.querySelectorAll("tbody [data-raw]")];
  }

  edit(cell, typed = null) {
    if (this.editing) this.close(true);
    const template = this.heads[cell.cellIndex].querySelector("template");
    const input = template.content.firstElementChild.cloneNode(true);
    input.id = `cell-${this.address}-${cell.parentElement.rowIndex}-${cell.cellIndex}`;
    this.editing = { cell, input, shown: cell.textContent };
    cell.replaceChildren(input);
    cell.classList.add("ts-rows__cell--open");
    input.value = cell.dataset.typed ?? cell.dataset.raw;
    if (input.dataset.lookUp) lookUp(this.frame.closest("form"), input);
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
    cell.replaceChildren(isChanged ? words : cell.dataset.typed ? cell.dataset.raw : shown);
    cell.classList.remove("ts-rows__cell--open", "ts-rows__cell--failed");
    delete cell.dataset.typed;
    if (!isChanged) return;
    const [row, at] = [cell.parentElement, cell.cellIndex];
    this.done.push({ row: nameOf(row), at, before: cell.dataset.raw });
    this.write(row, at, value, words);
  }

  // What is typed into one row while another request is under way goes in one.
  write(row, at, value, words) {
    this.show(row, at, { value, words });
    if (row.classList.contains("ts-rows__new") && row.matches(":last-child")) {
      const blank = this.blank();
      row.after(blank);
      this.ready(blank);
    }
    const name = nameOf(row);
    const isFirst = !this.waiting.has(name);
    if (isFirst) this.waiting.set(name, new Map());
    this.waiting.get(name).set(at, { value, words });
    if (isFirst) this.sending.then(() => this.send(name));
  }

  show(row, at, { value, words }) {
    const cell = row.cells[at];
    cell.dataset.raw = value;
    cell.classList.add("ts-rows__cell--waiting");
    if (this.editing?.cell !== cell) cell.replaceChildren(words);
  }

  async send(name) {
    const said = this.waiting.get(name);
    this.waiting.delete(name);
    this.flying.set(name, said);
    try {
      const row = rowOf(name);
      if (row) await (row.id ? this.sendChanges(name, row, said) : this.sendNew(row, said));
      this.flying.delete(name);
    } catch (failure) {
      this.flying.delete(name);
      this.waiting.set(name, new Map([...said, ...(this.waiting.get(name) ?? [])]));
      throw failure;
    }
  }

  async sendChanges(name, row, said) {
    const address = row.id;
    const body = this.sending.body({ do: "autosave", seen: row.dataset.seen, row: "1" });
    for (const [at, { value }] of said) body.set(address + this.heads[at].dataset.suffix, value);
    const answer = await this.sending.post(this.sending.page("item", { item: address }), body);
    const now = document.getElementById(address);
    if (answer.status === 409) return this.conflicted(name, await answer.json(), address, said);
    const { row: html, words } = await answer.json();
    this.flying.delete(name);
    if (now) this.patch(now, html);
    this.say(words);
  }

  async sendNew(row, said) {
    const body = this.sending.body({ do: `add:${this.address}` });
    for (const [at, { value }] of said) body.set(`new${this.heads[at].dataset.suffix}`, value);
    const answer = await this.sending.post(this.sending.page("rows", {}), body);
    const { table, row: address, words } = await answer.json();
    const fresh = parsed(table);
    const added = fresh.getElementById(address);
    if (!added) {
      // The list is full: what was typed stays where it is, and is not sent again.
      this.say(words, "failed");
      for (const at of said.keys()) row.cells[at].classList.add("ts-rows__cell--failed");
      return;
    }
    this.flying.delete(row);
    row.id = address;
    row.classList.remove("ts-rows__new");
    this.patch(row, added.outerHTML);
    const before = row.previousElementSibling;
    const beforeNow = before?.id && fresh.getElementById(before.id);
    if (beforeNow) this.patch(before, beforeNow.outerHTML);
    this.counted(1);
    this.say(words);
  }

  // The row as it is on the server; what waits to be sent and a cell that is open stay.
  patch(row, html) {
    const fresh = parsed(`<table><tbody>${html}</tbody></table>`).querySelector("tr");
    const held = document.activeElement;
    const isHere = row.contains(held);
    const focused = isHere ? [held.closest("td, th").cellIndex, held.id, held.tagName] : null;
    row.dataset.seen = fresh.dataset.seen;
    for (const [at, cell] of [...row.cells].entries()) {
      if (cell === this.editing?.cell || !fresh.cells[at] || this.isWaiting(row, at)) continue;
      cell.replaceChildren(...document.adoptNode(fresh.cells[at].cloneNode(true)).childNodes);
      cell.classList.remove("ts-rows__cell--waiting", "ts-rows__cell--failed");
      if (fresh.cells[at].dataset.raw === undefined) delete cell.dataset.raw;
      else cell.dataset.raw = fresh.cells[at].dataset.raw;
    }
    const { cell: open } = this.editing ?? {};
    if (open?.parentElement === row && !this.isWaiting(row, open.cellIndex)) {
      open.classList.remove("ts-rows__cell--waiting");
    }
    this.ready(row);
    if (!focused || row.contains(document.activeElement)) return;
    const [at, id, tag] = focused;
    const same = (id && document.getElementById(id)) || row.cells[at].querySelector(tag);
    (same ?? row.cells[at]).focus();
  }

  isWaiting(row, at) {
    const name = nameOf(row);
    const among = [this.waiting, this.flying].flatMap((some) => [some.get(name), some.get(row)]);
    return among.some((said) => said?.has(at));
  }

  // The table anew; what is typed and not sent yet stays in it, and so does an open cell.
  replace(html) {
    const open = this.editing;
    this.editing = null;
    const where = open && [nameOf(open.cell.parentElement), open.cell.cellIndex];
    const begun = [...this.place.querySelectorAll("tr.ts-rows__new:not(:last-child)")];
    const last = this.place.querySelector("tr.ts-rows__new:last-child");
    if (where?.[0] === last) begun.push(last);
    this.place.replaceChildren(...document.adoptNode(parsed(html).body).childNodes);
    this.setUp();
    const blank = this.table.querySelector("tr.ts-rows__new");
    for (const row of begun) blank ? blank.before(row) : this.table.tBodies[0].append(row);
    if (begun.length) this.table.hidden = false;
    for (const some of [this.flying, this.waiting]) {
      for (const [name, said] of some) {
        const row = rowOf(name);
        for (const [at, words] of row ? said : []) this.show(row, at, words);
      }
    }
    const row = where && rowOf(where[0]);
    if (!row) return;
    const { value, selectionStart, selectionEnd } = open.input;
    this.edit(row.cells[where[1]], value);
    this.editing.input.value = value;
    if (selectionStart !== undefined && selectionStart !== null) {
      this.editing.input.setSelectionRange(selectionStart, selectionEnd);
    }
  }

  // Somebody else saved the item: the row shows that, and the cells keep what was typed until it
  // is sent once more, knowingly.
  async conflicted(name, { conflict }, address, said) {
    const page = Number(this.table.dataset.page);
    const answer = await this.sending.get(this.sending.page("rows", { page }));
    const fresh = parsed((await answer.json()).table).getElementById(address);
    const row = document.getElementById(address);
    this.flying.delete(name);
    if (fresh && row) this.patch(row, fresh.outerHTML);
    for (const [at, { value, words }] of row ? said : []) {
      const cell = row.cells[at];
      cell.dataset.typed = value;
      if (this.editing?.cell !== cell) cell.replaceChildren(words);
      cell.classList.add("ts-rows__cell--failed");
    }
    this.say(this.frame.dataset.wordsConflict ?? conflict, "failed");
  }

  counted(by) {
    const count = this.frame.querySelector(".ts-list__count");
    if (count) count.textContent = String(Number(count.textContent) + by);
  }
}

export function nameOf(row) {
  return row.id || row;
}

export function rowOf(name) {
  if (typeof name === "string") return document.getElementById(name);
  return name.isConnected ? name : null;
}

function parsed(html) {
  return new DOMParser().parseFromString(html, "text/html");
}
