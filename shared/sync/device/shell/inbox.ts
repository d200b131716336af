import type { Input } from "../ports.ts";

export type Inbox = {
  /**
   * Puts an input in line; it is taken at once unless another is being taken, or the store is being
   * read.
   */
  tell(input: Input): void;
  /**
   * Reads the store while the core stands still, and takes what was found before everything in
   * line: so that nothing which happened meanwhile is overwritten by what was read before it. At
   * once, also where another reading is to follow: this tab's own writes go on meanwhile, and what
   * was read before one of them is not what is stored after it.
   */
  between(read: () => Promise<readonly Input[]>): Promise<void>;
};

/**
 * The core's inputs, one at a time and never one inside another. `emptied` is called when the line
 * has been worked off.
 */
export function createInbox(take: (input: Input) => void, emptied: () => void): Inbox {
  const line: Input[] = [];
  let taking = false;
  let held = 0;
  let reading: Promise<void> = Promise.resolve();

  const work = () => {
    if (taking || held > 0) return;
    taking = true;
    try {
      while (held === 0) {
        const input = line.shift();
        if (input === undefined) break;
        take(input);
      }
    } finally {
      taking = false;
    }
    emptied();
  };

  return {
    tell(input) {
      line.push(input);
      work();
    },
    between(read) {
      held++;
      const done = reading.then(async () => {
        try {
          for (const input of await read()) take(input);
        } finally {
          held--;
          work();
        }
      });
      // One that failed has told its own caller; the next one reads all the same.
      reading = done.catch(() => undefined);
      return done;
    },
  };
}
