/**
 * Who looks on while an evening is lived: after every step of a core, every transaction and every commit, what must hold then (DESIGN §6).
 * Cheap, because each looks only at what has just changed; the whole is compared at intervals and at rest (promises.ts).
 */
import { isEqual } from "#shared/kernel/equal.ts";
import type { HeardEvent } from "#shared/orders/event.ts";
import { orderIdOfEvent } from "#shared/orders/fold.ts";
import type { Line, Order } from "#shared/orders/order.ts";
import type { OutboxEntry } from "#shared/sync/device/entry.ts";
import type { Input } from "#shared/sync/device/ports.ts";
import type { Core } from "#shared/sync/device/state.ts";
import type { Cursor } from "#shared/sync/messages/cursor.ts";
import type { Submission } from "#shared/sync/sequencer-port.ts";
import { resultKey } from "#shared/sync/sequencer.ts";
import { applyToWorld, emptyWorld, type World } from "#shared/sync/world.ts";
import type { DeviceWatch, SimulatedDevice } from "./device.ts";
import type { Parts } from "./parts.ts";
import type { ServerWatch, SimulatedServer } from "./server.ts";
import type { VirtualTime } from "./virtual-time.ts";

export type Watcher = {
  readonly broken: ReadonlySet<string>;
  readonly devices: DeviceWatch;
  readonly server: ServerWatch;
  /** Inputs that cores took in so far. */
  steps(): number;
  /** How often what was asked for came to what, as in `order.accept applied`. */
  readonly outcomes: Map<string, number>;
  readonly complain: (what: string) => void;
};

const STUCK_MS = 30_000;

