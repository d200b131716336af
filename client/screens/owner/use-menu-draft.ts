import { useCallback, useMemo, useState } from "react";
import { z } from "zod/mini";
import { asWritten, menuSchema, type Menu } from "#shared/menu/menu.ts";
import { useDevice, useLink, useView } from "../../device/device-context.tsx";
import { useOwnerAction } from "../../device/use-owner-action.ts";
import { countChanges, sameMenu, toSave } from "./menu-draft.ts";
import { useSaved } from "./use-saved.ts";

export type MenuDraft = {
  /** As it is drawn: the draft, else what was just saved, else what the restaurant has. */
  readonly menu: Menu;
  readonly changes: number;
  /** Somebody else changed the menu under the draft. */
  readonly elsewhere: boolean;
  /** False where unsaved work would not survive a reload. */
  readonly kept: boolean;
  readonly online: boolean;
  readonly state:
    | { readonly kind: "idle" | "saving" | "saved" }
    | { readonly kind: "failed"; readonly why: string };
  readonly edit: (change: (menu: Menu) => Menu) => void;
  readonly save: () => Promise<void>;
  readonly discard: () => void;
  /** Goes on with the draft over whatever the restaurant has now. */
  readonly keepMine: () => void;
};

const named = z.array(z.object({ id: z.string(), name: z.string() }));
/** Looser than the server's: a draft may still lack its first station. */
const anyMenu = z.object({ stations: named, categories: named, items: menuSchema.shape.items });
const keptDraft = z.object({ base: anyMenu, menu: anyMenu });

/** The owner's unsaved menu, on this device until it is saved or given up. */
export function useMenuDraft(): MenuDraft {
  const device = useDevice();
  const view = useView();
  const link = useLink();
  const current: Menu = view.menu;
  const {
    value: draft,
    set,
    settle,
    kept,
  } = useSaved(`heard.menu-draft.${device.identity.restaurantId}`, keptDraft);
  const { attempt, busy, failure, say } = useOwnerAction();
  const [saved, setSaved] = useState(false);
  const [just, setJust] = useState<{ menu: Menu; over: Menu } | null>(null);
  // Between the server's yes and the event that brings the new menu here, the old one must not
  // flash up.
  const standing = just !== null && sameMenu(just.over, current) ? just.menu : current;
  const put = useCallback(
    (next: Parameters<typeof set>[0]) => {
      set(next);
      setSaved(false);
      say(null);
    },
    [set, say],
  );
  const edit = useCallback(
    (change: (menu: Menu) => Menu) => {
      const base = draft?.base ?? asWritten(standing);
      const menu = change(draft?.menu ?? base);
      // What is being saved is not what the restaurant will have: to take it back is a change, too.
      put(!busy && sameMenu(base, menu) ? null : { base, menu });
    },
    [draft, standing, busy, put],
  );
  const discard = useCallback(() => put(null), [put]);
  const save = async () => {
    if (draft === null) return;
    const menu = toSave(draft.menu, current);
    if (!(await attempt(() => device.api.saveMenu(menu))))
      return settle(null, (now) => (sameMenu(now.base, now.menu) ? null : now));
    setJust({ menu, over: current });
    settle(draft, (now) => ({ base: asWritten(menu), menu: now.menu }));
    setSaved(true);
  };
  return {
    menu: draft?.menu ?? standing,
    changes: useMemo(() => (draft === null ? 0 : countChanges(draft.base, draft.menu)), [draft]),
    elsewhere: useMemo(() => draft !== null && !sameMenu(draft.base, standing), [draft, standing]),
    kept,
    online: link.state !== "offline",
    state: busy
      ? { kind: "saving" }
      : failure !== null
        ? { kind: "failed", why: failure }
        : { kind: saved ? "saved" : "idle" },
    edit,
    save,
    discard,
    keepMine: () => {
      if (draft !== null) set({ base: asWritten(standing), menu: draft.menu });
    },
  };
}
