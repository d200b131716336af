import type { KitchenCard } from "./cards.ts";
import type { Rushing } from "./use-rush.ts";

/**
 * The one control that a ticket's foot has at a time. `unread`: its allergy was not in sight when
 * it was to be bumped, and the next touch bumps it.
 */
export type FootControl =
  | { readonly kind: "undo" }
  | Rushing
  | { readonly kind: "voided" }
  | { readonly kind: "unread" }
  | { readonly kind: "bump" };

/**
 * What may be taken back comes first, then what somebody must know. The same object while nothing
 * changes, so that a card is not drawn again for it.
 */
export function footControl(
  { state }: Pick<KitchenCard, "state">,
  {
    isKept,
    rushing,
    isUnread,
  }: { isKept: boolean; rushing: Rushing | undefined; isUnread: boolean },
): FootControl {
  if (isKept) return UNDO;
  if (rushing !== undefined) return rushing;
  if (state === "voided") return VOIDED;
  return isUnread ? UNREAD : BUMP;
}

const UNDO: FootControl = { kind: "undo" };
const VOIDED: FootControl = { kind: "voided" };
const UNREAD: FootControl = { kind: "unread" };
const BUMP: FootControl = { kind: "bump" };
