// The page: what is released, one chat at a time, and what the register says about it.

import * as api from "./api.js";
import * as history from "./history.js";
import * as decision from "./decision.js";
import { capital, element, inline, rendered } from "./text.js";
import { choose, date, language, preferred, words } from "./words.js";

const at = (id) => document.getElementById(id);
const LOOK_EVERY = 4000;
const narrow = window.matchMedia("(max-width: 52rem)");

let status = null; // what the register says, or null where it says nothing
let trouble = null; // why not
let chat = history.begin("");
let running = null; // the answer that is being given

// --- words and looks -------------------------------------------------------------------------

function speak() {
  for (const each of document.querySelectorAll("[data-words]")) each.textContent = words(each.dataset.words);
  for (const each of document.querySelectorAll("[data-label]")) each.setAttribute("aria-label", words(each.dataset.label));
  for (const each of document.querySelectorAll("[data-placeholder]")) each.placeholder = words(each.dataset.placeholder);
  showStarters();
  showChats();
  showMessages();
  showStatus();
}

function dress() {
  const theme = localStorage.getItem("stanchion.theme") ?? "";
  if (theme) document.documentElement.dataset.theme = theme;
  else delete document.documentElement.dataset.theme;
  at("theme").value = theme;
}

function say(text) {
  at("said").textContent = text;
}

// --- the register ----------------------------------------------------------------------------

function known(id) {
  return status?.models.find((model) => model.id === id);
}

async function look() {
  try {
    status = await api.get("/stanchion/models");
    trouble = null;
  } catch (wrong) {
    trouble = wrong;
    if (wrong instanceof api.Refused) status = wrong.status === 401 ? null : status && { ...status, models: [] };
    if (wrong.status === 401 && !at("key-box").open && !api.key()) askForKey();
  }
  showStatus();
}

function showModels() {
  const pick = at("model");
  const models = status?.models ?? [];
  if (models.length && !known(chat.model)) {
    const usable = models.find((model) => model.released) ?? models[0];
    if (!chat.messages.length) chat.model = usable.id;
  }
  const options = models.map((model) => {
    const reason = words("reasons")[model.reason] ?? "";
    const text = model.released ? model.name : words("unavailableOption", { name: model.name, reason });
    const option = element("option", "", text);
    option.value = model.id;
    return option;
  });
  if (chat.model && !known(chat.model)) {
    const gone = element("option", "", words("unavailableOption", { name: chat.model, reason: words("notReleased") }));
    gone.value = chat.model;
    options.unshift(gone);
  }
  const now = options.map((option) => `${option.value}\n${option.textContent}`).join("\n\n");
  if (pick.dataset.now !== now && document.activeElement !== pick) {
    pick.dataset.now = now;
    pick.replaceChildren(...options);
  }
  pick.value = chat.model;
  pick.disabled = options.length === 0;
}

function notice(title, text, decided = null, tone = "bad") {
  const box = at("notice");
  const key = JSON.stringify([title, text, decided, language()]);
  box.hidden = !title;
  if (box.dataset.now === key) return;
  box.dataset.now = key;
  box.className = `notice ${tone}`;
  at("notice-title").textContent = title ?? "";
  at("notice-words").replaceChildren(...inline(text ?? ""));
  at("notice-decision").hidden = !decided;
  at("notice-decision").dataset.decision = decided ?? "";
}

function showStatus() {
  showModels();
  const model = known(chat.model);
  const usable = Boolean(model?.released) && !trouble;
  at("register").dataset.state = trouble ? "bad" : status ? "good" : "open";
  at("register-words").textContent = trouble || !status ? words("registerGone") : words("registerFine", { size: status.log_size });
  at("test").hidden = !model?.test_model;
  at("decision").hidden = !model?.decision;
  at("decision").dataset.decision = model?.decision ?? "";
  at("decision").dataset.state = usable ? "good" : "bad";
  at("decision-words").textContent = model?.released ? words("released") : capital(words("reasons")[model?.reason] ?? "");
  at("fine").textContent = model?.test_model ? words("testWords") : words("fine");
  at("fine").classList.toggle("loud", Boolean(model?.test_model));
  at("about-model").textContent = model?.released
    ? `${model.name}: ${words("releasedSince", { stage: words("releasedTo")[model.stage], date: date(model.since) })}`
    : "";
  explain(model, usable);
  at("question").disabled = !usable && !running;
  at("send").disabled = !usable;
  at("starters").hidden = !usable;
}

