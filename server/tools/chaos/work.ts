/** Everybody at work, each at a pace of their own, until they are told to rest. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Random } from "#shared/kernel/random.ts";
import { between } from "#shared/kernel/seeded-random.ts";
import type { ChaosDevice } from "./devices/device.ts";
import { somethingToDo, toShow } from "./devices/people.ts";
import type { Scene } from "./scene.ts";

export type Work = {
  begin(): void;
  /**
   * Nobody begins anything new; resolves when what hands had begun is done. What is on its way
   * stays on its way.
   */
  rest(): Promise<void>;
};

const DEVICE_MS: readonly [number, number] = [60, 300];
const GUEST_MS: readonly [number, number] = [100, 600];
const TABLET_MS: readonly [number, number] = [400, 1_500];
/**
 * So much slower beside real screens: they draw every change, and on two cores that is what would
 * be measured instead of faults.
 */
const BESIDE_SCREENS = 2;

export function createWork({
  devices,
  guests,
  tablets,
  random,
  ids,
}: Pick<Scene, "devices" | "guests" | "tablets" | "random" | "ids">): Work {
  let shift = 0;
  const busy = new Set<Promise<void>>();

  const slower = tablets.length > 0 ? BESIDE_SCREENS : 1;
  const loop = async (
    mine: number,
    [min, max]: readonly [number, number],
    task: () => Promise<void> | void,
  ): Promise<void> => {
    for (;;) {
      await sleep(between(random, min, max));
      if (mine !== shift) return;
      const hands = Promise.resolve(task());
      busy.add(hands);
      await hands.finally(() => busy.delete(hands));
    }
  };

  return {
    begin() {
      const mine = ++shift;
      for (const device of devices)
        void loop(mine, scaled(DEVICE_MS, slower), () => pressOn(device, random, ids));
      for (const guest of guests) {
        void loop(mine, scaled(GUEST_MS, slower), () => {
          // A phone whose order is not through shows only that.
          if (!guest.isWaiting()) void guest.order();
        });
      }
      for (const tablet of tablets) void loop(mine, TABLET_MS, () => tablet.press());
    },
    async rest() {
      shift++;
      await Promise.all(busy);
    },
  };
}

function pressOn(device: ChaosDevice, random: Random, ids: Scene["ids"]): void {
  const drawn = device.drawn();
  if (drawn === null) return;
  const shown = device.role === "kitchen" ? toShow(drawn)[0] : undefined;
  const action = shown ?? somethingToDo(drawn, device.role, random, ids);
  if (action !== null) device.act(action);
}

const scaled = ([min, max]: readonly [number, number], by: number): readonly [number, number] => [
  min * by,
  max * by,
];
