import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startServer } from "../../../server/testing/server-process.ts";

/** Where the proofs find it. */
export const EMPTY_CLUSTER = "HEARD_EMPTY_CLUSTER";

/**
 * Making and migrating a cluster is most of a server's first start: done once before all proofs,
 * and copied for each server.
 */
export default async function makeEmptyCluster(): Promise<() => void> {
  const dir = mkdtempSync(join(tmpdir(), "heard-empty-"));
  const dataDir = join(dir, "cluster");
  mkdirSync(dataDir, { mode: 0o700 });
  const server = await startServer({ dataDir });
  await server.stop();
  process.env[EMPTY_CLUSTER] = dataDir;
  return () => rmSync(dir, { recursive: true, force: true });
}
