// Keeps a form of Wagtail's pages as a whole: its texts are built by scripts, so what is typed cannot
// be put into its fields one by one. It is sent once more instead, as a draft, when the person
// wants it. Wagtail saves by itself while the session lasts; then nothing has to be kept.

import { forgetEntry, noticeOf, person, PREFIX, read, write } from "./kept.js";

// What belongs to the page that was loaded, and which button was pressed.
const OF_THE_MOMENT = /^(csrfmiddlewaretoken|action-.*|loaded_revision_.*|overwrite_revision_id)$/;

export function watchWhole(form) {
  const key = `${PREFIX}${person}:${location.pathname}?whole`;
  const keep = (isSent) =>
    write(key, { page: location.href.split("#")[0], at: Date.now(), isSent, whole: wholeOf(form) });
  offer(form, key);
  form.addEventListener("submit", (event) => event.defaultPrevented || keep(true));
  document.addEventListener("w-autosave:error", () => keep(false));
  document.addEventListener("w-autosave:success", () => forgetEntry(key));
}

function wholeOf(form) {
  return [...new FormData(form)].filter(
    ([name, value]) => typeof value === "string" && !OF_THE_MOMENT.test(name),
  );
}

function offer(form, key) {
  const entry = read(key);
  if (!entry?.whole) return;
  const notice = noticeOf("kept-whole-notice", entry);
  const [again, drop] = notice.querySelectorAll("button");
  again.addEventListener("click", () => {
    write(key, { ...entry, page: location.href.split("#")[0], isSent: true });
    send(form, entry.whole);
  });
  drop.addEventListener("click", () => {
    forgetEntry(key);
    notice.remove();
  });
  form.before(notice);
}

function send(form, whole) {
  const again = document.createElement("form");
  again.method = "post";
  const proof = form.elements.namedItem("csrfmiddlewaretoken");
  for (const [name, value] of [...whole, [proof.name, proof.value]]) {
    const input = document.createElement("textarea");
    input.name = name;
    input.value = value;
    again.append(input);
  }
  again.hidden = true;
  document.body.append(again);
  again.submit();
}
