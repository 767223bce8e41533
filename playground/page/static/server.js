// The playground's server: what is asked of it, and what it tells.

async function answer(response) {
  const body = await response.json();
  if (!response.ok) throw new Error(body.error ?? `The playground answered ${response.status}.`);
  return body;
}

/** Does something as a person; throws an Error with a sentence for the person. */
export async function act(name, body, signal) {
  const headers = { "Content-Type": "application/json" };
  return answer(await fetch(`/play/${name}`, { method: "POST", headers, body: JSON.stringify(body), signal }));
}

export async function sendFiles(body, files) {
  const form = new FormData();
  form.set("body", JSON.stringify(body));
  for (const file of files) form.append("file", file);
  return answer(await fetch("/play/files", { method: "POST", body: form }));
}

export const state = async () => answer(await fetch("/play/state"));
export const about = async () => answer(await fetch("/play/about"));

/** Calls `tell(entry)` for all that happens from now on, and `reset()` when the playground was started anew. */
export function listen(run, seq, tell, reset) {
  const source = new EventSource(`/play/events?after=${run}-${seq}`);
  source.addEventListener("message", (event) => tell(JSON.parse(event.data)));
  source.addEventListener("reset", () => {
    source.close();
    reset();
  });
  return source;
}
