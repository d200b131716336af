/**
 * `npm run demo`: an evening in a running restaurant, over the public API alone. Guests order from
 * their tables, waiters take orders on tablets of their own, cooks make what the kitchen screen
 * shows. It ends when the last guest has left, or at Ctrl+C; its devices leave with it.
 */
import { randomInt } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Paired } from "#shared/api/devices.ts";
import type { TableRow } from "#shared/api/tables.ts";
import type { DeviceRole } from "#shared/devices/roles.ts";
import { seededRandom } from "#shared/kernel/seeded-random.ts";
import { MINUTE, SECOND, toIso } from "#shared/kernel/time.ts";
import type { Menu } from "#shared/menu/menu.ts";
import { isClosed } from "#shared/orders/order.ts";
import type { Snapshot } from "#shared/sync/messages/snapshot.ts";
import { ask, type Api } from "../replay/api.ts";
import { createProtocolDevice, type ProtocolDevice } from "../replay/device.ts";
import { cooksDeeds, waitersDeeds, type Deed } from "./hands.ts";
import { sayUsageWhenAsked } from "../../launch/usage.ts";
import { say } from "../../process/say.ts";
import { readEveningOptions, USAGE, type EveningOptions } from "./options.ts";
import { planEvening, type PlannedOrder } from "./plan.ts";

const WAITERS = ["Anna", "Marco"];
const LOOK_MS = SECOND;
/** Minutes of the evening that the last guests have, once nobody comes any more. */
const LAST_ORDERS_MINUTES = 60;

type Staff = {
  readonly owner: Api;
  readonly hired: string[];
  readonly waiters: readonly ProtocolDevice[];
  readonly cook: ProtocolDevice | null;
};
type Mine = Set<string>;

sayUsageWhenAsked(USAGE);
const given = readEveningOptions(process.argv.slice(2));
const closing = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => closing.abort());
try {
  if (!given.ok) throw new Error(`${given.error}\n\n${USAGE}`);
  await evening(given.value);
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}

async function evening(options: EveningOptions): Promise<void> {
  const me = await pair({ url: options.origin, token: null }, options.code, "Evening");
  const owner = { url: options.origin, token: me.token };
  const hired: string[] = [me.deviceId];
  try {
    const waiters = await Promise.all(WAITERS.map((name) => hire(owner, hired, "floor", name)));
    const cook = options.cooks ? await hire(owner, hired, "kitchen", "Cooks") : null;
    await play(options, { owner, hired, waiters, cook });
  } finally {
    // This program's own key last: it is what lets the others go.
    for (const deviceId of hired.toReversed())
      await ask(owner, `/api/devices/${deviceId}`, { method: "DELETE" }, 5 * SECOND);
  }
}

async function play({ minutes, speed }: EveningOptions, staff: Staff): Promise<void> {
  const [menu, tables] = await Promise.all([
    ask<Menu>(staff.owner, "/api/menu"),
    ask<TableRow[]>(staff.owner, "/api/tables"),
  ]);
  const plan = planEvening(menu, tables.length, minutes, seededRandom(randomInt(2 ** 31)));
  say(
    `The doors are open: ${plan.length} orders in the next ${Math.ceil(minutes / speed)} minutes, ${speed} times faster than life. Ctrl+C closes.`,
  );
  const mine: Mine = new Set();
  const startedAt = performance.now();
  const minute = () => ((performance.now() - startedAt) / MINUTE) * speed;
  let [next, open, doneByOthers, saidAt] = [0, 0, 0, 0];
  while (
    !closing.signal.aborted &&
    minute() < minutes + LAST_ORDERS_MINUTES &&
    (next < plan.length || open > 0)
  ) {
    for (
      let order = plan[next];
      order !== undefined && order.minute <= minute();
      order = plan[next]
    ) {
      next += 1;
      mine.add(await place(order, staff, tables, next, speed));
    }
    const snapshot = await ask<Snapshot>(staff.owner, "/api/snapshot");
    const orders = snapshot.orders.filter((order) => mine.has(order.orderId));
    open = orders.filter((order) => !isClosed(order)).length;
    const now = Date.parse(snapshot.serverTime);
    const [waiter = null] = staff.waiters;
    doneByOthers += await doAll(
      staff.cook,
      staff.cook === null ? [] : cooksDeeds(orders, snapshot.menu, now, speed),
    );
    doneByOthers += await doAll(waiter, waitersDeeds(orders, now, speed));
    if (minute() - saidAt >= 15) {
      saidAt = minute();
      say(
        `  ${Math.round(saidAt)} minutes in: ${next} of ${plan.length} orders taken, ${open} open`,
      );
    }
    await pause();
  }
  say(
    `The doors are closed: ${next} orders taken, ${open} still open${doneByOthers > 0 ? `, ${doneByOthers} times somebody at a screen was first` : ""}.`,
  );
}

async function place(
  order: PlannedOrder,
  { owner, waiters }: Staff,
  tables: readonly TableRow[],
  index: number,
  speed: number,
): Promise<string> {
  const orderId = crypto.randomUUID();
  const lines = order.lines.map((line) => ({ lineId: crypto.randomUUID(), ...line }));
  const table = order.table === null ? undefined : tables[order.table];
  const waiter = waiters[index % waiters.length];
  const guestName = order.guestName === null ? {} : { guestName: order.guestName };
  if (table !== undefined && (order.by === "guest" || waiter === undefined)) {
    const asked = lines.map(({ course: _course, allergies: _allergies, ...line }) => line);
    await ask({ ...owner, token: null }, "/api/qr/orders/create", {
      method: "POST",
      body: { tableToken: table.tableToken, orderId, ...guestName, lines: asked },
    });
  } else {
    const promised =
      order.promisedIn === null
        ? {}
        : { promisedAt: toIso(Date.now() + (order.promisedIn * MINUTE) / speed) };
    await waiter?.act("order.place", {
      orderId,
      channel: order.channel,
      ...(table === undefined ? {} : { tableId: table.id }),
      ...guestName,
      ...(order.notes === null ? {} : { notes: order.notes }),
      ...promised,
      lines,
    });
  }
  return orderId;
}

/** How many of them were refused: a person at a screen was first, which is what the demo is for. */
async function doAll(by: ProtocolDevice | null, deeds: readonly Deed[]): Promise<number> {
  if (by === null) return 0;
  const outcomes = await Promise.allSettled(deeds.map(({ name, args }) => by.act(name, args)));
  return outcomes.filter(({ status }) => status === "rejected").length;
}

async function hire(
  owner: Api,
  hired: string[],
  role: DeviceRole,
  name: string,
): Promise<ProtocolDevice> {
  const { code } = await ask<{ code: string }>(owner, "/api/devices/pairing-codes", {
    method: "POST",
    body: { role, name },
  });
  const { deviceId, token } = await pair({ ...owner, token: null }, code, name);
  hired.push(deviceId);
  return createProtocolDevice({ url: owner.url, token });
}

function pair(nobody: Api, code: string, name: string): Promise<Paired> {
  return ask<Paired>(
    nobody,
    "/api/devices/pair",
    { method: "POST", body: { code, name } },
    5 * SECOND,
  );
}

async function pause(): Promise<void> {
  await sleep(LOOK_MS, undefined, { signal: closing.signal }).catch((error: unknown) => {
    if (!closing.signal.aborted) throw error;
  });
}
