import { describe, expect, test } from "vitest";
import type { LinkView } from "../../device/device.ts";
import { STORAGE_LOST } from "../../device/storage-lost.ts";
import { english } from "../../words/english.ts";
import { makeFormat } from "../../words/format.ts";
import { linkText, pairAgainText } from "./link-text.ts";

const NOW = Date.UTC(2026, 0, 31, 19, 5, 0);
const format = makeFormat({ locale: "en-GB", currency: "GBP", timezone: "Europe/London" });
const link: LinkView = {
  state: "live",
  sending: "idle",
  since: NOW - 180_000,
  lastContactAt: NOW - 2_000,
  waiting: 0,
  behind: 0,
  cause: null,
  updateReady: false,
  leader: true,
  storage: "persistent",
};
const said = (change: Partial<LinkView>) =>
  linkText({ ...link, ...change }, NOW, english.link, format).text;

describe("the link badge says exactly what docs/product.md promises", () => {
  test("while all is well", () => {
    expect(said({})).toBe("Live · 2 s");
    expect(said({ state: "polling" })).toBe("Polling");
    expect(said({ state: "catching-up", behind: 340 })).toBe("Catching up 340");
    expect(said({ updateReady: true })).toBe("Update ready");
  });

  test("while it is alone", () => {
    expect(said({ state: "offline", waiting: 3 })).toBe("Offline since 19:02 · 3 actions waiting");
    expect(said({ state: "offline", waiting: 1 })).toBe("Offline since 19:02 · 1 action waiting");
    expect(said({ state: "offline" })).toBe("Offline since 19:02");
  });

  test("in a dozen letters a row where the bar is a phone's", () => {
    const narrow = (change: Partial<LinkView>) =>
      linkText({ ...link, ...change }, NOW, { ...english.link, ...english.link.narrow }, format)
        .text;
    expect([
      narrow({}),
      narrow({ state: "offline", waiting: 3 }),
      narrow({ sending: "needs-pairing", waiting: 2 }),
    ]).toEqual(["Live · 2 s", "Offline 19:02 · 3 unsent", "Needs pairing · 2 unsent"]);
  });

  test("when a person must act, whatever else is so", () => {
    expect(said({ state: "offline", sending: "needs-pairing" })).toBe("Needs pairing");
    expect(said({ sending: "needs-pairing", waiting: 2 })).toBe(
      "Needs pairing · 2 actions waiting",
    );
  });
});

test("what a device that was signed out has kept is said where there is some, and not where its storage was lost", () => {
  const lost = { id: "wiped/1", at: NOW, code: STORAGE_LOST, detail: "", number: null };
  const text = (change: Partial<LinkView>, notices = [] as (typeof lost)[]) =>
    pairAgainText({ ...link, ...change }, notices, english.link);
  const kept =
    "This device was signed out. Its unsent actions are kept. Ask the owner for a new pairing code.";
  const bare = "This device was signed out. Ask the owner for a new pairing code.";
  expect([text({ waiting: 1 }), text({ waiting: 1 }, [{ ...lost, code: "full" }])]).toEqual([
    kept,
    kept,
  ]);
  expect([
    text({}),
    text({}, [lost]),
    text({ waiting: 1 }, [lost]),
    text({ waiting: 1, storage: "wiped" }),
  ]).toEqual([bare, bare, bare, bare]);
});
