/** What happens to tablets and phones themselves. */
import { setTimeout as sleep } from "node:timers/promises";
import { between, happens, oneOf } from "#shared/kernel/seeded-random.ts";
import { MINUTE, SECOND } from "#shared/kernel/time.ts";
import { isClosed } from "#shared/orders/order.ts";
import type { Scene } from "../scene.ts";
import { keepUp, type Fault } from "./fault.ts";

export const asleep: Fault = {
  touches: "devices",
  async strike(scene, holdMs) {
    const device = oneOf(scene.random, scene.devices);
    if (device === undefined) return false;
    const others = scene.devices.filter((other) => other !== device);
    const cursorOf = (one: typeof device): number => one.core()?.replica.cursor?.seq ?? 0;
    device.freeze(true);
    const before = cursorOf(device);
    const missed = await keepUp(
      holdMs,
      () => cursorOf(device) === before && others.some((other) => cursorOf(other) > before),
    );
    device.freeze(false);
    return missed;
  },
};

export const killed: Fault = {
  touches: "devices",
  async strike(scene, holdMs) {
    const device = oneOf(scene.random, scene.devices);
    if (device === undefined) return false;
    await sleep(between(scene.random, 0, 300));
    const wasOn = device.core() !== null;
    device.kill();
    await sleep(holdMs);
    device.start();
    return wasOn && device.core() !== null;
  },
};

/** Every push and every guest's order goes out twice, and old pushes come again. */
export const duplicates: Fault = {
  touches: "devices",
  async strike(scene, holdMs) {
    const sum = (what: "sent" | "compared"): number =>
      scene.devices.reduce((count, device) => count + device.repeats()[what], 0);
    const before = { sent: sum("sent"), compared: sum("compared") };
    for (const one of [...scene.devices, ...scene.guests]) one.repeat(true);
    const seen = await keepUp(holdMs, () => sum("sent") > before.sent);
    for (const one of [...scene.devices, ...scene.guests]) one.repeat(false);
    // What was sent again may be answered late.
    return async () => seen && sum("compared") > before.compared;
  },
};

const CLOCK_MS = 2 * SECOND;

/**
 * Two clocks say something else, by minutes up to a day; the devices find out from the server what
 * time it is.
 */
export const clockSkew: Fault = {
  touches: "devices",
  async strike({ devices, random }, holdMs) {
    const first = between(random, 0, devices.length - 1);
    const skewed = devices.filter(
      (_, index) => index === first || index === (first + 2) % devices.length,
    );
    const acted = skewed.map((device) => device.confirmed().length);
    for (const device of skewed)
      device.setClock(between(random, 2, 24 * 60) * MINUTE * (happens(random, 0.5) ? 1 : -1));
    const seen = await keepUp(holdMs, () =>
      skewed.some(
        (device, index) =>
          device.confirmed().length > (acted[index] ?? 0) &&
          Math.abs(device.clockErrorMs() ?? Infinity) < CLOCK_MS,
      ),
    );
    for (const device of skewed) device.setClock(0);
    return seen;
  },
};

export const browserKilled: Fault = {
  touches: "tablets",
  missing: ({ tablets }) => (tablets.length > 0 ? null : "there is no browser"),
  async strike({ tablets, random }) {
    return (await oneOf(random, tablets)?.killInWrite()) ?? false;
  },
};

/**
 * Another build of the app, a server that is restarted with it, and each screen that loads it when
 * its rail is empty.
 */
export const appUpdated: Fault = {
  touches: "everything",
  missing: ({ tablets, installation }) =>
    tablets.length > 0 && installation !== null ? null : "there is no browser",
  async strike(scene) {
    scene.installation?.update();
    await scene.keeper.restart();
    await emptyTheRail(scene);
    const updated = await Promise.all(scene.tablets.map((tablet) => tablet.update()));
    return updated.every(Boolean);
  },
};

/** A new version is never offered mid-rush. */
async function emptyTheRail({ devices }: Scene): Promise<void> {
  const floor = devices.find(({ role }) => role === "floor");
  for (
    const until = performance.now() + 10 * SECOND;
    performance.now() < until;
    await sleep(SECOND / 2)
  ) {
    const open = [...(floor?.drawn()?.orders.values() ?? [])].filter((order) => !isClosed(order));
    for (const { orderId } of open)
      floor?.act({ name: "order.cancel", args: { orderId, reason: "Closing" } });
    if (open.length === 0) return;
  }
}
