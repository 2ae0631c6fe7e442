// One decision of the register, laid out for a person.

import { get } from "./api.js";
import { capital, element, inline } from "./text.js";
import { moment, words } from "./words.js";

const sheet = document.getElementById("sheet");
const body = document.getElementById("sheet-body");
const title = document.getElementById("sheet-title");

const MET = new Set(["met", "ruled out", "passed", "given", "yes", "in favour"]);
const FAILED = new Set(["not met", "reached", "refused", "failed", "no", "against"]);

function tone(state) {
  const said = String(state).toLowerCase();
  if (MET.has(said)) return "good";
  return FAILED.has(said) ? "bad" : "open";
}

function fact(name, value, className = "") {
  if (value === null || value === undefined || value === "") return [];
  return [element("dt", "", words(name)), element("dd", className, String(value))];
}

function part(name, ...children) {
  return element("section", "", element("h3", "", words(name)), ...children);
}

function requirement(each) {
  const head = element("p", "req-head", element("strong", "", each.what), element("span", `pill ${tone(each.state)}`, each.state));
  const item = element("li", "", head, element("p", "", ...inline(each.words)));
  if (each.where) item.append(element("p", "where", each.where));
  return item;
}

function vote(each) {
  return element("li", "vote", element("span", "", each.party), element("span", `pill ${tone(each.says)}`, each.says), element("time", "faint", moment(each.at)));
}

function laid(found) {
  const facts = element(
    "dl",
    "facts",
    ...fact("model", found.model),
    ...(found.kind === "halt" ? [] : fact("dStage", words("stages")[found.stage] ?? found.stage)),
    ...fact("dAt", moment(found.at)),
    ...fact("dId", found.id, "mono"),
    ...fact("dEntry", found.log_index),
    ...fact("dReplaces", found.supersedes, "mono"),
    ...fact("dDigest", found.model_digest, "mono"),
    ...fact("dPolicy", found.policy, "mono"),
  );
  const parts = [element("p", "lead", ...inline(capital(found.words))), facts];
  if (found.requirements.length) {
    parts.push(part("dRequired", element("ul", "reqs", ...found.requirements.map(requirement))));
  }
  if (found.votes.length) {
    parts.push(part("dVotes", element("ul", "votes", ...found.votes.map(vote))));
  }
  const register = element(
    "dl",
    "facts",
    ...fact("dVerified", moment(found.register.verified)),
    ...fact("dSize", found.register.size),
    ...fact("dRoot", found.register.root, "mono"),
  );
  parts.push(part("dRegister", register));
  if (found.register.shows.length) {
    parts.push(part("dShows", element("ul", "shows", ...found.register.shows.map((line) => element("li", line.startsWith("not shown") ? "not" : "", line)))));
  }
  const command = element("pre", "", element("code", "", "stanchion register verify FOLDER"));
  command.tabIndex = 0;
  parts.push(part("dCheck", element("p", "", words("dCheckWords")), command));
  return parts;
}

export async function show(id) {
  title.textContent = words("decisionTitle");
  body.replaceChildren(element("p", "faint", "…"));
  if (!sheet.open) sheet.showModal();
  try {
    const found = await get(`/stanchion/decisions/${encodeURIComponent(id)}`);
    title.textContent = words(found.kind === "halt" ? "haltTitle" : "decisionTitle");
    body.replaceChildren(...laid(found));
  } catch (wrong) {
    body.replaceChildren(element("p", "lead", wrong.message));
  }
  body.scrollTop = 0;
}
