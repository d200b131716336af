import type { Command } from "#shared/orders/command.ts";
import { systemActor } from "../auth/actor.ts";
import { newPairingCode } from "../auth/tokens.ts";
import type { Directory } from "../db/directory.ts";
import { decided } from "../http/outcome.ts";
import { makeRestaurant, type MakeRestaurantDeps } from "../restaurants/create.ts";
import { readLog } from "../sync/event-store.ts";
import type { Writer } from "../sync/writer.ts";
import { registerTableTokens, type TableTokensDeps } from "../tables/tokens.ts";
import { DEMO_MENU, DEMO_NAMES, DEMO_TABLES } from "./menu.ts";

/** By this address a later start finds the demo again. `.example` is never anybody's. */
export const DEMO_EMAIL = "owner@copperpan.example";

export type DemoLogin = {
  readonly email: string;
  /** Made for this demo and not kept: shown once. */ readonly password: string;
};

export type SeedDeps = MakeRestaurantDeps &
  TableTokensDeps & {
    readonly directory: Pick<Directory, "findOwner">;
    readonly writer: Pick<Writer, "submit">;
  };

/**
 * Creates the demo restaurant with its menu and tables, through the same functions as the API.
 * Null: it is there already. A start that died in between leaves a restaurant without menu or
 * tables; the next one completes it.
 */
export async function seedDemo(deps: SeedDeps): Promise<DemoLogin | null> {
  const login = { email: DEMO_EMAIL, password: newPairingCode().text.toLowerCase() };
  const made = await makeRestaurant(deps, { ...DEMO_NAMES, owner: { name: "Olive", ...login } });
  const restaurantId = made === "email_taken" ? await demoRestaurantId(deps) : made.restaurantId;
  if (restaurantId === null || (made === "email_taken" && (await isComplete(deps, restaurantId))))
    return null;
  const submit = async (command: Command): Promise<unknown> =>
    decided(
      await deps.writer.submit(restaurantId, {
        kind: "command",
        who: systemActor(restaurantId),
        command,
        key: null,
        strict: true,
      }),
    );
  await submit({ name: "menu.replace", args: { menu: DEMO_MENU } });
  await submit({ name: "tables.replace", args: { tables: [...DEMO_TABLES] } });
  // A newcomer who opens only the kitchen and a table should see the order arrive; the owner's
  // board has the switch.
  await submit({ name: "settings.change", args: { settings: { autoAccept: true } } });
  await registerTableTokens(deps, restaurantId);
  return made === "email_taken" ? null : login;
}

/** The demo's restaurant, or null where there is none. */
export async function demoRestaurantId(deps: {
  readonly directory: Pick<Directory, "findOwner">;
}): Promise<string | null> {
  return (await deps.directory.findOwner(DEMO_EMAIL))?.restaurantId ?? null;
}

/** Menu and tables were written once; what the owner made of them since is the owner's. */
async function isComplete(
  deps: Pick<SeedDeps, "database">,
  restaurantId: string,
): Promise<boolean> {
  const log = await deps.database.tenant(restaurantId, (tx) => readLog(tx, restaurantId));
  return log !== null && log.head >= 3;
}
