/** An outbox with what waits in it, is answered and is done. */
import { uuid } from "#shared/orders/testing/house.ts";
import type { OutboxEntry } from "../entry.ts";
import { makeOutbox, type Outbox } from "../outbox.ts";

export const [OLD, NEW, OWN] = [uuid(0xa), uuid(0xb), uuid(0xc)];
export const fresh = () => NEW;

export const entry = (at: number, id = at, more: Partial<OutboxEntry> = {}): OutboxEntry => ({
  at,
  clientId: OWN,
  id,
  name: "order.accept",
  args: { orderId: uuid(at) },
  occurredAt: "2026-01-31T19:00:00.000Z",
  state: "waiting",
  outcome: null,
  ...more,
});
export const answered = (at: number, seq: number, more: Partial<OutboxEntry> = {}) =>
  entry(at, at, { state: "answered", outcome: { status: "applied", seq }, ...more });
export const done = (at: number, seq: number, more: Partial<OutboxEntry> = {}) =>
  answered(at, seq, { state: "done", ...more });
export const outboxOf = (
  entries: readonly OutboxEntry[],
  nextId = Math.max(0, ...entries.map((it) => it.id)) + 1,
): Outbox => makeOutbox(OWN, nextId, entries);
export const waitsFrom = (id: number) => (it: OutboxEntry) => it.state === "waiting" && it.id >= id;
export const named = (list: readonly OutboxEntry[]) =>
  list.map((it) => [it.at, it.clientId, it.id, it.state]);
