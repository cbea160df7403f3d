// What a table of a list sends and asks for, one after the other. What could not be sent is tried
// again, and stands in its cell till then.

import { isSignedOut, renewProof } from "./kept.js";

const PROOF = "csrfmiddlewaretoken";
const AGAIN_AFTER = 4_000;
let writing = 0;
let whenWritten = [];

// Whether something that was typed into a table is still on its way.
export function isWriting() {
  return writing > 0;
}

// Comes true when all of it has arrived.
export function written() {
  return writing ? new Promise((done) => whenWritten.push(done)) : Promise.resolve();
}

export class Sending {
  constructor(frame, say) {
    this.frame = frame;
    this.say = say;
    this.work = Promise.resolve();
  }

  get form() {
    return this.frame.closest("form");
  }

  page(kind, asked) {
    const named = kind === "rows" ? { list: this.frame.dataset.address, ...asked } : asked;
    return `${this.frame.dataset[kind]}?${new URLSearchParams(named)}`;
  }

  body(said) {
    const body = new FormData();
    body.set(PROOF, this.form.elements.namedItem(PROOF).value);
    for (const [name, value] of Object.entries(said)) body.set(name, value);
    return body;
  }

  get(address) {
    return this.answered(fetch(address, { credentials: "same-origin" }));
  }

  async post(address, body) {
    const send = () => fetch(address, { method: "POST", body, credentials: "same-origin" });
    const answer = await send();
    // Signing in again, in another window, has made the form's proof of origin invalid.
    if (answer.status !== 403 || !(await renewProof(this.form))) return this.answered(answer);
    body.set(PROOF, this.form.elements.namedItem(PROOF).value);
    return this.answered(send());
  }

  async answered(request) {
    const answer = await request;
    if (isSignedOut(answer)) throw new Error("signed out");
    if (!answer.ok && answer.status !== 409) throw new Error(String(answer.status));
    return answer;
  }

  then(task) {
    writing += 1;
    this.say(this.form.dataset.wordsSaving);
    const tried = async () => {
      while (!(await this.tryOnce(task)) && this.frame.isConnected) {
        await new Promise((done) => setTimeout(done, AGAIN_AFTER));
      }
      writing -= 1;
      if (writing) return;
      for (const done of whenWritten) done();
      whenWritten = [];
    };
    this.work = this.work.then(tried, tried);
    return this.work;
  }

  async tryOnce(task) {
    try {
      await task();
      return true;
    } catch ({ message }) {
      const words = this.form.dataset;
      this.say(message === "signed out" ? words.wordsSignedOut : words.wordsFailed, "failed");
      return false;
    }
  }
}
