/**
 * Who looks on at the server: after every commit and answer, what must hold of the log then (S1,
 * S2, S6, S7, S8; P6).
 */
import { believedTime } from "#shared/kernel/time.ts";
import { unseenSince } from "#shared/kitchen/board.ts";
import type { HeardEvent } from "#shared/orders/event.ts";
import { orderIdOfEvent } from "#shared/orders/fold.ts";
import { standingOf } from "#shared/orders/guest-load.ts";
import type { Order } from "#shared/orders/order.ts";
import type { Answer, CommandSubmission, Outcome } from "#shared/sync/sequencer-port.ts";
import { resultKey } from "#shared/sync/sequencer.ts";
import { isEqual } from "#shared/kernel/equal.ts";
import { applyToWorld, emptyWorld, type World } from "#shared/sync/world.ts";
import { broughtBack, mutationOf, notAsked, notItsStation, regressions } from "./event-checks.ts";
import type { ServerWatch, SimulatedServer } from "./server.ts";
import type { VirtualTime } from "./virtual-time.ts";

export type LogWatch = ServerWatch & {
  /** By seq - 1: the order as it is after the event, where it is about one. */
  orderAfter(seq: number): Order | undefined;
  /** When the event landed. */
  landedAt(seq: number): number;
  restoredAt(): number;
  /** The restaurant was told of this order after it had not been shown since that moment. */
  isTold(orderId: string, since: string): boolean;
  /** How often what was asked for came to what, as in `order.accept applied`. */
  readonly outcomes: Map<string, number>;
};

