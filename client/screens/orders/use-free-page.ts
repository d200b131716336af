import { useEffect, useState } from "react";
import { onHands } from "../../platform/page.ts";
import { HANDS_OFF_MS } from "../shell/use-hands.ts";

/** No hand is on the page, nor was a moment ago. */
export function useFreePage(): boolean {
  const [free, setFree] = useState(true);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = onHands((down) => {
      clearTimeout(timer);
      if (down) setFree(false);
      else timer = setTimeout(() => setFree(true), HANDS_OFF_MS);
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, []);
  return free;
}

/** What takes room on the page changes only while nobody touches it: else something would move under a finger. */
export function useWhenFree<T>(wanted: T): T {
  const free = useFreePage();
  const [shown, setShown] = useState(wanted);
  if (free && shown !== wanted) setShown(wanted);
  return free ? wanted : shown;
}
