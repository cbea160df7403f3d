// Watches the forms of a page for what is typed into them; on the pages between, of signing in
// and of a refused form, leads back to it.

import { forgetAll, leadBack, person, settle, watch } from "./kept.js";
import { watchWhole } from "./kept-whole.js";

const refused = settle();
if (refused && !person) leadBack(refused);
if (person) {
  for (const form of document.querySelectorAll("main form[method=post]:not([data-designer])")) {
    if (form.matches("#page-edit-form")) watchWhole(form);
    else if (form.querySelector("textarea, input[type=text]")) watch(form);
  }
  // Whoever signs out on purpose leaves nothing behind.
  document.addEventListener("submit", ({ target }) => {
    if (target.matches("form[data-sign-out], form[action$='/logout/']")) forgetAll();
  });
}
