/** What must hold of one event: as it follows what was, and as it answers what was asked. */
import type { HeardEvent } from "#shared/orders/event.ts";
import type { Line, Order } from "#shared/orders/order.ts";
import type { Submission } from "#shared/sync/sequencer-port.ts";
import type { World } from "#shared/sync/world.ts";

const RANK = { queued: 0, preparing: 1, ready: 2, served: 3, cancelled: 4 } as const;

/** S7: a line never goes back within a generation, and a generation never goes back. */
export function regressions(before: Order, after: Order, event: HeardEvent): string[] {
  return before.lines.flatMap((was, index) => {
    const line =
      after.lines[index]?.lineId === was.lineId
        ? after.lines[index]
        : after.lines.find((it) => it.lineId === was.lineId);
    if (line === was) return [];
    if (line === undefined) return [`S3: event ${event.seq} makes line ${was.lineId} disappear`];
    return isBehind(line, was)
      ? [
          `S7: event ${event.seq} puts line ${line.lineId} from ${was.status}/${was.generation} to ${line.status}/${line.generation}`,
        ]
      : [];
  });
}

const isBehind = (line: Line, was: Line): boolean =>
  was.status === "cancelled"
    ? line.status !== "cancelled"
    : line.generation < was.generation ||
      (line.generation === was.generation && RANK[line.status] < RANK[was.status]);

/**
 * A screen that bumps or recalls means the lines it showed, as it showed them, and no others
 * (ORD-11, ORD-13).
 */
export function notAsked(event: HeardEvent, submissions: readonly Submission[]): string[] {
  if (
    event.type !== "order_item_status_changed" ||
    event.origin === null ||
    event.data.to === "cancelled"
  )
    return [];
  const mutation = mutationOf(submissions, event.origin);
  const shown = mutation?.args["lines"];
  if (
    (mutation?.name !== "ticket.bump" && mutation?.name !== "ticket.recall") ||
    !Array.isArray(shown)
  )
    return [];
  const { lineId, generation } = event.data;
  const meant = (shown as readonly { lineId: string; generation: number }[]).find(
    (line) => line.lineId === lineId,
  );
  if (meant === undefined)
    return [`ORD-13: event ${event.seq} is of a line that the screen did not show`];
  const expected = mutation.name === "ticket.bump" ? meant.generation : meant.generation + 1;
  return generation === expected
    ? []
    : [`S7: event ${event.seq} is of generation ${generation}; the screen meant ${expected}`];
}

/**
 * Who writes a menu without saying which one was read neither takes a dish off nor brings one back
 * (ORD-33).
 */
export function broughtBack(
  event: HeardEvent,
  submissions: readonly Submission[],
  before: World["menu"],
): string[] {
  if (
    event.type !== "menu_changed" ||
    submissions.some(
      (submission) =>
        submission.kind === "command" &&
        submission.command.name === "menu.replace" &&
        submission.command.args.over !== undefined,
    )
  )
    return [];
  const was = new Map(before.items.map(({ id, available }) => [id, available]));
  return event.data.menu.items.flatMap(({ id, available }) =>
    (was.get(id) ?? available) === available
      ? []
      : [
          `ORD-33: event ${event.seq} makes ${id} ${available ? "available" : "unavailable"}, which nobody asked for`,
        ],
  );
}

/** A screen that is bound to stations has shown and made nothing elsewhere (ORD-32, P6). */
export function notItsStation(
  event: HeardEvent,
  submissions: readonly Submission[],
  { orders }: World,
): string[] {
  const { origin } = event;
  if (
    origin === null ||
    (event.type !== "ticket_shown" && event.type !== "order_item_status_changed")
  )
    return [];
  const who = submissions.find(
    (submission) => submission.kind === "push" && submission.push.clientId === origin.clientId,
  )?.who;
  if (who === undefined || who.stationIds.length === 0) return [];
  const lineIds =
    event.type === "ticket_shown"
      ? event.data.lineIds
      : event.data.to === "served" || event.data.to === "cancelled"
        ? []
        : [event.data.lineId];
  const lines = orders.get(event.data.orderId)?.lines ?? [];
  return lineIds.some(
    (lineId) =>
      !who.stationIds.includes(lines.find((line) => line.lineId === lineId)?.stationId ?? ""),
  )
    ? [
        `ORD-32: event ${event.seq} (${event.type}) is of a station that ${who.source.name} is not for`,
      ]
    : [];
}

export function mutationOf(
  submissions: readonly Submission[],
  { clientId, mutationId }: { readonly clientId: string; readonly mutationId: number },
) {
  for (const submission of submissions) {
    if (submission.kind !== "push" || submission.push.clientId !== clientId) continue;
    const mutation = submission.push.mutations.find(({ id }) => id === mutationId);
    if (mutation !== undefined) return mutation;
  }
  return undefined;
}
