/**
 * The load of the stream rows: a thousand screens in fifty restaurants, two hundred orders a
 * second.
 */
import type { Child } from "./child.ts";
import type { Delivery, OpenStreams, PacedOrders } from "./load-process.ts";
import type { BenchHouse } from "./rig.ts";
import type { Bench } from "./row.ts";

export type Evening = {
  readonly restaurants: number;
  readonly readers: number;
  readonly perSecond: number;
};

/** 1,000 streams in 50 restaurants. */
export const eveningOf = ({ short }: Pick<Bench, "short">): Evening =>
  short
    ? { restaurants: 3, readers: 10, perSecond: 50 }
    : { restaurants: 50, readers: 20, perSecond: 200 };

/**
 * Devices that a restaurant needs for its readers: a device may have six streams, and here has
 * four.
 */
export const devicesFor = (readers: number): number => Math.ceil(readers / PER_DEVICE);

const PER_DEVICE = 4;

export async function openOurs(
  load: Child,
  set: string,
  port: number,
  houses: readonly BenchHouse[],
  readers: number,
): Promise<void> {
  const streams = houses.flatMap(({ devices, source }) =>
    Array.from({ length: readers }, (_, reader) => ({
      path: "/api/events/orders?since=0",
      headers: {
        "X-Forwarded-For": source,
        Authorization: `Bearer ${devices[Math.floor(reader / PER_DEVICE)] ?? ""}`,
        Accept: "text/event-stream",
      },
    })),
  );
  await load.call("open", { set, port, streams } satisfies OpenStreams);
}

export async function openLimit(
  load: Child,
  set: string,
  port: number,
  houses: readonly BenchHouse[],
  readers: number,
): Promise<void> {
  const streams = houses.flatMap(({ restaurantId }) =>
    Array.from({ length: readers }, () => ({
      path: `/stream?restaurant=${restaurantId}`,
      headers: {},
    })),
  );
  await load.call("open", { set, port, streams } satisfies OpenStreams);
}

/** Orders at their times; rejects if a delivery is missing. */
export async function placePaced(load: Child, paced: PacedOrders): Promise<Delivery> {
  const delivery = await load.call<Delivery>("paced", paced);
  // A mark cut in two by a chunk's end is not seen by the reader; more than that is a loss.
  if (delivery.missing > delivery.deliveries / 1000)
    throw new Error(`${delivery.missing} deliveries are missing beside ${delivery.deliveries}`);
  return delivery;
}

export const pacedOn = (
  set: string,
  port: number,
  path: string,
  houses: readonly BenchHouse[],
  { readers, perSecond }: Evening,
  ms: number,
): PacedOrders => ({ set, port, path, houses, readers, perSecond, ms, connections: 32 });

export const OUR_PATH = "/api/qr/orders/create";
