import type { Line } from "#shared/orders/order.ts";
import { createProtocolDevice } from "./device.ts";
import { pairReplayDevice, type ReplayHouse } from "./house.ts";
import { readLog } from "./log-reader.ts";
import type { Screen } from "./screen.ts";

/**
 * A kitchen screen without a browser: it reads the log like a tablet and says of every line that it
 * was shown as soon as it has it. What it leaves out is painting, so its latency is the system's
 * without a browser's.
 */
export async function openProtocolScreen(
  house: ReplayHouse,
  failed: (error: unknown) => void,
): Promise<Screen> {
  const api = await pairReplayDevice(house, "kitchen", "Replay screen");
  const device = createProtocolDevice(api);
  /** Lines of orders that the kitchen may not see yet. */
  const unseen = new Map<string, readonly Line[]>();

  const show = (orderId: string, lines: readonly Line[]): void => {
    for (const stationId of new Set(lines.map((line) => line.stationId))) {
      const lineIds = lines
        .filter((line) => line.stationId === stationId)
        .map((line) => line.lineId);
      device.act("ticket.shown", { orderId, stationId, lineIds }).catch(failed);
    }
  };

  const reader = readLog(
    api,
    house.head,
    (event) => {
      if (event.type === "order_created") {
        const { orderId, firedAt, lines } = event.data;
        if (firedAt === null) unseen.set(orderId, lines);
        else show(orderId, lines);
      }
      if (event.type === "order_status_changed" && event.data.to === "submitted") {
        show(event.data.orderId, unseen.get(event.data.orderId) ?? []);
        unseen.delete(event.data.orderId);
      }
    },
    failed,
  );
  return { kind: "protocol", close: () => reader.stop() };
}
