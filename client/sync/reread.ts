import { splitNumber } from "#shared/orders/number.ts";
import { viewOf } from "#shared/sync/device/core.ts";
import type { Core } from "#shared/sync/device/state.ts";
import type { Input } from "#shared/sync/device/ports.ts";
import { err, ok, type Result } from "#shared/kernel/result.ts";
import { toIso } from "#shared/kernel/time.ts";
import type { StoreFailure } from "../store/failure.ts";
import type { Store } from "../store/store.ts";
import type { Deposed } from "../store/write-outbox.ts";

export type Reread = { readonly term: number; readonly inputs: readonly Input[] };

/**
 * What the store holds, for a tab that leads under `term`. Where somebody wiped the store under the open app, what this tab has in memory
 * is written back instead: an action that was confirmed on screen is not lost as long as one tab remembers it (P1).
 */
export async function reread(store: Store, core: Core, term: number, nowMs: number): Promise<Result<Reread, StoreFailure | Deposed>> {
  const stored = await store.load();
  if (!stored.ok) return stored;
  const { cursor, world } = core.replica;
  if (stored.value.snapshot !== null || cursor === null) return ok({ term, inputs: [{ kind: "reloaded", stored: stored.value }] });

  const again = await store.takeTerm();
  if (!again.ok) return again;
  const { menu, tables, settings } = world;
  const base = await store.storeSnapshot(again.value, { ...cursor, serverTime: toIso(nowMs), menu, tables, settings, orders: [...world.orders.values()] });
  if (!base.ok) return err(base.error);
  const { clientId, nextId, archive, pending } = core.outbox;
  const entries = await store.storeEntries(again.value, [...archive, ...pending], { clientId, nextId, counter: highestCounter(core) });
  if (!entries.ok) return err(entries.error);
  return ok({ term: again.value, inputs: [{ kind: "persisted", cursor, ...(core.storing === null ? {} : { fill: core.storing }) }] });
}

/** The counter of the highest number that this device gave, so that none is called twice. */
function highestCounter(core: Core): number {
  const own = [...viewOf(core).orders.values()].map((order) => splitNumber(order.number)).filter((it) => it.letter === core.own.letter);
  return Math.max(0, ...own.map((it) => it.counter));
}
