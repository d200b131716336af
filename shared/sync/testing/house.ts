/** A log in memory with people who ask it, for tests of both ends of sync. */
import type { Args, CommandName } from "#shared/orders/command.ts";
import type { HeardEvent } from "#shared/orders/event.ts";
import { MENU, TABLES, uuid } from "#shared/orders/testing/house.ts";
import { createMemoryLog, type MemoryLog } from "../memory-log.ts";
import type { Mutation } from "../messages/push.ts";
import { needsOf } from "../needs.ts";
import { noChanges, sequence } from "../sequencer.ts";
import type { Actor, Changes, Outcome, Submission } from "../sequencer-port.ts";

export const NOW = "2026-01-31T19:00:00.000Z";
export const [CLIENT, OTHER] = [uuid(0xc1), uuid(0xc2)] as const;

export const DEVICE: Actor = {
  role: "owner",
  subjectId: uuid(0xd1),
  letter: "B",
  source: { kind: "device", name: "Pass" },
  stationIds: [],
};

export const mutation = <N extends CommandName>(
  id: number,
  name: N,
  args: Args<N>,
  occurredAt: string = NOW,
): Mutation => ({ id, name, args, occurredAt });

export const place = (id: number, n: number, more: Partial<Args<"order.place">> = {}): Mutation =>
  mutation(id, "order.place", {
    orderId: uuid(n),
    channel: "takeaway",
    lines: [{ lineId: uuid(n * 100), menuItemId: "steak", quantity: 1 }],
    ...more,
  });

/** What this device pushes, for a batch that is submitted at once. */
export const pushed = (mutations: readonly Mutation[], clientId = CLIENT): Submission => ({
  kind: "push",
  who: DEVICE,
  push: { protocol: 1, clientId, mutations: [...mutations] },
});
/** What this device asks for online. */
export const asked = <N extends CommandName>(
  name: N,
  args: Args<N>,
  more: object = {},
): Submission => ({
  kind: "command",
  who: DEVICE,
  command: { name, args } as never,
  key: null,
  strict: false,
  ...more,
});

export type Tills = {
  readonly log: MemoryLog;
  /** All submissions in one transaction, as a batching writer does it. */
  submit(
    submissions: readonly Submission[],
    now?: string,
  ): Promise<{ readonly outcomes: readonly Outcome[]; readonly changes: Changes }>;
  push(
    mutations: readonly Mutation[],
    as?: { readonly clientId?: string; readonly who?: Actor; readonly now?: string },
  ): Promise<Outcome>;
  command<N extends CommandName>(
    name: N,
    args: Args<N>,
    as?: { readonly who?: Actor; readonly key?: string | null; readonly strict?: boolean },
  ): Promise<Outcome>;
  events(): Promise<readonly HeardEvent[]>;
};

/** A log that has a menu and tables: two events. */
export async function openTills(): Promise<Tills> {
  const log = createMemoryLog(uuid(0x109));
  let made = 0;
  const ids = { next: () => uuid(0xe0000 + ++made) };
  const tills: Tills = {
    log,
    async submit(submissions, now = NOW) {
      const tx = log.begin();
      const loaded = await tx.load(needsOf(submissions));
      const changes = noChanges();
      const outcomes = submissions.map((submission) =>
        sequence({ loaded, changes, now, ids }, submission),
      );
      await tx.write(loaded, changes);
      return { outcomes, changes };
    },
    async push(mutations, { clientId = CLIENT, who = DEVICE, now = NOW } = {}) {
      const { outcomes } = await tills.submit(
        [{ kind: "push", who, push: { protocol: 1, clientId, mutations: [...mutations] } }],
        now,
      );
      return outcomes[0]!;
    },
    async command(name, args, { who = DEVICE, key = null, strict = false } = {}) {
      const { outcomes } = await tills.submit([
        { kind: "command", who, command: { name, args } as never, key, strict },
      ]);
      return outcomes[0]!;
    },
    async events() {
      const read = await log.events.read({ seq: 0, id: null }, 10_000);
      return read.kind === "events" ? read.events : [];
    },
  };
  const { retired: _, ...menu } = MENU;
  await tills.command("menu.replace", { menu });
  await tills.command("tables.replace", { tables: [...TABLES] });
  return tills;
}
