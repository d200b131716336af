/** Where a caller of a route may put a text. */
import type { AskOptions } from "../../../http/testing/answered.ts";
import { goodCall, type RouteSpec, type Stocked } from "../../../http/testing/route-table.ts";

export type Place = {
  readonly where: string;
  readonly put: (value: string) => { readonly path: string; readonly options: AskOptions };
};

/** Everywhere a caller of the route may put a text. */
export function placesOf(name: string, spec: RouteSpec, house: Stocked): Place[] {
  const good = goodCall(spec, house);
  /** Anew for each call: new ids, a new key. */
  const fresh = (headers: Readonly<Record<string, string>> = {}): AskOptions => {
    const { options } = goodCall(spec, house);
    return { ...options, headers: { ...options.headers, ...headers } };
  };
  const place = (where: string, put: Place["put"]): Place => ({ where: `${name}, ${where}`, put });
  const inQuery = name.startsWith("GET ")
    ? ["sinceId", "logId", "since", "token", "restaurantId"]
    : [];
  const [path = "", query = ""] = good.path.split("?");
  return [
    ...(spec.foreign === undefined
      ? []
      : [
          place("path", (value) => ({
            path: spec.foreign?.(encodeURIComponent(value)) ?? "",
            options: fresh(),
          })),
        ]),
    ...inQuery.map((key) =>
      place(`query ${key}`, (value) => ({
        path: `${path}?${new URLSearchParams({ ...Object.fromEntries(new URLSearchParams(query)), [key]: value }).toString()}`,
        options: fresh(),
      })),
    ),
    ...["Idempotency-Key", "X-Heard-As", "X-Table-Token", "Last-Event-ID", "X-Restaurant-Id"].map(
      (header) =>
        place(`header ${header}`, (value) => ({
          path: good.path,
          options: fresh({ [header]: value }),
        })),
    ),
    ...pathsOf(good.options.body).map((at) =>
      place(`body ${at.join(".")}`, (value) => ({
        path: good.path,
        options: { ...fresh(), body: replaced(spec.body?.(house), at, value) },
      })),
    ),
  ];
}

function pathsOf(value: unknown, at: readonly string[] = []): string[][] {
  if (typeof value === "string") return [[...at]];
  return typeof value === "object" && value !== null
    ? Object.entries(value).flatMap(([key, child]) => pathsOf(child, [...at, key]))
    : [];
}

function replaced(value: unknown, [first, ...rest]: readonly string[], by: string): unknown {
  if (first === undefined) return by;
  const copy = structuredClone(value) as Record<string, unknown>;
  copy[first] = replaced(copy[first], rest, by);
  return copy;
}
