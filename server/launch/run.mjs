import { resolve } from "node:path";
import { endAs, runPinned } from "./child.mjs";
import { ensureInstalled } from "./install.mjs";
import { say } from "./paths.mjs";

/**
 * `node server/launch/run.mjs [--with-dev] FILE [args]`: runs one of our TypeScript programs on the
 * pinned Node. `--with-dev`: the program needs what only the tests need.
 */
const withDev = process.argv[2] === "--with-dev";
const [file, ...args] = process.argv.slice(withDev ? 3 : 2);
try {
  if (!file) throw new Error("Which program? node server/launch/run.mjs [--with-dev] FILE [args]");
  await ensureInstalled({ withDev });
  endAs(await runPinned([resolve(file), ...args], { input: "inherit", cwd: process.cwd() }));
} catch (error) {
  say(error.message);
  process.exitCode = 1;
}
