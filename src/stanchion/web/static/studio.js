// What pages can do beside being read: nothing here is needed to read them.
const root = document.documentElement;
root.classList.add("script");

export function enliven(part) {
  for (const element of part.querySelectorAll(".needs-script")) element.hidden = false;
  for (const form of part.querySelectorAll("form[data-live]")) live(form);
  for (const section of part.querySelectorAll("[data-payoff]")) payoff(section);
  for (const chart of part.querySelectorAll("[data-structure] svg, #moment svg.structure")) structure(chart);
  for (const form of part.querySelectorAll("[data-scrub]")) scrub(form);
  for (const box of part.querySelectorAll(".scroll")) reachable(box);
}

// what is wider than the page can be scrolled by keys, too, also once a window was made narrow
const widths = new ResizeObserver(changed => { for (const each of changed) reach(each.target); });
function reachable(box) {
  reach(box);
  widths.observe(box);
}
function reach(box) {
  if (box.scrollWidth <= box.clientWidth) {
    for (const name of ["tabindex", "role", "aria-label"]) box.removeAttribute(name);
    return;
  }
  box.tabIndex = 0;
  box.setAttribute("role", "group");
  const heading = box.closest("section, article")?.querySelector("h2, h3");
  if (heading) box.setAttribute("aria-label", heading.textContent);
}

// ------------------------------------------------------------ light and dark

function theme() {
  const button = document.querySelector("[data-theme-switch]");
  if (!button) return;
  button.addEventListener("click", () => {
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
    document.cookie = `theme=${root.dataset.theme}; path=/; max-age=31536000; samesite=strict`;
  });
}

// ------------------------------- forms whose answer replaces a part of the page

function live(form) {
  const chosen = form.dataset.live;
  let asked = 0;
  let waiting = 0;
  const ask = async () => {
    const query = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (value !== "") query.append(name, value);
    const address = `${form.getAttribute("action") || location.pathname}?${query}`;
    const turn = ++asked;
    const answer = await fetch(address, { headers: { accept: "text/html" } });
    const text = await answer.text();
    if (turn !== asked || !answer.ok) return;
    const page = new DOMParser().parseFromString(text, "text/html");
    const fresh = page.querySelector(chosen);
    const old = document.querySelector(chosen);
    if (!fresh || !old) return;
    old.replaceWith(fresh);
    enliven(fresh);
    if (form.isConnected && !form.closest("[data-shown]")) history.replaceState(null, "", address);
    form.dispatchEvent(new CustomEvent("answered", { detail: page }));
  };
  form.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(ask, 60); });
  form.addEventListener("submit", (event) => { event.preventDefault(); ask(); });
}

// ------------------------------------------------ exact numbers, as fractions

const gcd = (a, b) => { while (b) [a, b] = [b, a % b]; return a < 0n ? -a : a; };
function fraction(text) {
  if (text.includes("/")) { const [n, d] = text.split("/"); return [BigInt(n), BigInt(d)]; }
  const [whole, decimals = ""] = text.split(".");
  return [BigInt(whole + decimals), 10n ** BigInt(decimals.length)];
}
const reduce = ([n, d]) => { const g = gcd(n, d) || 1n; return [n / g, d / g]; };
const plus = (a, b) => reduce([a[0] * b[1] + b[0] * a[1], a[1] * b[1]]);
const minus = (a, b) => reduce([a[0] * b[1] - b[0] * a[1], a[1] * b[1]]);
const times = (a, b) => reduce([a[0] * b[0], a[1] * b[1]]);
const over = (a, b) => { const n = a[0] * b[1], d = a[1] * b[0]; return reduce(d < 0n ? [-n, -d] : [n, d]); };
const less = (a, b) => a[0] * b[1] < b[0] * a[1];
const float = ([n, d]) => { const shift = BigInt(Math.max(0, d.toString(2).length - 900)); return Number(n >> shift) / Number(d >> shift); };

