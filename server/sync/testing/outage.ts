import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";
import pg from "pg";

/**
 * A way to the database that a test can cut. To who connects it is the database, dying and coming
 * back.
 */
export type Line = {
  readonly url: string;
  /** Ends every connection and refuses new ones. */
  cut(): void;
  /**
   * Lets the next commit happen and loses every answer to its transaction's last statements. The
   * line is cut then.
   */
  loseNextCommit(): void;
  /**
   * Lets nothing more through on the connections that listen for notifications, without closing
   * them.
   */
  freezeListeners(): void;
  /**
   * Lets nothing more through on any connection, without closing one, and answers no new one: a
   * machine that was switched off.
   */
  freeze(): void;
  /** Whether somebody has said something since the freeze, and waits for an answer. */
  isWaitedFor(): boolean;
  mend(): void;
  close(): Promise<void>;
};

export async function openLine(databaseUrl: string): Promise<Line> {
  // Never connected: it reads addresses as the real one does, Unix sockets too.
  const { host, port, user, password, database } = new pg.Client({ connectionString: databaseUrl });
  const target = host.startsWith("/") ? { path: `${host}/.s.PGSQL.${port}` } : { host, port };
  const pairs = new Set<{ near: Socket; far: Socket; listens: boolean; frozen: boolean }>();
  let isCut = false;
  let losing = false;
  let isFrozen = false;
  let waitedFor = false;

  const drop = (): void => {
    for (const { near, far } of pairs) {
      near.destroy();
      far.destroy();
    }
  };
  const server = createServer((near) => {
    if (isCut) return void near.destroy();
    if (isFrozen) return void near.on("error", () => near.destroy());
    const far = connect(target);
    const ends = { near, far, listens: false, frozen: false };
    pairs.add(ends);
    let mute = false;
    near.on("data", (bytes) => {
      if (losing && bytes.includes("commit")) {
        losing = false;
        mute = true;
      }
      ends.listens ||= bytes.includes("listen heard");
      if (ends.frozen) waitedFor = true;
      else far.write(bytes);
    });
    far.on("data", (bytes) => {
      if (!mute) return void near.write(bytes);
      // The tag of a commit that was carried out.
      if (!bytes.includes("COMMIT")) return;
      isCut = true;
      drop();
    });
    for (const socket of [near, far]) {
      socket.on("error", () => socket.destroy());
      socket.on("close", () => {
        near.destroy();
        far.destroy();
        pairs.delete(ends);
      });
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = new URL(
    `postgres://127.0.0.1:${(server.address() as AddressInfo).port}/${database ?? ""}`,
  );
  url.username = user ?? "";
  url.password = password ?? "";

  return {
    url: url.href,
    cut() {
      isCut = true;
      drop();
    },
    loseNextCommit() {
      losing = true;
    },
    freezeListeners() {
      for (const ends of pairs) ends.frozen = ends.listens;
    },
    freeze() {
      isFrozen = true;
      waitedFor = false;
      for (const ends of pairs) ends.frozen = true;
    },
    isWaitedFor: () => waitedFor,
    mend() {
      isCut = isFrozen = false;
    },
    async close() {
      drop();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
