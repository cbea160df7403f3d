// What a person has typed into a form, as a plain value: read, compared, and put into another
// form that has the same places. Names are addresses with ids, so a place is found again after
// items were added, moved or taken out.

const TYPED = "textarea, select, input:not([type=hidden], [type=password], [type=submit])";

// One state for each control: its words, whether it is ticked, or its files.
export function typedIn(form) {
  const typed = new Map();
  for (const control of form.querySelectorAll(TYPED)) {
    if (control.name) typed.set(keyOf(control), stateOf(control));
  }
  return typed;
}

export function changedSince(form, earlier) {
  const changed = new Map();
  for (const [key, state] of typedIn(form)) {
    if (!isSame(earlier.get(key), state)) changed.set(key, state);
  }
  return changed;
}

// Puts states into a form; those that have no place in it are given back.
export function putInto(form, states) {
  const homeless = new Map(states);
  for (const control of form.querySelectorAll(TYPED)) {
    const key = keyOf(control);
    if (!control.name || !homeless.has(key)) continue;
    put(control, homeless.get(key));
    homeless.delete(key);
  }
  return homeless;
}

export function controlOf(form, key) {
  return [...form.querySelectorAll(TYPED)].find((control) => keyOf(control) === key);
}

// Where the cursor is: the control and the selection in it.
export function cursorIn(form) {
  const at = document.activeElement;
  if (!form.contains(at) || !at.id || !at.matches("input, textarea, select")) return null;
  const selection = hasSelection(at)
    ? [at.selectionStart, at.selectionEnd, at.selectionDirection]
    : null;
  return { id: at.id, selection };
}

export function putCursor(cursor) {
  const at = document.getElementById(cursor.id);
  at?.focus({ preventScroll: true });
  if (at && cursor.selection && hasSelection(at)) at.setSelectionRange(...cursor.selection);
}

function hasSelection(control) {
  return control.matches("textarea, input") && typeof control.selectionStart === "number";
}

function keyOf(control) {
  return isTicked(control) ? `${control.name}\n${control.value}` : control.name;
}

function isTicked(control) {
  return ["checkbox", "radio"].includes(control.type);
}

function stateOf(control) {
  if (control.type === "file") return [...control.files];
  return isTicked(control) ? control.checked : control.value;
}

function isSame(one, other) {
  if (!Array.isArray(one) || !Array.isArray(other)) return one === other;
  return one.length === other.length && one.every((file, index) => file === other[index]);
}

function put(control, state) {
  if (control.type === "file") {
    const files = new DataTransfer();
    for (const file of state) files.items.add(file);
    control.files = files.files;
  } else if (isTicked(control)) {
    control.checked = state;
  } else {
    control.value = state;
    // A date input throws away what is no day; the words stay in a text input.
    if (control.value !== state && control.type === "date") {
      control.type = "text";
      control.value = state;
    }
  }
}
