import { existsSync } from "node:fs";
import { join, resolve } from "node:path";

/** The checkout. */
export const ROOT = resolve(import.meta.dirname, "../..");

/**
 * The Node that package-lock.json pins: everything of ours runs on it, whatever Node the machine
 * has.
 */
export const PINNED_NODE = join(
  ROOT,
  "node_modules",
  "node",
  "bin",
  process.platform === "win32" ? "node.exe" : "node",
);

/**
 * Where Node keeps our TypeScript compiled: measured, half of the processor time between a start
 * and serving (0.94 s without, 0.5 s with), which is most of what a restart after a kill takes on a
 * busy machine. It goes with the installed packages.
 */
export const COMPILED = join(ROOT, "node_modules", ".cache", "heard");

export const inRoot = (...parts) => join(ROOT, ...parts);

export const exists = (...parts) => existsSync(inRoot(...parts));

/** One line for the person at the terminal. */
export function say(line) {
  process.stdout.write(`${line}\n`);
}
