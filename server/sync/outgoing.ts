/** A stream's raw response: what is asked of it, and how long it is waited for. */

import { SECOND } from "#shared/kernel/time.ts";

/** How long a reader may leave a write untaken. */
export const DRAIN_DEADLINE_MS = 10 * SECOND;

/** What is needed of Node's raw response; those of HTTP/1.1 and HTTP/2 both fit. */
export type Outgoing = {
  removeHeader(name: string): unknown;
  writeHead(status: number, headers: Readonly<Record<string, string>>): unknown;
  write(chunk: Buffer | string): boolean;
  end(chunk: string): unknown;
  destroy(): unknown;
  readonly writableEnded: boolean;
  on(event: "error", listener: (error: Error) => void): unknown;
  once(event: "close" | "drain", listener: () => void): unknown;
  off(event: "close" | "drain", listener: () => void): unknown;
};

type Reader = {
  readonly out: Outgoing;
  /** The connection is closed: nothing more can be written. */ readonly gone: boolean;
};

export const isWritable = ({ out, gone }: Reader): boolean => !gone && !out.writableEnded;

/**
 * After a write that was not taken at once: true when it was, false when the reader is gone or was
 * cut off for not taking it in time.
 */
export function takenOrCut({ out, gone }: Reader, deadlineMs: number): Promise<boolean> {
  if (gone) return Promise.resolve(false);
  return new Promise((resolve) => {
    const over = (taken: boolean): void => {
      clearTimeout(timer);
      out.off("drain", drained);
      out.off("close", closed);
      resolve(taken);
    };
    const drained = (): void => over(true);
    const closed = (): void => over(false);
    const timer = setTimeout(() => {
      out.destroy();
      over(false);
    }, deadlineMs);
    out.once("drain", drained);
    out.once("close", closed);
  });
}
