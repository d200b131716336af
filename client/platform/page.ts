/** The page around the screen: its title, its root element's settings, whether anybody can see it, and its keys. */
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

/** Whether a browser may put another language in the place of what is drawn: never on a working screen, whose words are orders. */
export function setTranslatable(may: boolean): void {
  document.documentElement.translate = may;
}

/** The person's languages, the dearest first. */
export const preferredLanguages = (): readonly string[] => navigator.languages;

/**
 * By script, because not every browser can be asked for a locale's direction yet. Not for the languages that nearly every restaurant has: to find
 * out the usual script of a language takes a slow tablet 130 ms of its start.
 */
export function directionOf(locale: string): "ltr" | "rtl" {
  if (/^(en|es)(-[A-Z]{2})?$/.test(locale)) return "ltr";
  const { script } = firstKnown(() => new Intl.Locale(locale), () => new Intl.Locale("en")).maximize();
  return script !== undefined && RIGHT_TO_LEFT.has(script) ? "rtl" : "ltr";
}

const RIGHT_TO_LEFT: ReadonlySet<string> = new Set(["Arab", "Hebr", "Thaa", "Syrc", "Nkoo", "Adlm", "Rohg"]);

export const isRightToLeft = (): boolean => document.documentElement.dir === "rtl";

/** Does this person's phone prefer light screens? */
export const prefersLight = (): boolean => matchMedia("(prefers-color-scheme: light)").matches;

export const isVisible = (): boolean => document.visibilityState === "visible";

/** Is somebody in the middle of something that a reload would take away: a field, or a dialog? */
export const isTyping = (): boolean => isCovered() || (document.activeElement?.matches("input, textarea, select") ?? false);

/** Does a dialog stand before the screen? */
export const isCovered = (): boolean => document.querySelector("dialog[open]") !== null;

/** Is all of it in sight, as far as the page and the boxes around it that scroll or clip go? A pixel of rounding aside. */
export function isWholeInSight(element: Element): boolean {
  const box = element.getBoundingClientRect();
  const isIn = ({ left, top, right, bottom }: Pick<DOMRect, "left" | "top" | "right" | "bottom">) => box.left >= left - 1 && box.top >= top - 1 && box.right <= right + 1 && box.bottom <= bottom + 1;
  for (let around = element.parentElement; around !== null && around !== document.body; around = around.parentElement) {
    if (getComputedStyle(around).overflowY !== "visible" && !isIn(around.getBoundingClientRect())) return false;
  }
  return isIn({ left: 0, top: 0, right: innerWidth, bottom: innerHeight });
}

/** What is pinned over a ticket's body takes so much of its height, in pixels: all of it but what the head and the notes gave up instead. */
export function pinnedHeight(body: Element): number {
  const card = body.parentElement;
  const pinned = card?.querySelector<HTMLElement>("[data-pinned]")?.offsetHeight ?? 0;
  const given = [...(card?.querySelectorAll(".head, .ticket__notes") ?? [])].reduce((sum, it) => sum + Math.max(0, it.scrollHeight - it.clientHeight), 0);
  return pinned - given;
}

/** What the ticket `cardId` warns of in its drawing: of what is still to be made; where warnings are pinned, those. */
export function warningsOn(cardId: string): readonly Element[] {
  const card = document.querySelector(`[data-card="${CSS.escape(cardId)}"]`);
  if (card === null) return [];
  const pinned = card.querySelector("[data-pinned]") !== null;
  return [...card.querySelectorAll("[data-allergy]")].filter((it) => it.closest(".line--ready, .line--cancelled") === null && (!pinned || it.closest(".ticket__body") === null));
}

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

/** Does what is typed there belong to it? */
export const isField = (target: EventTarget | null): boolean => target instanceof Element && target.closest("input, textarea, select, [contenteditable]") !== null;

