/** The checker itself: each kind of wrong answer is called wrong, and a right one is not. */
import { expect, test } from "vitest";
import { DEVICE_ROLES, type DeviceRole } from "#shared/devices/roles.ts";
import type { Stocked } from "../../http/testing/route-table.ts";
import { wrongWith } from "./check.ts";
import type { Payload } from "./payload.ts";
import type { Answer } from "./wire.ts";

const house = (name: string): Stocked => ({
  restaurantId: `${name}-restaurant`,
  owner: `${name}-owner-token`,
  email: `${name}@heard.test`,
  password: "copper pans",
  tables: [`${name}-table-1`, `${name}-table-2`],
  orderId: `${name}-order`,
  lineId: `${name}-line`,
  devices: Object.fromEntries(
    DEVICE_ROLES.map((role) => [
      role,
      { deviceId: `${name}-${role}`, token: `${name}-${role}-token` },
    ]),
  ) as Record<DeviceRole, { deviceId: string; token: string }>,
});
const world = { houses: [house("a"), house("b")], known: [] } as const;

const asked = (over: Partial<Payload> = {}): Payload => ({
  route: "PUT /api/tables",
  method: "PUT",
  target: "/api/tables",
  headers: [["Authorization", "Bearer a-owner-token"]],
  body: Buffer.from("[]"),
  framing: "length",
  mayWrite: true,
  ...over,
});
const PROBLEM = {
  type: "/api/problems#invalid",
  title: "t",
  status: 400,
  code: "invalid",
  detail: "d",
};
const answer = (status: number, body: unknown, over: Partial<Answer> = {}): Answer => ({
  kind: "answer",
  status,
  headers: new Map([
    ["content-type", status >= 400 ? "application/problem+json" : "application/json"],
  ]),
  body: Buffer.from(typeof body === "string" ? body : JSON.stringify(body)),
  ms: 1,
  ...over,
});
const stream = (text: string): Answer =>
  answer(200, text, { headers: new Map([["content-type", "text/event-stream; charset=utf-8"]]) });
const nothing = (kind: Answer["kind"]): Answer => answer(0, "", { kind });
const ping = 'event: ping\ndata: {"head":1,"serverTime":"2026-01-31T19:02:11.000Z"}\n\n';

test.each<[string, Payload, Answer]>([
  ["taken", asked(), answer(200, { restaurantId: "a-restaurant" })],
  ["refused", asked({ mayWrite: false }), answer(400, PROBLEM)],
  [
    "a neighbour's id that was named",
    asked({ target: "/api/devices/b-display" }),
    answer(404, { ...PROBLEM, status: 404, code: "not_found", detail: "b-display" }),
  ],
  ["cut off by the sender", asked({ framing: "cut" }), nothing("cut")],
  ["closed on who lied about the length", asked({ framing: "too-long" }), nothing("closed")],
  ["a stream", asked(), stream(`retry: 5\n\n${ping}event: ready`)],
])("right: %s", (_what, payload, given) => {
  expect(wrongWith(payload, given, world)).toBeNull();
});

test.each<[string, Payload, Answer, string]>([
  [
    "a mistake of ours",
    asked(),
    answer(500, { ...PROBLEM, status: 500, code: "internal" }),
    "a 500",
  ],
  ["away", asked(), answer(503, PROBLEM), "a 503"],
  ["no answer", asked({ framing: "cut" }), nothing("hung"), "no answer"],
  ["silence", asked(), nothing("closed"), "without an answer"],
  [
    "a page",
    asked(),
    answer(404, "<h1>", { headers: new Map([["content-type", "text/html"]]) }),
    "no problem+json",
  ],
  ["no JSON", asked(), answer(400, "{"), "another shape"],
  ["a code of its own", asked(), answer(400, { ...PROBLEM, code: "toString" }), "undocumented"],
  [
    "a code under another status",
    asked(),
    answer(404, { ...PROBLEM, status: 404 }),
    "with status 404",
  ],
  ["a stack", asked(), answer(400, { ...PROBLEM, detail: "x at server/app.ts:12" }), "our insides"],
  ["taken against the schema", asked({ mayWrite: false }), answer(200, {}), "its schema refuses"],
  ["a neighbour's id", asked(), answer(200, { id: "b-restaurant" }), "b-restaurant"],
  [
    "a neighbour's id in a refusal",
    asked(),
    answer(409, { ...PROBLEM, status: 409, code: "id_reused", detail: "b-display" }),
    "b-display",
  ],
  [
    "a neighbour's token in a header",
    asked(),
    answer(200, {}, { headers: new Map([["set-cookie", "heard_owner=b-owner-token"]]) }),
    "b-owner-token",
  ],
  ["a stream of anything", asked(), stream("event: order_created\ndata: {}\n\n"), "another shape"],
])("wrong: %s", (_what, payload, given, words) => {
  expect(wrongWith(payload, given, world)).toContain(words);
});