export function createWatcher(time: VirtualTime, parts: Parts, server: () => SimulatedServer): Watcher {
  const broken = new Set<string>();
  const complain = (what: string) => void broken.add(what);
  let steps = 0;
  const outcomes = new Map<string, number>();
  const cameTo = (name: string, status: string) => void outcomes.set(`${name} ${status}`, (outcomes.get(`${name} ${status}`) ?? 0) + 1);

  let world: World = emptyWorld();
  /** By seq - 1: the order as it is after the event, where it is about one. */
  let after: (Order | undefined)[] = [];
  const lastOf = new Map<string, number>();
  const created = new Map<string, number>();
  const guests = new Map<string, string>();
  /** What each mutation was answered and what it asked for, as committed; forgotten with what a backup forgets. */
  const asked = new Map<string, string>();
  /** The last id that each client was told of. */
  const said = new Map<string, number>();
  let cursor: Cursor | null = null;
  let archived: readonly OutboxEntry[] = [];
  const progress = new Map<Core, { readonly since: number; readonly seen: string }>();

  function tell(event: HeardEvent, submission: Submission | null): void {
    const orderId = orderIdOfEvent(event);
    const before = orderId === null ? undefined : world.orders.get(orderId);
    applyToWorld(world, event);
    const next = orderId === null ? undefined : world.orders.get(orderId);
    after[event.seq - 1] = next;
    if (before !== undefined && next !== undefined && before !== next) for (const what of regressions(before, next, event)) complain(what);
    if (event.occurredAt > event.recordedAt) complain(`SYN-10: event ${event.seq} happened after it was recorded`);
    if (event.type === "order_created") {
      if (created.has(event.entityId)) complain(`S8: order ${event.entityId} was created twice`);
      created.set(event.entityId, event.seq);
      const key = submission?.kind === "command" ? submission.key : null;
      if (key !== null) {
        if ((guests.get(key) ?? event.entityId) !== event.entityId) complain("S8: one guest's order made two tickets");
        guests.set(key, event.entityId);
      }
    }
    if (event.origin === null) return;
    const { clientId, mutationId } = event.origin;
    if (mutationId < (lastOf.get(clientId) ?? 0)) complain(`S6: event ${event.seq} is of mutation ${mutationId}, after ${lastOf.get(clientId)}`);
    lastOf.set(clientId, mutationId);
  }

  return {
    broken, complain, outcomes, steps: () => steps,
    server: {
      world: () => world,
      committed(events, submission, changes) {
        for (const event of events) {
          if (event.seq !== after.length + 1) complain(`S1: event ${event.seq} follows event ${after.length}`);
          tell(event, submission);
          for (const what of notAsked(event, submission)) complain(what);
        }
        for (const { clientId, mutationId, payloadHash, status } of changes.results) {
          if (submission.kind === "push") cameTo(submission.push.mutations.find(({ id }) => id === mutationId)?.name ?? "?", status);
          const key = resultKey(clientId, mutationId);
          if (asked.has(key)) complain(`S2: mutation ${key} was carried out twice`);
          asked.set(key, payloadHash);
        }
      },
      answered(outcome, submission) {
        if (submission.kind !== "push") return outcome.kind === "decided" && !outcome.repeated ? cameTo(submission.command.name, outcome.answer.status) : undefined;
        const { clientId } = submission.push;
        const last = outcome.kind === "pushed" ? outcome.lastMutationId : outcome.kind === "out_of_order" ? outcome.expected - 1 : Infinity;
        if (last < (said.get(clientId) ?? 0)) complain(`SYN-4: the server knew mutation ${said.get(clientId)} of a client, and now only ${last}`);
        if (outcome.kind !== "pushed") return;
        said.set(clientId, last);
        for (const { id, status, seq, code } of outcome.results) {
          if (code !== "forgotten" && !asked.has(resultKey(submission.push.clientId, id))) complain(`S2: mutation ${id} was answered and is not stored`);
          if (seq > after.length) complain(`S2: mutation ${id} has its outcome at ${seq}, beyond the log`);
          if (status === "noop" || code === "forgotten") continue;
          const { origin } = server().history()[seq - 1] ?? { origin: null };
          if (origin?.clientId !== submission.push.clientId || origin.mutationId !== id) complain(`S2: the outcome of mutation ${id} is said to be at ${seq}, where it is not`);
        }
      },
      restored() {
        world = emptyWorld();
        after = [];
        for (const map of [lastOf, created, guests, asked, said]) map.clear();
        for (const event of server().history()) tell(event, null);
        for (const [key, { payloadHash }] of server().contents().results) asked.set(key, payloadHash);
      },
    },
    devices: {
      before(_device, core) {
        ({ cursor } = core.replica);
        archived = core.outbox.archive;
      },
      after(device, core, input) {
        steps++;
        followsLog(device, core, input);
        if (core.outbox.archive.length > archived.length && input.kind !== "reloaded" && input.kind !== "outbox-reloaded") {
          const seq = core.replica.cursor?.seq ?? 0;
          for (const entry of core.outbox.archive) if ((entry.outcome?.seq ?? Infinity) > seq && !archived.some((it) => it.at === entry.at)) complain(`S3: ${device.name} gave up the action ${entry.at} before the log had it`);
        }
        if (!core.leading) return void progress.delete(core);
        if (core.reading.link === "live" && core.reading.stream.phase === "closed") complain(`P4: ${device.name} looks live without a stream`);
        saysWhy(device, core);
      },
      acted(device, entry) {
        for (const other of device.disk().entries.values()) {
          if (other.at !== entry.at && other.id === entry.id && other.clientId === entry.clientId) complain(`SYN-4: ${device.name} gave the id ${entry.id} twice`);
        }
      },
      written(device, effect) {
        const { place, events, entries } = device.disk();
        const last = events.at(-1);
        if (effect.kind === "store-events" && (last === undefined || last.seq !== place?.seq || last.id !== place.id)) complain(`S4: ${device.name} stored a cursor without its events`);
        if (effect.kind === "store-snapshot" && events.length > 0) complain(`SYN-14: ${device.name} kept old events under a new snapshot`);
        if (effect.kind === "store-snapshot" || effect.kind === "store-entries") {
          for (const at of device.confirmed().keys()) if (!entries.has(at)) complain(`S3: ${device.name} forgot the action ${at}`);
        }
      },
      acked(device, seq, safe) {
        if (seq > safe) complain(`SYN-13: ${device.name} acknowledged ${seq}, which is not safe`);
      },
      pushes(device, underWay) {
        if (underWay > 1) complain(`SYN-16: ${device.name} has two pushes under way`);
      },
    },
  };

  /** S4, S5: what has just been folded in is what the log says it is, and nothing before it was left out. */
  function followsLog(device: SimulatedDevice, core: Core, input: Input): void {
    const to = core.replica.cursor;
    if (to === null || to === cursor || to.seq === cursor?.seq) return;
    const history = server().history();
    if (to.seq > 0 && history[to.seq - 1]?.id !== to.id) return;
    const from = input.kind === "snapshot-taken" || cursor === null || (cursor.seq > 0 && history[cursor.seq - 1]?.id !== cursor.id) ? 0 : cursor.seq;
    const seen = new Set<string>();
    for (let seq = to.seq; seq > from; seq--) {
      const order = after[seq - 1];
      if (order === undefined || seen.has(order.orderId)) continue;
      seen.add(order.orderId);
      if (!isEqual(core.replica.world.orders.get(order.orderId), order)) return complain(`S4: what ${device.name} holds of an order at ${to.seq} is not what the log makes of it`);
    }
  }

  /** L2: a state without progress for 30 s shows its cause. */
  function saysWhy(device: SimulatedDevice, core: Core): void {
    const link = parts.linkOf(core, device.clockMs());
    const seen = link.state === "live" || link.state === "polling" ? "" : `${link.state} ${core.replica.cursor?.seq}`;
    const before = progress.get(core);
    if (before === undefined || before.seen !== seen || seen === "") progress.set(core, { since: time.now(), seen });
    else if (time.now() - before.since > STUCK_MS && link.cause === null) complain(`L2: ${device.name} has been ${link.state} for 30 s and does not say why`);
  }
}

