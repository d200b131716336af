/**
 * One tab's part in keeping a device in step: owns the core, gives it one input at a time and
 * carries out what it asks for. Whether this tab leads is the election's to say; a tab that follows
 * draws what the leader stores and relays.
 */
import { MINUTE, SECOND } from "#shared/kernel/time.ts";
import { createCore, step, viewOf } from "../core.ts";
import type { OutboxEntry } from "../entry.ts";
import { linkForOthers, linkOf, type LinkFacts } from "../link-view.ts";
import type { Input } from "../ports.ts";
import type { Core } from "../state.ts";
import { createEffects } from "./effects.ts";
import type { Engine, EngineDeps, EngineParts } from "./engine-port.ts";
import { createInbox } from "./inbox.ts";
import { elect } from "./leader.ts";
import { noticeOf } from "./notice.ts";
import { createStoreReader } from "./store-reader.ts";
import type { TabMessage } from "./tabs.ts";
import { createWrites } from "./writes.ts";

const PARTS: EngineParts = { createCore, step, linkOf, linkForOthers, createInbox, createEffects };
const COMPACT_MS = 5 * MINUTE;
/** A tab in the foreground says so this often; said once it counts for a little longer. */
const SAY_SEEN_MS = 2 * SECOND;
const SEEN_MS = 5 * SECOND;

