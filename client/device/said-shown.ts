/**
 * Tells the server which stations this kitchen screen shows (ORD-34): whenever that changes, and
 * again after each time without contact.
 */
import { SECOND } from "#shared/kernel/time.ts";
import { askServer } from "../platform/http.ts";

export type SaidShown = {
  /** What it shows from now on; none: all that it may. */
  shows(stationIds: readonly string[]): void;
  /** To be called as time goes on. `connected`: there is a server that answers. */
  look(connected: boolean): void;
};

/** Resolves to false where it has to be said again. */
export type Say = (stationIds: readonly string[]) => Promise<boolean>;

const AGAIN_MS = 10 * SECOND;

export function createSaidShown(say: Say, clock: () => number): SaidShown {
  let wanted: readonly string[] | null = null;
  /** As it was said last; null: not since there is contact. */
  let said: string | null = null;
  let connected = false;
  let busy = false;
  let notBefore = -Infinity;

  async function tell(stationIds: readonly string[]): Promise<void> {
    busy = true;
    const isSaid = await say(stationIds);
    busy = false;
    if (isSaid) said = keyOf(stationIds);
    else notBefore = clock() + AGAIN_MS;
    attempt();
  }
  function attempt(): void {
    // A clock that was set back keeps nobody waiting for long.
    const waits = clock() < notBefore && notBefore - clock() <= AGAIN_MS;
    if (wanted !== null && connected && !busy && !waits && said !== keyOf(wanted))
      void tell(wanted);
  }
  return {
    shows(stationIds) {
      wanted = stationIds;
      attempt();
    },
    look(isConnected) {
      if (!isConnected) said = null;
      connected = isConnected;
      attempt();
    },
  };
}

/**
 * Asks the server as `role`. A refusal is an answer: a server of before does not know the question,
 * and saying it again changes nothing.
 */
export const sayTo =
  (role: string): Say =>
  async (stationIds) => {
    const { status } = await askServer("/api/devices/me/shows", {
      method: "PUT",
      as: role,
      body: { stationIds },
    });
    return status >= 200 && status < 500 && status !== 429;
  };

const keyOf = (stationIds: readonly string[]): string => [...stationIds].sort().join("\n");