// as many decimals as are needed, cut off after so many and marked if that loses
function decimal([n, d], digits) {
  const scale = 10n ** BigInt(digits);
  const size = n < 0n ? -n : n;
  const units = (size * scale) / d;
  const lost = (size * scale) % d !== 0n;
  const whole = (units / scale).toString().replace(/\B(?=(\d{3})+$)/g, ",");
  const part = (units % scale).toString().padStart(digits, "0");
  const sign = n < 0n ? "-" : "";
  if (lost) return `${sign}${whole}.${part}…`;
  const kept = part.replace(/0+$/, "");
  return sign + whole + (kept ? `.${kept}` : "");
}
function brief(value) {
  let digits = 4;
  if (value[0] > 0n && value[0] < value[1]) digits += (value[1] / value[0]).toString().length - 1;
  return decimal(value, digits);
}
function amountIn(value, sent) {
  for (const [scale, word] of sent.scaled) if (!less(value, scale)) return `${decimal(over(value, scale), 4)} ${word}`;
  const thousand = [1000n, 1n];
  if (sent.thousands && !less(value, thousand) && value[0] % (1000n * value[1]) === 0n) return `${value[0] / (1000n * value[1])} k`;
  return less(value, thousand) ? brief(value) : decimal(value, 4);
}
const share = (value) => `${brief(times(value, [100n, 1n]))}%`;

// --------------------------------------------------------------- who is paid

function payoff(section) {
  const sent = JSON.parse(section.dataset.payoff);
  sent.scaled = sent.scales.map(([scale, word]) => [fraction(scale), word]);
  const read = (curve) => ({ x: curve.knots.map((k) => fraction(k[0])), y: curve.knots.map((k) => fraction(k[1])), s: curve.slopes.map(fraction) });
  const payees = sent.payees.map(read);
  const before = sent.before && sent.before.map(read);
  const piece = (curve, x) => { let i = curve.x.length - 1; while (i > 0 && less(x, curve.x[i])) i--; return i; };
  const at = (curve, x) => { const i = piece(curve, x); return plus(curve.y[i], times(curve.s[i], minus(x, curve.x[i]))); };
  const low = float(fraction(sent.low)), high = float(fraction(sent.high));
  const slider = section.querySelector("[data-slider]");
  const field = section.querySelector("input[name=amount]");
  const said = section.querySelector("[data-said]");
  const rows = [...section.querySelectorAll("[data-row]")];
  const owner = section.querySelector("[data-owner]");
  const charts = [...section.querySelectorAll("svg.payouts")].map(cursorOf);

  function pair(part, name) {
    const said = document.createElement("span"), figure = document.createElement("b");
    said.className = "pair";
    figure.textContent = part;
    said.append(figure, ` ${name}`);
    return said;
  }
  function show(amount) {
    const text = amountIn(amount, sent);
    said.textContent = text;
    slider.setAttribute("aria-valuetext", text);
    const owners = [];
    rows.forEach((row, i) => {
      const received = at(payees[i], amount);
      row.querySelector("[data-receives]").textContent = amountIn(received, sent);
      row.querySelector("[data-part]").textContent = amount[0] ? share(over(received, amount)) : "–";
      const slope = payees[i].s[piece(payees[i], amount)];
      row.querySelector("[data-next]").textContent = share(slope);
      if (slope[0]) owners.push(pair(share(slope), sent.names[i]));
      const was = row.querySelector("[data-was]");
      if (was && before) was.textContent = amountIn(at(before[i], amount), sent);
    });
    owner.replaceChildren(...owners);
    for (const mark of charts) mark(float(amount));
  }
  // three digits, as people choose amounts
  const amountAt = (place) => {
    const value = low * (high / low) ** (place / 1000);
    const power = Math.floor(Math.log10(value)) - 2;
    const digits = BigInt(Math.round(value / 10 ** power));
    return power >= 0 ? [digits * 10n ** BigInt(power), 1n] : reduce([digits, 10n ** BigInt(-power)]);
  };
  const placeOf = (value) => Math.round(1000 * Math.log(Math.max(value, low) / low) / Math.log(high / low));
  let waiting = 0;
  const move = () => {
    cancelAnimationFrame(waiting);
    waiting = 0;
    const amount = amountAt(Number(slider.value));
    show(amount);
    field.value = english(amount);
  };
  slider.addEventListener("input", () => { if (!waiting) waiting = requestAnimationFrame(move); });
  slider.addEventListener("change", () => {
    move();
    if (section.closest("[data-shown]")) return;
    const query = new URLSearchParams(location.search);
    query.set("amount", field.value);
    history.replaceState(null, "", `${location.pathname}?${query}`);
  });
  for (const button of section.querySelectorAll("[data-axis-show]")) button.addEventListener("click", () => axis(button.dataset.axisShow));
  function axis(name) {
    for (const button of section.querySelectorAll("[data-axis-show]")) button.setAttribute("aria-pressed", String(button.dataset.axisShow === name));
    for (const chart of section.querySelectorAll("[data-chart]")) chart.hidden = chart.dataset.chart !== name;
  }
  axis("parts");
  const now = typed(field.value);
  if (now !== null) { slider.value = placeOf(now); for (const mark of charts) mark(now); }
}

