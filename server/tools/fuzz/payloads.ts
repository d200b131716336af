/** Requests of every kind, for every route of the table. */
import fc from "fast-check";
import { z } from "zod/mini";
import { DEVICE_ROLES } from "#shared/devices/roles.ts";
import { isoTime, uuid } from "#shared/kernel/schema.ts";
import { COMMANDS, MUTATION_NAMES } from "#shared/orders/command.ts";
import { parseJson, type Schema } from "../../http/body.ts";
import { SETUP_TOKEN } from "../../http/testing/assemble.ts";
import { goodCall, ROUTES, type RouteSpec, type Stocked } from "../../http/testing/route-table.ts";
import { arbitraryOf } from "./schema-arbitrary.ts";
import { bytesOf, freshIds, spoilt } from "./bodies.ts";
import { paramsOf, targets } from "./targets.ts";
import { headersOf } from "./headers.ts";
import type { World } from "./world.ts";
import { FRAMINGS, isWhole, type Framing, type Header, type Payload } from "./payload.ts";

/**
 * Any request at all. The same seed makes the same choices; ids and tokens are those of the world.
 */
export function payloads(world: World): fc.Arbitrary<Payload> {
  return fc.oneof(
    ...Object.entries(ROUTES).map(([name, spec]) => ({
      weight: weightOf(name),
      arbitrary: callsOf(name, spec, world),
    })),
  );
}

/**
 * Hashing a password takes a processor 30 ms, and scraping metrics 3 ms: a hundred thousand of
 * those would only be waited for. But a few thousand payloads come by each route almost certainly
 * (with a weight of 1, one run of fifty missed one).
 */
const SLOW: Readonly<Record<string, number>> = {
  "POST /api/restaurants": 3,
  "POST /api/sessions": 3,
  "GET /metrics": 3,
  "DELETE /api/sessions": 3,
};
/**
 * What stops a house's guests until the next round: as often as the others, and nothing of theirs
 * is taken in this one.
 */
const STOPPING: Readonly<Record<string, number>> = {
  "POST /api/guest-orders/pause": 3,
  "POST /api/tables/:tableId/ordering": 3,
};
const BUSY: Readonly<Record<string, number>> = {
  "POST /api/sync/push": 60,
  "GET /api/events/orders": 60,
  "POST /api/qr/orders/create": 40,
  "GET /api/qr/orders/:orderId": 30,
};

const weightOf = (name: string): number =>
  SLOW[name] ?? STOPPING[name] ?? BUSY[name] ?? (ROUTES[name]?.body === undefined ? 8 : 20);

const METHODS = [
  "GET",
  "HEAD",
  "OPTIONS",
  "POST",
  "PUT",
  "PATCH",
  "DELETE",
  "TRACE",
  "PROPFIND",
  "QUERY",
  "M-SEARCH",
  "SEARCH",
  "LINK",
  "get",
  "BREW",
  "CONNECT",
];
const SAFE = new Set(["GET", "HEAD", "OPTIONS", "TRACE", "PROPFIND", "QUERY", "SEARCH"]);

function callsOf(name: string, spec: RouteSpec, world: World): fc.Arbitrary<Payload> {
  const [ownMethod = "", pattern = ""] = name.split(" ");
  const perHouse = world.houses.map((house) => {
    const { path, options } = goodCall(spec, house);
    const good: Header[] = [
      ["Host", "127.0.0.1"],
      ...(options.token === undefined
        ? []
        : [["Authorization", `Bearer ${options.token}`] as const]),
      ...Object.entries(options.headers ?? {}),
      ...(spec.body === undefined ? [] : [["Content-Type", "application/json"] as const]),
    ];
    return fc.record({
      method: fc.oneof(
        { withCrossShrink: true },
        { weight: 20, arbitrary: fc.constant(ownMethod) },
        { weight: 1, arbitrary: fc.constantFrom(...METHODS) },
      ),
      target: targets(path, pattern, paramsOf(world)),
      headers: headersOf(good, world, pattern),
      body:
        spec.body === undefined
          ? fc.oneof(
              { weight: 12, arbitrary: fc.constant(null) },
              { weight: 1, arbitrary: bytesOf(fc.jsonValue()) },
            )
          : bodiesOf(spec, house, world),
      framing: fc.oneof(
        { withCrossShrink: true },
        { weight: 16, arbitrary: fc.constant<Framing>("length") },
        { weight: 3, arbitrary: fc.constant<Framing>("chunked") },
        { weight: 1, arbitrary: fc.constantFrom(...FRAMINGS) },
      ),
    });
  });
  const permits = permitsOf(spec, world);
  return fc.oneof(...perHouse).map((made) => {
    const payload = { ...made, route: name, body: made.body as Buffer | null };
    return { ...payload, mayWrite: mayWrite(payload, spec.schema, permits) };
  });
}

