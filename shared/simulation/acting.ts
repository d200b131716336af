/** Somebody touches a screen, or says something to the server. */
import { between, happens, oneOf } from "#shared/kernel/seeded-random.ts";
import type { Random } from "#shared/kernel/random.ts";
import { toIso } from "#shared/kernel/time.ts";
import type { Command } from "#shared/orders/command.ts";
import { viewOf } from "#shared/sync/device/core.ts";
import type { Outcome } from "#shared/sync/sequencer-port.ts";
import type { SimulatedDevice } from "./device-port.ts";
import type { SimulatedHouse } from "./house.ts";
import type { Reply } from "./network.ts";
import { atTheDoor, somethingToDo } from "./people.ts";
import { SYSTEM } from "./server-alarms.ts";
import type { SimulatedServer } from "./server.ts";

export const ask = (server: SimulatedServer, command: Command): Promise<Reply<Outcome>> =>
  server.submit({ kind: "command", who: SYSTEM, command, key: null, strict: false });

/** One table orders and orders, or staff say something to it. */
export async function guestsDoor(
  { server, outsiders }: SimulatedHouse,
  random: Random,
): Promise<void> {
  const tableId = String(between(random, 1, 4));
  for (let orders = happens(random, 0.4) ? between(random, 8, 16) : 0; orders > 0; orders--)
    outsiders.guest(tableId);
  const { role, command } = atTheDoor(tableId, random, toIso(server.clockMs()));
  const say = () =>
    server.submit({
      kind: "command",
      who: {
        role,
        subjectId: "the-door",
        letter: null,
        source: { kind: "owner", name: "Door" },
        stationIds: [],
      },
      command,
      key: null,
      strict: true,
    });
  await say();
  // Two people, one thought.
  if (happens(random, 0.3)) await say();
}

export function act(
  { ids, server, parts }: SimulatedHouse,
  device: SimulatedDevice,
  random: Random,
): void {
  const screen = oneOf(random, device.screens());
  if (screen === undefined) return;
  const drawn = viewOf(screen);
  const action = somethingToDo(
    drawn,
    device.who().role,
    random,
    ids,
    parts.habits.showsWhatIsDrawn ? drawn : server.world(),
  );
  if (action !== null) device.act(screen, action.name, action.args);
}
