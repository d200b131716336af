/**
 * After how long a ticket turns warm and late, station by station. What is measured against it:
 * `shared/kitchen/aging.ts`.
 */
import { z } from "zod/mini";
import { own } from "#shared/kernel/own.ts";
import { integer, slug } from "#shared/kernel/schema.ts";
import { MINUTE, SECOND } from "#shared/kernel/time.ts";

const thresholds = z.strictObject({
  warmSeconds: integer(1, 86_400),
  lateSeconds: integer(1, 86_400),
});
export type Thresholds = z.infer<typeof thresholds>;

/** By station id. */
export const stationThresholdsSchema = z.record(slug, thresholds);
export type StationThresholds = z.infer<typeof stationThresholdsSchema>;

/** docs/product.md#kitchen: 5 and 8 minutes unless the station says otherwise. */
export const DEFAULT_THRESHOLDS: Thresholds = {
  warmSeconds: (5 * MINUTE) / SECOND,
  lateSeconds: (8 * MINUTE) / SECOND,
};

type Chosen = { readonly stationThresholds: StationThresholds };

export const thresholdsOf = ({ stationThresholds }: Chosen, stationId: string): Thresholds =>
  own(stationThresholds, stationId) ?? DEFAULT_THRESHOLDS;
