import { spawnSync } from "node:child_process";
import { resolve } from "node:path";
import { expect, test } from "vitest";

const ROOT = resolve(import.meta.dirname, "../..");
const TOOLS = [
  "tools/sim/main.ts",
  "tools/chaos/main.ts",
  "tools/fuzz/main.ts",
  "tools/bench/main.ts",
  "tools/replay/main.ts",
  "tools/demo/main.ts",
];

test.each(TOOLS)("server/%s --help prints its usage and ends well", { timeout: 60_000 }, (tool) => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [resolve(ROOT, "server", tool), "--help"],
    { cwd: ROOT, encoding: "utf8", timeout: 55_000 },
  );
  expect([status, stderr]).toEqual([0, ""]);
  expect(stdout).toMatch(/^npm run \w+ -- /);
});