function explain(model, usable) {
  if (usable) return notice(null);
  if (trouble && trouble.status === 401) return notice(words("keyTitle"), words("keyWords"), null, "open");
  if (trouble instanceof api.Refused) return notice(words("registerTitle"), `${words("registerWords")} ${sentence(trouble.message)}`);
  if (trouble) return notice(words("offline"), words("offlineWords"));
  if (!status) return notice(null);
  if (!status.models.length) return notice(words("noModels"), words("noModelsWords"), null, "open");
  const name = model?.name ?? chat.model;
  const title = words(model?.reason === "halted" ? "haltedTitle" : "refusedTitle", { name });
  const others = status.models.some((other) => other.released);
  const text = [sentence(model?.words ?? ""), others ? words("pickAnother") : ""].filter(Boolean).join(" ");
  return notice(title, text, model?.decision);
}

function sentence(text) {
  if (!text) return "";
  const first = capital(text);
  return /[.!?。]$/.test(first) ? first : `${first}.`;
}

// --- chats -----------------------------------------------------------------------------------

function showChats() {
  const rows = history.all().map((each) => {
    const open = element("button", "chat", each.title || "…");
    open.type = "button";
    if (each.id === chat.id) open.setAttribute("aria-current", "true");
    open.addEventListener("click", () => openChat(each.id));
    const forget = element("button", "icon forget");
    forget.type = "button";
    forget.setAttribute("aria-label", `${words("deleteChat")}: ${each.title}`);
    forget.append(cross());
    forget.addEventListener("click", async () => {
      if (!(await sure(words("deleteSure")))) return;
      history.forget(each.id);
      if (each.id === chat.id) begin();
      else showChats();
    });
    return element("li", "", open, forget);
  });
  at("chats").replaceChildren(...rows);
  at("no-chats").hidden = rows.length > 0;
  at("delete-all").hidden = rows.length === 0;
}

function cross() {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", "M7 7l10 10M17 7L7 17");
  svg.append(path);
  return svg;
}

function sure(question) {
  const box = at("sure");
  at("sure-title").textContent = question;
  box.returnValue = "no";
  box.showModal();
  return new Promise((answer) => box.addEventListener("close", () => answer(box.returnValue === "yes"), { once: true }));
}

function openChat(id) {
  const found = history.find(id);
  if (!found) return;
  halt();
  chat = structuredClone(found);
  closeSide();
  showChats();
  showMessages();
  showStatus();
  toEnd();
}

function begin() {
  halt();
  const usable = known(chat.model)?.released ? chat.model : "";
  chat = history.begin(usable);
  closeSide();
  showChats();
  showMessages();
  showStatus();
  at("question").focus();
}

// --- messages --------------------------------------------------------------------------------

function showMessages() {
  at("messages").replaceChildren(...chat.messages.map(shown));
  at("empty").hidden = chat.messages.length > 0;
  at("messages").hidden = chat.messages.length === 0;
}

function shown(message) {
  if (message.role === "user") {
    const item = element("li", "mine", element("h2", "hidden", words("you")), element("div", "text", message.content));
    return item;
  }
  const model = known(message.model);
  const name = element("h2", "by", message.name ?? message.model);
  if (message.test ?? model?.test_model) name.append(element("span", "pill test", words("testModel")));
  const text = element("div", "text", ...rendered(message.content));
  const item = element("li", "theirs", name, text);
  if (message.state === "running") {
    item.classList.add("running");
    item.setAttribute("aria-busy", "true");
    if (!message.content) text.append(element("span", "waiting"));
  } else if (message.state === "stopped") {
    item.append(element("p", "ended", words("stopped")));
  } else if (message.state === "failed") {
    item.append(ended(message));
  } else if (message.content) {
    item.append(copier(message.content));
  }
  return item;
}

function ended(message) {
  const title = element("strong", "", words(message.content ? "cutTitle" : "errorTitle"));
  return element("div", "ended bad", title, element("p", "", ...inline(sentence(message.why ?? ""))));
}

function copier(text) {
  const button = element("button", "link copy", words("copy"));
  button.type = "button";
  button.addEventListener("click", async () => {
    await navigator.clipboard?.writeText(text);
    button.textContent = words("copied");
    say(words("copied"));
    setTimeout(() => (button.textContent = words("copy")), 1500);
  });
  return button;
}

let follows = true; // whether the end was in view when the reader last scrolled

function toEnd() {
  const box = at("scroll");
  box.scrollTop = box.scrollHeight;
  follows = true;
}

function follow() {
  if (follows) toEnd();
}

// --- asking ----------------------------------------------------------------------------------

async function ask(text) {
  const model = known(chat.model);
  if (!text.trim() || running || !model?.released || trouble) return;
  const asked = chat;
  asked.messages.push({ role: "user", content: text.trim() });
  const given = { role: "assistant", model: model.id, name: model.name, test: model.test_model, content: "", state: "running" };
  const sent = asked.messages.filter((message) => message.content).map(({ role, content }) => ({ role, content }));
  asked.messages.push(given);
  history.keep(asked);
  running = { stop: new AbortController(), given };
  at("question").value = "";
  fit();
  showChats();
  showMessages();
  busy(true);
  toEnd();
  say(words("answering"));
  try {
    await stream(model.id, sent, given);
    given.state = "done";
    say(words("answered"));
  } catch (wrong) {
    if (wrong.name === "AbortError") given.state = "stopped";
    else {
      given.state = "failed";
      given.why = wrong instanceof api.Refused ? wrong.message : words("offline");
      say(`${words(given.content ? "cutTitle" : "errorTitle")}: ${given.why}`);
      await look();
    }
  } finally {
    running = null;
    busy(false);
    history.keep(asked);
    if (asked === chat) showMessages();
    showChats();
    showStatus();
    follow();
    if (!narrow.matches) at("question").focus();
  }
}

