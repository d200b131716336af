import { execFileSync } from "node:child_process";
import { statSync } from "node:fs";

/** Whom Postgres' processes run as. */
export type ProcessUser = { readonly uid: number; readonly gid: number };

/**
 * Null: as we do. Postgres refuses to run as root, so root hands it to whoever already owns the
 * cluster, else to `postgres` if the machine has one, else to `nobody`.
 */
export function postgresUser(clusterDir: string): ProcessUser | null {
  if (process.getuid?.() !== 0) return null;
  const owner = statSync(clusterDir, { throwIfNoEntry: false });
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  const user = lookUp("postgres") ?? lookUp("nobody");
  if (user) return user;
  throw new Error(
    'Postgres refuses to run as root, and this machine has neither a user "postgres" nor "nobody" to run it as. ' +
      "Start Heard as an ordinary user, or set DATABASE_URL to a Postgres of your own.",
  );
}

function lookUp(name: string): ProcessUser | null {
  const uid = idOf("-u", name);
  const gid = idOf("-g", name);
  return uid === null || gid === null || uid === 0 ? null : { uid, gid };
}

function idOf(option: "-u" | "-g", name: string): number | null {
  try {
    return Number.parseInt(
      execFileSync("id", [option, name], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }),
      10,
    );
  } catch {
    return null;
  }
}