/** `hasDrawn`: was this line ever drawn on the device of this name? */
export function watchLog(
  time: VirtualTime,
  server: () => SimulatedServer,
  complain: (what: string) => void,
  hasDrawn: (name: string, lineId: string) => boolean,
): LogWatch {
  const outcomes = new Map<string, number>();
  const cameTo = (name: string, status: string) =>
    void outcomes.set(`${name} ${status}`, (outcomes.get(`${name} ${status}`) ?? 0) + 1);
  let world: World = emptyWorld();
  let after: (Order | undefined)[] = [];
  let landed: number[] = [];
  let restoredAt = -Infinity;
  const lastOf = new Map<string, number>();
  const created = new Map<string, number>();
  /**
   * By order: since when lines of it have not been shown, now or earlier: what the word was about
   * may have been shown or made while it was on its way, the limit changed and the clock set.
   */
  const unseen = new Map<string, Set<string>>();
  const told = new Set<string>();
  /**
   * Tables that the restaurant was told of as one: in an evening it is told of each once, and of
   * all that waits there (ORD-54).
   */
  const crowded = new Set<string>();
  /**
   * What each mutation was answered and what it asked for, as committed; forgotten with what a
   * backup forgets.
   */
  const asked = new Map<string, string>();
  /** What each program's key was answered. */
  const keys = new Map<string, Answer>();
  /** The last id that each client was told of. */
  const said = new Map<string, number>();

  function take(event: HeardEvent): void {
    const orderId = orderIdOfEvent(event);
    const before = orderId === null ? undefined : world.orders.get(orderId);
    applyToWorld(world, event);
    const next = orderId === null ? undefined : world.orders.get(orderId);
    after[event.seq - 1] = next;
    landed[event.seq - 1] = time.now();
    if (before !== undefined && next !== undefined && before !== next)
      for (const what of regressions(before, next, event)) complain(what);
    if (next !== undefined) {
      const moments = unseen.get(next.orderId) ?? new Set();
      unseen.set(next.orderId, moments);
      for (const since of unseenSince(next)) moments.add(since);
    }
    if (event.occurredAt !== believedTime(event.occurredAt, event.recordedAt))
      complain(`SYN-10: event ${event.seq} happened after it was recorded, or long before`);
    if (event.type === "order_created") {
      if (created.has(event.entityId)) complain(`S8: order ${event.entityId} was created twice`);
      created.set(event.entityId, event.seq);
    }
    if (
      event.type === "restaurant_notification" &&
      (event.data.kind === "order_unheard" || event.data.kind === "order_unscreened")
    )
      for (const since of unseen.get(event.entityId) ?? []) told.add(`${event.entityId} ${since}`);
    if (event.type === "restaurant_notification" && event.data.kind === "table_crowded")
      crowded.add(event.data.tableId);
    if (event.origin === null) return;
    const { clientId, mutationId } = event.origin;
    if (mutationId < (lastOf.get(clientId) ?? 0))
      complain(
        `S6: event ${event.seq} is of mutation ${mutationId}, after ${lastOf.get(clientId)}`,
      );
    lastOf.set(clientId, mutationId);
  }

  function landedCommand({ command, key }: CommandSubmission, outcome: Outcome): void {
    if (outcome.kind !== "decided") return;
    if (!outcome.repeated) cameTo(command.name, outcome.answer.status);
    if (key === null) return;
    const before = keys.get(key);
    if (before !== undefined && !isEqual(before, outcome.answer))
      complain(
        `SYN-9: what was asked under one key was answered ${before.status}, and then ${outcome.answer.status}`,
      );
    keys.set(key, outcome.answer);
  }

  return {
    outcomes,
    world: () => world,
    orderAfter: (seq) => after[seq - 1],
    landedAt: (seq) => landed[seq - 1] ?? Infinity,
    restoredAt: () => restoredAt,
    isTold(orderId, since) {
      const order = world.orders.get(orderId);
      return (
        told.has(`${orderId} ${since}`) ||
        (order !== undefined && standingOf(order) === "waiting" && crowded.has(order.tableId ?? ""))
      );
    },
    committed(events, submissions, changes, outcomes) {
      for (const event of events) {
        if (event.seq !== after.length + 1)
          complain(`S1: event ${event.seq} follows event ${after.length}`);
        const menuBefore = world.menu;
        take(event);
        for (const what of [
          ...notAsked(event, submissions),
          ...notItsStation(event, submissions, world),
          ...broughtBack(event, submissions, menuBefore),
        ])
          complain(what);
        if (event.type === "ticket_shown") {
          const { by, lineIds } = event.data;
          for (const lineId of lineIds)
            if (!hasDrawn(by, lineId))
              complain(
                `P6: event ${event.seq} says that ${by} has shown a line that was never drawn there`,
              );
        }
      }
      for (const { clientId, mutationId, payloadHash, status } of changes.results) {
        const key = resultKey(clientId, mutationId);
        cameTo(mutationOf(submissions, { clientId, mutationId })?.name ?? "?", status);
        if (asked.has(key)) complain(`S2: mutation ${key} was carried out twice`);
        asked.set(key, payloadHash);
      }
      for (const [index, submission] of submissions.entries()) {
        const outcome = outcomes[index];
        if (outcome === undefined) continue;
        if (submission.kind === "command") landedCommand(submission, outcome);
        else if (outcome.kind === "pushed" || outcome.kind === "out_of_order") {
          const { clientId } = submission.push;
          const last = outcome.kind === "pushed" ? outcome.lastMutationId : outcome.expected - 1;
          if (last < (said.get(clientId) ?? 0))
            complain(
              `SYN-4: the server knew mutation ${said.get(clientId)} of a client, and now only ${last}`,
            );
          if (outcome.kind === "pushed") said.set(clientId, last);
        }
      }
    },
    answered(outcome, submission) {
      if (submission.kind === "command" || outcome.kind !== "pushed") return;
      const { clientId } = submission.push;
      for (const { id, status, seq, code } of outcome.results) {
        if (code !== "forgotten" && !asked.has(resultKey(clientId, id)))
          complain(`S2: mutation ${id} was answered and is not stored`);
        if (seq > after.length)
          complain(`S2: mutation ${id} has its outcome at ${seq}, beyond the log`);
        if (status === "noop" || code === "forgotten") continue;
        const { origin } = server().history()[seq - 1] ?? { origin: null };
        if (origin?.clientId !== clientId || origin.mutationId !== id)
          complain(`S2: the outcome of mutation ${id} is said to be at ${seq}, where it is not`);
      }
    },
    restored() {
      restoredAt = time.now();
      world = emptyWorld();
      after = [];
      landed = [];
      for (const known of [lastOf, created, unseen, told, crowded, asked, said, keys])
        known.clear();
      for (const event of server().history()) take(event);
      for (const [key, { payloadHash }] of server().contents().results) asked.set(key, payloadHash);
    },
  };
}
