// The gateway's API: what is released, decisions, and answers as they come.

let secret = sessionStorage.getItem("stanchion.key") ?? localStorage.getItem("stanchion.key") ?? "";

export function key() {
  return secret;
}

export function useKey(value, keep) {
  secret = value.trim();
  sessionStorage.removeItem("stanchion.key");
  localStorage.removeItem("stanchion.key");
  if (secret) (keep ? localStorage : sessionStorage).setItem("stanchion.key", secret);
}

function headers(more = {}) {
  return secret ? { ...more, authorization: `Bearer ${secret}` } : more;
}

export class Refused extends Error {
  constructor(status, told) {
    super(told.message ?? `status ${status}`);
    this.status = status;
    this.code = told.code ?? "";
  }
}

async function refusal(response) {
  let told = {};
  try {
    told = (await response.json()).error ?? {};
  } catch {
    // no JSON: the status says it all
  }
  return new Refused(response.status, told);
}

export async function get(path) {
  const response = await fetch(path, { headers: headers(), cache: "no-store" });
  if (!response.ok) throw await refusal(response);
  return response.json();
}

// Yields pieces of text; throws Refused where the gateway refuses or cuts the answer.
export async function* answer(model, messages, signal) {
  const response = await fetch("/v1/chat/completions", {
    method: "POST",
    headers: headers({ "content-type": "application/json" }),
    body: JSON.stringify({ model, messages, stream: true }),
    signal,
  });
  if (!response.ok) throw await refusal(response);
  const decoder = new TextDecoder();
  let held = "";
  let done = false;
  for await (const piece of pieces(response.body)) {
    held += decoder.decode(piece, { stream: true });
    const events = held.split(/\r?\n\r?\n/);
    held = events.pop();
    for (const event of events) {
      const data = event
        .split(/\r?\n/)
        .filter((line) => line.startsWith("data:"))
        .map((line) => line.slice(5).trim())
        .join("\n");
      if (data === "[DONE]") done = true;
      if (!data || data === "[DONE]") continue;
      const told = JSON.parse(data);
      if (told.error) throw new Refused(403, told.error);
      const text = told.choices?.[0]?.delta?.content;
      if (text) yield text;
    }
  }
  if (!done) throw new Refused(502, { message: "the answer broke off", code: "broken_off" });
}

async function* pieces(body) {
  const reader = body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}
