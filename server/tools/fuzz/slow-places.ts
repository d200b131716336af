/**
 * Where a stranger's text stands in a request: in every field of every body, in the headers that
 * are read, in paths and queries. Each place takes what makes readers work (dots, blanks, lists of
 * nothing) up to as much as is read at all.
 */
import fc from "fast-check";
import { goodCall, ROUTES, type RouteSpec, type Stocked } from "../../http/testing/route-table.ts";
import type { Header, Payload } from "./payload.ts";
import { shapeOf } from "./payloads.ts";
import { arbitraryOf } from "./schema-arbitrary.ts";
import type { World } from "./world.ts";

/** What fits into a request's head beside the other headers: Node reads 16 KiB of it. */
const HEAD_BYTES = 14_000;
/** The largest bodies that any route reads; which of them a route reads is asked of it. */
export const BODY_BYTES = [2 * 1024 * 1024, 1024 * 1024, 256 * 1024, 64 * 1024] as const;

export type Place = {
  readonly route: string;
  /** `body owner.email`, `header Accept`, `path`. */
  readonly where: string;
  /** Bytes that may stand there; null: as many as the route reads of a body. */
  readonly most: number | null;
  /** As somebody would ask it who means well: what is taken may cost what taking it costs. */
  readonly good: Payload;
  /** The request with a value there. Texts anywhere, other values in bodies only. */
  readonly put: (value: unknown) => Payload;
};

export type Filler = {
  readonly name: string;
  readonly isText: boolean;
  readonly make: (bytes: number) => unknown;
};

const text = (name: string, before: string, unit: string, after: string): Filler => ({
  name,
  isText: true,
  make: (bytes) =>
    before +
    unit.repeat(
      Math.max(
        1,
        Math.floor(
          (bytes - before.length - after.length) /
            Buffer.byteLength(JSON.stringify(unit).slice(1, -1)),
        ),
      ),
    ) +
    after,
});
const list = (name: string, one: unknown): Filler => ({
  name,
  isText: false,
  make: (bytes) => Array<unknown>(Math.floor(bytes / (JSON.stringify(one).length + 1))).fill(one),
});

/** As long, and nobody has any work with it. */
export const HARMLESS: Filler = text("x", "", "x", "");

export const FILLERS: readonly Filler[] = [
  text("an address of dots", "a@", ".", "@"),
  text("dots", "", ".", ""),
  text("blanks", "", " ", "x"),
  text("blanks between", "x", " ", "x"),
  text("dashes", "a", "-", "!"),
  text("digits", "", "9", "!"),
  text("commas", "", "a,", ""),
  text("semicolons", "", ";q=0 ", ";"),
  text("slashes", "/", "/", "x"),
  text("equals", "", "a=", ""),
  text("colons", "", ":", ""),
  text("percent signs", "", "%20", "%"),
  text("quotes", '"', '"', "x"),
  { ...text("accents", "", "é", ""), isText: true },
  text("unseen", "x", "\u200b", "x"),
  text("pairs", "", "👩", ""),
  text("open brackets", "", "[(", ""),
  list("zeros", 0),
  list("objects", {}),
  list("lists", []),
  list("texts", ""),
  {
    name: "keys",
    isText: false,
    make: (bytes) =>
      Object.fromEntries(Array.from({ length: Math.floor(bytes / 14) }, (_, n) => [`key-${n}`, 0])),
  },
];

/** One of each place of each route, in a house. */
export function placesOf(world: World, seed: number): Place[] {
  const [house] = world.houses;
  return Object.entries(ROUTES).flatMap(([name, spec]) => [
    ...bodyPlaces(name, spec, house, world, seed),
    ...headPlaces(name, spec, house),
  ]);
}

const SAMPLES = 300;

function bodyPlaces(
  name: string,
  spec: RouteSpec,
  house: Stocked,
  world: World,
  seed: number,
): Place[] {
  if (spec.body === undefined || spec.schema === undefined) return [];
  const bodies = [
    spec.body(house),
    ...fc.sample(arbitraryOf(shapeOf(spec), world.known), { seed, numRuns: SAMPLES }),
  ];
  const places = new Map<string, Place>();
  for (const body of bodies) {
    for (const path of [[], ...pathsOf(body)]) {
      const where = `body ${whereOf(body, path)}`;
      const good = { ...call(name, spec, house), body: Buffer.from(JSON.stringify(body)) };
      if (!places.has(where))
        places.set(where, {
          route: name,
          where,
          most: null,
          good,
          put: (value) => ({
            ...good,
            body: Buffer.from(JSON.stringify(replaced(body, path, value))),
          }),
        });
    }
  }
  return [...places.values()];
}

