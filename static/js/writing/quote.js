/* A selection as a quote in Markdown, with whose words they are and where they stand: as forum/comments/quoting.py writes it. */
import { insert } from "./insert.js";
import { escaped, markdown, prefixed } from "./markdown.js";

const MOST = 2000;
const CUT = "[…]";

/** What of a body is in the range, in the elements that it stands in there. */
function selected(range, body) {
  const part = range.cloneRange();
  if (!body.contains(part.startContainer)) part.setStart(body, 0);
  if (!body.contains(part.endContainer)) part.setEnd(body, body.childNodes.length);
  let content = part.cloneContents();
  let node = part.commonAncestorContainer;
  for (; node !== body; node = node.parentNode) {
    if (node.nodeType !== Node.ELEMENT_NODE) continue;
    const around = node.cloneNode();
    around.append(content);
    content = around;
  }
  const root = document.createElement("div");
  root.append(content);
  return root;
}

/** Take away what is past MOST characters, back to a blank if there is one. Whether anything was. */
function cut(root) {
  const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  let room = MOST;
  while (texts.nextNode()) {
    const node = texts.currentNode;
    const letters = [...node.data];
    room -= letters.length;
    if (room >= 0) continue;
    const head = letters.slice(0, room).join("");
    node.data = head.replace(/\s+\S*$/, "") || head;
    const rest = document.createRange();
    rest.setStartAfter(node);
    rest.setEndAfter(root.lastChild);
    rest.deleteContents();
    return true;
  }
  return false;
}

export function quoteOf({ range, body, comment }) {
  const root = selected(range, body);
  const words = cut(root) ? [CUT] : [];
  const plain = root.textContent.trim();
  const source = markdown(root);
  // Marks and addresses can be longer than all that one sees of them.
  words.unshift(source.length > 2 * MOST ? escaped(plain) : source);
  const name = comment.querySelector(".head .who").textContent.trim().replace(/\s+/g, " ");
  const { href } = comment.querySelector(".head .permalink");
  return prefixed([...words, `— [${escaped(name, true)}](${href})`].join("\n\n"));
}

/** At the caret, as a paragraph of its own. */
export function put(quote, field, [start, end]) {
  const before = field.value.slice(0, start);
  const gap = !before || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
  field.setSelectionRange(start, end);
  insert(field, `${gap}${quote}\n\n`);
}
