/**
 * On the real server as a process of its own: a text that is too long is refused without any
 * pattern having met it.
 */
import { spawnSync } from "node:child_process";
import { afterAll, beforeAll, expect, test } from "vitest";
import { freshDatabase } from "../../testing/postgres.ts";
import { startServer, type ServerProcess } from "../../testing/server-process.ts";

const SAYS = new URL("./say-long-reads.ts", import.meta.url);

let server: ServerProcess;
let database: Awaited<ReturnType<typeof freshDatabase>>;
beforeAll(async () => {
  database = await freshDatabase();
  server = await startServer({
    env: {
      DATABASE_URL: database.adminUrl,
      LOG_LEVEL: "error",
      NODE_OPTIONS: `--import=${SAYS.href}`,
    },
  });
});
afterAll(async () => {
  await server.dispose();
  await database.drop();
});

test.each([
  ["dots", `a@${".".repeat(60_000)}@`],
  ["blanks", `${" ".repeat(60_000)}x`],
  ["letters", "x".repeat(60_000)],
])("an address of sixty thousand %s", async (_what, email) => {
  // Its own files are long too, and are read before it is ready.
  const before = server.output().length;
  const answer = await fetch(`${server.url}/api/sessions`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ email, password: "x" }),
  });
  expect(answer.status).toBe(400);
  expect(await answer.json()).toMatchObject({
    code: "invalid",
    issues: [{ path: "email", message: expect.stringContaining("254") }],
  });
  expect(server.output().slice(before)).not.toContain("long read");
});

test("a process that is told to say so does say so", () => {
  const { stderr: said } = spawnSync(
    process.execPath,
    [
      `--import=${SAYS.href}`,
      "-e",
      "/a.b/.test('x'.repeat(30000)); 'y'.repeat(25000).split(/,+/); /c/.test('short')",
    ],
    { encoding: "utf8" },
  );
  expect(said).toContain("long read: 30000 letters by /a.b/");
  expect(said).toContain("long read: 25000 letters by /,+/");
  expect(said).not.toContain("/c/");
});
