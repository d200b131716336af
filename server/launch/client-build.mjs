import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { runPinned } from "./child.mjs";
import { compressSite } from "./compress.mjs";
import { inRoot, say } from "./paths.mjs";

const SOURCES = [
  "client",
  "shared",
  "server/launch/compress.mjs",
  "vite.config.ts",
  "tsconfig.json",
  "package-lock.json",
];
const NOT_IN_THE_CLIENT =
  /(\.test\.tsx?$)|(^|\/)(e2e|testing)$|(^|\/)RULES\.md$|(^|\/)PROTOCOL\.md$/;
const STAMP = inRoot("dist", "client.stamp");

/**
 * Builds the client into dist/client unless that is what these sources give already. Throws a
 * sentence if the build fails.
 */
export async function ensureClient() {
  const stamp = sourcesHash();
  if (
    existsSync(inRoot("dist", "client", "index.html")) &&
    existsSync(STAMP) &&
    readFileSync(STAMP, "utf8") === stamp
  )
    return;
  say("Building the client");
  // A build cut short must not pass for a finished one.
  rmSync(STAMP, { force: true });
  const { code } = await runPinned(
    [inRoot("node_modules", "vite", "bin", "vite.js"), "build", "--logLevel", "warn"],
    {
      env: { NODE_ENV: "production" },
    },
  );
  if (code !== 0) throw new Error("The client does not build; what vite said is above.");
  await compressSite(inRoot("dist", "client"));
  mkdirSync(inRoot("dist"), { recursive: true });
  writeFileSync(STAMP, stamp);
}

function sourcesHash() {
  const hash = createHash("sha256");
  for (const file of SOURCES.flatMap((path) => filesUnder(path)))
    hash
      .update(`${file}\0`)
      .update(readFileSync(inRoot(file)))
      .update("\0");
  return hash.digest("hex");
}

/** Every file at or under a path of the checkout that can have a part in the build, sorted. */
function filesUnder(path) {
  if (NOT_IN_THE_CLIENT.test(path) || !existsSync(inRoot(path))) return [];
  if (!statSync(inRoot(path)).isDirectory()) return [path];
  return readdirSync(inRoot(path))
    .toSorted()
    .flatMap((name) => filesUnder(`${path}/${name}`));
}
