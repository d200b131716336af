import { useLayoutEffect, useState, type RefObject } from "react";
import { observeSize } from "../../platform/page.ts";
import type { Room } from "./pages.ts";

/** The size of an element, as it is now; null until it was measured. */
export function useRoom(ref: RefObject<HTMLElement | null>): Room | null {
  const [room, setRoom] = useState<Room | null>(null);
  useLayoutEffect(() => (ref.current === null ? undefined : observeSize(ref.current, setRoom)), [ref]);
  return room;
}
