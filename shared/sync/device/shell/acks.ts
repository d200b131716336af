/**
 * Says how far this device has come, without a request for every event: one under way at most, and
 * a rest after each.
 */
export type Acks = { reached(seq: number): void };

const REST_MS = 250;

export function createAcks(
  send: (seq: number) => Promise<void>,
  rest: (ms: number) => Promise<void>,
): Acks {
  let wanted = 0;
  let said = 0;
  let busy = false;
  const run = async () => {
    busy = true;
    while (wanted > said) {
      said = wanted;
      await send(said);
      await rest(REST_MS);
    }
    busy = false;
  };
  return {
    reached(seq) {
      // A lower one is the place in another log: everything was fetched anew.
      if (seq < said) said = 0;
      wanted = seq;
      if (!busy) void run();
    },
  };
}