/** A route that takes no part in what a header says would only be asked the same again. */
const HEADERS: Readonly<Record<string, readonly string[]>> = {
  "GET /api/me": [
    "Authorization",
    "Cookie",
    "X-Heard-As",
    "User-Agent",
    "X-Forwarded-For",
    "X-Forwarded-Host",
    "X-Forwarded-Proto",
    "X-Request-Id",
    "X-Heard-Version",
    "Origin",
    "Sec-Fetch-Site",
    "Accept-Language",
    "X-Odd",
  ],
  "GET /api/events/orders": [
    "Accept",
    "Last-Event-ID",
    "X-Acked-Seq",
    "X-Heard-Protocol",
    "If-None-Match",
    "Range",
  ],
  "GET /api/qr/menu": ["X-Table-Token", "Accept-Encoding"],
  "POST /api/restaurants": ["X-Setup-Token", "Content-Type"],
  "PATCH /api/orders/:orderId/status": [
    "Idempotency-Key",
    "Content-Type",
    "Content-Encoding",
    "Expect",
  ],
  "GET /metrics": ["Authorization", "Accept"],
};

function headPlaces(name: string, spec: RouteSpec, house: Stocked): Place[] {
  const good = call(name, spec, house);
  const headers = (HEADERS[name] ?? []).map((header): Place => ({
    route: name,
    where: `header ${header}`,
    most: HEAD_BYTES,
    good,
    put: (value) => ({
      ...good,
      headers: [
        ...good.headers.filter(([it]) => it !== header),
        [header, headerText(header, String(value))],
      ],
    }),
  }));
  const inTarget = (where: string, target: (value: string) => string): Place => ({
    route: name,
    where,
    most: HEAD_BYTES,
    good,
    put: (value) => ({ ...good, target: target(encodeURI(String(value)).slice(0, HEAD_BYTES)) }),
  });
  const [, pattern = ""] = name.split(" ");
  const [path = "", query = ""] = good.target.split("?");
  return [
    ...headers,
    ...(pattern.includes(":")
      ? [inTarget("path", (value) => pattern.replace(/:\w+/, value.replaceAll(/[?#]/g, "_")))]
      : []),
    ...query
      .split("&")
      .filter((pair) => pair !== "")
      .map((pair) =>
        inTarget(
          `query ${pair.split("=")[0] ?? ""}`,
          (value) => `${path}?${pair.split("=")[0] ?? ""}=${value}`,
        ),
      ),
    ...(name === "GET /api/health/live"
      ? [inTarget("page", (value) => `/${value}`), inTarget("query", (value) => `${path}?${value}`)]
      : []),
  ];
}

/** Headers are bytes of Latin-1; a token comes behind its scheme, which is where reading begins. */
const headerText = (header: string, value: string): string =>
  `${header === "Authorization" ? "Bearer " : ""}${Buffer.from(value).toString("latin1").slice(0, HEAD_BYTES).trim()}`;

function call(name: string, spec: RouteSpec, house: Stocked): Payload {
  const { path, options } = goodCall(spec, house);
  const headers: Header[] = [
    ["Host", "127.0.0.1"],
    ...(options.token === undefined ? [] : [["Authorization", `Bearer ${options.token}`] as const]),
    ...Object.entries(options.headers ?? {}),
    ...(options.body === undefined ? [] : [["Content-Type", "application/json"] as const]),
  ];
  return {
    route: name,
    method: name.split(" ")[0] ?? "",
    target: path,
    headers,
    body: options.body === undefined ? null : Buffer.from(JSON.stringify(options.body)),
    framing: "length",
    mayWrite: true,
  };
}

function pathsOf(value: unknown, at: readonly string[] = []): string[][] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) => [
    [...at, key],
    ...pathsOf(child, [...at, key]),
  ]);
}

/**
 * Without the numbers of lists, and with the command that it is about: the second line's note is
 * the first's.
 */
function whereOf(body: unknown, path: readonly string[]): string {
  const command =
    path[0] === "mutations" && path.length > 2
      ? (body as { mutations: { name?: string }[] }).mutations[Number(path[1])]?.name
      : undefined;
  return (
    [...(command === undefined ? [] : [command]), ...path.filter((key) => !/^\d+$/.test(key))].join(
      ".",
    ) || "whole"
  );
}

function replaced(body: unknown, path: readonly string[], value: unknown): unknown {
  const [first, ...rest] = path;
  if (first === undefined) return value;
  const copy = (Array.isArray(body) ? [...(body as unknown[])] : { ...(body as object) }) as Record<
    string,
    unknown
  >;
  copy[first] = replaced(copy[first], rest, value);
  return copy;
}
