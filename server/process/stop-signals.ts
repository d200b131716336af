/**
 * Calls `stop` at the first SIGTERM, SIGINT or SIGHUP, once, and ends the process when it resolves:
 * code 0, or 1 if it failed.
 *
 * One Ctrl-C often arrives several times: from the terminal, from npm and from the launcher, each
 * passing it on. So a repeated signal counts only after a pause, and then it is somebody who will
 * not wait: the process ends at once.
 */
export function onStopSignal(
  stop: (signal: NodeJS.Signals) => Promise<void>,
  process: Process,
  now: () => number = performance.now.bind(performance),
): void {
  let firstAt: number | null = null;
  const heard = (signal: NodeJS.Signals) => {
    if (firstAt === null) {
      firstAt = now();
      stop(signal).then(
        () => process.exit(0),
        () => process.exit(1),
      );
    } else if (now() - firstAt > ECHO_MS) {
      process.exit(130);
    }
  };
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.on(signal, heard);
}

/**
 * The part of `process` that this uses. `stop` reports its own failure; here it only decides the
 * exit code.
 */
export type Process = {
  on(signal: "SIGTERM" | "SIGINT" | "SIGHUP", listener: (signal: NodeJS.Signals) => void): unknown;
  exit(code: number): void;
};

const ECHO_MS = 1500;
