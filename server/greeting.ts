/** What the terminal says once the server serves. */
import { flushCompileCache } from "node:module";
import type { Config } from "./config.ts";
import type { Directory } from "./db/directory.ts";
import { demoLines, type LinksDeps } from "./demo/links.ts";
import { seedDemo, type SeedDeps } from "./demo/seed.ts";
import type { Logger } from "./log/logger.ts";
import { say } from "./process/say.ts";

type GreetDeps = SeedDeps &
  LinksDeps & {
    readonly directory: Pick<Directory, "restaurantIds">;
    readonly log: Pick<Logger, "warn">;
  };

/** The line that says it serves, and after it what a newcomer opens next. */
export async function greet(
  config: Config,
  deps: GreetDeps,
  newSetupToken: string | null,
  { port, secure }: { port: number; secure: boolean },
): Promise<void> {
  const host = config.host === "0.0.0.0" || config.host === "::" ? "localhost" : config.host;
  const origin = `${secure ? "https" : "http"}://${host.includes(":") ? `[${host}]` : host}:${port}`;
  const wanted = config.demo ?? (await deps.directory.restaurantIds()).length === 0;
  const login = wanted ? await seedDemo(deps) : null;
  if (config.trustProxy > 0 && config.publicUrl === null)
    deps.log.warn(
      "PUBLIC_URL is not set: links name this server as its proxy calls it, which browsers may not reach",
    );
  // Now, and not when it ends: a server that is killed leaves it for the next one too. Nothing
  // where there is no such cache (server/launch/paths.mjs).
  flushCompileCache();
  say(`Heard is ready: ${origin}`);
  for (const line of await demoLines(deps, config.publicUrl ?? origin, login)) say(line);
  if (newSetupToken !== null)
    say(
      `\n  Setup token        ${newSetupToken}  (creates restaurants; shown only now, kept under DATA_DIR)`,
    );
}
