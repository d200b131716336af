/**
 * A device that the server turns away, and how it comes back: paired again, or with a newer app.
 */
import { between, happens } from "#shared/kernel/seeded-random.ts";
import type { Random } from "#shared/kernel/random.ts";
import { SECOND } from "#shared/kernel/time.ts";
import type { SimulatedDevice } from "./device-port.ts";
import { type Counters, fired } from "./faults.ts";
import type { SimulatedHouse } from "./house.ts";
import type { SimulatedServer } from "./server.ts";

/**
 * A page that has to find out by itself looks every minute, and may take this much longer until it
 * has told everything.
 */
const FINDS_OUT_MS = 8 * SECOND;

/**
 * The device's app is too old for the server, until it is loaded anew. Whom the server does not
 * know it does not ask for a version.
 */
export function outdate(house: SimulatedHouse, device: SimulatedDevice, random: Random): void {
  const { server, counters } = house;
  const { subjectId } = device.who();
  if (server.turnsAway(subjectId) !== null) return;
  fired(counters, "old version");
  server.turnAway(subjectId, { kind: "needs-update" });
  mendLater(house, device, random, () => {
    if (server.turnsAway(subjectId) !== "needs-update") return false;
    fired(counters, "updated");
    server.turnAway(subjectId, null);
    return true;
  });
}

/**
 * The owner ends the device's session, and pairs it again after a while; mostly the browser says
 * who it was (client/device/returning.ts).
 */
export function revoke(house: SimulatedHouse, device: SimulatedDevice, random: Random): void {
  fired(house.counters, "session revoked");
  shutOut(house, device, random, happens(random, 0.7));
}

export function shutOut(
  house: SimulatedHouse,
  device: SimulatedDevice,
  random: Random,
  isKnown: boolean,
): void {
  const { server, counters, letters } = house;
  const { subjectId } = device.who();
  server.turnAway(subjectId, { kind: "refused", code: "token_revoked" });
  mendLater(house, device, random, () => {
    if (server.turnsAway(subjectId) === null || device.who().subjectId !== subjectId) return false;
    pairAgain(server, device, counters, letters, isKnown);
    return true;
  });
}

/**
 * A new device id for the same store. Brought along, its client id is passed on to it, and it keeps
 * its letter.
 */
export function pairAgain(
  server: SimulatedServer,
  device: SimulatedDevice,
  counters: Counters,
  letters: string[],
  isKnown: boolean,
): void {
  fired(counters, isKnown ? "paired again, as the same client" : "paired again, as another");
  const { letter, subjectId } = device.who();
  device.pair(isKnown ? (letter ?? "Z") : (letters.shift() ?? "Z"), isKnown);
  if (isKnown) server.passOn(device.disk().clientId, device.who().subjectId);
  server.turnAway(subjectId, null);
}

/** Mended elsewhere after a while: the page is opened anew, or has to find out by itself. */
function mendLater(
  { time, untilMs }: SimulatedHouse,
  device: SimulatedDevice,
  random: Random,
  mend: () => boolean,
): void {
  const back = time.now() + between(random, 1, 5) * SECOND;
  // What is shut out at the end is opened anew then.
  if (back > untilMs - 6 * SECOND && happens(random, 0.5)) return;
  time.after(back - time.now(), () => {
    if (!mend()) return;
    if (back <= untilMs - FINDS_OUT_MS && happens(random, 0.5)) return;
    device.crash("closed");
    device.open();
  });
}
