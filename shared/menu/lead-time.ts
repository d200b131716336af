import { MINUTE, SECOND } from "#shared/kernel/time.ts";
import { findMenuItem, type MenuInService } from "./menu.ts";

const USUAL_PREPARATION_MS = 15 * MINUTE;

/**
 * How long before it is wanted an order of these dishes has to begin, in ms: as long as its longest
 * dish takes, or the usual time where the menu does not say.
 */
export function leadTimeMs(
  lines: readonly { readonly menuItemId: string }[],
  menu: MenuInService,
): number {
  const longest = Math.max(
    0,
    ...lines.map((line) => (findMenuItem(menu, line.menuItemId)?.prepSeconds ?? 0) * SECOND),
  );
  return longest > 0 ? longest : USUAL_PREPARATION_MS;
}