// an amount in the words that charters are written in
function english(amount) {
  for (const [scale, word] of [[10n ** 9n, "bn"], [10n ** 6n, "m"]]) if (amount[0] >= scale * amount[1]) return `${decimal(over(amount, [scale, 1n]), 4)} ${word}`;
  return decimal(amount, 4);
}
function typed(text) {
  const found = /^([\d,]+(?:\.\d+)?)\s*(bn|m|k)?$/.exec(text.trim());
  if (!found) return null;
  return Number(found[1].replaceAll(",", "")) * ({ bn: 1e9, m: 1e6, k: 1e3 }[found[2]] || 1);
}
function cursorOf(svg) {
  const { axis, left, right, top, foot, low, high } = svg.dataset;
  const line = document.createElementNS("http://www.w3.org/2000/svg", "line");
  line.setAttribute("class", "cursor");
  line.setAttribute("y1", top);
  line.setAttribute("y2", foot);
  svg.append(line);
  return (amount) => {
    const part = axis === "parts" ? Math.log(Math.max(amount, +low) / low) / Math.log(high / low) : amount / high;
    const x = +left + Math.min(1, Math.max(0, part)) * (right - left);
    line.setAttribute("x1", x);
    line.setAttribute("x2", x);
  };
}

// ----------------------------------------------------------------- structure

function structure(svg) {
  const nodes = [...svg.querySelectorAll(".node")];
  const ties = [...svg.querySelectorAll(".tie")];
  function focus(name) {
    svg.classList.toggle("focused", name !== null);
    const near = new Set([name]);
    for (const tie of ties) {
      const touches = tie.dataset.from === name || tie.dataset.to === name;
      tie.classList.toggle("near", touches);
      if (touches) { near.add(tie.dataset.from); near.add(tie.dataset.to); }
    }
    for (const node of nodes) {
      node.classList.toggle("near", near.has(node.dataset.node));
      node.setAttribute("aria-pressed", String(node.dataset.node === name));
    }
  }
  svg.removeAttribute("role");
  for (const node of nodes) {
    node.setAttribute("tabindex", "0");
    node.setAttribute("role", "button");
    node.setAttribute("aria-pressed", "false");
    node.setAttribute("aria-label", [...node.querySelectorAll("text")].map((t) => t.textContent).join(", "));
    const toggle = () => focus(node.getAttribute("aria-pressed") === "true" ? null : node.dataset.node);
    node.addEventListener("click", toggle);
    node.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === " ") { event.preventDefault(); toggle(); }
      if (event.key === "Escape") focus(null);
    });
  }
}

// ----------------------------------------------------------------- over time

function scrub(form) {
  const slider = form.querySelector("input[type=range]");
  const label = form.querySelector("label");
  form.addEventListener("answered", (event) => {
    const fresh = event.detail.querySelector("[data-scrub] label");
    if (fresh) label.textContent = fresh.textContent;
    for (const item of document.querySelectorAll(".events li")) {
      const link = item.firstElementChild;
      const here = link.dataset.event === slider.value;
      item.classList.toggle("here", here);
      if (here) { link.setAttribute("aria-current", "step"); item.scrollIntoView({ block: "nearest" }); } else link.removeAttribute("aria-current");
    }
  });
  const here = document.querySelector(".events .here");
  const list = document.querySelector(".events");
  if (here && list) list.scrollTop = here.offsetTop - list.offsetTop - 80;
}

theme();
enliven(document);
