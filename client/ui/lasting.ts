import { useEffect, useState } from "react";

/**
 * True once it has been so for `afterMs` without a break: what comes and goes in a moment is not
 * said.
 */
export function useLasting(isSo: boolean, afterMs: number): boolean {
  const [lasting, setLasting] = useState(false);
  useEffect(() => {
    if (!isSo) return undefined;
    const timer = setTimeout(() => setLasting(true), afterMs);
    return () => {
      clearTimeout(timer);
      setLasting(false);
    };
  }, [isSo, afterMs]);
  return isSo && lasting;
}
