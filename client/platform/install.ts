/** The browser's offer to install this app, kept until a screen has a good moment for it. */
type InstallPrompt = Event & { prompt(): Promise<{ outcome: "accepted" | "dismissed" }> };

let kept: InstallPrompt | null = null;
const listeners = new Set<() => void>();

window.addEventListener("beforeinstallprompt", (event) => {
  event.preventDefault();
  keep(event as InstallPrompt);
});
window.addEventListener("appinstalled", () => keep(null));

export const keptPrompt = (): boolean => kept !== null;

export function onInstallPrompt(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Shows the browser's own question; it can be asked once. True when the person agreed. */
export async function showPrompt(): Promise<boolean> {
  const prompt = kept;
  if (prompt === null) return false;
  keep(null);
  return (await prompt.prompt()).outcome === "accepted";
}

function keep(prompt: InstallPrompt | null): void {
  kept = prompt;
  for (const listener of listeners) listener();
}
