import { describe, test } from "vitest";
import { EVENT_LOG_CONTRACT } from "./event-log.contract.ts";
import { createMemoryLog } from "./memory-log.ts";

describe("the log in memory keeps the contract of every log", () => {
  for (const { name, run } of EVENT_LOG_CONTRACT) {
    test(name, () => run(createMemoryLog("0190c2f0-0000-7000-8000-00000000abcd").events));
  }
});
