// The charter as text: faults underlined as one types, keys completed from the schema, answers beside.
const form = document.querySelector("[data-editor]");
const area = form.querySelector("[data-text]");
const under = form.querySelector("[data-under]");
const status = form.querySelector("[data-status]");
const list = form.querySelector("[data-completions]");
const faults = document.querySelector("[data-faults]");
const answers = document.querySelector("[data-answers]");
const shown = document.querySelector("[data-shown]");
const secret = form.querySelector("input[name=form]").value;
const language = document.documentElement.lang;
let page = "overview";
let address = answers.dataset.address;

// -------------------------------------------------------------------- faults

let asked = 0;
let waiting = 0;
area.addEventListener("input", () => { plainly(); clearTimeout(waiting); waiting = setTimeout(check, 120); complete(); });
area.addEventListener("scroll", follow);
function follow() { under.scrollTop = area.scrollTop; under.scrollLeft = area.scrollLeft; }

function plainly() {
  // marks stand still until the answer is there; the text below them follows at once
  if (!under.querySelector("mark")) under.textContent = `${area.value}\n`;
}

async function check() {
  const turn = ++asked;
  const began = performance.now();
  const query = new URLSearchParams({ origin: form.dataset.origin });
  const answer = await fetch(`/${language}/diagnostics?${query}`, { method: "POST", body: area.value, headers: { "x-form": secret, "content-type": "text/plain; charset=utf-8" } });
  if (turn !== asked) return;
  if (!answer.ok) { status.textContent = `${answer.status}`; return; }
  const found = await answer.json();
  if (turn !== asked) return;
  form.dataset.took = String(Math.round(performance.now() - began));
  underline(found.diagnostics);
  tell(found.diagnostics);
  if (found.usable) { address = found.address; answer_(); }
}

function underline(diagnostics) {
  const lines = area.value.split("\n");
  const marks = diagnostics.map((d) => d.at && ({ ...d.at, severity: d.severity })).filter(Boolean);
  under.replaceChildren();
  lines.forEach((line, number) => {
    const letters = [...line];
    const here = marks.filter((m) => m.line === number + 1).sort((a, b) => a.column - b.column);
    let done = 0;
    for (const m of here) {
      const start = Math.max(done, m.column - 1);
      const end = Math.max(start + 1, m.end_line === m.line ? m.end_column - 1 : letters.length);
      under.append(letters.slice(done, start).join(""));
      const mark = document.createElement("mark");
      mark.className = m.severity;
      mark.textContent = letters.slice(start, end).join("") || " ";
      under.append(mark);
      done = end;
    }
    under.append(`${letters.slice(done).join("")}\n`);
  });
  follow();
}

function tell(diagnostics) {
  const items = diagnostics.map((d) => {
    const item = document.createElement("li");
    item.className = d.severity;
    const first = document.createElement("p");
    const code = document.createElement("b");
    code.textContent = `${d.severity}[${d.code}]`;
    first.append(code, ` ${d.message}`);
    const place = document.createElement("p");
    const link = document.createElement("a");
    link.href = `#line-${d.at.line}`;
    link.textContent = `${d.at.line}:${d.at.column}`;
    link.dataset.line = d.at.line;
    link.dataset.column = d.at.column;
    place.append(link, d.label ? ` · ${d.label}` : "");
    item.append(first, place);
    for (const help of d.help) { const p = document.createElement("p"); p.className = "help"; p.textContent = help; item.append(p); }
    return item;
  });
  const fresh = document.createElement("ol");
  fresh.className = "faults";
  fresh.append(...items);
  faults.replaceChildren(fresh);
  status.textContent = diagnostics.length ? `${diagnostics.length} ⚠` : "✓";
}

faults.addEventListener("click", (event) => {
  const link = event.target.closest("[data-line]");
  if (!link) return;
  event.preventDefault();
  const lines = area.value.split("\n");
  const line = Number(link.dataset.line) - 1;
  const start = lines.slice(0, line).reduce((sum, each) => sum + each.length + 1, 0);
  const column = [...(lines[line] || "")].slice(0, Number(link.dataset.column) - 1).join("").length;
  area.focus();
  area.setSelectionRange(start + column, start + column);
  area.scrollTop = Math.max(0, line * lineHeight() - area.clientHeight / 3);
});
const lineHeight = () => parseFloat(getComputedStyle(area).lineHeight);

// ------------------------------------------------------------------- answers

