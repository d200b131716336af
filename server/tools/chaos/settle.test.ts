/** Who is stuck is found, and named. */
import { expect, test } from "vitest";
import { uuid } from "#shared/orders/testing/house.ts";
import { blankDisk } from "#shared/simulation/disk.ts";
import {
  entry,
  event,
  eventId,
  liveTablet,
  snapshotAt,
} from "#shared/sync/device/testing/tablet.ts";
import { isSettledCore } from "./devices/settled.ts";
import { settle } from "./settle.ts";

const HEAD = { seq: 5, id: uuid(5) };
const part = (isSettled: () => boolean | Promise<boolean>) => ({
  isSettled,
  unsettled: () => "kitchen 1 waits",
});
const never = () => false;

test("it waits until the last is settled", async () => {
  let asked = 0;
  const settled = await settle(
    { head: async () => HEAD, parts: [part(() => true), part(async () => ++asked > 2)] },
    performance.now(),
    10_000,
    never,
  );
  expect([settled.stuck, asked]).toEqual([[], 3]);
});

test("who is not settled when the time is over is stuck", async () => {
  const { stuck, tookMs } = await settle(
    { head: async () => HEAD, parts: [part(() => true), part(never)] },
    performance.now(),
    60,
    never,
  );
  expect(stuck).toEqual(["kitchen 1 waits"]);
  expect(tookMs).toBeGreaterThanOrEqual(60);
});

test("so is everybody while the database does not say where the log ends, and a log that never rests", async () => {
  expect(
    (await settle({ head: async () => null, parts: [] }, performance.now(), 40, never)).stuck,
  ).toEqual(["the database does not answer"]);
  let grown = 0;
  expect(
    (
      await settle(
        { head: async () => ({ seq: ++grown, id: uuid(grown) }), parts: [] },
        performance.now(),
        40,
        never,
      )
    ).stuck,
  ).toEqual(["the log does not come to rest"]);
});

test("it ends when it is told to", async () => {
  expect(
    (
      await settle(
        { head: async () => HEAD, parts: [part(never)] },
        performance.now(),
        60_000,
        () => true,
      )
    ).stuck,
  ).toEqual(["kitchen 1 waits"]);
});

test("a device is settled with everything sent, read and stored, and not with an action in its outbox, an event it lacks or a disk that is behind", () => {
  const head = { seq: 5, id: eventId(5) };
  const disk = {
    ...blankDisk(uuid(0xc1)),
    snapshot: snapshotAt(5),
    place: { logId: uuid(0x109), epoch: 1, ...head },
  };
  const tablet = liveTablet();
  expect(isSettledCore(tablet.core, disk, head)).toBe(true);
  expect(isSettledCore(tablet.core, disk, { seq: 6, id: eventId(6) })).toBe(false);
  expect(isSettledCore(tablet.core, { ...disk, place: null }, head)).toBe(false);
  expect(isSettledCore(tablet.core, { ...disk, entries: new Map([[1, entry(1)]]) }, head)).toBe(
    false,
  );
  tablet.tell({ kind: "acted", entry: entry(1) });
  expect(isSettledCore(tablet.core, disk, head)).toBe(false);
  const behind = liveTablet();
  behind.tell({ kind: "stream-events", stream: behind.stream(), events: [event(6)] });
  expect(isSettledCore(behind.core, disk, head)).toBe(false);
  expect(isSettledCore(behind.core, disk, { seq: 6, id: eventId(6) })).toBe(false);
});
