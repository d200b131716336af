import { z } from "zod/mini";
import { decimalText, minorDigitsOf } from "#shared/kernel/money.ts";
import { listOf, text } from "#shared/kernel/schema.ts";
import { idsOf, keyNameRefusal, newKeyName } from "#shared/menu/key-names.ts";
import {
  menuSchema,
  menuVersion,
  overpriced,
  replaceMenu,
  withAvailabilityOf,
} from "#shared/menu/menu.ts";
import { maxPriceOf } from "#shared/restaurant/settings.ts";
import { changedOr, rejected } from "../decision.ts";
import { OWNER } from "../role-groups.ts";
import { command } from "./definition.ts";

/**
 * Prices stay within what the restaurant's currency allows (ORD-38); those that already stand are
 * left alone. What is off stays off, unless the writer has read the very menu that is in service
 * (ORD-33). No new id is one that no key may be called (ORD-55).
 */
export const menuReplace = command({
  name: "menu.replace",
  /**
   * `over`: the versions one of which the writer has read (`menuVersion`), or `*` for any; without
   * it nothing is taken off or brought back (ORD-33).
   */
  args: z.strictObject({ menu: menuSchema, over: z.optional(listOf(text(100), 1, 20)) }),
  may: OWNER,
  isPushed: false,
  decide({ menu: before, settings }, { menu, over }) {
    if (over !== undefined && !over.includes("*") && !over.includes(menuVersion(before)))
      return rejected("menu_changed", "The menu was changed since it was read. Read it again.");
    const next = over === undefined ? withAvailabilityOf(before, menu) : menu;
    const keyName = newKeyName(idsOf(before, before.retired), idsOf(next));
    if (keyName !== null) return rejected("invalid", keyNameRefusal(keyName));
    const max = maxPriceOf(settings);
    const item = overpriced(before, next, max);
    if (item !== null)
      return rejected(
        "invalid",
        `${item.name}: a price here is at most ${decimalText(max, minorDigitsOf(settings))} ${settings.currency}.`,
      );
    return changedOr(before, replaceMenu(before, next), (made) => ({
      type: "menu_changed",
      entityId: "menu",
      data: { menu: made },
    }));
  },
});
