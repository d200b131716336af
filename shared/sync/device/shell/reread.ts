import { err, ok, type Result } from "#shared/kernel/result.ts";
import { splitNumber } from "#shared/orders/order-number.ts";
import { viewOf } from "../core.ts";
import type { Stored } from "../ports.ts";
import type { Core } from "../state.ts";
import { writeBackOf, writtenBack } from "../write-back.ts";
import type { Deposed, ShellStore, StoreFailure } from "./ports.ts";

export type Reread = { readonly term: number; readonly stored: Stored };

/**
 * What the store holds, for a tab that leads under `term`; what is missing there and known here is
 * written first.
 */
export async function reread(
  store: ShellStore,
  core: Core,
  term: number,
  nowMs: number,
): Promise<Result<Reread, StoreFailure | Deposed>> {
  const stored = await store.load();
  if (!stored.ok) return stored;
  const back = writeBackOf(core, stored.value, nowMs);
  if (back === null) return ok({ term, stored: stored.value });

  // A wiped store has forgotten the term as well.
  const again = await store.takeTerm();
  if (!again.ok) return again;
  const base = await store.storeSnapshot(again.value, back.snapshot);
  if (!base.ok) return err(base.error);
  if (back.entries.length > 0 || back.client !== null) {
    const written = await store.storeEntries(
      again.value,
      back.entries,
      back.client === null ? null : { ...back.client, counter: highestCounter(core) },
    );
    if (!written.ok) return err(written.error);
  }
  return ok({ term: again.value, stored: writtenBack(stored.value, back) });
}

/** The counter of the highest number that this device gave, so that none is called twice. */
function highestCounter(core: Core): number {
  const own = [...viewOf(core).orders.values()]
    .map((order) => splitNumber(order.number))
    .filter((it) => it.letter === core.own.letter);
  return Math.max(0, ...own.map((it) => it.counter));
}
