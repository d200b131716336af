import { test } from "vitest";
import { noPush, pushAfter, type PushState, type PushEvent } from "./push.ts";
import { expectTable } from "./testing/expect-table.ts";

const acting = { kind: "acting", sentAt: 4, stale: false } as const;
const comparing = { kind: "comparing", sentAt: 4, stale: false } as const;

test("[SYN-16] [SYN-46] the push's table: one at a time, and what overtakes it makes it stale", () => {
  expectTable<PushState, PushEvent>(
    pushAfter,
    {
      acted: { kind: "acted", sentAt: 5 },
      compared: { kind: "compared", sentAt: 5 },
      overtaken: { kind: "overtaken" },
      ended: { kind: "ended" },
    },
    {
      none: [
        { kind: "none" },
        {
          acted: { kind: "acting", sentAt: 5, stale: false },
          compared: { kind: "comparing", sentAt: 5, stale: false },
          overtaken: "same",
          ended: "same",
        },
      ],
      acting: [
        acting,
        { acted: "same", compared: "same", overtaken: { ...acting, stale: true }, ended: noPush },
      ],
      comparing: [
        comparing,
        {
          acted: "same",
          compared: "same",
          overtaken: { ...comparing, stale: true },
          ended: noPush,
        },
      ],
    },
  );
});
