/** What an answer must never be, whatever was asked. */
import { z } from "zod/mini";
import { eventSchema } from "#shared/sync/messages/event.ts";
import { mustRefetch } from "#shared/sync/messages/must-refetch.ts";
import { pingSchema, readySchema } from "#shared/sync/messages/stream.ts";
import { PROBLEMS } from "../../http/problem.ts";
import type { Stocked } from "../../http/testing/route-table.ts";
import { isWhole, type Payload } from "./payload.ts";
import type { World } from "./world.ts";
import type { Answer } from "./wire.ts";

/** What is wrong with the answer, in a few words, or null. */
export function wrongWith(payload: Payload, answer: Answer, world: World): string | null {
  const { kind, status } = answer;
  if (kind === "hung") return "no answer";
  if (kind === "closed")
    return isWhole(payload) ? "the connection was closed without an answer" : null;
  if (kind === "cut") return null;
  if (status < 200 || status > 599) return `no status: ${status}`;
  if (status >= 500) return `a ${status}`;
  if (status >= 400) return wrongProblem(payload, answer) ?? leak(payload, answer, world);
  if (status < 300 && isWhole(payload) && !payload.mayWrite && UNSAFE.has(payload.method))
    return `a ${status} for a body that its schema refuses`;
  return wrongStream(answer) ?? leak(payload, answer, world);
}

const UNSAFE = new Set(["POST", "PUT", "PATCH"]);

const problem = z.looseObject({
  type: z.string(),
  title: z.string(),
  status: z.number(),
  code: z.string(),
  detail: z.string(),
  issues: z.optional(z.array(z.object({ path: z.string(), message: z.string() }))),
});

function wrongProblem({ method }: Payload, { status, headers, body }: Answer): string | null {
  if (headers.get("content-type") !== "application/problem+json")
    return `a ${status} that is no problem+json`;
  if (method === "HEAD") return null;
  const text = body.toString();
  const parsed = problem.safeParse(jsonOf(text));
  if (!parsed.success) return `a ${status} whose problem+json has another shape`;
  const { code } = parsed.data;
  if (!Object.hasOwn(PROBLEMS, code)) return `the undocumented code ${code}`;
  if (PROBLEMS[code as keyof typeof PROBLEMS].status !== status || parsed.data.status !== status)
    return `code ${code} with status ${status}`;
  if (/node_modules|\n\s+at |file:\/\/|\.ts:\d+/.test(text))
    return "an answer that shows our insides";
  return null;
}

const guestOrderEvent = z.looseObject({
  orderId: z.string(),
  status: z.string(),
  heard: z.boolean(),
});
const STREAM_EVENTS: Readonly<Record<string, { safeParse(value: unknown): { success: boolean } }>> =
  { ready: readySchema, ping: pingSchema, reset: mustRefetch, order: guestOrderEvent };

function wrongStream({ headers, body }: Answer): string | null {
  if (headers.get("content-type")?.startsWith("text/event-stream") !== true) return null;
  const frames = body
    .toString()
    .split("\n\n")
    .slice(0, -1)
    .filter((frame) => !frame.startsWith("retry:"));
  for (const frame of frames) {
    const fields = new Map(
      frame.split("\n").map((line) => {
        const colon = line.indexOf(": ");
        return [line.slice(0, colon), line.slice(colon + 2)] as const;
      }),
    );
    const schema = STREAM_EVENTS[fields.get("event") ?? ""] ?? eventSchema;
    if (!schema.safeParse(jsonOf(fields.get("data") ?? "")).success)
      return `a stream with a frame of another shape: ${frame.slice(0, 200)}`;
  }
  return null;
}

/** A restaurant's ids are only for who showed one of its secrets, or named the id. */
function leak(payload: Payload, { headers, body }: Answer, { houses }: World): string | null {
  const asked = [
    payload.target,
    ...payload.headers.map(([, value]) => value),
    payload.body?.toString("latin1"),
  ].join("\n");
  const told = `${[...headers.values()].join("\n")}\n${body.toString("latin1")}`;
  for (const house of houses) {
    if (secretsOf(house).some((secret) => asked.includes(secret))) continue;
    const leaked = idsOf(house).find((id) => told.includes(id) && !asked.includes(id));
    if (leaked !== undefined)
      return `an id of a restaurant that the asker showed no secret of: ${leaked}`;
  }
  return null;
}

const secretsOf = (house: Stocked): string[] => [
  house.owner,
  house.email,
  ...Object.values(house.devices).map(({ token }) => token),
  ...house.tables,
];

/** Those that no payload of the other house names: see `wordsOf` of the world. */
const idsOf = ({ restaurantId, owner, email, devices, tables }: Stocked): string[] => {
  const { kitchen, ...others } = devices;
  return [
    restaurantId,
    owner,
    email,
    tables[1],
    kitchen.token,
    ...Object.values(others).flatMap(({ deviceId, token }) => [deviceId, token]),
  ];
};

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
