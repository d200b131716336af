import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { isAlive } from "../db/embedded-leftover.ts";
import { asker } from "../http/testing/answered.ts";
import { openApiHouse } from "../http/testing/house.ts";
import { openLine } from "../sync/testing/outage.ts";
import { openReader } from "../sync/testing/reader.ts";
import { freshDatabase } from "../testing/postgres.ts";
import { postmasterPidIn, spawnServer, startServer } from "../testing/server-process.ts";

/** Real processes make real databases here, on machines that have other things to do. */
const A_WHILE_MS = 120_000;
const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).toReversed()) await step();
});

test(
  "SIGTERM ends a server whose database has stopped answering, with streams open and an order on its way",
  async () => {
    const fresh = await freshDatabase();
    undo.push(() => fresh.drop());
    const line = await openLine(fresh.adminUrl);
    undo.push(() => line.close());
    const server = await startServer({ env: { DATABASE_URL: line.url, LOG_LEVEL: "warn" } });
    undo.push(() => server.dispose());
    const ask = asker((path, init) => fetch(`${server.url}${path}`, init));
    const house = await openApiHouse({ ask });
    const reader = await openReader(server.url, house.devices.kitchen.token, "since=0");
    await reader.find(({ event }) => event === "menu_changed");
    line.freeze();
    const asked = ask("PATCH", "/api/restaurant", {
      token: house.owner,
      body: { autoAccept: true },
    }).catch((error: unknown) => error);
    await expect.poll(() => line.isWaitedFor(), { timeout: 60_000, interval: 1 }).toBe(true);
    // However long the database's own time-outs are: a supervisor is not so patient.
    expect(await server.stop()).toEqual({ code: 0, signal: null });
    expect(await reader.ended).not.toBeUndefined();
    await asked;
    expect(server.output()).toContain("is left behind");
  },
  A_WHILE_MS,
);

test.each([
  {
    moment: "while it makes its database",
    begun: (dir: string) => existsSync(join(dir, "postgres.unfinished")),
  },
  { moment: "while its Postgres starts", begun: (dir: string) => postmasterPidIn(dir) !== null },
])(
  "SIGTERM during a start, $moment, leaves nothing running and nothing that a next start could not use",
  async ({ begun }) => {
    const dataDir = mkdtempSync(join(tmpdir(), "heard-stopped-"));
    undo.push(() => rmSync(dataDir, { recursive: true, force: true }));
    const server = spawnServer({ DATA_DIR: dataDir, LOG_LEVEL: "warn" });
    const exited = once(server, "exit");
    await expect.poll(() => begun(dataDir), { timeout: 60_000, interval: 1 }).toBe(true);
    const postmaster = postmasterPidIn(dataDir);
    server.kill("SIGTERM");
    expect(await exited).toEqual([0, null]);
    if (postmaster !== null) expect(isAlive(postmaster)).toBe(false);
    expect(postmasterPidIn(dataDir)).toBeNull();
    expect(existsSync(join(dataDir, "server.pid"))).toBe(false);

    const again = await startServer({ dataDir });
    undo.push(() => again.dispose());
    expect((await fetch(`${again.url}/api/health/ready`)).status).toBe(200);
  },
  A_WHILE_MS,
);
