/**
 * Everything that was opened is closed again, the last first, however the run ends; what fails to
 * close is told and holds up nobody.
 */
export type Cleaning = {
  /** To be undone in the end. Returns how to undo it now. */
  add(what: string, undo: () => void | Promise<void>): () => Promise<void>;
  /** Undoes what is left; once, whoever asks. */
  all(): Promise<void>;
};

export function createCleaning(say: (line: string) => void): Cleaning {
  const left: { readonly what: string; readonly undo: () => void | Promise<void> }[] = [];
  let cleaned: Promise<void> | null = null;

  async function undoAll(): Promise<void> {
    for (let one = left.pop(); one !== undefined; one = left.pop()) {
      try {
        await one.undo();
      } catch (error) {
        say(
          `could not clean up: ${one.what}: ${error instanceof Error ? error.message : String(error)}`,
        );
      }
    }
  }

  return {
    add(what, undo) {
      const one = { what, undo };
      left.push(one);
      return async () => {
        const index = left.indexOf(one);
        if (index === -1) return;
        left.splice(index, 1);
        await undo();
      };
    },
    all: () => (cleaned ??= undoAll()),
  };
}
