// Pasting from Word, WPS, LibreOffice or Excel into a text: what a text can hold is kept, and what
// was left out is said. Whoever pastes a table into a list of records is heard first.

const NOTHING = new Set(["SCRIPT", "STYLE", "META", "LINK", "TITLE", "HEAD", "XML", "O:P", "TEMPLATE"]);
const LINES = new Set([
  "P", "DIV", "LI", "TR", "H1", "H2", "H3", "H4", "H5", "H6", "TABLE", "UL", "OL", "BLOCKQUOTE", "PRE", "SECTION",
]);
const EMPHASIS = new Set(["B", "STRONG", "I", "EM", "U", "S", "STRIKE", "MARK"]);
const BROKEN = /(?<=[\u2e80-\u9fff\uff00-\uffef])\s*[\r\n]+\s*(?=[\u2e80-\u9fff\uff00-\uffef])/g;
const RAISED = { 0: "⁰", 1: "¹", 2: "²", 3: "³", 4: "⁴", 5: "⁵", 6: "⁶", 7: "⁷", 8: "⁸", 9: "⁹", "+": "⁺", "-": "⁻" };
const LOWERED = { 0: "₀", 1: "₁", 2: "₂", 3: "₃", 4: "₄", 5: "₅", 6: "₆", 7: "₇", 8: "₈", 9: "₉", "+": "₊", "-": "₋" };

/** The text of what was copied, and the kinds of things that it had and a text has not. */
export function textOf(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const left = new Set();
  const text = words(page.body, left)
    .split("\n")
    .map((line) => line.replace(/[ \t\u00a0]+/g, " ").trim())
    .join("\n")
    .replace(/\n{2,}/g, "\n")
    .trim();
  return { text, left: [...left] };
}

function words(node, left) {
  // Word breaks its lines anywhere; within Chinese a blank would be a new sign.
  if (node.nodeType === Node.TEXT_NODE) return node.data.replace(BROKEN, "").replace(/[\r\n\t]+/g, " ");
  if (node.nodeType !== Node.ELEMENT_NODE || NOTHING.has(node.nodeName)) return "";
  const kind = leftOut(node);
  if (kind) {
    left.add(kind);
    return "";
  }
  if (node.nodeName === "BR") return "\n";
  if (node.nodeName === "TR") return `\n${cells(node, left)}\n`;
  const inside = [...node.childNodes].map((child) => words(child, left)).join("");
  if (!inside.trim()) return inside;
  if (node.nodeName === "TABLE") left.add("table");
  if (EMPHASIS.has(node.nodeName) || isColoured(node)) left.add("looks");
  if (node.nodeName === "SUP") return exchanged(inside, RAISED);
  if (node.nodeName === "SUB") return exchanged(inside, LOWERED);
  if (isNumber(node)) return `${inside.replace(/[\s\u00a0]+/g, "")} `;
  return LINES.has(node.nodeName) ? `\n${inside}\n` : inside;
}

function cells(row, left) {
  return [...row.cells]
    .map((cell) => words(cell, left).replace(/\s+/g, " ").trim())
    .filter((cell) => cell)
    .join(" | ");
}

function leftOut(node) {
  const style = (node.getAttribute("style") || "").replace(/\s+/g, "").toLowerCase();
  if (["IMG", "V:IMAGEDATA", "V:SHAPE", "SVG", "OBJECT", "CANVAS"].includes(node.nodeName.toUpperCase())) return "pictures";
  if (node.nodeName === "DEL") return "deleted";
  if (style.includes("display:none") || style.includes("mso-hide:all")) return "hidden";
  if (style.includes("mso-element:comment") || /^msocom/i.test(node.className)) return "remarks";
  if (style.includes("mso-element:footnote") || style.includes("mso-element:endnote")) return "notes";
  if (/^#_(ftn|edn)/.test(node.getAttribute("href") || "")) return "notes";
  return "";
}

function isColoured(node) {
  return node.nodeName === "FONT" || /(^|;)\s*(background|font-weight:\s*bold)/i.test(node.getAttribute("style") || "");
}

/** Whether it is the number that Word writes before a paragraph of a list. */
function isNumber(node) {
  return /mso-list:\s*ignore/i.test(node.getAttribute("style") || "");
}

function exchanged(text, signs) {
  return [...text].map((sign) => signs[sign] || sign).join("");
}

function isText(field) {
  if (field instanceof HTMLTextAreaElement) return true;
  return field instanceof HTMLInputElement && ["text", "search", ""].includes(field.getAttribute("type") || "");
}

function insert(field, text) {
  field.focus();
  // The way that can be undone; where it is gone, the value is set and told.
  if (document.execCommand && document.execCommand("insertText", false, text)) return;
  field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
  field.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertFromPaste", data: text }));
}

function say(place, left) {
  const named = left.map((kind) => place.dataset[kind]).filter((word) => word);
  place.textContent = named.length ? `${place.dataset.said} ${named.join(place.dataset.between)}` : "";
}

document.addEventListener("paste", (event) => {
  const field = event.target;
  const html = event.clipboardData && event.clipboardData.getData("text/html");
  const place = document.querySelector("[data-pasted]");
  if (!html || !place || event.defaultPrevented || !isText(field) || !field.closest("form")) return;
  const { text, left } = textOf(html);
  if (!text && !left.length) return;
  event.preventDefault();
  insert(field, field instanceof HTMLTextAreaElement ? text : text.replace(/\n/g, " "));
  say(place, left);
  if (left.length) field.after(place);
});
