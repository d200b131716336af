import { z } from "zod/mini";
import { event } from "./definition.ts";

/** 86, and back (ORD-22). */
export const menuItemAvailabilityChanged = event({
  type: "menu_item_availability_changed",
  v: 1,
  data: z.object({ menuItemId: z.string(), name: z.string(), available: z.boolean() }),
  house: ({ menu }, { menuItemId, available }) => ({
    menu: {
      ...menu,
      items: menu.items.map((item) => (item.id === menuItemId ? { ...item, available } : item)),
    },
  }),
});
