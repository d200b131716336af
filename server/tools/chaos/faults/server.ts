/** What happens to the server's process, and what it does to readers that stall. */
import { setTimeout as sleep } from "node:timers/promises";
import { between } from "#shared/kernel/seeded-random.ts";
import { SECOND } from "#shared/kernel/time.ts";
import { DRAIN_DEADLINE_MS } from "../../../sync/outgoing.ts";
import { openStalledReaders } from "../devices/stalled-readers.ts";
import { keepUp, type Fault } from "./fault.ts";

export const serverKilled: Fault = {
  touches: "server",
  async strike({ keeper, random, serverBack }) {
    await sleep(between(random, 0, 400));
    const pid = keeper.server.pid();
    const killedAt = performance.now();
    await keeper.killAndRestart();
    serverBack.push({ killedAt, backAt: performance.now() });
    return pid !== null && keeper.server.pid() !== pid;
  },
};

/**
 * The server dies with a commit on its way. The next one is up and has read the log's state when
 * that commit arrives: it must count once, and everybody must come to know of it, although nobody
 * who lives has made it.
 */
export const zombieCommit: Fault = {
  touches: "server",
  missing: ({ ground }) =>
    ground.commits === null
      ? "the server ends its own Postgres with everything that it was doing, before it starts another"
      : null,
  async strike({ ground, keeper, archive, random }) {
    const held = ground.commits?.holdNext();
    if (held === undefined) return false;
    const isHeld = await keepUp(0, () => held.held());
    await keeper.killAndRestart();
    await sleep(between(random, 100, 1_500));
    // Nothing is seen, and nothing proven, where the database is away as well.
    const seq = (): Promise<number | null> =>
      archive.head().then(
        (head) => head.seq,
        () => null,
      );
    const before = await seq();
    held.release();
    if (!isHeld || before === null) return false;
    // Whoever lives waits for its lock: until then nothing else can have moved the log.
    for (const until = performance.now() + 5 * SECOND; performance.now() < until; await sleep(20))
      if (((await seq()) ?? 0) > before) return true;
    return false;
  },
};

/**
 * Readers of a long log that take no bytes: the server cuts them off in its time, and nobody else
 * waits for them meanwhile.
 */
export const stalledReader: Fault = {
  touches: "network",
  prepare: async ({ longLog }) => void (await longLog()),
  async strike({ keeper, longLog }, holdMs) {
    const readers = openStalledReaders(READERS, keeper.server, await longLog());
    await readers.wereCut();
    await sleep(holdMs);
    return async () => {
      const until = performance.now() + DRAIN_DEADLINE_MS + 8 * SECOND;
      while (!(await readers.wereCut()) && performance.now() < until) await sleep(200);
      const cut = await readers.wereCut();
      readers.close();
      return cut;
    };
  },
};

const READERS = 3;
