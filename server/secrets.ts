import { randomBytes, randomUUID } from "node:crypto";
import { existsSync, linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export type Secrets = {
  /** Makes the tables' tokens: whoever serves the same database must have the same one. */
  readonly serverSecret: Uint8Array;
  readonly setupToken: string;
  /** The setup token was made just now and has never been shown. */
  readonly setupTokenIsNew: boolean;
};

/** What this installation keeps secret, under `dataDir`, readable by its owner alone; made at the first start. */
export function readSecrets(dataDir: string, givenSetupToken: string | null): Secrets {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const server = kept(join(dataDir, "server-secret"));
  if (givenSetupToken !== null) return { serverSecret: Buffer.from(server.value, "base64url"), setupToken: givenSetupToken, setupTokenIsNew: false };
  const setup = kept(join(dataDir, "setup-token"));
  return { serverSecret: Buffer.from(server.value, "base64url"), setupToken: setup.value, setupTokenIsNew: setup.isNew };
}

/** Two servers may make it at once: it appears whole under its name or not at all, and both use the one that was there first. */
function kept(file: string): { value: string; isNew: boolean } {
  if (existsSync(file)) return { value: read(file), isNew: false };
  const mine = `${file}.${randomUUID()}`;
  // Flushed: table links that guests have scanned must survive a power cut right after the first start.
  writeFileSync(mine, `${randomBytes(32).toString("base64url")}\n`, { mode: 0o600, flag: "wx", flush: true });
  try {
    linkSync(mine, file);
    return { value: read(file), isNew: true };
  } catch (error) {
    if (existsSync(file)) return { value: read(file), isNew: false };
    if (!(error instanceof Error && "code" in error && NO_LINKS.has(String(error.code)))) throw error;
    // Two at once would both believe theirs; the database takes one of them (installation.ts) and the other is told.
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
  if (value === "") throw new Error(`${file} is empty. Put it back from your backup, or delete it to have a new one made.`);
  return value;
}
