import { randomBytes, randomUUID } from "node:crypto";
import {
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { hashSecret } from "./auth/tokens.ts";
import type { Settled } from "./db/installation.ts";

/**
 * Makes the tables' tokens: whoever serves the same database must have the same one. Kept under
 * `dataDir`, readable by its owner alone; made at the first start.
 */
export function readServerSecret(dataDir: string): Uint8Array {
  return Buffer.from(kept(inDir(dataDir, "server-secret")).value, "base64url");
}

export type SetupToken = {
  /**
   * What is compared with. Each process takes it from the same place, so a token that one has shown
   * counts at all.
   */
  readonly hash: string;
  /** The token where it has just become the installation's: it has never been shown. */
  readonly unseen: string | null;
};

/**
 * The token that creates restaurants: the environment's, else the one whose hash the database has,
 * else the one in `dataDir`, which is made where there is none. `settle` puts a hash beside the
 * installation's claim where none is there, and answers the one that is there and whether it was
 * this that put it.
 */
export async function settleSetupToken(
  dataDir: string,
  given: string | null,
  settle: (hash: string | null) => Promise<Settled>,
): Promise<SetupToken> {
  if (given !== null) return { hash: hashSecret(given), unseen: null };
  const before = await settle(null);
  if (before.hash !== null) return { hash: before.hash, unseen: null };
  // On the disk before it is in the database: a process that dies in between must not leave a token
  // that nobody knows.
  const file = inDir(dataDir, "setup-token");
  const mine = kept(file);
  const { hash, isNew } = await settle(hashSecret(mine.value));
  if (hash === null) throw new Error("the setup token could not be kept in the database");
  // Another process was first, with a directory of its own: what lies here would open nothing.
  if (mine.isNew && hash !== hashSecret(mine.value)) rmSync(file, { force: true });
  return { hash, unseen: isNew ? mine.value : null };
}

function inDir(dataDir: string, name: string): string {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  return join(dataDir, name);
}

/**
 * Two servers may make it at once: it appears whole under its name or not at all, and both use the
 * one that was there first.
 */
function kept(file: string): { value: string; isNew: boolean } {
  if (existsSync(file)) return { value: read(file), isNew: false };
  const mine = `${file}.${randomUUID()}`;
  // Flushed: table links that guests have scanned must survive a power cut right after the first
  // start.
  writeFileSync(mine, `${randomBytes(32).toString("base64url")}\n`, {
    mode: 0o600,
    flag: "wx",
    flush: true,
  });
  try {
    linkSync(mine, file);
    return { value: read(file), isNew: true };
  } catch (error) {
    if (existsSync(file)) return { value: read(file), isNew: false };
    if (!(error instanceof Error && "code" in error && NO_LINKS.has(String(error.code))))
      throw error;
    // Two at once would both believe theirs; the database takes one of them (installation.ts) and
    // the other is told.
    renameSync(mine, file);
    return { value: read(file), isNew: true };
  } finally {
    rmSync(mine, { force: true });
  }
}

/** A file system without hard links: some network drives and memory cards. */
const NO_LINKS: ReadonlySet<string> = new Set(["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS"]);

function read(file: string): string {
  const value = readFileSync(file, "utf8").trim();
  if (value === "")
    throw new Error(
      `${file} is empty. Put it back from your backup, or delete it to have a new one made.`,
    );
  return value;
}
