import { afterEach, describe, expect, test } from "vitest";
import type { HeldLock } from "#shared/sync/device/shell/ports.ts";
import { ids } from "./ids.ts";
import { placesNamed, type STREAM_PLACES } from "./stream-place.ts";

const held: HeldLock[] = [];
/**
 * A name of this file's own: guests' screens that other files draw at the same time hold places of
 * the same browser.
 */
const takeStreamPlace = placesNamed(`test.${ids.next()}`);

const take = async (whose: keyof typeof STREAM_PLACES): Promise<boolean> => {
  const place = await takeStreamPlace(whose);
  if (place !== null) held.push(place);
  return place !== null;
};
const takeAll = async (whose: keyof typeof STREAM_PLACES) => {
  let count = 0;
  while (await take(whose)) count++;
  return count;
};

/** As where a page comes by plain HTTP. */
function withoutLocks(): void {
  Object.defineProperty(navigator, "locks", { value: undefined, configurable: true });
}

afterEach(async () => {
  for (const place of held.splice(0)) place.release();
  Reflect.deleteProperty(navigator, "locks");
  await Promise.resolve();
});

describe.each([true, false])("[SYN-36] places for streams, with Web Locks: %s", (hasLocks) => {
  const prepare = (): void => (hasLocks ? undefined : withoutLocks());

  test("are three for staff and one for guests, which leaves two of a browser's six connections", async () => {
    prepare();
    expect([await takeAll("staff"), await takeAll("guests")]).toEqual([3, 1]);
    expect(6 - held.length).toBe(2);
  });

  test("are taken again as soon as they are released", async () => {
    prepare();
    await takeAll("staff");
    held.shift()?.release();
    await expect.poll(() => take("staff")).toBe(true);
    expect([await take("staff"), await take("guests")]).toEqual([false, true]);
  });
});
