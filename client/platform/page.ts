/** The page around the screen: its title, its root element's settings, whether anybody can see it, and its keys. */

export function setTitle(title: string): void {
  document.title = title;
}

export function setRoot(name: "theme" | "ticketSize", value: string): void {
  document.documentElement.dataset[name] = value;
}

/** Language and direction of all that is drawn. */
export function setLanguage(locale: string): void {
  document.documentElement.lang = locale;
  document.documentElement.dir = isRightToLeft(locale) ? "rtl" : "ltr";
}

/** The person's languages, the dearest first. */
export const preferredLanguages = (): readonly string[] => navigator.languages;

/** By script, because not every browser can be asked for a locale's direction yet. */
function isRightToLeft(locale: string): boolean {
  const { script } = new Intl.Locale(locale).maximize();
  return script !== undefined && RIGHT_TO_LEFT.has(script);
}

const RIGHT_TO_LEFT: ReadonlySet<string> = new Set(["Arab", "Hebr", "Thaa", "Syrc", "Nkoo", "Adlm", "Rohg"]);

/** Does this person's phone prefer light screens? */
export const prefersLight = (): boolean => matchMedia("(prefers-color-scheme: light)").matches;

export const isVisible = (): boolean => document.visibilityState === "visible";

export function onVisibility(listener: () => void): () => void {
  document.addEventListener("visibilitychange", listener);
  return () => document.removeEventListener("visibilitychange", listener);
}

/** Calls back when what is in the document now has been painted: the second frame starts after the first was drawn. */
export function afterPaint(callback: () => void): () => void {
  let second = 0;
  const first = requestAnimationFrame(() => {
    second = requestAnimationFrame(callback);
  });
  return () => {
    cancelAnimationFrame(first);
    cancelAnimationFrame(second);
  };
}

/** Any touch or key, anywhere: what a browser wants to have seen before it plays a sound. */
export function onTouch(listener: () => void): () => void {
  document.addEventListener("pointerup", listener, true);
  document.addEventListener("keydown", listener, true);
  return () => {
    document.removeEventListener("pointerup", listener, true);
    document.removeEventListener("keydown", listener, true);
  };
}

/** A hand comes down on the page, anywhere, or leaves it. */
export function onHands(listener: (down: boolean) => void): () => void {
  const down = () => listener(true);
  const up = () => listener(false);
  document.addEventListener("pointerdown", down, true);
  document.addEventListener("pointerup", up, true);
  document.addEventListener("pointercancel", up, true);
  return () => {
    document.removeEventListener("pointerdown", down, true);
    document.removeEventListener("pointerup", up, true);
    document.removeEventListener("pointercancel", up, true);
  };
}

/** Keys that are meant for the screen: not those typed into a field or held with a modifier, nor while a dialog is open. */
export function onScreenKey(listener: (key: string, event: KeyboardEvent) => void): () => void {
  const onKey = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    const target = event.target instanceof Element ? event.target : null;
    if (target !== null && target.closest("input, textarea, select, dialog, [contenteditable]") !== null) return;
    listener(event.key, event);
  };
  document.addEventListener("keydown", onKey);
  return () => document.removeEventListener("keydown", onKey);
}

/** Is the focus on a control that Enter belongs to? */
export function focusOnControl(): boolean {
  const focused = document.activeElement;
  return focused !== null && focused.closest("button, a, [role='tab']") !== null;
}

/** The size of an element's content box, now and at every change. */
export function observeSize(element: Element, listener: (size: { width: number; height: number }) => void): () => void {
  const observer = new ResizeObserver((entries) => {
    const box = entries[0]?.contentRect;
    if (box !== undefined) listener({ width: box.width, height: box.height });
  });
  observer.observe(element);
  return () => observer.disconnect();
}

/** Tells which observed elements are at least half in sight. */
export function observeSight(listener: (element: Element, inSight: boolean) => void): { watch(element: Element): () => void; close(): void } {
  const observer = new IntersectionObserver(
    (entries) => {
      for (const entry of entries) listener(entry.target, entry.isIntersecting);
    },
    { threshold: 0.5 },
  );
  return {
    watch(element) {
      observer.observe(element);
      return () => observer.unobserve(element);
    },
    close: () => observer.disconnect(),
  };
}

/** The rem in pixels: people enlarge it in their browser. */
export const remPx = (): number => Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;

export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // No permission, or plain HTTP: the caller leaves the text in sight.
    return false;
  }
}

export const printPage = (): void => window.print();

export const rootElement = (): HTMLElement | null => document.getElementById("root");
