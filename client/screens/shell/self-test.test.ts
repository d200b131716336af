import { expect, test } from "vitest";
import { selfTest, type Facts } from "./self-test.ts";

const NOW = 1_000_000;
const facts = (change: Partial<Facts> = {}): Facts => ({
  muted: false,
  proveSound: async () => true,
  proveAwake: async () => true,
  storage: "persistent",
  link: { state: "live", lastContactAt: NOW - 1_000, since: 0 },
  ownNow: NOW,
  serverNow: NOW,
  ...change,
});
const troubles = async (change: Partial<Facts>) =>
  (await selfTest(facts(change))).flatMap(({ trouble }) => trouble ?? []);

test("is green when all is well", async () => {
  expect(await selfTest(facts())).toEqual(
    ["sound", "wake", "storage", "clock", "link"].map((check) => ({ check, trouble: null })),
  );
});

test("names each thing that stands in the way", async () => {
  expect(await troubles({ proveSound: async () => false })).toEqual(["sound"]);
  expect(await troubles({ muted: true })).toEqual(["soundOff"]);
  expect(await troubles({ proveAwake: async () => false })).toEqual(["wake"]);
  expect(await troubles({ storage: "best-effort" })).toEqual(["storage"]);
  expect(await troubles({ storage: "full" })).toEqual(["storageFull"]);
  expect(await troubles({ ownNow: NOW - 7_200_000 })).toEqual(["clock"]);
  expect(await troubles({ link: { state: "polling", lastContactAt: NOW, since: 0 } })).toEqual([
    "linkSlow",
  ]);
  expect(await troubles({ link: { state: "offline", lastContactAt: NOW, since: 0 } })).toEqual([
    "link",
  ]);
  expect(
    await troubles({ link: { state: "live", lastContactAt: NOW - 30_000, since: 0 } }),
  ).toEqual(["link"]);
});
