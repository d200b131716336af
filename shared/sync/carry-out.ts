/** Decides one command on what is loaded, and appends what came of it. */
import { must } from "#shared/kernel/assert.ts";
import type { Ids } from "#shared/kernel/ids.ts";
import { believedTime, type IsoTime } from "#shared/kernel/time.ts";
import { orderIdOf, type Command } from "#shared/orders/command.ts";
import { decide } from "#shared/orders/decide.ts";
import type { Decision } from "#shared/orders/decision.ts";
import type { EventDraft, HeardEvent, Origin } from "#shared/orders/event.ts";
import { orderIdOfEvent } from "#shared/orders/fold.ts";
import { countIn } from "#shared/orders/guest-load.ts";
import {
  comesAfter,
  GUEST_LETTER,
  nextNumber,
  OWNER_LETTER,
  splitNumber,
} from "#shared/orders/order-number.ts";
import type { Mutation } from "./messages/push.ts";
import { refuseUnreadable, unreadOrderId } from "./read-mutation.ts";
import type { Actor, Answer, Changes, Loaded } from "./sequencer-port.ts";
import { applyToWorld } from "./world.ts";

/**
 * What one commit is made of: what is stored, moved forward by each submission that is carried out,
 * what is to be written, and when it is.
 */
export type Commit = {
  readonly loaded: Loaded;
  readonly changes: Changes;
  readonly now: IsoTime;
  readonly ids: Ids;
};

/**
 * One thing that somebody asks. `command` null: its name or arguments are not of the protocol.
 * `origin`: of a device's mutation.
 */
type Asked = Pick<Mutation, "name" | "args" | "occurredAt"> & {
  readonly command: Command | null;
  readonly who: Actor;
  readonly origin: Origin | null;
  readonly strict: boolean;
};

export function carryOut(commit: Commit, asked: Asked): Answer {
  const { loaded, now } = commit;
  const { command, origin } = asked;
  const occurredAt = believedTime(asked.occurredAt, now);
  const decision =
    command === null ? refuseUnreadable(asked) : decideOn(commit, asked, command, occurredAt);
  switch (decision.kind) {
    case "noop":
      return { status: "noop", seq: loaded.log.head };
    case "applied":
      for (const draft of decision.events) append(commit, draft, origin, occurredAt);
      return { status: "applied", seq: loaded.log.head };
    default: {
      const { code, detail, waitMs } = decision;
      // Only a device's refusals are kept in its log: a program has its answer at once and nobody
      // waits for a card.
      if (origin !== null) {
        const orderId = command === null ? unreadOrderId(asked) : orderIdOf(command);
        append(
          commit,
          {
            type: "mutation_rejected",
            entityId: orderId ?? origin.clientId,
            data: { name: asked.name, code, detail, orderId },
          },
          origin,
          occurredAt,
        );
      }
      return {
        status: "rejected",
        code,
        detail,
        ...(waitMs === undefined ? {} : { waitMs }),
        seq: loaded.log.head,
      };
    }
  }
}

function decideOn(
  { loaded, changes }: Commit,
  { who, strict }: Asked,
  command: Command,
  occurredAt: IsoTime,
): Decision {
  const letter = who.letter ?? (who.role === "guest" ? GUEST_LETTER : OWNER_LETTER);
  const { orders, menu, tables, settings } = loaded.world;
  const decision = decide(
    {
      order: (orderId) => orders.get(orderId),
      orderOfLine: (lineId) => loaded.lineOrders.get(lineId),
      ordersAt: (tableId) => [...orders.values()].filter((order) => order.tableId === tableId),
      guestLoad: loaded.guests,
      menu,
      tables,
      settings,
      role: who.role,
      source: who.source,
      stationIds: who.stationIds,
      occurredAt,
      strict,
      ...(who.guest === undefined ? {} : { guest: who.guest }),
      nextNumber: () => nextNumber(letter, loaded.letters.get(letter) ?? 0).number,
    },
    command,
  );
  for (const event of decision.kind === "applied" ? decision.events : []) {
    if (event.type !== "order_created") continue;
    const used = splitNumber(event.data.number);
    // Of another letter: made before this device was paired anew. It says nothing about whose
    // letter that is.
    if (used.letter !== letter || !comesAfter(used.counter, loaded.letters.get(letter) ?? 0))
      continue;
    loaded.letters.set(letter, used.counter);
    changes.letters.add(letter);
  }
  return decision;
}

function append(
  { loaded, changes, now, ids }: Commit,
  draft: EventDraft,
  origin: Origin | null,
  occurredAt: IsoTime,
): void {
  const event: HeardEvent = {
    seq: loaded.log.head + 1,
    id: ids.next(),
    ...draft,
    v: 1,
    origin,
    occurredAt,
    recordedAt: now,
  };
  loaded.log = { ...loaded.log, head: event.seq, headId: event.id };
  const orderId = orderIdOfEvent(event);
  const { world } = loaded;
  const { menu, tables, settings } = world;
  const before = orderId === null ? undefined : world.orders.get(orderId);
  applyToWorld(world, event);
  const after = orderId === null ? undefined : world.orders.get(orderId);
  changes.events.push({
    seq: event.seq,
    id: event.id,
    type: event.type,
    body: JSON.stringify(event),
    recordedAt: event.recordedAt,
  });
  if (orderId !== null && after !== undefined && after !== before) {
    countIn(loaded.guests, orderId, before, after);
    changes.orderIds.add(orderId);
  }
  changes.menu ||= world.menu !== menu;
  changes.tables ||= world.tables !== tables;
  changes.settings ||= world.settings !== settings;
  for (const line of event.type === "order_created" || event.type === "order_lines_added"
    ? event.data.lines
    : []) {
    loaded.lineOrders.set(line.lineId, must(orderId, "an event with lines has an order"));
    changes.lines.push({
      lineId: line.lineId,
      orderId: must(orderId, "an event with lines has an order"),
    });
  }
}