/** `parts`: the product's own, but for who plants a bug. */
export function createEngine(deps: EngineDeps, parts: EngineParts = PARTS): Engine {
  const { store, channel, time, random, ids } = deps;
  const core = parts.createCore(deps.stored, deps.own, time.nowMs());
  const env = () => ({ nowMs: time.nowMs(), random, ids, visible: visible() });
  /** Until when another tab was seen, by the clock that is never set. */
  let seenUntil = -Infinity;
  const visible = () => deps.visible() || time.steadyMs() < seenUntil;
  let listener: (what: "state" | "notices") => void = () => undefined;
  /** Raised by every start and end of leading, so that a start which was overtaken is noticed. */
  let reign = 0;
  /** The start that is in line or was taken; one that an end has overtaken is not taken. */
  let beginning: Input | null = null;
  let leader: { readonly link: LinkFacts; readonly clockOffsetMs: number | null } | null = null;
  let closed = false;
  let lastSaid = "";
  /** The last entry that the store was seen to have. */
  let readUpTo = 0;

  const writes = createWrites(store, () => reader.term(), time, random, {
    persisted(cursor, what) {
      tell({ kind: "persisted", cursor, ...(typeof what === "number" ? { fill: what } : {}) });
      channel.post(
        typeof what === "number" ? { kind: "replaced" } : { kind: "events", events: what },
      );
    },
    entriesStored: () => channel.post({ kind: "entries" }),
    clientStored: (clientId) => tell({ kind: "client-stored", clientId }),
    noticeStored: () => noticesChanged(),
    elsewhere: () => void reload(),
    deposed: () => election.deposed(),
    trouble(failure) {
      reader.troubled(failure);
      listener("state");
    },
  });

  const inbox = parts.createInbox(take, emptied);
  const tell = (input: Input) => inbox.tell(input);
  const reader = createStoreReader({ store, core, inbox, time, settled: () => writes.settled() });
  const { reload, reloadOutbox } = reader;
  const effects = parts.createEffects(deps.transport, time, tell, (effect) =>
    writes.add(
      effect.kind === "notice" ? { kind: "notice", notice: noticeOf(core, effect) } : effect,
    ),
  );

  function emptied(): void {
    listener("state");
    if (!core.leading) return;
    // Other tabs show this tab's link: what a person would notice there is told at once, the rest
    // with the next beat.
    const { state, sending, waiting, cause } = factsForOthers();
    const said = [state, sending, waiting, cause].join();
    if (said !== lastSaid) beat();
    lastSaid = said;
  }

  function take(input: Input): void {
    if (input.kind === "reloaded") readUpTo = input.stored.entries.at(-1)?.at ?? 0;
    if (input.kind === "outbox-reloaded")
      readUpTo = Math.max(readUpTo, input.entries.at(-1)?.at ?? 0);
    // A word of another tab that was overtaken by what the store says since: the entry may be done
    // by now.
    if (input.kind === "acted" && !core.leading && input.entry.at <= readUpTo) return;
    if (input.kind === "started" && input !== beginning) return;
    for (const effect of parts.step(core, input, env())) effects.carryOut(effect);
    if (input.kind !== "stopped") return;
    // What stood in line before the end of leading may have begun something once more (SYN-16).
    effects.cease();
    // What others said meanwhile was passed over, and what it carried over is in no store (SYN-22).
    // Not before: a tab that leads keeps that.
    if (!closed) void reload();
  }

  async function lead(): Promise<number | null> {
    const mine = ++reign;
    let given: number | null = null;
    await inbox.between(async () => {
      const taken = await store.takeTerm();
      if (!taken.ok) return reader.failed(taken.error);
      reader.taken(taken.value);
      const inputs = await reader.leaderReads();
      // Robbed while it read, or nothing could be read: it never led, and is asked again if it is
      // still its turn.
      if (mine !== reign || inputs.length === 0) return [];
      given = reader.term();
      return inputs;
    });
    // In line, behind the end of leading that may still wait there: what was read goes before it,
    // and would start what is then stopped.
    if (given === null || mine !== reign) return null;
    beginning = { kind: "started" };
    tell(beginning);
    return given;
  }

  function stepDown(): void {
    reign++;
    beginning = null;
    // What another tab said before this one led is older than what this one has heard since.
    leader = null;
    writes.drop();
    effects.cease();
    tell({ kind: "stopped" });
  }

  function added(entry: OutboxEntry): void {
    const { clientId, nextId } = core.outbox;
    tell({ kind: "acted", entry });
    // Two tabs act at once and their words cross: what came before this one is in the store.
    if (entry.clientId === clientId && entry.id > nextId) void reloadOutbox();
  }

  function noticesChanged(): void {
    channel.post({ kind: "notices" });
    listener("notices");
  }

  function heard(message: TabMessage): void {
    switch (message.kind) {
      case "who":
        return election.asked();
      case "beat":
        if (!core.leading) leader = message;
        election.heard(message.term);
        return listener("state");
      case "acted":
        return added(message.entry);
      case "events":
        if (core.leading) return;
        tell({ kind: "relayed", events: message.events, word: reader.nextWord() });
        if ((core.replica.cursor?.seq ?? 0) < (message.events.at(-1)?.seq ?? 0)) void reload();
        return;
      case "replaced":
        return core.leading ? undefined : void reload();
      case "entries":
        return core.leading ? undefined : void reloadOutbox();
      case "notices":
        return listener("notices");
      case "seen": {
        const was = visible();
        seenUntil = time.steadyMs() + SEEN_MS;
        return was ? undefined : tell({ kind: "hint" });
      }
    }
  }

  const facts = () => parts.linkOf(core, time.nowMs());
  const factsForOthers = () => parts.linkForOthers(core, time.nowMs());
  const offset = () => core.clock.offsetMs;
  const beat = () =>
    channel.post({
      kind: "beat",
      term: reader.term(),
      link: factsForOthers(),
      clockOffsetMs: offset(),
    });

  const election = elect(
    { requestLock: deps.requestLock, beat, visible: deps.visible, time },
    { lead, stepDown },
  );
  channel.listen(heard);
  store.onClosed(() => void reload());
  channel.post({ kind: "who" });
  const stopCompacting = compactNowAndThen(deps, core, () => {
    channel.post({ kind: "replaced" });
    void reload();
  });
  const stopSaying = time.every(SAY_SEEN_MS, () => {
    if (!core.leading && deps.visible()) channel.post({ kind: "seen" });
  });

  return {
    core,
    drawn: () => viewOf(core),
    link: () => (core.leading ? facts() : (leader?.link ?? factsForOthers())),
    leads: () => core.leading,
    clientId: () => core.outbox.clientId,
    filled: () => core.replica.cursor !== null,
    clockOffsetMs: () => (core.leading || leader === null ? offset() : leader.clockOffsetMs),
    trouble: () => reader.trouble(),
    acted(entry) {
      channel.post({ kind: "acted", entry });
      added(entry);
    },
    noticesChanged,
    hint: () => tell({ kind: "hint" }),
    onChange(next) {
      listener = next;
    },
    close() {
      closed = true;
      election.close();
      stopCompacting();
      stopSaying();
      channel.close();
      store.close();
    },
  };
}

/** `forgotten`: what left the store has to leave the memory of every tab too. */
const compactNowAndThen = (
  { store, time, whenIdle }: EngineDeps,
  core: Core,
  forgotten: () => void,
): (() => void) =>
  time.every(COMPACT_MS, () =>
    whenIdle(() => {
      if (!core.leading) return;
      void store.compact(time.nowMs(), core.reading.terms.retentionMs).then((folded) => {
        if (folded.ok && folded.value > 0) forgotten();
      });
    }),
  );