async function stream(model, sent, given) {
  let drawn = 0;
  let due = false;
  const draw = () => {
    due = false;
    const item = at("messages").lastElementChild;
    if (!item?.classList.contains("running")) return;
    item.querySelector(".text").replaceChildren(...rendered(given.content));
    follow();
    drawn = performance.now();
  };
  for await (const piece of api.answer(model, sent, running.stop.signal)) {
    given.content += piece;
    if (due) continue;
    due = true;
    setTimeout(draw, Math.max(0, 50 - (performance.now() - drawn)));
  }
}

function busy(now) {
  at("send").hidden = now;
  at("stop").hidden = !now;
  at("main").classList.toggle("busy", now);
}

function halt() {
  running?.stop.abort();
}

function fit() {
  const box = at("question");
  box.style.height = "auto";
  box.style.height = `${Math.min(box.scrollHeight, window.innerHeight * 0.4)}px`;
}

function showStarters() {
  const buttons = words("starters").map((text) => {
    const button = element("button", "starter", text);
    button.type = "button";
    button.addEventListener("click", () => ask(text));
    return element("li", "", button);
  });
  at("starters").replaceChildren(...buttons);
}

// --- key, menu, start ------------------------------------------------------------------------

function askForKey() {
  at("key-input").value = api.key();
  at("key-box").showModal();
}

function openSide() {
  document.body.classList.add("side-open");
  at("open-side").setAttribute("aria-expanded", "true");
  at("shade").hidden = false;
  tuck();
  at("close-side").focus();
}

function closeSide() {
  if (!document.body.classList.contains("side-open")) return;
  document.body.classList.remove("side-open");
  at("open-side").setAttribute("aria-expanded", "false");
  at("shade").hidden = true;
  tuck();
  at("open-side").focus();
}

function tuck() {
  const open = document.body.classList.contains("side-open");
  at("side").inert = narrow.matches && !open;
  at("main").inert = narrow.matches && open;
}

function listen() {
  at("ask").addEventListener("submit", (event) => {
    event.preventDefault();
    ask(at("question").value);
  });
  at("question").addEventListener("input", fit);
  at("question").addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      ask(at("question").value);
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || document.querySelector("dialog[open]")) return;
    if (running) halt();
    else closeSide();
  });
  at("stop").addEventListener("click", halt);
  at("new").addEventListener("click", begin);
  at("model").addEventListener("change", (event) => {
    chat.model = event.target.value;
    if (chat.messages.length) history.keep(chat);
    showStatus();
  });
  for (const id of ["decision", "notice-decision"]) {
    at(id).addEventListener("click", (event) => decision.show(event.currentTarget.dataset.decision));
  }
  for (const button of document.querySelectorAll("[data-close]")) {
    button.addEventListener("click", () => button.closest("dialog").close());
  }
  at("sheet").addEventListener("click", (event) => {
    if (event.target === at("sheet")) at("sheet").close();
  });
  at("use-key").addEventListener("click", askForKey);
  at("key-form").addEventListener("submit", () => {
    api.useKey(at("key-input").value, at("key-keep").checked);
    look();
  });
  at("delete-all").addEventListener("click", async () => {
    if (!(await sure(words("deleteAllSure")))) return;
    history.forgetAll();
    begin();
  });
  at("language").addEventListener("change", (event) => {
    localStorage.setItem("stanchion.language", event.target.value);
    choose(event.target.value);
    speak();
  });
  at("theme").addEventListener("change", (event) => {
    if (event.target.value) localStorage.setItem("stanchion.theme", event.target.value);
    else localStorage.removeItem("stanchion.theme");
    dress();
  });
  at("open-side").addEventListener("click", openSide);
  at("close-side").addEventListener("click", closeSide);
  at("shade").addEventListener("click", closeSide);
  at("scroll").addEventListener("scroll", () => {
    const box = at("scroll");
    follows = box.scrollHeight - box.scrollTop - box.clientHeight < 80;
  });
  new ResizeObserver(follow).observe(at("scroll"));
  narrow.addEventListener("change", tuck);
  document.addEventListener("visibilitychange", () => document.hidden || look());
  setInterval(() => document.hidden || look(), LOOK_EVERY);
}

choose(preferred());
at("language").value = language();
dress();
tuck();
listen();
speak();
look();
