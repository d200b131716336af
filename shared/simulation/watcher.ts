/**
 * Who looks on while an evening is lived: after every step of a core and every transaction, what
 * must hold then (docs/design.md#safety). Cheap, because each looks only at what has just changed;
 * the whole is compared at intervals and at rest (promises.ts). At the server: log-watch.ts.
 */
import { isEqual } from "#shared/kernel/equal.ts";
import type { OutboxEntry } from "#shared/sync/device/entry.ts";
import type { Input } from "#shared/sync/device/ports.ts";
import { viewOf } from "#shared/sync/device/core.ts";
import type { Core } from "#shared/sync/device/state.ts";
import type { Cursor } from "#shared/sync/messages/cursor.ts";
import { MAX_MUTATIONS, MAX_PUSH_BYTES } from "#shared/sync/messages/protocol.ts";
import type { DeviceWatch, SimulatedDevice } from "./device-port.ts";
import { watchLog, type LogWatch } from "./log-watch.ts";
import type { Parts } from "./parts.ts";
import type { SimulatedServer } from "./server.ts";
import type { VirtualTime } from "./virtual-time.ts";

export type Watcher = {
  readonly broken: ReadonlySet<string>;
  readonly devices: DeviceWatch;
  readonly log: LogWatch;
  /** Inputs that cores took in so far. */
  steps(): number;
  /** L3: many tablets behind one router do not come back in step; said at the end of an evening. */
  herds(): string[];
  readonly complain: (what: string) => void;
};

const STUCK_MS = 30_000;
/**
 * Waits that are meant to be alike: the shortest, the longest where somebody has to act, and what
 * the server asks for.
 */
const FIXED_WAITS: ReadonlySet<number> = new Set([100, 1_000, 60_000]);
/** Of waits that are drawn by full jitter hardly two are alike. */
const MOST_ALIKE = 5;
const SHARE_ALIKE = 0.25;

