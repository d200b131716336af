import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { startServer } from "../testing/server-process.ts";

test("a server that was killed has left its code compiled for the next one", async () => {
  const compiled = mkdtempSync(join(tmpdir(), "heard-compiled-"));
  const server = await startServer({ env: { NODE_COMPILE_CACHE: compiled } });
  try {
    await server.kill9();
    expect(readdirSync(compiled, { recursive: true }).length).toBeGreaterThan(100);
  } finally {
    await server.dispose();
    rmSync(compiled, { recursive: true, force: true });
  }
});
