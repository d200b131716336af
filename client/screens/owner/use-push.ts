import { useEffect, useState } from "react";
import type { PushTested } from "#shared/api/push.ts";
import type { OwnerApi } from "../../device/owner-api.ts";
import { Refusal } from "../../device/refusal.ts";
import { useOwnerAction } from "../../device/use-owner-action.ts";
import { onHint } from "../../platform/moments.ts";
import {
  askForPush,
  currentPush,
  endPush,
  pushAbility,
  subscribePush,
  type PushAbility,
} from "../../platform/push.ts";
import { useWords } from "../../words/words.tsx";

export type PushSwitch = {
  readonly ability: PushAbility;
  /** Null while the browser is asked. */
  readonly on: boolean | null;
  readonly busy: boolean;
  readonly failure: string | null;
  /** What became of the last test. */
  readonly tested: PushTested["outcome"] | null;
  readonly turnOn: () => Promise<unknown>;
  readonly turnOff: () => Promise<unknown>;
  readonly test: () => Promise<unknown>;
};

/**
 * Whether this phone is told while nobody looks at it, and the two ways to change that. Never `on`
 * before the server has taken it.
 */
export function usePush(api: OwnerApi): PushSwitch {
  const { push: words } = useWords().office;
  const [ability, setAbility] = useState(pushAbility);
  const [on, setOn] = useState<boolean | null>(null);
  const { attempt, busy, failure, say } = useOwnerAction();
  const [tested, setTested] = useState<PushSwitch["tested"]>(null);

  // The person may come back from the browser's own settings.
  useEffect(() => {
    const look = () => {
      setAbility(pushAbility());
      void currentPush().then((subscription) => setOn(subscription !== null));
    };
    look();
    return onHint(look);
  }, []);

  /** What came of the last try is no longer said. */
  const anew = (work: () => Promise<void>) => {
    say(null);
    setTested(null);
    return attempt(work);
  };

  return {
    ability,
    on,
    busy,
    failure,
    tested,
    turnOn: () =>
      anew(async () => {
        const now = await askForPush();
        setAbility(now);
        if (now !== "allowed") return;
        const subscription = await subscribePush(await api.pushKey());
        if (subscription === null) throw new Refusal("push_service", words.noService);
        try {
          await api.putPush(subscription);
        } catch (error) {
          // Half of it would look as if it were on.
          await endPush();
          throw error;
        }
        setOn(true);
      }),
    turnOff: () =>
      anew(async () => {
        await endPush();
        setOn(false);
        await api.endPush();
      }),
    test: () => anew(async () => setTested(await api.testPush())),
  };
}

/**
 * Once at a start: the server may have forgotten this phone with its old session, or have another
 * key. What cannot be done now is done at the next start.
 */
export function useKeptPush(api: OwnerApi): void {
  useEffect(() => {
    const renew = async () => {
      if (pushAbility() !== "allowed" || (await currentPush()) === null) return;
      const subscription = await subscribePush(await api.pushKey());
      if (subscription !== null) await api.putPush(subscription);
    };
    renew().catch((error: unknown) => {
      if (!(error instanceof Refusal)) throw error;
    });
  }, [api]);
}