export function createWatcher(
  time: VirtualTime,
  parts: Parts,
  server: () => SimulatedServer,
): Watcher {
  const broken = new Set<string>();
  const complain = (what: string) => void broken.add(what);
  let steps = 0;
  let cursor: Cursor | null = null;
  let archived: readonly OutboxEntry[] = [];
  /** By core and by what should move: since when it has not. */
  const links = new Map<Core, { readonly since: number; readonly seen: string }>();
  const outboxes = new Map<Core, { readonly since: number; readonly seen: string }>();
  const waits = new Map<number, number>();
  /** By device, what a person there could have seen. */
  const drawn = new Map<string, Set<string>>();
  const log = watchLog(
    time,
    server,
    complain,
    (name, lineId) => drawn.get(name)?.has(lineId) === true,
  );

  return {
    broken,
    complain,
    log,
    steps: () => steps,
    herds() {
      const [total, most] = [
        [...waits.values()].reduce((sum, count) => sum + count, 0),
        Math.max(0, ...waits.values()),
      ];
      return most >= MOST_ALIKE && most > total * SHARE_ALIKE
        ? [`L3: ${most} of ${total} waits before another try were equally long`]
        : [];
    },
    devices: {
      before(_device, core) {
        ({ cursor } = core.replica);
        archived = core.outbox.archive;
      },
      after(device, core, input) {
        steps++;
        followsLog(device, core, input);
        if (
          core.outbox.archive.length > archived.length &&
          input.kind !== "reloaded" &&
          input.kind !== "outbox-reloaded"
        ) {
          const seq = core.replica.cursor?.seq ?? 0;
          for (const entry of core.outbox.archive)
            if (
              (entry.outcome?.seq ?? Infinity) > seq &&
              !archived.some((it) => it.at === entry.at)
            )
              complain(`S3: ${device.name} gave up the action ${entry.at} before the log had it`);
        }
        if (!core.leading) return forget(core);
        if (core.reading.link === "live" && core.reading.stream.kind === "closed")
          complain(`P4: ${device.name} looks live without a stream`);
        saysWhy(device, core);
      },
      looked(device, core) {
        const seen = drawn.get(device.name) ?? new Set();
        drawn.set(device.name, seen);
        for (const { lines } of viewOf(core).orders.values())
          for (const { lineId } of lines) seen.add(lineId);
      },
      acted(device, entry) {
        for (const other of device.disk().entries.values()) {
          if (other.at !== entry.at && other.id === entry.id && other.clientId === entry.clientId)
            complain(`SYN-4: ${device.name} gave the id ${entry.id} twice`);
        }
      },
      written(device, effect) {
        const { place, events, entries } = device.disk();
        const last = events.at(-1);
        if (
          effect.kind === "store-events" &&
          (last === undefined || last.seq !== place?.seq || last.id !== place.id)
        )
          complain(`S4: ${device.name} stored a cursor without its events`);
        if (effect.kind === "store-snapshot" && events.length > 0)
          complain(`SYN-14: ${device.name} kept old events under a new snapshot`);
        if (effect.kind === "store-snapshot" || effect.kind === "store-entries") {
          for (const at of device.confirmed().keys())
            if (!entries.has(at)) complain(`S3: ${device.name} forgot the action ${at}`);
        }
      },
      acked(device, seq, safe) {
        if (seq > safe) complain(`SYN-13: ${device.name} acknowledged ${seq}, which is not safe`);
      },
      waits(delayMs) {
        if (!FIXED_WAITS.has(delayMs)) waits.set(delayMs, (waits.get(delayMs) ?? 0) + 1);
      },
      // Nobody has looked at it meanwhile.
      woke: forget,
      pushes(device, { mutations }, underWay) {
        if (underWay > 1) complain(`SYN-16: ${device.name} has two pushes under way`);
        if (mutations.length > MAX_MUTATIONS || JSON.stringify(mutations).length > MAX_PUSH_BYTES)
          complain(`SYN-16: ${device.name} pushes more than a push may carry`);
      },
    },
  };

  /**
   * S4, S5: what has just been folded in is what the log says it is, and nothing before it was left
   * out.
   */
  function followsLog(device: SimulatedDevice, core: Core, input: Input): void {
    const to = core.replica.cursor;
    if (to === null || to === cursor || to.seq === cursor?.seq) return;
    const history = server().history();
    if (to.seq > 0 && history[to.seq - 1]?.id !== to.id) return;
    const from =
      input.kind === "snapshot-taken" ||
      cursor === null ||
      (cursor.seq > 0 && history[cursor.seq - 1]?.id !== cursor.id)
        ? 0
        : cursor.seq;
    const seen = new Set<string>();
    for (let seq = to.seq; seq > from; seq--) {
      const order = log.orderAfter(seq);
      if (order === undefined || seen.has(order.orderId)) continue;
      seen.add(order.orderId);
      if (!isEqual(core.replica.world.orders.get(order.orderId), order))
        return complain(
          `S4: what ${device.name} holds of an order at ${to.seq} is not what the log makes of it`,
        );
    }
  }

  /**
   * L2: a state without progress for 30 s shows its cause; so does an outbox, also behind a link
   * that is up (P3).
   */
  function saysWhy(device: SimulatedDevice, core: Core): void {
    const { state, cause } = parts.linkOf(core, device.clockMs());
    const [first] = core.outbox.pending;
    const isUp = state === "live" || state === "polling";
    const linkFor = since(
      links,
      core,
      isUp || cause !== null ? "" : `${state} ${core.replica.cursor?.seq}`,
    );
    // What is answered waits until the log is stored that far (SYN-18), what was carried over until
    // its client is (SYN-22): a screen says that the disk is full.
    const waitsForDisk = first?.state === "answered" || core.sending.carriedTo !== null;
    const isSaid = cause !== null || (waitsForDisk && device.saysFull(core));
    const outboxFor = since(
      outboxes,
      core,
      first === undefined || isSaid
        ? ""
        : `${first.at} ${first.state} ${core.outbox.pending.length}`,
    );
    if (linkFor > STUCK_MS)
      complain(`L2: ${device.name} has been ${state} for 30 s and does not say why`);
    if (outboxFor > STUCK_MS)
      complain(`L2: the outbox of ${device.name} has not moved for 30 s and it does not say why`);
  }

  function forget(core: Core): void {
    links.delete(core);
    outboxes.delete(core);
  }

  /** For how long it has been seen like this; nothing to see is no time. */
  function since(
    progress: Map<Core, { readonly since: number; readonly seen: string }>,
    core: Core,
    seen: string,
  ): number {
    const before = progress.get(core);
    if (before !== undefined && before.seen === seen && seen !== "")
      return time.now() - before.since;
    progress.set(core, { since: time.now(), seen });
    return 0;
  }
}
