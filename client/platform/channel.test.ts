import { expect, test } from "vitest";
import { openChannel } from "./channel.ts";

const heard = (count: number, list: readonly string[]) =>
  expect.poll(() => list.length).toBe(count);

test("[SYN-12] a tab that is still reading what is stored hears afterwards what the others said meanwhile, in order", async () => {
  const [leader, opening] = [openChannel<string>("tabs"), openChannel<string>("tabs")];
  const list: string[] = [];
  leader.post("one");
  leader.post("two");
  await new Promise((resolve) => setTimeout(resolve, 20));
  opening.listen((message) => list.push(message));
  expect(list).toEqual(["one", "two"]);
  leader.post("three");
  await heard(3, list);
  expect(list).toEqual(["one", "two", "three"]);
  opening.close();
  leader.close();
});

test("a closed one says nothing more, and does not mind being asked to", async () => {
  const [one, other] = [openChannel<string>("closing"), openChannel<string>("closing")];
  const list: string[] = [];
  other.listen((message) => list.push(message));
  one.post("last");
  await heard(1, list);
  one.close();
  one.post("never");
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(list).toEqual(["last"]);
  other.close();
});
