import { ensureClient } from "../../launch/client-build.mjs";
import { startServer, type ServerProcess } from "../../testing/server-process.ts";

/**
 * The real server on a free port and a data directory that goes with it. `withClient`: a browser
 * will ask it for the app.
 */
export async function startOwnServer(
  withClient: boolean,
): Promise<Pick<ServerProcess, "url" | "setupToken" | "dispose">> {
  if (withClient) await ensureClient();
  return startServer({ env: { LOG_LEVEL: "warn" } });
}
