/**
 * What the attacks stand on: a restaurant as an owner gets it, people who mean harm, and somebody
 * who only wants to work meanwhile.
 */
import { randomUUIDv7 } from "node:crypto";
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { must } from "#shared/kernel/assert.ts";
import { DEFAULT_GUEST_LIMITS } from "#shared/restaurant/guest-limits.ts";
import { ask, type Api } from "../../replay/api.ts";
import { makeReplayHouse, pairReplayDevice } from "../../replay/house.ts";
import type { ServerProcess } from "../../../testing/server-process.ts";
import { MENU, startOurs } from "../rig.ts";
import { quantile } from "../rounds.ts";
import type { Bench } from "../row.ts";
import { openCaller, requestText } from "../wire.ts";

export type Ground = {
  readonly server: ServerProcess;
  readonly owner: Api;
  readonly tableToken: string;
  readonly floor: Api;
  readonly kitchen: Api;
};

/**
 * A restaurant with the product's own limits; guests' orders wait to be accepted, as after a first
 * start.
 */
export async function openGround(
  bench: Bench,
  env: Readonly<Record<string, string>> = {},
): Promise<Ground> {
  const server = await startOurs(bench, { env: { GUEST_ORDERS_PER_TABLE: "1000", ...env } });
  const house = await makeReplayHouse(server.url, server.setupToken, MENU);
  await ask(house.owner, "/api/restaurant", {
    method: "PATCH",
    body: { autoAccept: false, guestLimits: DEFAULT_GUEST_LIMITS },
  });
  const [floor, kitchen] = [
    await pairReplayDevice(house, "floor", "Floor"),
    await pairReplayDevice(house, "kitchen", "Kitchen"),
  ];
  return {
    server,
    owner: house.owner,
    tableToken: must(house.tables[0], "a table").tableToken,
    floor,
    kitchen,
  };
}

/**
 * Another restaurant's owner, who has a password, and how somebody signs in to the account from an
 * address.
 */
export async function openOwner({ url, setupToken }: ServerProcess, domain: string) {
  const owner = {
    name: "Olive",
    email: `${randomUUIDv7()}@${domain}`,
    password: "nine copper pans on a wall",
  };
  const make = await fetch(`${url}/api/restaurants`, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-Setup-Token": setupToken },
    body: JSON.stringify({
      name: MENU.stations[0]?.name,
      timezone: "Europe/London",
      currency: "GBP",
      owner,
    }),
  });
  if (make.status !== 201) throw new Error(`no restaurant: ${await make.text()}`);
  const signIn = (from: string, password: string, cookie = "") =>
    fetch(`${url}/api/sessions`, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Forwarded-For": from, Cookie: cookie },
      body: JSON.stringify({ email: owner.email, password }),
    });
  return { ...owner, signIn };
}

export type Answered = { readonly status: number; readonly ms: number; readonly body: string };

/**
 * Sends all of them, as fast as so many connections take them. A connection that the server ends
 * counts as status 0.
 */
export async function storm(
  port: number,
  requests: readonly string[],
  connections: number,
): Promise<readonly Answered[]> {
  const answers: Answered[] = [];
  let next = 0;
  await Promise.all(
    Array.from({ length: Math.min(connections, requests.length) }, async () => {
      let caller = await openCaller(port);
      for (let mine = next++; mine < requests.length; mine = next++) {
        if (!caller.isOpen()) caller = await openCaller(port);
        answers.push(await timed(() => caller.ask(must(requests[mine], "a request"))));
      }
      caller.close();
    }),
  );
  return answers;
}

/**
 * One request every so often, on a connection of its own, until `work` is done (`forMs`: for as
 * long).
 */
export async function pulse(
  port: number,
  request: () => string,
  everyMs: number,
  work: Promise<unknown>,
): Promise<readonly Answered[]> {
  const [answers, caller] = [[] as Answered[], { open: await openCaller(port) }];
  let isOver = false;
  const over = work.finally(() => (isOver = true));
  while (!isOver) {
    if (!caller.open.isOpen()) caller.open = await openCaller(port);
    answers.push(await timed(() => caller.open.ask(request())));
    await sleep(everyMs);
  }
  await over;
  caller.open.close();
  return answers;
}

async function timed(
  asking: () => Promise<{ readonly status: number; readonly body: string }>,
): Promise<Answered> {
  const startedAt = performance.now();
  const { status, body } = await asking().catch(() => ({ status: 0, body: "" }));
  return { status, body, ms: performance.now() - startedAt };
}

/** What a device pushes: one order of two lines. Ids count up for as long as the function lives. */
export function pushes(
  { token }: Api,
  source: string,
): {
  readonly text: () => string;
  readonly body: () => string;
  readonly lastOrderId: () => string;
} {
  const clientId = randomUUIDv7();
  let [id, orderId] = [0, ""];
  const body = (): string => {
    orderId = randomUUIDv7();
    const args = { orderId, channel: "takeaway", lines: [line(0), line(1)] };
    const mutations = [
      { id: (id += 1), name: "order.place", occurredAt: new Date().toISOString(), args },
    ];
    return JSON.stringify({ protocol: 1, clientId, mutations });
  };
  return {
    text: () =>
      requestText(
        {
          method: "POST",
          path: "/api/sync/push",
          headers: { "X-Forwarded-For": source, Authorization: `Bearer ${token}` },
        },
        body(),
      ),
    body,
    lastOrderId: () => orderId,
  };
}

export function guestOrder(tableToken: string, source: string, lines: number): string {
  const body = {
    tableToken,
    orderId: randomUUIDv7(),
    guestName: "Anybody",
    lines: Array.from({ length: lines }, (_, index) => line(index)),
  };
  return requestText(
    { method: "POST", path: "/api/qr/orders/create", headers: { "X-Forwarded-For": source } },
    JSON.stringify(body),
  );
}

const line = (index: number) => ({
  lineId: randomUUIDv7(),
  menuItemId: `dish-${index % 40}`,
  quantity: 1,
});

export const residentMb = ({ server }: Pick<Ground, "server">): number =>
  Number(
    /^VmRSS:\s+(\d+)/m.exec(
      readFileSync(`/proc/${must(server.pid(), "the server")}/status`, "utf8"),
    )?.[1],
  ) / 1_024;

/** Connections that the server holds on its port (Linux's own table; state 01 is established). */
export function heldConnections({ port }: Pick<ServerProcess, "port">): number {
  const local = `:${port.toString(16).toUpperCase().padStart(4, "0")}`;
  const rows = ["/proc/net/tcp", "/proc/net/tcp6"].flatMap((file) =>
    readFileSync(file, "utf8").trim().split("\n").slice(1),
  );
  return rows
    .map((row) => row.trim().split(/\s+/))
    .filter(([, from = "", , state]) => from.endsWith(local) && state === "01").length;
}

export const slowest = (answers: readonly Answered[]): number =>
  Math.max(0, ...answers.map(({ ms }) => ms));
export const p99 = (answers: readonly Answered[]): number =>
  quantile(
    answers.map(({ ms }) => ms).toSorted((a, b) => a - b),
    0.99,
  );
export const withStatus = (answers: readonly Answered[], ...statuses: readonly number[]): number =>
  answers.filter(({ status }) => statuses.includes(status)).length;
