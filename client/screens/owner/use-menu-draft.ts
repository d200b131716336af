import { useCallback, useMemo, useState } from "react";
import { z } from "zod/mini";
import { asWritten, menuSchema, type Menu } from "#shared/menu/menu.ts";
import { useDevice, useLink, useView } from "../../device/device-context.tsx";
import { useRefusalText } from "../../device/use-refusal-text.ts";
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
  readonly state: { readonly kind: "idle" | "saving" | "saved" } | { readonly kind: "failed"; readonly why: string };
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
  const textOf = useRefusalText();
  const view = useView();
  const link = useLink();
  const current: Menu = view.menu;
  const { value: draft, set, kept } = useSaved(`heard.menu-draft.${device.identity.restaurantId}`, keptDraft);
  const [state, setState] = useState<MenuDraft["state"]>({ kind: "idle" });
  const [just, setJust] = useState<{ menu: Menu; over: Menu } | null>(null);
  // Between the server's yes and the event that brings the new menu here, the old one must not flash up.
  const standing = just !== null && sameMenu(just.over, current) ? just.menu : current;
  const edit = useCallback(
    (change: (menu: Menu) => Menu) => {
      const base = draft?.base ?? asWritten(standing);
      const menu = change(draft?.menu ?? base);
      set(sameMenu(base, menu) ? null : { base, menu });
      setState({ kind: "idle" });
    },
    [draft, standing, set],
  );
  const discard = useCallback(() => {
    set(null);
    setState({ kind: "idle" });
  }, [set]);
  const save = async () => {
    if (draft === null) return;
    setState({ kind: "saving" });
    try {
      const menu = toSave(draft.menu, current);
      await device.api.saveMenu(menu);
      setJust({ menu, over: current });
      set(null);
      setState({ kind: "saved" });
    } catch (error) {
      setState({ kind: "failed", why: textOf(error) });
    }
  };
  return {
    menu: draft?.menu ?? standing,
    changes: useMemo(() => (draft === null ? 0 : countChanges(draft.base, draft.menu)), [draft]),
    elsewhere: useMemo(() => draft !== null && !sameMenu(draft.base, standing), [draft, standing]),
    kept,
    online: link.state !== "offline",
    state,
    edit,
    save,
    discard,
    keepMine: () => {
      if (draft !== null) set({ base: asWritten(standing), menu: draft.menu });
    },
  };
}