/** Keys that are meant for the screen: not those typed into a field or held with a modifier, nor while a dialog is open, wherever the focus is: a touch beside its controls takes it to the page. */
export function onScreenKey(listener: (event: KeyboardEvent) => void): () => void {
  const onKey = (event: KeyboardEvent) => {
    const held = event.ctrlKey || event.metaKey || event.altKey || event.getModifierState("AltGraph");
    if (held || event.defaultPrevented || isCovered() || isField(event.target)) return;
    listener(event);
  };
  document.addEventListener("keydown", onKey);
  return () => document.removeEventListener("keydown", onKey);
}

/** What the control that has the focus, or something around it, says under this name of its data; null where nothing does. */
export const focusedData = (name: string): string | null => document.activeElement?.closest(`[data-${name}]`)?.getAttribute(`data-${name}`) ?? null;

/** Is the focus on a control that Enter belongs to? */
export function focusOnControl(): boolean {
  const focused = document.activeElement;
  return focused !== null && focused.closest("button, a, [role='tab']") !== null;
}

/** The size of an element's content box, as soon as a frame is laid out and at every change. */
export function observeSize(element: Element, listener: (size: { width: number; height: number }) => void): () => void {
  const observer = new ResizeObserver((entries) => {
    const box = entries[0]?.contentRect;
    if (box !== undefined) listener({ width: box.width, height: box.height });
  });
  observer.observe(element);
  return () => observer.disconnect();
}

/** The same, and at once: for what is to be in the very first frame. Only of elements without padding. */
export function observeSizeFromNow(element: HTMLElement, listener: (size: { width: number; height: number }) => void): () => void {
  const { width, height } = element.getBoundingClientRect();
  listener({ width: width - (element.offsetWidth - element.clientWidth), height: height - (element.offsetHeight - element.clientHeight) });
  return observeSize(element, listener);
}

/**
 * Says in an element's style where it stood at first (`--first`) and how tall it has been (`--tallest`), in px, since the window has its size. One that
 * goes by that (`data-placed`) moves nothing under a finger when something comes or leaves.
 */
export function tellPlace(element: HTMLElement): () => void {
  const tell = (): void => element.style.setProperty("--tallest", `${element.getBoundingClientRect().height}px`);
  const begin = (): void => {
    delete element.dataset["placed"];
    element.style.removeProperty("--tallest");
    element.style.setProperty("--first", `${element.offsetTop}px`);
    tell();
    element.dataset["placed"] = "";
  };
  begin();
  const stop = observeSize(element, tell);
  addEventListener("resize", begin);
  return () => {
    stop();
    removeEventListener("resize", begin);
  };
}

/** Tells which observed elements are wholly in sight: not cut off by the window, nor by anything that scrolls or hides around them. */
export function observeSight(listener: (element: Element, inSight: boolean) => void): { watch(element: Element): () => void; close(): void } {
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting, intersectionRatio, intersectionRect } of entries) {
        // What is taller than what it scrolls in can never be seen at once: as much of it as there is room for will do.
        listener(target, isIntersecting && (intersectionRatio >= WHOLE || intersectionRect.height >= WHOLE * roomOf(target)));
      }
    },
    { threshold: [0, 0.2, 0.4, 0.6, 0.8, WHOLE, 1] },
  );
  return {
    watch(element) {
      observer.observe(element);
      return () => observer.unobserve(element);
    },
    close: () => observer.disconnect(),
  };
}

/** All but a border's width. */
const WHOLE = 0.95;

function roomOf(element: Element): number {
  for (let around = element.parentElement; around !== null; around = around.parentElement) {
    if (around.scrollHeight > around.clientHeight + 1 && getComputedStyle(around).overflowY !== "visible") return around.clientHeight;
  }
  return window.innerHeight;
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

/** public/too-old.js has looked, and has told the person. */
export const isTooOld = (): boolean => document.documentElement.hasAttribute("data-too-old");

export const rootElement = (): HTMLElement | null => document.getElementById("root");
