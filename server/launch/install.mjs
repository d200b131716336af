import { existsSync, readFileSync } from "node:fs";
import { runNpm } from "./child.mjs";
import { inRoot, PINNED_NODE, say } from "./paths.mjs";

const OLDEST_NODE = [20, 19];

/**
 * Installs what package-lock.json asks for and node_modules has not. `withDev`: also what only the
 * tests need. Throws a sentence for the person at the terminal.
 *
 * What is there is read from npm's own note in node_modules, which it writes last: an install cut
 * short is not taken for a whole one, and somebody who ran `npm ci` by hand does not wait for a
 * second one.
 */
export async function ensureInstalled({ withDev }) {
  refuseOldNode();
  const missing = missingPackage(withDev);
  if (missing) {
    say(`Installing what is missing (${missing}): npm ci, about a minute the first time`);
    const { code } = await runNpm([
      "ci",
      "--no-audit",
      "--no-fund",
      "--loglevel=error",
      ...(withDev ? ["--include=dev"] : []),
    ]);
    if (code !== 0)
      throw new Error(
        "npm ci failed; what it said is above. It needs the network the first time, and after every change of package-lock.json.",
      );
  }
  if (existsSync(PINNED_NODE)) return;
  // The runtime comes by an install script; npm may be set up on this machine to run none.
  await runNpm(["rebuild", "node", "--ignore-scripts=false", "--loglevel=error"]);
  if (!existsSync(PINNED_NODE))
    throw new Error(
      `The pinned Node is missing (${PINNED_NODE}). Delete node_modules and run the command again.`,
    );
}

function refuseOldNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const [oldestMajor, oldestMinor] = OLDEST_NODE;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return;
  throw new Error(
    `Heard needs Node ${OLDEST_NODE.join(".")} or newer to install itself; this is ${process.versions.node}.`,
  );
}

/** The name of a package that is asked for and not there in that version, or null. */
function missingPackage(withDev) {
  const noted = inRoot("node_modules", ".package-lock.json");
  if (!existsSync(noted)) return "nothing is installed yet";
  const asked = packagesOf(inRoot("package-lock.json"));
  const there = packagesOf(noted);
  for (const [path, wanted] of Object.entries(asked)) {
    if (path === "") continue;
    const found = there[path];
    const mayBeAbsent =
      wanted.optional || wanted.devOptional || wanted.peer || (wanted.dev && !withDev);
    if (!found && mayBeAbsent) continue;
    if (!found || found.version !== wanted.version || found.integrity !== wanted.integrity)
      return path.replace(/^.*node_modules\//, "");
  }
  return null;
}

function packagesOf(lockFile) {
  return JSON.parse(readFileSync(lockFile, "utf8")).packages ?? {};
}
