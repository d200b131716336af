import { expect, test } from "vitest";
import { readOptions } from "./options.ts";

const read = (args: string, env = {}) => readOptions(args.split(" "), env);

test("needs a file and nothing else", () => {
  expect(read("orders.csv")).toEqual({
    ok: true,
    value: { file: "orders.csv", day: null, speed: 60, to: { kind: "own-server" }, screen: null },
  });
  expect(read("a.csv b.csv").ok).toBe(false);
  expect(readOptions([], {}).ok).toBe(false);
});

test("takes a day, a speed, a server and a screen", () => {
  const given = read(
    "orders.csv --date 18/05/19 --speed 600 --url http://127.0.0.1:8080/ --screen protocol",
    { HEARD_OWNER_TOKEN: "hrd_x" },
  );
  expect(given).toEqual({
    ok: true,
    value: {
      file: "orders.csv",
      day: "18/05/19",
      speed: 600,
      to: { kind: "restaurant", url: "http://127.0.0.1:8080", ownerToken: "hrd_x" },
      screen: "protocol",
    },
  });
});

test("makes a restaurant of its own with the setup token, whoever's token stands in the environment", () => {
  const given = read("orders.csv --url http://127.0.0.1:8080 --setup-token s", {
    HEARD_OWNER_TOKEN: "hrd_x",
  });
  expect(given).toMatchObject({
    value: { to: { kind: "new-restaurant", url: "http://127.0.0.1:8080", setupToken: "s" } },
  });
});

test.each([
  ["orders.csv --date today", "--date is today"],
  ["orders.csv --speed 0", "--speed is 0"],
  ["orders.csv --speed fast", "--speed is fast"],
  ["orders.csv --screen paper", "--screen is paper"],
  ["orders.csv --url 127.0.0.1:8080", "--url is 127.0.0.1:8080"],
  ["orders.csv --url http://owner:secret@127.0.0.1:8080", "tokens are never part of it"],
  ["orders.csv --url http://127.0.0.1:8080", "give --setup-token"],
  ["orders.csv --loud", "--loud"],
])("says what is wrong with %s", (args, sentence) => {
  const given = read(args);
  expect(given.ok ? "" : given.error).toContain(sentence);
});
