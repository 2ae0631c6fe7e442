// A model's text as elements: paragraphs, lists, code, emphasis. Never as HTML: what a model writes
// is text and cannot become anything else.

export function element(name, className, ...children) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...children);
  return made;
}

export function capital(text) {
  return text ? text[0].toUpperCase() + text.slice(1) : "";
}

const INLINE = /(`[^`\n]+`|\*\*[^*\n]+\*\*|\*[^*\s][^*\n]*\*)/;

export function inline(text) {
  return text.split(INLINE).map((part) => {
    if (/^`[^`]+`$/.test(part)) return element("code", "", part.slice(1, -1));
    if (/^\*\*[^*]+\*\*$/.test(part)) return element("strong", "", part.slice(2, -2));
    if (/^\*[^*\s][^*]*\*$/.test(part)) return element("em", "", part.slice(1, -1));
    return part;
  });
}

function lines(text) {
  return text.split("\n").flatMap((line, n) => (n ? [element("br", ""), ...inline(line)] : inline(line)));
}

function block(text) {
  const rows = text.split("\n");
  if (rows.every((row) => /^\s*[-*•]\s+/.test(row))) {
    return element("ul", "", ...rows.map((row) => element("li", "", ...inline(row.replace(/^\s*[-*•]\s+/, "")))));
  }
  if (rows.every((row) => /^\s*\d+[.)]\s+/.test(row))) {
    return element("ol", "", ...rows.map((row) => element("li", "", ...inline(row.replace(/^\s*\d+[.)]\s+/, "")))));
  }
  const heading = /^#{1,6}\s+(.*)$/.exec(text);
  if (heading) return element("p", "heading", ...inline(heading[1]));
  return element("p", "", ...lines(text));
}

export function rendered(text) {
  const found = [];
  text.split(/^```/m).forEach((part, n) => {
    if (n % 2) {
      const end = part.indexOf("\n");
      const pre = element("pre", "", element("code", "", end < 0 ? part : part.slice(end + 1)));
      pre.tabIndex = 0;
      found.push(pre);
      return;
    }
    for (const each of part.split(/\n{2,}/)) {
      const trimmed = each.replace(/^\n+|\s+$/g, "");
      if (trimmed) found.push(block(trimmed));
    }
  });
  return found;
}
