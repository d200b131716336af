/**
 * The page around the screen: its title, its root element's settings, whether anybody can see it,
 * and its keys.
 */
import { firstKnown } from "#shared/kernel/first-known.ts";

export function setTitle(title: string): void {
  document.title = title;
}

export function setRoot(name: "theme" | "ticketSize", value: string): void {
  document.documentElement.dataset[name] = value;
}

/** Language and direction of all that is drawn. */
export function setLanguage(locale: string): void {
  document.documentElement.lang = locale;
  document.documentElement.dir = directionOf(locale);
}

/**
 * Whether a browser may put another language in the place of what is drawn: never on a working
 * screen, whose words are orders.
 */
export function setTranslatable(may: boolean): void {
  document.documentElement.translate = may;
}

/** The person's languages, the dearest first. */
export const preferredLanguages = (): readonly string[] => navigator.languages;

/**
 * By script, because not every browser can be asked for a locale's direction yet. Not for the
 * languages that nearly every restaurant has: to find out the usual script of a language takes a
 * slow tablet 130 ms of its start.
 */
export function directionOf(locale: string): "ltr" | "rtl" {
  if (/^(en|es)(-[A-Z]{2})?$/.test(locale)) return "ltr";
  const { script } = firstKnown(
    () => new Intl.Locale(locale),
    () => new Intl.Locale("en"),
  ).maximize();
  return script !== undefined && RIGHT_TO_LEFT.has(script) ? "rtl" : "ltr";
}

const RIGHT_TO_LEFT: ReadonlySet<string> = new Set([
  "Arab",
  "Hebr",
  "Thaa",
  "Syrc",
  "Nkoo",
  "Adlm",
  "Rohg",
]);

export const isRightToLeft = (): boolean => document.documentElement.dir === "rtl";

/** Does this person's phone prefer light screens? */
export const prefersLight = (): boolean => matchMedia("(prefers-color-scheme: light)").matches;

export const isVisible = (): boolean => document.visibilityState === "visible";

/** Is somebody in the middle of something that a reload would take away: a field, or a dialog? */
export const isTyping = (): boolean =>
  isCovered() || (document.activeElement?.matches("input, textarea, select") ?? false);

/** Does a dialog stand before the screen? */
export const isCovered = (): boolean => document.querySelector("dialog[open]") !== null;

export function onVisibility(listener: () => void): () => void {
  document.addEventListener("visibilitychange", listener);
  return () => document.removeEventListener("visibilitychange", listener);
}

/**
 * Calls back when what is in the document now has been painted: the second frame starts after the
 * first was drawn.
 */
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

/** Does what is typed there belong to it? */
export const isField = (target: EventTarget | null): boolean =>
  target instanceof Element &&
  target.closest("input, textarea, select, [contenteditable]") !== null;

/**
 * Keys that are meant for the screen: not those typed into a field or held with a modifier, nor
 * while a dialog is open, wherever the focus is: a touch beside its controls takes it to the page.
 */
export function onScreenKey(listener: (event: KeyboardEvent) => void): () => void {
  const onKey = (event: KeyboardEvent) => {
    const held =
      event.ctrlKey || event.metaKey || event.altKey || event.getModifierState("AltGraph");
    if (held || event.defaultPrevented || isCovered() || isField(event.target)) return;
    listener(event);
  };
  document.addEventListener("keydown", onKey);
  return () => document.removeEventListener("keydown", onKey);
}

/**
 * What the control that has the focus, or something around it, says under this name of its data;
 * null where nothing does.
 */
export const focusedData = (name: string): string | null =>
  document.activeElement?.closest(`[data-${name}]`)?.getAttribute(`data-${name}`) ?? null;

/** Is the focus on a control that Enter belongs to? */
export function focusOnControl(): boolean {
  const focused = document.activeElement;
  return focused !== null && focused.closest("button, a, [role='tab']") !== null;
}

/** The rem in pixels: people enlarge it in their browser. */
export const remPx = (): number =>
  Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;

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

/** public/too-old.js has looked, and has told the person. */
export const isTooOld = (): boolean => document.documentElement.hasAttribute("data-too-old");

export const rootElement = (): HTMLElement | null => document.getElementById("root");
