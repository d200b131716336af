import { z } from "zod/mini";
import { patched, settingsPatch } from "#shared/restaurant/settings.ts";
import { changedOr } from "../decision.ts";
import { OWNER } from "../role-groups.ts";
import { command } from "./definition.ts";

/** ORD-38. */
export const settingsChange = command({
  name: "settings.change",
  args: z.strictObject({ settings: settingsPatch }),
  may: OWNER,
  isPushed: false,
  decide: ({ settings: before, menu }, { settings: patch }) =>
    changedOr(before, patched(before, defined(patch), menu.items.length > 0), (settings) => ({
      type: "settings_changed",
      entityId: "settings",
      data: { settings },
    })),
});

/** Without members that are there but undefined: a patch names what it changes. */
function defined<T extends object>(patch: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}
