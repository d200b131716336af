import { afterEach, expect, test } from "vitest";
import { EMPTY_MENU } from "#shared/menu/menu.ts";
import { createSleeper } from "../process/sleeper.ts";
import { startWatch, type Watch, type WatchDeps } from "./watch.ts";

/** More than are asked about at once, and the last alone. */
const IDS = Array.from({ length: 1_001 }, (_, index) => `house ${index}`);

let watch: Watch | null = null;
afterEach(() => watch?.stop());

test("[L4] logs that were read are looked at, also where others cannot be read", async () => {
  const looks = new Map<string, number>();
  let head = 1;
  const nothing = { held: [], due: [], crowds: [], isAll: true, areStoodFor: false, nextMs: null };
  const tenant = (id: string) => {
    looks.set(id, (looks.get(id) ?? 0) + 1);
    return Promise.resolve({
      ...nothing,
      menu: EMPTY_MENU,
      settings: { shownAlarmSeconds: 15 },
    });
  };
  watch = startWatch({
    database: { tenant: tenant as unknown as WatchDeps["database"]["tenant"] },
    directory: {
      restaurantIds: () => Promise.resolve(IDS),
      readHeads: (ids) =>
        head > 1 && ids.includes(IDS[1_000] ?? "")
          ? Promise.reject(new Error("broken"))
          : Promise.resolve(new Map(ids.map((id) => [id, head]))),
    },
    writer: { submit: () => Promise.reject(new Error("nothing is to be said")) },
    clock: { now: () => Date.now() },
    random: { next: () => 0 },
    sleeper: createSleeper(),
    lookEveryMs: 10,
    headsEveryMs: 20,
    log: { error: () => undefined, warn: () => undefined },
  });
  await expect.poll(() => looks.size, { timeout: 10_000 }).toBe(IDS.length);
  head = 2;
  await expect.poll(() => looks.get("house 0"), { timeout: 10_000 }).toBe(2);
});
