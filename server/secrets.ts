import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
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

function kept(file: string): { value: string; isNew: boolean } {
  if (existsSync(file)) return { value: readFileSync(file, "utf8").trim(), isNew: false };
  const value = randomBytes(32).toString("base64url");
  // Flushed: table links that guests have scanned must survive a power cut right after the first start.
  writeFileSync(file, `${value}\n`, { mode: 0o600, flag: "wx", flush: true });
  return { value, isNew: true };
}
