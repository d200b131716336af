/** A restaurant that asks for as much as it may, in a process of its own. */
import { randomUUIDv7 } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { answerCalls } from "./child.ts";
import { DISHES } from "./rig.ts";

export type Demand = {
  readonly url: string;
  readonly ownerToken: string;
  readonly deviceToken: string;
  /** Of each at once: figures of the day, snapshots, and pushes of long orders. */
  readonly figures: number;
  readonly snapshots: number;
  readonly orders: number;
  readonly linesEach: number;
  readonly ms: number;
  /** Enough, whatever the time. */
  readonly most?: number;
};

/** How often what was asked was answered, and refused. */
export type Got = { readonly answered: number; readonly refused: number };

answerCalls({ demand });

async function demand({
  url,
  ownerToken,
  deviceToken,
  figures,
  snapshots,
  orders,
  linesEach,
  ms,
  most = Infinity,
}: Demand): Promise<Got> {
  const until = performance.now() + ms;
  let [answered, refused] = [0, 0];
  const again = async (ask: () => Promise<Response>): Promise<void> => {
    while (performance.now() < until && answered < most) {
      const response = await ask();
      await response.arrayBuffer();
      if (response.ok) answered += 1;
      else {
        refused += 1;
        await sleep(100);
      }
    }
  };
  const get = (path: string) => () =>
    fetch(url + path, {
      headers: { Authorization: `Bearer ${ownerToken}`, "X-Forwarded-For": "10.3.0.1" },
    });
  const push = () => {
    const clientId = randomUUIDv7();
    let id = 0;
    return () => {
      const lines = Array.from({ length: linesEach }, (_, index) => ({
        lineId: randomUUIDv7(),
        menuItemId: `dish-${index % DISHES}`,
        quantity: 1,
      }));
      const mutations = [
        {
          id: (id += 1),
          name: "order.place",
          occurredAt: new Date().toISOString(),
          args: { orderId: randomUUIDv7(), channel: "takeaway", lines },
        },
      ];
      return fetch(`${url}/api/sync/push`, {
        method: "POST",
        headers: {
          Authorization: `Bearer ${deviceToken}`,
          "Content-Type": "application/json",
          "X-Forwarded-For": "10.3.0.1",
        },
        body: JSON.stringify({ protocol: 1, clientId, mutations }),
      });
    };
  };
  const times = <T>(count: number, make: () => T): T[] => Array.from({ length: count }, make);
  await Promise.all([
    ...times(figures, () => again(get("/api/figures"))),
    ...times(snapshots, () => again(get("/api/snapshot"))),
    ...times(orders, () => again(push())),
  ]);
  return { answered, refused };
}
