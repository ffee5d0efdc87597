/*
 * What a comment shows, turned back into Markdown that is read as the same words (forum/lib/gentle.py). Words are escaped
 * as forum/comments/quoting.py does it.
 */
const BLOCKS = "p,ul,ol,li,dl,dt,dd,pre,blockquote,hr,table,thead,tbody,tfoot,tr,details,summary";
const CODE = "code,kbd,samp,tt";
const MARKS = { EM: "*", I: "*", STRONG: "**", B: "**", DEL: "~~", S: "~~" };
const KEPT = `${BLOCKS},${CODE},td,th,a,br,${Object.keys(MARKS)}`;

const markup = (brackets) =>
  new RegExp(
    `[\\\\\`*<${brackets}]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|~(?=~)|(?<=~)~|&(?=#?[A-Za-z0-9]+;)|\\](?=\\(|$)` +
      "|(?<![\\p{L}\\p{N}])@(?=[A-Za-z0-9_][A-Za-z0-9_\\-]{1,29})",
    "gu",
  );
const IN_WORDS = markup("");
const IN_LINK = markup("\\[\\]");

const begun = (lines) =>
  lines
    .replace(/^([ \t]*)(?=#{1,6}[ \t]|[>|]|[-+](?:[ \t]|$)|[-:][-|: \t]*$)/gm, "$1\\")
    .replace(/^([ \t]*[0-9]{1,9})(?=[.)](?:[ \t]|$))/gm, "$1\\");
const unmarked = (words, inLink) => words.replace(inLink ? IN_LINK : IN_WORDS, "\\$&");

export const escaped = (words, inLink = false) => begun(unmarked(words, inLink));

/** Emphasis that stands against letters would be read as stars. */
function isEmphasis(node) {
  const [before, after] = [node.previousSibling, node.nextSibling];
  const isClear = (sibling, place) => !sibling || sibling.nodeName === "BR" || /[^\p{L}\p{N}*_~]/u.test(sibling.data?.at(place) ?? "x");
  return node.textContent.trim() && isClear(before, -1) && isClear(after, 0);
}

/** Without what Markdown has no word for, so that words which stand together are read together. */
function simplify(root) {
  for (const node of root.querySelectorAll("*")) {
    if (!node.matches(KEPT) || (node.nodeName in MARKS && !isEmphasis(node))) node.replaceWith(...node.childNodes);
  }
  root.normalize();
}

/** A row of back-ticks that does not occur in the text. */
function ticks(text, least) {
  const runs = text.match(/`+/g) ?? [];
  return "`".repeat(Math.max(least, ...runs.map((run) => run.length + 1)));
}

function code(node) {
  const text = node.textContent.replace(/\s+/g, " ");
  if (!text.trim()) return text;
  const fence = ticks(text, 1);
  const room = /^[ `]|[ `]$/.test(text) ? " " : "";
  return fence + room + text + room + fence;
}

function emphasis(node, inLink) {
  const [, before, words, after] = inline(node, inLink).match(/^(\s*)(.*?)(\s*)$/s);
  const mark = MARKS[node.nodeName];
  return before + mark + words + mark + after;
}

function link(node) {
  const text = node.textContent;
  const words = inline(node, true).trim();
  const href = node.getAttribute("href") ?? "";
  if (node.matches(".mention")) return text;
  if (!words || !/^(https?|mailto):/i.test(href)) return words;
  if (/^(https?:\/\/|www\.|[^\s@]+@)/i.test(text) && [`mailto:${text}`, `https://${text}`, text].includes(href)) return text;
  const address = href.replace(/[<>\\\s]/g, encodeURIComponent).replace(/&(?=#?[A-Za-z0-9]+;)/g, "\\&");
  return `[${words}](${/[()]/.test(address) ? `<${address}>` : address})`;
}

function text(node, inLink) {
  const words = unmarked(node.data.replace(/\s+/g, " "), inLink);
  // Or it would be a picture.
  return node.nextSibling?.nodeName === "A" ? words.replace(/!$/, "\\!") : words;
}

function piece(node, inLink) {
  if (node.nodeType === Node.TEXT_NODE) return text(node, inLink);
  if (node.nodeType !== Node.ELEMENT_NODE) return "";
  if (node.nodeName === "BR") return inLink ? " " : "\n";
  if (node.nodeName === "A" && !inLink) return link(node);
  if (node.matches(CODE)) return code(node);
  return node.nodeName in MARKS ? emphasis(node, inLink) : inline(node, inLink);
}

const inline = (node, inLink) => [...node.childNodes].map((child) => piece(child, inLink)).join("");

function item(words, bullet) {
  const [first, ...rest] = words.split("\n");
  return [bullet + first, ...rest.map((line) => line && " ".repeat(bullet.length) + line)].join("\n");
}

/** A list of one is no list, nor is one with words between its items. */
function list(node) {
  if ([...node.childNodes].some((child) => child.data?.trim())) return blocks(node);
  const items = [...node.children].map(blocks).filter(Boolean);
  if (items.length < 2) return items.join("");
  const start = Number(node.getAttribute("start") ?? 1);
  return items.map((words, at) => item(words, node.nodeName === "OL" ? `${start + at}. ` : "- ")).join("\n");
}

function fenced(text) {
  const fence = ticks(text, 3);
  return text.trim() && `${fence}\n${text.replace(/\n$/, "")}\n${fence}`;
}

function table(node) {
  const row = (cells) => `| ${cells.join(" | ")} |`;
  const rows = [...node.querySelectorAll("tr")].map((one) =>
    [...one.children].map((cell) => inline(cell).replace(/\s+/g, " ").trim().replaceAll("|", "\\|")),
  );
  const [head, ...rest] = rows.map(row);
  return head && [head, row(rows[0].map(() => "---")), ...rest].join("\n");
}

export const prefixed = (words) => words.split("\n").map((line) => `> ${line}`.trimEnd()).join("\n");

function block(node) {
  if (node.nodeName === "PRE") return fenced(node.textContent);
  if (node.nodeName === "HR") return "---";
  if (node.matches("ul,ol")) return list(node);
  if (node.nodeName === "TABLE") return table(node);
  const words = blocks(node);
  return words && node.nodeName === "BLOCKQUOTE" ? prefixed(words) : words;
}

/** The blocks of a node with empty lines between them; words that stand among them are blocks, too. */
function blocks(node) {
  const found = [];
  let words = "";
  function end() {
    found.push(begun(words.replace(/ *\n */g, "\n").trim()));
    words = "";
  }
  for (const child of node.childNodes) {
    if (child.nodeType === Node.ELEMENT_NODE && child.matches(BLOCKS)) {
      end();
      found.push(block(child));
    } else words += piece(child);
  }
  end();
  return found.filter(Boolean).join("\n\n");
}

/** What is in `root`, which this uses up. */
export function markdown(root) {
  simplify(root);
  return blocks(root);
}
