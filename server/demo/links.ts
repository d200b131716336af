import type { Database } from "../db/database.ts";
import type { Directory } from "../db/directory.ts";
import { makePairingCode, type PairingCodeDeps } from "../devices/pairing-code.ts";
import { readTables } from "../restaurants/read.ts";
import { withLinks } from "../tables/tokens.ts";
import type { DemoLogin } from "./seed.ts";
import { demoRestaurantId } from "./seed.ts";

const SCREENS = [
  { role: "kitchen", says: "Kitchen screen", name: "Kitchen" },
  { role: "floor", says: "Floor screen", name: "Floor" },
  { role: "owner", says: "Owner's board", name: "Owner's phone" },
] as const;

const MORE_SCREENS = [
  { role: "expo", says: "The pass", name: "Pass" },
  { role: "display", says: "Ready board", name: "Board" },
] as const;

export type LinksDeps = PairingCodeDeps & {
  readonly database: Pick<Database, "tenant">;
  readonly directory: Pick<Directory, "findOwner">;
  readonly serverSecret: Uint8Array;
};

/**
 * The lines that a start prints about its demo, with fresh pairing codes each time: what to open
 * for each screen, and a guest's table. Empty where there is no demo. `origin` is where browsers
 * reach the server, without a slash at the end.
 */
export async function demoLines(
  deps: LinksDeps,
  origin: string,
  login: DemoLogin | null,
): Promise<string[]> {
  const restaurantId = await demoRestaurantId(deps);
  if (restaurantId === null) return [];
  const lines = [
    "",
    "The demo restaurant, The Copper Pan. Each link pairs one browser, once, within ten minutes; start again for new ones.",
  ];
  const pair = async ({ role, says, name }: (typeof SCREENS | typeof MORE_SCREENS)[number]) => {
    const { code } = await makePairingCode(deps, restaurantId, { role, name });
    lines.push(line(says, `${origin}/pair#${code}`));
  };
  for (const screen of SCREENS) await pair(screen);
  const [table] = withLinks(
    deps,
    restaurantId,
    await deps.database.tenant(restaurantId, readTables),
    origin,
  );
  if (table !== undefined) lines.push(line(`Guest at table ${table.label}`, table.orderUrl));
  for (const screen of MORE_SCREENS) await pair(screen);
  const evening = await makePairingCode(deps, restaurantId, { role: "owner", name: "Evening" });
  lines.push(line("An evening", `npm run demo -- ${origin}/pair#${evening.code}`));
  if (login !== null)
    lines.push(
      line("Owner's login", `${login.email}  password ${login.password}  (shown only now)`),
    );
  return lines;
}

function line(says: string, what: string): string {
  return `  ${says.padEnd(18)} ${what}`;
}
