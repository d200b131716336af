/** The core's inputs in one line, and its pauses while the store is read: what shared/sync/device/shell/inbox.ts does, at the scheduler's points. */
import type { Input } from "#shared/sync/device/ports.ts";
import type { VirtualTime } from "./virtual-time.ts";

export type TabInbox = {
  /** Puts an input in line; it is taken at once unless another is being taken, or the store is being read. */
  tell(input: Input): void;
  /** Reads while the core stands still; what was found comes before everything in line. Those who read do so one after the other. */
  between(read: () => Promise<readonly Input[]>): Promise<void>;
  /** The same in a process of its own; the core stands still from this moment on. */
  betweenSoon(read: () => Promise<readonly Input[]>): void;
};

export function createTabInbox(time: VirtualTime, isOpen: () => boolean, take: (input: Input) => void): TabInbox {
  const line: Input[] = [];
  const found: Input[] = [];
  const readers: (() => void)[] = [];
  let taking = false;
  let reading = false;
  let held = 0;

  const work = () => {
    if (taking) return;
    taking = true;
    while (held === 0) {
      const input = found.shift() ?? line.shift();
      if (input === undefined) break;
      take(input);
    }
    taking = false;
  };

  const between = async (read: () => Promise<readonly Input[]>): Promise<void> => {
    if (reading) await time.until((goOn) => void readers.push(goOn), isOpen);
    reading = true;
    found.push(...(await read()));
    reading = false;
    held--;
    readers.shift()?.();
    work();
  };

  return {
    tell(input) {
      line.push(input);
      work();
    },
    between(read) {
      held++;
      return between(read);
    },
    betweenSoon(read) {
      held++;
      time.after(0, () => between(read));
    },
  };
}
