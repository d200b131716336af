import { expect, test } from "vitest";
import { createHashing } from "./hashing.ts";

/** Hashes that end when they are told to, in the order in which they began. */
function hashes() {
  const begun: { who: string; end: () => void }[] = [];
  const hash = (who: string) => () =>
    new Promise<string>((resolve) => void begun.push({ who, end: () => resolve(who) }));
  return { begun, hash, running: () => begun.map(({ who }) => who) };
}
const turns = () => new Promise((resolve) => void setImmediate(resolve));

test("1: one source that sends many has one running and five waiting, and another's owner is next", async () => {
  const hashing = createHashing();
  const { begun, hash, running } = hashes();
  const flood = Array.from({ length: 80 }, () =>
    hashing.stranger("1.1.1.1", hash("flood")).catch((error: unknown) => error),
  );
  const refused = flood.slice(6);
  for (const error of await Promise.all(refused))
    expect(error).toMatchObject({ code: "too_many_requests" });
  expect(running()).toEqual(["flood"]);
  const owners = [
    hashing.stranger("2.2.2.2", hash("owner")),
    hashing.stranger("3.3.3.3", hash("another")),
  ];
  await turns();
  expect(running()).toEqual(["flood", "owner"]);
  begun[1]?.end();
  await turns();
  expect(running()).toEqual(["flood", "owner", "another"]);
  begun[2]?.end();
  expect(await Promise.all(owners)).toEqual(["owner", "another"]);
});

test("2: known browsers have one running in all, by account in turn, and strangers take nothing from it", async () => {
  const hashing = createHashing();
  const { begun, hash, running } = hashes();
  for (const source of ["1.1.1.1", "2.2.2.2", "3.3.3.3"])
    void hashing.stranger(source, hash("stranger"));
  const mine = Array.from({ length: 40 }, () =>
    hashing.known("mine", hash("mine")).catch((error: unknown) => error),
  );
  const neighbour = hashing.known("neighbour", hash("neighbour"));
  await turns();
  expect(running()).toEqual(["stranger", "stranger", "mine"]);
  for (const error of await Promise.all(mine.slice(6)))
    expect(error).toMatchObject({ code: "too_many_requests" });
  begun[2]?.end();
  await turns();
  begun[3]?.end();
  await turns();
  expect(running().slice(3)).toEqual(["mine", "neighbour"]);
  begun[4]?.end();
  expect(await neighbour).toBe("neighbour");
});
