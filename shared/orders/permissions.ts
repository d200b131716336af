import type { Role } from "#shared/devices/roles.ts";
import { DEFINITIONS, type CommandName } from "./command.ts";
import { DEVICES, OWNER, PASS } from "./role-groups.ts";

/**
 * What a role may do beyond the commands of the log: one entry for each REST capability. Who may ask
 * a command stands in its own file, `commands/`, as `may`.
 */
const CAPABILITIES = {
  "sync.read": DEVICES,
  "restaurant.read": DEVICES,
  "restaurant.change": OWNER,
  "devices.manage": OWNER,
  "screen.say": ["kitchen"],
  "menu.read": DEVICES,
  "menu.write": OWNER,
  "tables.read": PASS,
  "tables.write": OWNER,
  "figures.read": OWNER,
  "push.receive": OWNER,
  "debug.read": OWNER,
} as const satisfies { readonly [capability: string]: readonly Role[] };
export type Capability = keyof typeof CAPABILITIES;

const PERMISSIONS: { readonly [A in CommandName | Capability]: readonly Role[] } = {
  ...(Object.fromEntries(
    Object.values(DEFINITIONS).map(({ name, may: roles }) => [name, roles]),
  ) as { [N in CommandName]: readonly Role[] }),
  ...CAPABILITIES,
};

/**
 * May `role` do this? The one table that every route and the screens ask; a command may say more
 * precisely who may ask it how (`mayAsk`).
 */
export const may = (role: Role, action: CommandName | Capability): boolean =>
  role === "system" || PERMISSIONS[action].includes(role);
