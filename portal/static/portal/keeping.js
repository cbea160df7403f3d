// Watches the forms of a page for what is typed into them; on the pages between, of signing in
// and of a refused form, leads back to it.

import { forgetAll, leadBack, person, settle, watch } from "./kept.js";

const refused = settle();
if (refused && !person) leadBack(refused);
if (person) {
  for (const form of document.querySelectorAll("main form[method=post]:not([data-designer])")) {
    if (form.querySelector("textarea, input[type=text]")) watch(form);
  }
  // Whoever signs out on purpose leaves nothing behind.
  for (const form of document.querySelectorAll("form[data-sign-out]")) {
    form.addEventListener("submit", forgetAll);
  }
}
