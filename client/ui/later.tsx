/**
 * Parts of a screen that only a touch brings up. Their scripts are no part of a start: they are
 * fetched when the screen has been drawn and has nothing better to do, long before somebody touches
 * for them, and stay. An installed app has them on the device; where one cannot be fetched (no
 * worker, and the network went in the first second) it is asked for again for as long as somebody
 * waits for it.
 */
import { useEffect, useState, type ComponentType } from "react";
import { whenIdle } from "../platform/moments.ts";

/** At the latest so long after the screen was drawn, in ms. */
const WITHIN_MS = 5_000;
const AGAIN_MS = 1_000;

type Coming = () => Promise<boolean>;

const all = new Set<Coming>();

/** The component that `load` fetches; nothing is drawn until it is there. */
export function later<P extends object>(load: () => Promise<ComponentType<P>>): ComponentType<P> {
  let Part: ComponentType<P> | null = null;
  const come: Coming = async () => {
    try {
      Part ??= await load();
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
    }
    return Part !== null;
  };
  all.add(come);
  return function Later(props: P) {
    const [, setCame] = useState(Part !== null);
    useEffect(() => {
      if (Part !== null) return undefined;
      const ask = async () => {
        if (!(await come())) return;
        clearInterval(timer);
        setCame(true);
      };
      const timer = setInterval(() => void ask(), AGAIN_MS);
      void ask();
      return () => clearInterval(timer);
    }, []);
    return Part === null ? null : <Part {...props} />;
  };
}

/** For the frame of a screen: fetches all that its parts will be touched for. */
export function useLaterParts(): void {
  useEffect(() => whenIdle(() => all.forEach((come) => void come()), WITHIN_MS), []);
}
