import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, vi } from "vitest";
import { systemActor } from "../../auth/actor.ts";
import { createMetrics } from "../../metrics/metrics.ts";
import { createSleeper } from "../../process/sleeper.ts";
import {
  makeHouse,
  mutation,
  placeOrder,
  push as pushOf,
  type StoredHouse,
} from "../../sync/testing/house.ts";
import { startProcess, type Process } from "../../sync/testing/process.ts";
import { freshDatabase, type TestDatabase } from "../../testing/postgres.ts";
import { createPush } from "../push.ts";
import { putSubscription } from "../subscriptions.ts";
import { startPushService, type Phone, type PushService } from "./push-service.ts";
import { sendDue, type NotifierDeps } from "../worker.ts";

export type Told = StoredHouse & { readonly phone: Phone };

const HOUR_MS = 3_600_000;

/**
 * A server that tells, and the service that it tells by: opened before the first test of the file
 * that asks for them, closed after its last.
 */
export function openNotifying() {
  let fresh: TestDatabase;
  let server: Process;
  let service: PushService;
  beforeAll(async () => {
    fresh = await freshDatabase();
    [server, service] = await Promise.all([
      startProcess(fresh.adminUrl, fresh.role),
      startPushService(),
    ]);
  });
  afterAll(async () => {
    await service.close();
    await server.close();
    await fresh.drop();
  });
  beforeEach(() => {
    service.answers = 201;
  });

  function deps(over: Partial<NotifierDeps> = {}): NotifierDeps {
    const log = { warn: vi.fn(), error: vi.fn() };
    return {
      database: server.database,
      directory: server.directory,
      metrics: createMetrics(),
      log,
      sleeper: createSleeper(),
      everyMs: HOUR_MS,
      clock: { now: () => Date.now() },
      random: { next: () => 0.5 },
      push: createPush({
        serverSecret: new Uint8Array(32).fill(1),
        services: [service.origin],
        contact: "mailto:heard@example.com",
        log,
        timeoutMs: 500,
      }),
      ...over,
    };
  }

  /** A restaurant whose owner has signed in and wants to be told. */
  async function told(): Promise<Told> {
    const house = await makeHouse(server.directory, server.sync.writer);
    const phone = service.phone();
    await server.database.tenant(house.restaurantId, (tx) =>
      putSubscription(tx, house.restaurantId, house.owner.subjectId, phone.subscription),
    );
    return { ...house, phone };
  }

  /** An order that nobody has shown, and the alarm about it: what the watch does. */
  async function alarm({ restaurantId, owner }: StoredHouse): Promise<string> {
    const orderId = randomUUID();
    await server.sync.writer.submit(
      restaurantId,
      pushOf(owner, randomUUID(), mutation(1, placeOrder(orderId))),
    );
    await server.sync.writer.submit(restaurantId, {
      kind: "command",
      who: systemActor(restaurantId),
      key: null,
      strict: false,
      command: { name: "restaurant.notify", args: { kind: "order_unheard", orderId } },
    });
    return orderId;
  }

  const sql = <Row extends object>(
    { restaurantId }: StoredHouse,
    text: string,
    values: readonly unknown[] = [],
  ) => server.database.tenant(restaurantId, (tx) => tx.query<Row>(text, values));
  const waiting = async (house: StoredHouse): Promise<number> =>
    (await sql(house, "select 1 from notifications")).rowCount;
  const subscriptions = async (house: StoredHouse): Promise<number> =>
    (await sql(house, "select 1 from push_subscriptions")).rowCount;
  /** As if time had passed for what waits to be tried again. */
  const makeDue = (house: StoredHouse) => sql(house, "update notifications set due_at = now()");
  const sends = (house: StoredHouse, over: Partial<NotifierDeps> = {}) =>
    sendDue(deps(over), house.restaurantId, never);

  return {
    fresh: () => fresh,
    server: () => server,
    service: () => service,
    deps,
    told,
    alarm,
    sql,
    waiting,
    subscriptions,
    makeDue,
    sends,
  };
}

/** Nobody stops what is sent. */
export const never = new AbortController().signal;
