import { expect, test } from "vitest";
import { createLogger } from "../log/logger.ts";
import { createFailureLines } from "./failure-lines.ts";

test("whatever is tried where there is no account, tries at accounts have their lines; and whatever strangers try, those of known browsers", () => {
  const mayWrite = createFailureLines({ log: createLogger("silent"), clock: { now: () => 0 } });
  const written = (account: (n: number) => string | null): number =>
    Array.from({ length: 5_000 }, (_, n) =>
      mayWrite({ browser: null, account: account(n), source: `source ${n}` }),
    ).filter(Boolean).length;
  expect(written(() => null)).toBe(1_000);
  expect(written(() => "one owner")).toBe(30);
  expect(written((n) => `owner ${n}`)).toBe(970);
  expect(mayWrite({ browser: "the owner's own", account: "one owner", source: "source 1" })).toBe(
    true,
  );
});