let turnOfAnswer = 0;
async function answer_() {
  const turn = ++turnOfAnswer;
  const answer = await fetch(`${address}/${page}`);
  const text = await answer.text();
  if (turn !== turnOfAnswer || !answer.ok) return;
  const fresh = new DOMParser().parseFromString(text, "text/html").querySelector("main");
  if (!fresh) return;
  for (const part of [".case-head", ".what-if"]) fresh.querySelector(part)?.remove();
  shown.replaceChildren(...fresh.childNodes);
  const { enliven } = await import(document.querySelector("script[src*='/studio.']").src);
  for (const form of shown.querySelectorAll("form[data-live]")) form.setAttribute("action", `${address}/${page}`);
  enliven(shown);
  for (const link of document.querySelectorAll("[data-as-pages]")) link.href = `${address}/${page}`;
}
for (const button of answers.querySelectorAll("[data-answer]")) button.addEventListener("click", () => {
  page = button.dataset.answer;
  for (const other of answers.querySelectorAll("[data-answer]")) other.setAttribute("aria-pressed", String(other === button));
  answer_();
});

// --------------------------------------------------------------- completion

let schema = null;
let options = [];
let chosen = 0;
async function loadSchema() { if (!schema) schema = await (await fetch(form.dataset.schema)).json(); }
area.addEventListener("focus", loadSchema, { once: true });

const resolve = (node) => node && node.$ref ? resolve(schema.$defs[node.$ref.split("/").pop()]) : node;
function every(node) {
  const found = resolve(node);
  if (!found) return [];
  return [...(found.anyOf || []), ...(found.oneOf || [])].length ? [...(found.anyOf || []), ...(found.oneOf || [])].flatMap(every) : [found];
}
function inside(nodes, key) {
  return nodes.flatMap(every).flatMap((node) => {
    if (key === "-") return node.items ? [node.items] : [];
    if (node.properties && node.properties[key]) return [node.properties[key]];
    return node.additionalProperties && typeof node.additionalProperties === "object" ? [node.additionalProperties] : [];
  }).flatMap(every);
}
function pathAt(lines, number) {
  const path = [];
  let depth = lines[number].search(/\S|$/);
  if (/^\s*- /.test(lines[number])) { path.unshift("-"); }
  for (let i = number - 1; i >= 0 && depth >= 0; i--) {
    const line = lines[i];
    if (!line.trim() || line.trim().startsWith("#")) continue;
    const own = line.search(/\S/);
    const key = /^\s*(?:- )?([\w-]+):/.exec(line);
    if (own < depth && key) {
      if (/^\s*- /.test(line)) path.unshift("-"); else path.unshift(key[1]);
      depth = own;
    }
    if (depth === 0) break;
  }
  return path;
}
function complete() {
  list.hidden = true;
  if (!schema) return;
  const before = area.value.slice(0, area.selectionStart);
  const lines = before.split("\n");
  const line = lines.at(-1);
  const key = /^\s*(?:- )?([\w-]+)$/.exec(line);
  const value = /^\s*(?:- )?([\w-]+):\s+([\w -]*)$/.exec(line);
  if (!key && !value) return;
  let nodes = every(schema);
  for (const step of pathAt(lines, lines.length - 1)) nodes = inside(nodes, step);
  const typed = key ? key[1] : value[2];
  if (key) options = [...new Set(nodes.flatMap((n) => Object.keys(n.properties || {})))].map((k) => `${k}: `);
  else options = [...new Set(inside(nodes, value[1]).flatMap((n) => n.enum || []))].map(String);
  options = options.filter((each) => each.startsWith(typed) && each.trim() !== typed).slice(0, 40);
  if (!options.length) return;
  chosen = 0;
  place(lines.length - 1, line.length - typed.length);
  draw(typed.length);
}
function place(line, column) {
  list.style.setProperty("top", `${(line + 1) * lineHeight() + 13 - area.scrollTop}px`);
  list.style.setProperty("left", `${Math.min(column * 7.85 + 13 - area.scrollLeft, area.clientWidth - 180)}px`);
}
function draw(length) {
  list.replaceChildren(...options.map((option, i) => {
    const item = document.createElement("li");
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", String(i === chosen));
    item.textContent = option;
    item.addEventListener("mousedown", (event) => { event.preventDefault(); chosen = i; take(length); });
    return item;
  }));
  list.dataset.typed = String(length);
  list.hidden = false;
}
function take(length) {
  // typed as by a person, so that the browser's own undo takes it back
  area.setSelectionRange(area.selectionStart - length, area.selectionStart);
  document.execCommand("insertText", false, options[chosen]);
  list.hidden = true;
}
area.addEventListener("keydown", (event) => {
  if (!list.hidden && ["ArrowDown", "ArrowUp"].includes(event.key)) {
    event.preventDefault();
    chosen = (chosen + (event.key === "ArrowDown" ? 1 : options.length - 1)) % options.length;
    draw(Number(list.dataset.typed));
    list.children[chosen].scrollIntoView({ block: "nearest" });
  } else if (!list.hidden && (event.key === "Enter" || event.key === "Tab")) {
    event.preventDefault();
    take(Number(list.dataset.typed));
  } else if (event.key === "Escape") {
    list.hidden = true;
  }
});
area.addEventListener("blur", () => { list.hidden = true; });

under.textContent = `${area.value}\n`;
check();
