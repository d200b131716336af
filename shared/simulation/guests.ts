/**
 * People and programs outside the house: guests' phones that order, and a program of the owner's;
 * each over air of its own, and each asking under the same ids until it has an answer.
 */
import type { Ids } from "#shared/kernel/ids.ts";
import type { Random } from "#shared/kernel/random.ts";
import { between, happens, oneOf } from "#shared/kernel/seeded-random.ts";
import { SECOND } from "#shared/kernel/time.ts";
import type { Command } from "#shared/orders/command.ts";
import { isClosed } from "#shared/orders/order.ts";
import { LINE_STATUSES, ORDER_STATUSES } from "#shared/orders/statuses.ts";
import type { Answer, CommandSubmission, Outcome } from "#shared/sync/sequencer-port.ts";
import type { World } from "#shared/sync/world.ts";
import type { Counters } from "./faults.ts";
import { createNetwork, GOOD_AIR, type Air } from "./network.ts";
import { orderArgs } from "./people.ts";
import type { SimulatedServer } from "./server.ts";
import type { VirtualTime } from "./virtual-time.ts";

/** Somebody who asked for one thing. */
export type Outsider = {
  readonly submission: CommandSubmission;
  /** What it was told, once it was. */
  readonly told: Answer | null;
};

export type Outsiders = {
  /** A guest orders at a table (left out: at any); the order's id is the guest's own (S8). */
  guest(tableId?: string): void;
  /** A program moves an order or a line on, under an idempotency key (SYN-9). */
  program(world: World): void;
  all(): readonly Outsider[];
  /** Their air is good from here on. */
  heal(): void;
};

export type OutsidersDeps = {
  readonly time: VirtualTime;
  readonly random: Random;
  readonly ids: Ids;
  readonly counters: Counters;
  readonly server: SimulatedServer;
};

const ASKS_AGAIN_MS = 3 * SECOND;

export function createOutsiders({ time, random, ids, counters, server }: OutsidersDeps): Outsiders {
  const outsiders: { submission: CommandSubmission; told: Answer | null }[] = [];
  const airs: Air[] = [];

  function sends(submission: CommandSubmission): void {
    const air: Air = { ...GOOD_AIR, ...(happens(random, 0.5) ? {} : roughAir(random)) };
    const network = createNetwork(air, time, random, counters);
    const outsider: { submission: CommandSubmission; told: Answer | null } = {
      submission,
      told: null,
    };
    airs.push(air);
    outsiders.push(outsider);
    ask();

    function ask(): void {
      network.request(
        () => server.submit(submission),
        (outcome, isCut) => (isCut ? askAgain() : hear(outcome)),
        askAgain,
      );
    }
    function hear(outcome: Outcome): void {
      if (outcome.kind !== "decided") return askAgain();
      outsider.told = outcome.answer;
      // A page that is loaded again asks again, although it was told.
      if (happens(random, 0.2))
        time.after(between(random, 1, ASKS_AGAIN_MS), () =>
          network.request(
            () => server.submit(submission),
            () => undefined,
            () => undefined,
          ),
        );
    }
    function askAgain(): void {
      time.after(between(random, 200, ASKS_AGAIN_MS), ask);
    }
  }

  return {
    guest(at) {
      const { orderId, channel, tableId, lines } = orderArgs(random, ids);
      const args = {
        orderId,
        channel,
        tableId: at ?? tableId,
        lines: lines.map(({ lineId, menuItemId, quantity }) => ({ lineId, menuItemId, quantity })),
      };
      sends({
        kind: "command",
        who: {
          role: "guest",
          subjectId: "the-tables",
          letter: null,
          source: { kind: "guest", name: "Guest" },
          stationIds: [],
        },
        command: { name: "order.place", args },
        key: null,
        strict: true,
      });
    },
    program(world) {
      const order = oneOf(
        random,
        [...world.orders.values()].filter((it) => !isClosed(it)),
      );
      const line = oneOf(random, order?.lines ?? []);
      if (order === undefined || line === undefined) return;
      const { orderId } = order;
      const command: Command = happens(random, 0.5)
        ? {
            name: "order.setStatus",
            args: { orderId, status: oneOf(random, ORDER_STATUSES) ?? "ready" },
          }
        : {
            name: "line.setStatus",
            args: { orderId, lineId: line.lineId, status: oneOf(random, LINE_STATUSES) ?? "ready" },
          };
      sends({
        kind: "command",
        who: {
          role: "owner",
          subjectId: "the-owner",
          letter: null,
          source: { kind: "owner", name: "Till" },
          stationIds: [],
        },
        command,
        key: `the-owner/${ids.next()}`,
        strict: true,
      });
    },
    all: () => outsiders,
    heal() {
      for (const air of airs) Object.assign(air, GOOD_AIR);
    },
  };
}

const roughAir = (random: Random): Partial<Air> =>
  oneOf<Partial<Air>>(random, [
    { loss: 0.4, twice: 0.3, slowestMs: 2_000 },
    { towardsDevice: false },
    { stalls: 0.4 },
    { cut: 0.4, twice: 0.3 },
    { portal: true },
  ]) ?? {};
