import type pg from "pg";

/**
 * What is asked in one turn of the event loop goes out as one write, and not as one for each
 * statement.
 */
export function createGathering({ connection: { stream } }: pg.Client): () => void {
  let gathering = false;
  return () => {
    if (gathering) return;
    gathering = true;
    stream.cork();
    process.nextTick(() => {
      gathering = false;
      stream.uncork();
    });
  };
}
