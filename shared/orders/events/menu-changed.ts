import { z } from "zod/mini";
import { shapeOf } from "#shared/kernel/shape.ts";
import { menuInService } from "#shared/menu/menu.ts";
import { event } from "./definition.ts";

/** The whole menu. */
export const menuChanged = event({
  type: "menu_changed",
  v: 1,
  data: z.object({ menu: shapeOf(menuInService) }),
  house: (_house, { menu }) => ({ menu }),
});
