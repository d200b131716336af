/**
 * How a person wants this browser to look; kept per browser, applied to the root element so that
 * every screen follows.
 */
import { useSyncExternalStore } from "react";
import { prefersLight, setRoot } from "../platform/page.ts";
import { readSaved, save } from "../platform/local-storage.ts";

export type Theme = "dark" | "light";
export type TicketSize = "compact" | "regular" | "large";
export type Volume = "off" | "quiet" | "normal" | "loud";
export type TicketLayout = "grid" | "rail";
export type Preferences = {
  readonly theme: Theme;
  readonly ticketSize: TicketSize;
  /** Pages that are turned, or one long rail that scrolls. */
  readonly ticketLayout: TicketLayout;
  readonly volume: Volume;
  /** Somebody works with keys here: tickets show the digit that chooses them. */
  readonly digits: boolean;
  readonly allDay: boolean;
  /** All-day counts say what of each dish is special. */
  readonly allDayVariants: boolean;
  /** The pass calls a runner first and hands off after. */
  readonly twoStep: boolean;
  readonly stationIds: readonly string[] | null;
};

const KEY = "heard.preferences";
/** Of a browser in which nobody has chosen anything. */
export const USUAL: Preferences = {
  theme: "dark",
  ticketSize: "regular",
  ticketLayout: "grid",
  volume: "normal",
  digits: false,
  allDay: false,
  allDayVariants: true,
  twoStep: false,
  stationIds: null,
};

const listeners = new Set<() => void>();
let current = load();

export function usePreferences(): Preferences {
  return useSyncExternalStore(subscribe, () => current);
}

export function prefer(change: Partial<Preferences>): void {
  if (
    (Object.keys(change) as (keyof Preferences)[]).every((name) => change[name] === current[name])
  )
    return;
  current = { ...current, ...change };
  save(KEY, current);
  applyPreferences();
  for (const listener of listeners) listener();
}

/**
 * A guest has chosen nothing here: the page follows the phone, while a kitchen's screen is dark
 * until somebody says otherwise.
 */
export function applyGuestTheme(): void {
  if (readSaved(KEY) === null) setRoot("theme", prefersLight() ? "light" : "dark");
}

export function applyPreferences(): void {
  setRoot("theme", current.theme);
  setRoot("ticketSize", current.ticketSize);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function load(): Preferences {
  const saved = readSaved(KEY);
  if (typeof saved !== "object" || saved === null) return USUAL;
  const {
    theme,
    ticketSize,
    ticketLayout,
    volume,
    digits,
    allDay,
    allDayVariants,
    twoStep,
    stationIds,
  } = saved as Partial<Record<keyof Preferences, unknown>>;
  return {
    theme: theme === "light" ? "light" : "dark",
    ticketSize: ticketSize === "compact" || ticketSize === "large" ? ticketSize : "regular",
    ticketLayout: ticketLayout === "rail" ? "rail" : "grid",
    volume: volume === "off" || volume === "quiet" || volume === "loud" ? volume : "normal",
    digits: digits === true,
    allDay: allDay === true,
    allDayVariants: allDayVariants !== false,
    twoStep: twoStep === true,
    stationIds: Array.isArray(stationIds)
      ? stationIds.filter((id) => typeof id === "string")
      : null,
  };
}
