import { fromIso, SECOND } from "#shared/kernel/time.ts";
import { DEFAULT_THRESHOLDS, type Settings, type Thresholds } from "#shared/menu/settings.ts";
import { isFiredLine, type Order } from "#shared/orders/order.ts";

export type Heat = "calm" | "warm" | "late";

/** How long the stations have had it, in milliseconds, never below zero: a clock estimate may step back a little. */
export const ageMs = (order: Order, nowMs: number): number => Math.max(0, nowMs - fromIso(order.firedAt ?? order.placedAt));

/** Calm, warm or late by the station's thresholds. */
export function heatOf(age: number, thresholds: Thresholds): Heat {
  if (age >= thresholds.lateSeconds * SECOND) return "late";
  return age >= thresholds.warmSeconds * SECOND ? "warm" : "calm";
}

/** Of a whole order: as warm as the most impatient station that still has to make something of it. */
export function heatOfOrder(order: Order, settings: Settings, nowMs: number): Heat {
  const age = ageMs(order, nowMs);
  const heats = order.lines.filter((line) => isFiredLine(line) && (line.status === "queued" || line.status === "preparing")).map((line) => heatOf(age, thresholdsOf(settings, line.stationId)));
  return hottest(heats);
}

export const hottest = (heats: readonly Heat[]): Heat => (heats.includes("late") ? "late" : heats.includes("warm") ? "warm" : "calm");

export const thresholdsOf = (settings: Settings, stationId: string): Thresholds => settings.stationThresholds[stationId] ?? DEFAULT_THRESHOLDS;
