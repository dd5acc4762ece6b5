// Talks to the server. In: an address and the form's fields. Out: the answer as a value, or one of
// three errors: SignedOut (sign in again), Unreachable (try again), Refused (the message says why).

export class SignedOut extends Error {}
export class Unreachable extends Error {}
export class Refused extends Error {
  constructor(status, sentence) {
    super(sentence);
    this.locked = status === 409;
  }
}

const meta = () => document.querySelector('meta[name="csrf-token"]');

export async function post(url, fields, { keepalive = false } = {}) {
  let answer = await send(url, fields, keepalive);
  if (answer.status === 400 && !keepalive && (await renewToken())) {
    answer = await send(url, fields, keepalive);
  }
  if (answer.redirected || answer.status === 401) throw new SignedOut();
  const json = (answer.headers.get("content-type") || "").includes("json");
  if (!answer.ok) {
    const sentence = json && answer.status < 500 ? (await answer.json()).loi : "";
    throw sentence ? new Refused(answer.status, sentence) : new Unreachable(String(answer.status));
  }
  if (!json) throw new SignedOut();
  return answer.json();
}

export async function get(url) {
  const answer = await fetch(url, {
    headers: { Accept: "application/json" },
    credentials: "same-origin",
  });
  if (!answer.ok || answer.redirected) throw new Unreachable(String(answer.status));
  return answer.json();
}

async function send(url, fields, keepalive) {
  try {
    return await fetch(url, {
      method: "POST",
      body: new URLSearchParams(fields),
      headers: { "X-CSRFToken": meta()?.content || "", Accept: "application/json" },
      credentials: "same-origin",
      keepalive,
    });
  } catch (error) {
    throw new Unreachable(String(error));
  }
}

// After signing in again the old token no longer fits; the page itself has the new one.
async function renewToken() {
  const answer = await fetch(location.pathname, { credentials: "same-origin" });
  if (!answer.ok || answer.redirected) throw new SignedOut();
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector('meta[name="csrf-token"]')?.content;
  if (!fresh || fresh === meta().content) return false;
  meta().content = fresh;
  document.querySelectorAll('input[name="csrf_token"]').forEach((input) => (input.value = fresh));
  return true;
}
