import { z } from "zod/mini";
import { slug } from "#shared/kernel/schema.ts";
import { canBeOrdered, findMenuItem } from "#shared/menu/menu.ts";
import { applied, noop, rejected } from "../decision.ts";
import { STAFF } from "../role-groups.ts";
import { command } from "./definition.ts";

/** 86, and back (ORD-22). */
export const menuSetAvailability = command({
  name: "menu.setAvailability",
  args: z.strictObject({ menuItemId: slug, available: z.boolean() }),
  may: STAFF,
  isPushed: true,
  decide({ menu }, { menuItemId, available }) {
    const item = findMenuItem(menu, menuItemId);
    if (item === undefined || !menu.items.includes(item))
      return rejected("unknown_item", "That dish is not on the menu any more.");
    if (canBeOrdered(menu, item.id) === available) return noop;
    return applied({
      type: "menu_item_availability_changed",
      entityId: item.id,
      data: { menuItemId: item.id, name: item.name, available },
    });
  },
});
