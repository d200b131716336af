/**
 * What can go wrong between a commit and its word, on the line between server and Postgres. It
 * looks on from the beginning, because the writer's connections are known by the lock that they
 * take, and its text is sent only once on each; a commit that brings writes is longer than the bare
 * word.
 */
import { LOCK } from "../../../sync/postgres-load.ts";
import type { Connection, Line } from "./line.ts";

export type Commits = {
  /** Lets the writer's next commit happen and breaks its connection in place of the answer. */
  loseNext(): {
    /** Postgres said that it is committed, and the server did not hear it. */ lost(): boolean;
    stop(): void;
  };
  /**
   * Keeps the writer's next commit on the line, with everything behind it, the sender's end
   * included.
   */
  holdNext(): HeldCommit;
};

export type HeldCommit = {
  /** A transaction of the writer has its lock, and its commit is on the way. */
  held(): boolean;
  /** Lets it arrive, whoever sent it may be dead by then. */
  release(): void;
};

export function watchCommits(line: Line): Commits {
  /** Told of each commit that brings writes, and of each that Postgres carried out. */
  let watcher: {
    commit(connection: Connection): void;
    committed(connection: Connection): boolean;
  } | null = null;
  line.watch({
    up(bytes, connection) {
      if (isWritingCommit(bytes, connection)) watcher?.commit(connection);
      return true;
    },
    down: (bytes, connection) =>
      !bytes.includes("COMMIT") || watcher === null || watcher.committed(connection),
  });

  return {
    loseNext() {
      let losing: Connection | null = null;
      let lost = false;
      watcher = {
        commit(connection) {
          losing ??= connection;
        },
        committed(connection) {
          if (connection !== losing || lost) return true;
          lost = true;
          connection.break();
          return false;
        },
      };
      return { lost: () => lost, stop: () => (watcher = null) };
    },
    holdNext() {
      let held: Connection | null = null;
      watcher = {
        commit(connection) {
          if (held !== null) return;
          held = connection;
          connection.up.hold(true);
        },
        committed: () => true,
      };
      return {
        held: () => held !== null,
        release() {
          watcher = null;
          held?.up.hold(false);
        },
      };
    },
  };
}

const BARE_COMMIT_BYTES = 200;

function isWritingCommit(bytes: Buffer, { marks }: Connection): boolean {
  if (bytes.includes(LOCK)) marks.add("writer");
  return marks.has("writer") && bytes.length > BARE_COMMIT_BYTES && bytes.includes("commit");
}
