import { z } from "zod/mini";
import { shapeOf } from "#shared/kernel/shape.ts";
import { settingsSchema } from "#shared/restaurant/settings.ts";
import { event } from "./definition.ts";

/** All the settings. */
export const settingsChanged = event({
  type: "settings_changed",
  v: 1,
  data: z.object({ settings: shapeOf(settingsSchema) }),
  house: (_house, { settings }) => ({ settings }),
});
