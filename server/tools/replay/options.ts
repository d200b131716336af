import { parseArgs } from "node:util";
import { err, ok, type Result } from "#shared/kernel/result.ts";

/**
 * Who paints the tickets: a real Chromium, a program that speaks the protocol, or whatever screens
 * are open already.
 */
export const SCREENS = ["chromium", "protocol", "none"] as const;
export type ScreenKind = (typeof SCREENS)[number];

export type Options = {
  readonly file: string;
  /** `dd/mm/yy`; null: the busiest day of the file. */
  readonly day: string | null;
  /** How many times faster than it was. */
  readonly speed: number;
  readonly to: ReplayTarget;
  /** Null: Chromium where there is one, else the protocol. */
  readonly screen: ScreenKind | null;
};

/**
 * Where the orders go: to a server of the replay's own, to a restaurant that it makes on an open
 * one, or to somebody's. `url`: without a slash at the end.
 */
export type ReplayTarget =
  | { readonly kind: "own-server" }
  | { readonly kind: "new-restaurant"; readonly url: string; readonly setupToken: string }
  | { readonly kind: "restaurant"; readonly url: string; readonly ownerToken: string };

export const USAGE = `npm run replay -- ORDERS.csv [options]

  --date dd/mm/yy       the day to replay; without it the busiest of the file
  --speed 60            how many times faster than it was
  --url http://…        an open server; without it the replay starts one of its own
  --setup-token TOKEN   with --url: makes a restaurant of its own there
  --screen KIND         chromium, protocol (a program), or none (screens that are open already)

With --url and no setup token, HEARD_OWNER_TOKEN names the restaurant: its menu keeps what it has, the file's dishes are
put beside it, and guests' orders are accepted by themselves from then on.`;

/** What was asked for, or a sentence that says what is wrong with it. */
export function readOptions(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Result<Options, string> {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: OPTIONS,
      allowPositionals: true,
    });
    const [file, ...more] = positionals;
    if (file === undefined || more.length > 0) return err("Give one orders file.");
    const day = values.date ?? null;
    if (day !== null && !/^\d\d\/\d\d\/\d\d$/.test(day))
      return err(`--date is ${day}; it is written like 31/12/19.`);
    const speed = Number(values.speed ?? 60);
    if (!Number.isFinite(speed) || speed <= 0)
      return err(`--speed is ${values.speed}; it is a number above 0.`);
    const screen = SCREENS.find((kind) => kind === values.screen) ?? null;
    if (values.screen !== undefined && screen === null)
      return err(`--screen is ${values.screen}; it is one of ${SCREENS.join(", ")}.`);
    const setupToken = values["setup-token"] ?? null;
    const ownerToken = env["HEARD_OWNER_TOKEN"] || null;
    if (values.url === undefined)
      return ok({ file, day, speed, to: { kind: "own-server" }, screen });
    if (!/^https?:\/\/[^/]/.test(values.url) || !URL.canParse(values.url))
      return err(`--url is ${values.url}; it is like http://127.0.0.1:8080.`);
    const { origin, username, password, hash, search } = new URL(values.url);
    if (username || password || hash || search)
      return err("--url holds more than an address; tokens are never part of it.");
    if (setupToken !== null)
      return ok({
        file,
        day,
        speed,
        to: { kind: "new-restaurant", url: origin, setupToken },
        screen,
      });
    if (ownerToken !== null)
      return ok({ file, day, speed, to: { kind: "restaurant", url: origin, ownerToken }, screen });
    return err("With --url, give --setup-token or an owner's token in HEARD_OWNER_TOKEN.");
  } catch (error) {
    if (error instanceof TypeError) return err(error.message);
    throw error;
  }
}

const OPTIONS = {
  date: { type: "string" },
  speed: { type: "string" },
  url: { type: "string" },
  "setup-token": { type: "string" },
  screen: { type: "string" },
} as const;
