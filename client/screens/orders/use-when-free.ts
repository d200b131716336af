import { useState } from "react";
import { useHandsOff } from "../../ui/hands.ts";

/**
 * What takes room on the page changes only while nobody touches it: else something would move under
 * a finger.
 */
export function useWhenFree<T>(wanted: T): T {
  const free = useHandsOff();
  const [shown, setShown] = useState(wanted);
  if (free && shown !== wanted) setShown(wanted);
  return free ? wanted : shown;
}