function bodiesOf(spec: RouteSpec, house: Stocked, world: World): fc.Arbitrary<Buffer | null> {
  const known = new Set(world.known);
  const good = freshIds(spec.body?.(house) ?? {}, known);
  const shape = spec.schema === undefined ? good : ordered(arbitraryOf(shapeOf(spec), world.known));
  const value = fc.oneof(
    { withCrossShrink: true },
    { weight: 3, arbitrary: good },
    { weight: 4, arbitrary: shape },
    { weight: 4, arbitrary: spoilt(good) },
    { weight: 3, arbitrary: spoilt(shape) },
    { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 4 }) },
  );
  return fc.oneof(
    { weight: 40, arbitrary: bytesOf(value) },
    { weight: 1, arbitrary: fc.constant(null) },
  );
}

/**
 * A push is read in two steps, envelope and commands; the shape of both together is made of the
 * list of commands.
 */
export function shapeOf(spec: RouteSpec): Schema<unknown> {
  const route = Object.entries(ROUTES).find(([, other]) => other === spec)?.[0];
  if (route !== "POST /api/sync/push") return spec.schema ?? z.unknown();
  const mutation = z.union(
    MUTATION_NAMES.map((name) =>
      z.strictObject({
        id: z.literal(1),
        name: z.literal(name),
        args: COMMANDS[name],
        occurredAt: isoTime,
      }),
    ),
  );
  return z.strictObject({ protocol: z.literal(1), clientId: uuid, mutations: z.array(mutation) });
}

/** A client's mutations are numbered 1, 2, 3: most pushes should get past that. */
function ordered(values: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return values.map((value) => {
    if (typeof value !== "object" || value === null || !("mutations" in value)) return value;
    const { mutations } = value as { mutations: { id: unknown }[] };
    return {
      ...value,
      mutations: mutations.map((mutation, index) => ({ ...mutation, id: index + 1 })),
    };
  });
}

/** What writes beside the route's own work, and may do so whatever becomes of the rest. */
const WRITING_HEADERS = /^x-(acked-seq|heard-version)$/i;

/** Secrets one of which has to be shown; null where anybody may. */
function permitsOf({ by }: RouteSpec, { houses }: World): readonly string[] | null {
  if (by === "nobody") return null;
  if (by === "setup") return [SETUP_TOKEN];
  if (by === "table") return houses.flatMap((house) => house.tables);
  const roles = by.length === 0 ? DEVICE_ROLES : by;
  return houses.flatMap(({ owner, devices }) => [
    owner,
    ...roles.map((role) => devices[role].token),
  ]);
}

function mayWrite(
  { method, headers, body, framing }: Omit<Payload, "mayWrite">,
  schema: Schema<unknown> | undefined,
  permits: readonly string[] | null,
): boolean {
  if (headers.some(([name]) => WRITING_HEADERS.test(name)) || framing === "too-short") return true;
  if (SAFE.has(method)) return false;
  if (
    permits !== null &&
    !headers.some(([, value]) => permits.some((secret) => value.includes(secret)))
  )
    return false;
  if (schema === undefined) return true;
  return body !== null && (!isWhole({ framing } as Payload) || fits(body, schema));
}

/**
 * Would the schema take these bytes? The same reading as the server's, so that what is refused here
 * must be refused there.
 */
export function fits(body: Buffer, schema: Schema<unknown>): boolean {
  try {
    return schema.safeParse(parseJson(body, 64)).success;
  } catch {
    return false;
  }
}
