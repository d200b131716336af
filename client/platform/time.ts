import type { ShellTime } from "#shared/sync/device/shell/ports.ts";

/** The browser's clocks and timers. */
export const time: ShellTime = {
  nowMs: () => Date.now(),
  steadyMs: () => performance.now(),
  after(ms, work) {
    const timer = setTimeout(work, ms);
    return () => clearTimeout(timer);
  },
  every(ms, work) {
    const timer = setInterval(work, ms);
    return () => clearInterval(timer);
  },
};
