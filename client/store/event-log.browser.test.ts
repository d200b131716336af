import { afterEach, describe, test } from "vitest";
import { EVENT_LOG_CONTRACT } from "#shared/sync/event-log.contract.ts";
import type { Database } from "./database.ts";
import { openDexieLog } from "./testing/dexie-log.ts";

const opened: Database[] = [];

afterEach(async () => {
  for (const db of opened.splice(0)) await db.dexie.delete({ disableAutoOpen: true });
});

describe("the stored log", () => {
  for (const [index, { name, run }] of EVENT_LOG_CONTRACT.entries()) {
    test(name, async () => {
      const { log, db } = await openDexieLog(`test-log-${index}`);
      opened.push(db);
      await run(log);
    });
  }
});
