import { useLayoutEffect, useState, type RefObject } from "react";
import { observeSize } from "../../platform/sight.ts";
import type { Area } from "./pages.ts";

/** The size of an element, as it is now; null until it was measured. */
export function useRoom(ref: RefObject<HTMLElement | null>): Area | null {
  const [room, setRoom] = useState<Area | null>(null);
  useLayoutEffect(
    () => (ref.current === null ? undefined : observeSize(ref.current, setRoom)),
    [ref],
  );
  return room;
}