const RANK = { queued: 0, preparing: 1, ready: 2, served: 3, cancelled: 4 } as const;

/** S7: a line never goes back within a generation, and a generation never goes back. */
function regressions(before: Order, after: Order, event: HeardEvent): string[] {
  return before.lines.flatMap((was, index) => {
    const line = after.lines[index]?.lineId === was.lineId ? after.lines[index] : after.lines.find((it) => it.lineId === was.lineId);
    if (line === was) return [];
    if (line === undefined) return [`S3: event ${event.seq} makes line ${was.lineId} disappear`];
    return isBehind(line, was) ? [`S7: event ${event.seq} puts line ${line.lineId} from ${was.status}/${was.generation} to ${line.status}/${line.generation}`] : [];
  });
}

const isBehind = (line: Line, was: Line): boolean =>
  was.status === "cancelled" ? line.status !== "cancelled" : line.generation < was.generation || (line.generation === was.generation && RANK[line.status] < RANK[was.status]);

/** A screen that bumps or recalls means the lines it showed, as it showed them, and no others (ORD-11, ORD-13). */
function notAsked(event: HeardEvent, submission: Submission): string[] {
  if (event.type !== "order_item_status_changed" || event.origin === null || submission.kind !== "push" || event.data.to === "cancelled") return [];
  const { mutationId } = event.origin;
  const mutation = submission.push.mutations.find((it) => it.id === mutationId);
  const shown = mutation?.args["lines"];
  if ((mutation?.name !== "ticket.bump" && mutation?.name !== "ticket.recall") || !Array.isArray(shown)) return [];
  const { lineId, generation } = event.data;
  const meant = (shown as readonly { lineId: string; generation: number }[]).find((line) => line.lineId === lineId);
  if (meant === undefined) return [`ORD-13: event ${event.seq} is of a line that the screen did not show`];
  const expected = mutation.name === "ticket.bump" ? meant.generation : meant.generation + 1;
  return generation === expected ? [] : [`S7: event ${event.seq} is of generation ${generation}; the screen meant ${expected}`];
}
