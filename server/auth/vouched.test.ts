import { Hono } from "hono";
import { expect, test, vi } from "vitest";
import type { HttpEnv } from "../http/env.ts";
import { onError } from "../http/errors.ts";
import { source } from "../http/source.ts";
import { newToken, tableGroup } from "./tokens.ts";
import type { Held } from "../http/asker.ts";
import { createVouched } from "./vouched.ts";

const SECRET = new Uint8Array(32).fill(7);
const OLD = `hrd_${"o".repeat(43)}`;
const made = (n: number): string => `hrd_${String(n).padStart(43, "A")}`;

/**
 * Answers with whom a request is counted by; `known` tokens are believed, each request looks the
 * bearer's up.
 */
function appOf(known: readonly string[]) {
  const vouched = createVouched(SECRET, { requests: 3, seconds: 60 });
  const look = vi.fn(async (token: string) => (known.includes(token) ? "somebody" : null));
  const app = new Hono<HttpEnv>();
  app.use(source({ trustProxy: 1, publicUrl: null }));
  app.get("/", async (c) => {
    const holder = vouched.holder(c);
    const token = c.req.header("authorization")?.slice("Bearer ".length) ?? "";
    return c.json({ holder, found: await vouched.lookUp(c, token, () => look(token)) });
  });
  app.onError(onError);
  const ask = async (
    token: string,
    from = "1.1.1.1",
    cookies: Readonly<Record<string, string>> = {},
  ) => {
    const Cookie = Object.entries(cookies)
      .map(([role, text]) => `heard_${role}=${text}`)
      .join("; ");
    const answer = await app.request("/", {
      headers: { Authorization: `Bearer ${token}`, "X-Forwarded-For": from, Cookie },
    });
    return {
      status: answer.status,
      ...((await answer.json()) as { holder?: Held | null; found?: string | null }),
    };
  };
  return { ask, look };
}

test("1: a token of this installation that was believed names its holder, by itself or as a cookie, and each its own", async () => {
  const [a, b] = [newToken(SECRET, "staff").text, newToken(SECRET, "staff").text];
  const { ask } = appOf([a, b]);
  for (const token of [a, b])
    expect((await ask(token)).holder).toEqual({
      kind: "staff",
      isBelieved: false,
      key: "not looked up yet at 1.1.1.1",
    });
  const [first, second] = [await ask(a), await ask(b)];
  expect(first.holder).toEqual({
    kind: "staff",
    isBelieved: true,
    key: `holder ${a.slice(4, 24)}`,
  });
  expect(second.holder).toEqual({
    kind: "staff",
    isBelieved: true,
    key: `holder ${b.slice(4, 24)}`,
  });
  expect((await ask(made(1), "2.2.2.2", { kitchen: a })).holder).toEqual(first.holder);
});

test("a guest's phone is known by its cookie, and only as a guest; who is staff in the same browser is staff", async () => {
  const [guest, staff] = [newToken(SECRET, "guest").text, newToken(SECRET, "staff").text];
  const { ask } = appOf([]);
  expect((await ask(made(1), "1.1.1.1", { guest })).holder).toEqual({
    kind: "guest",
    isBelieved: false,
    key: `holder ${guest.slice(4, 24)}`,
    together: { table: `table ${guest.slice(4, 12)} at 1.1.1.1`, address: "guests at 1.1.1.1" },
  });
  expect((await ask(staff, "1.1.1.1", { guest })).holder).toMatchObject({ kind: "staff" });
  expect((await ask(made(2), "1.1.1.1", { guest: staff })).holder).toBeNull();
});

test("a made-up one, another installation's and a guest's name nobody", async () => {
  const { ask } = appOf([]);
  for (const token of [
    made(1),
    newToken(new Uint8Array(32), "staff").text,
    newToken(SECRET, "guest").text,
  ])
    expect((await ask(token)).holder).toBeNull();
});

test("of made-up tokens few are looked up for one address, whoever else is there", async () => {
  const mine = newToken(SECRET, "staff").text;
  const { ask, look } = appOf([mine]);
  const flood: number[] = [];
  for (let n = 0; n < 50; n++) flood.push((await ask(made(n))).status);
  expect([
    flood.filter((status) => status === 200).length,
    flood.filter((status) => status === 429).length,
  ]).toEqual([3, 47]);
  expect(look).toHaveBeenCalledTimes(3);
  expect(await ask(mine)).toMatchObject({ status: 200, found: "somebody" });
  expect(await ask(made(99), "2.2.2.2")).toMatchObject({ status: 200, found: null });
});

test("a token from before there were marks is vouched for once it was believed", async () => {
  const { ask } = appOf([OLD]);
  expect((await ask(OLD)).holder).toBeNull();
  for (let n = 0; n < 10; n++) await ask(made(n));
  expect(await ask(OLD)).toMatchObject({
    status: 200,
    found: "somebody",
    holder: { kind: "staff", isBelieved: true, key: `holder ${"o".repeat(20)}` },
  });
});

test("3: who holds a token that was found to have ended is a stranger, and ended tokens are looked up as seldom as made-up ones", async () => {
  const tokens = Array.from({ length: 20 }, () => newToken(SECRET, "staff").text);
  const { ask, look } = appOf([]);
  for (const token of tokens)
    expect((await ask(token)).holder).toEqual({
      kind: "staff",
      isBelieved: false,
      key: "not looked up yet at 1.1.1.1",
    });
  for (const token of tokens) expect((await ask(token)).holder ?? null).toBeNull();
  expect(look).toHaveBeenCalledTimes(20 + 3);
});

test("4: phones of one table are one table's, and each a phone of its own", async () => {
  const phone = (table: string): string =>
    newToken(SECRET, "guest", tableGroup(SECRET, "house", table)).text;
  const { ask } = appOf([]);
  const [a, b, other] = [
    await ask(made(1), "1.1.1.1", { guest: phone("t1") }),
    await ask(made(1), "1.1.1.1", { guest: phone("t1") }),
    await ask(made(1), "1.1.1.1", { guest: phone("t2") }),
  ];
  expect(a.holder?.together).toEqual(b.holder?.together);
  expect(a.holder?.key).not.toBe(b.holder?.key);
  expect(other.holder?.together?.table).not.toBe(a.holder?.together?.table);
  expect(other.holder?.together?.address).toBe(a.holder?.together?.address);
});
