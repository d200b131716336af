import { minute } from "#shared/orders/testing/house.ts";

/** The day of the test house's evening. */
export const DAY = "2026-01-31";
/** An hour after the evening began. */
export const NOW_MS = Date.parse(minute(60));
