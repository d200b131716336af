import type { Hono } from "hono";
import type { HttpEnv } from "./env.ts";

type Route = { readonly method: string; readonly pattern: string };

/**
 * The app's own routes, without middleware: what the route inventory of the tests and the 405
 * answer go by.
 */
export function routesOf(app: Hono<HttpEnv>): Route[] {
  const seen = new Map<string, Route>();
  for (const { method, path } of app.routes) {
    if (method === "ALL" || path.includes("*")) continue;
    seen.set(`${method} ${path}`, { method, pattern: path });
  }
  return [...seen.values()];
}

/** Answers which methods a path takes: an empty list where there is nothing at all. */
export function createAllowed(routes: readonly Route[]): (path: string) => string[] {
  const matchers = routes.map(({ method, pattern }) => ({ method, regex: toRegex(pattern) }));
  return (path) => {
    const methods = new Set(
      matchers.filter(({ regex }) => regex.test(path)).map(({ method }) => method),
    );
    if (methods.has("GET")) methods.add("HEAD");
    return [...methods].sort();
  };
}

function toRegex(pattern: string): RegExp {
  const parts = pattern
    .split("/")
    .map((part) => (part.startsWith(":") ? "[^/]+" : part.replace(/[.+]/g, "\\$&")));
  return new RegExp(`^${parts.join("/")}$`);
}
