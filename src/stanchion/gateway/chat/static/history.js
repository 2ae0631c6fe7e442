// Chats, kept in this browser and nowhere else.

const PLACE = "stanchion.chats";
const MOST = 200;

function read() {
  try {
    const found = JSON.parse(localStorage.getItem(PLACE) ?? "[]");
    return Array.isArray(found) ? found : [];
  } catch {
    return [];
  }
}

let chats = read();

function write() {
  for (;;) {
    try {
      localStorage.setItem(PLACE, JSON.stringify(chats));
      return;
    } catch {
      if (chats.length < 2) return; // the browser keeps nothing: the chat lives as long as the tab
      chats.pop();
    }
  }
}

window.addEventListener("storage", (event) => {
  if (event.key === PLACE) chats = read();
});

export function all() {
  return chats;
}

export function find(id) {
  return chats.find((chat) => chat.id === id);
}

export function begin(model) {
  return { id: crypto.randomUUID?.() ?? String(Date.now()), title: "", model, messages: [] };
}

export function keep(chat) {
  if (!chat.title) {
    const first = chat.messages.find((message) => message.role === "user");
    chat.title = (first?.content ?? "").replace(/\s+/g, " ").slice(0, 60);
  }
  chats = [chat, ...chats.filter((other) => other.id !== chat.id)].slice(0, MOST);
  write();
}

export function forget(id) {
  chats = chats.filter((chat) => chat.id !== id);
  write();
}

export function forgetAll() {
  chats = [];
  write();
}
