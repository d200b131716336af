import { existsSync } from "node:fs";
import { join, resolve } from "node:path";

/** The checkout. */
export const ROOT = resolve(import.meta.dirname, "../..");

/** The Node that package-lock.json pins: everything of ours runs on it, whatever Node the machine has. */
export const PINNED_NODE = join(ROOT, "node_modules", "node", "bin", process.platform === "win32" ? "node.exe" : "node");

export const inRoot = (...parts) => join(ROOT, ...parts);

export const exists = (...parts) => existsSync(inRoot(...parts));

/** One line for the person at the terminal. */
export function say(line) {
  process.stdout.write(`${line}\n`);
}
