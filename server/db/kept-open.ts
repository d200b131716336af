/** A connection that is opened when it is first asked for, and anew after it has ended. */
export function keptOpen<Kept extends Ending>(
  connect: () => Promise<Kept>,
): {
  get(): Promise<Kept>;
  close(): Promise<void>;
} {
  let open: Promise<Kept> | null = null;
  const opened = (): Promise<Kept> => {
    const opening = connect();
    const forget = (): void => {
      if (open === opening) open = null;
    };
    opening.then((connection) => connection.onEnd(forget), forget);
    return opening;
  };
  return {
    get: () => (open ??= opened()),
    async close() {
      const closing = open;
      open = null;
      // One that could not be opened has told whoever asked.
      await closing?.then(
        (connection) => connection.end(),
        () => undefined,
      );
    },
  };
}

type Ending = {
  /** Calls back once, when the connection is gone for whatever reason. */
  onEnd(callback: () => void): void;
  end(): Promise<void>;
};
