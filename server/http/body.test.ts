import { Hono } from "hono";
import { expect, test } from "vitest";
import { z } from "zod/mini";
import { checked, parseJson, readJson } from "./body.ts";
import { onError } from "./errors.ts";

const schema = z.strictObject({
  name: z.string().check(z.maxLength(5)),
  more: z.optional(z.unknown()),
});
const limits = { maxBytes: 200, maxDepth: 4 };
const app = new Hono();
app.post("/", async (c) => c.json(await readJson(c, schema, limits)));
app.onError(onError);

const JSON_TYPE = { "Content-Type": "application/json" };

async function post(
  body: string | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>,
  headers: Record<string, string> = JSON_TYPE,
): Promise<{ status: number; body: { code?: string } }> {
  const init = { method: "POST", headers, body, duplex: "half" } as RequestInit;
  const response = await app.request("/", init);
  return { status: response.status, body: (await response.json()) as { code?: string } };
}

test("a good body is read, with or without a charset", async () => {
  expect(await post('{"name":"Ada"}')).toEqual({ status: 200, body: { name: "Ada" } });
  expect(
    (await post('{"name":"Ada"}', { "Content-Type": "application/json; charset=UTF-8" })).status,
  ).toBe(200);
});

const refused: [
  what: string,
  body: string | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>,
  status: number,
  code: string,
][] = [
  ["nothing", "", 400, "malformed_json"],
  ["half a body", '{"name":', 400, "malformed_json"],
  ["invalid UTF-8", new Uint8Array([0x22, 0xc3, 0x28, 0x22]), 400, "malformed_json"],
  ["an escaped U+0000", '{"name":"a\\u0000"}', 400, "bad_text"],
  ["half a surrogate pair", '{"name":"\\ud83d"}', 400, "bad_text"],
  ["half a surrogate pair as a key", '{"name":"a","\\udc00":1}', 400, "bad_text"],
  ["a key that reaches for the prototype", '{"name":"a","more":{"__proto__":{}}}', 400, "bad_key"],
  ["a key that reaches for the constructor", '{"name":"a","constructor":1}', 400, "bad_key"],
  ["more levels than allowed", '{"name":"a","more":[[[[1]]]]}', 400, "too_deep"],
  ["the wrong type", '{"name":5}', 400, "invalid"],
  ["an unknown field", '{"name":"a","nam":"b"}', 400, "invalid"],
  ["another shape", "[]", 400, "invalid"],
  ["a body one byte too large", `{"name":"a"}${" ".repeat(189)}`, 413, "too_large"],
];

test.each(refused)("%s is refused with the reason", async (_what, body, status, code) => {
  expect(await post(body)).toMatchObject({ status, body: { code } });
});

test("a body of exactly the allowed size is read", async () => {
  expect((await post(`{"name":"a"}${" ".repeat(188)}`)).status).toBe(200);
});

test("as many levels as allowed are read", async () => {
  expect((await post('{"name":"a","more":[[[1]]]}')).status).toBe(200);
});

test("a hundred thousand brackets end in an answer, not in a full stack", async () => {
  const deep = new Hono();
  deep.post("/", async (c) =>
    c.json(await readJson(c, schema, { maxBytes: 1_000_000, maxDepth: 12 })),
  );
  deep.onError(onError);
  const body = "[".repeat(100_000) + "]".repeat(100_000);
  const response = await deep.request("/", { method: "POST", headers: JSON_TYPE, body });
  expect(await response.json()).toMatchObject({ code: "too_deep" });
});

test("a stream without a length is cut off at the limit", async () => {
  let sent = 0;
  const endless = new ReadableStream<Uint8Array>({
    pull(controller) {
      sent += 100;
      controller.enqueue(new Uint8Array(100).fill(0x20));
    },
  });
  expect(await post(endless)).toMatchObject({ status: 413, body: { code: "too_large" } });
  expect(sent).toBeLessThan(1000);
});

test.each([
  ["text", { "Content-Type": "text/plain" }],
  ["nothing said", {}],
  ["another charset", { "Content-Type": "application/json; charset=latin1" }],
  ["compressed", { ...JSON_TYPE, "Content-Encoding": "gzip" }],
])("another kind of body (%s) is refused", async (_what, headers) => {
  expect(await post(new TextEncoder().encode('{"name":"a"}'), headers)).toMatchObject({
    status: 415,
    body: { code: "unsupported_media_type" },
  });
});

test("issues name the field", async () => {
  expect((await post('{"name":"too long"}')).body).toMatchObject({
    issues: [{ path: "name", message: expect.stringContaining("5") }],
  });
});

test("what is said of a caller's own words has an end", () => {
  const names = Object.fromEntries(Array.from({ length: 5_000 }, (_, n) => [`key-${n}-👩`, 1]));
  const refusal = () => checked(schema, { name: "a", ...names }, "The body");
  expect(refusal).toThrow(expect.objectContaining({ code: "invalid" }));
  try {
    refusal();
  } catch (error) {
    const text = JSON.stringify((error as { issues?: unknown }).issues ?? error);
    expect(text.length).toBeLessThan(1_000);
    expect(text).toContain("key-1-");
  }
});

test("a body with more values than anything of ours is refused by its commas, before they are made", () => {
  const bytes = (text: string) => new TextEncoder().encode(text);
  expect(() => parseJson(bytes(`[${"0,".repeat(3_000)}0]`), 4)).toThrow(
    expect.objectContaining({ code: "too_large" }),
  );
  expect(() => parseJson(bytes(`[${"{},".repeat(100_000)}{}]`), 4)).toThrow(
    expect.objectContaining({ code: "too_large" }),
  );
  expect(parseJson(bytes(`[${"0,".repeat(900)}0]`), 4)).toHaveLength(901);
  expect(parseJson(bytes(`[${'{"id":"t1","label":"1"},'.repeat(20_000)}{}]`), 4)).toHaveLength(
    20_001,
  );
});
