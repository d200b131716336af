import { setTimeout as sleep } from "node:timers/promises";
import { ask } from "../../replay/api.ts";
import { figure, plainFigure } from "../rounds.ts";
import type { Row } from "../row.ts";
import { requestText } from "../wire.ts";
import { openGround, p99, pulse, pushes, storm, withStatus } from "./ground.ts";

const FLOOD = 30_000;
const HOUSE = "10.1.0.1";

/**
 * A guest on the restaurant's Wi-Fi floods us from the address that the kitchen's tablets have too.
 */
export const sameAddress: Row = {
  name: "same-address",
  work: `${FLOOD} requests of a stranger from the kitchen's own address, a kitchen device beside them`,
  limit: "the same device alone",
  async run(bench) {
    const ground = await openGround(bench);
    try {
      const { port, url } = ground.server;
      const work = pushes(ground.floor, HOUSE);
      const alone = await pulse(port, work.text, 50, sleep(bench.short ? 300 : bench.roundMs));
      const live = requestText(
        { method: "GET", path: "/api/health/live", headers: { "X-Forwarded-For": HOUSE } },
        null,
      );
      const beside = await pulse(
        port,
        work.text,
        50,
        storm(
          port,
          Array.from({ length: bench.short ? 50 : FLOOD }, () => live),
          8,
        ),
      );
      const { code } = await ask<{ code: string }>(ground.owner, "/api/devices/pairing-codes", {
        method: "POST",
        body: { role: "kitchen" },
      });
      const pair = (text: string) =>
        requestText(
          { method: "POST", path: "/api/devices/pair", headers: { "X-Forwarded-For": HOUSE } },
          JSON.stringify({ code: text, name: "Tablet" }),
        );
      await storm(
        port,
        Array.from({ length: 5 }, (_, index) => pair(`0000${index}-00000`)),
        1,
      );
      const right = await fetch(`${url}/api/devices/pair`, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-Forwarded-For": HOUSE },
        body: JSON.stringify({ code, name: "Tablet" }),
      });
      return [
        plainFigure(
          { what: "of the device's pushes refused with 429", unit: "%", target: { most: 0 } },
          [(100 * withStatus(beside, 429)) / beside.length],
        ),
        figure({ what: "the device's p99", unit: "ms" }, [{ ours: beside, limit: alone }], p99),
        plainFigure(
          { what: "a right code behind five wrong ones (201)", unit: "", target: { least: 201 } },
          [right.status === 201 ? 201 : 1],
        ),
      ];
    } finally {
      await ground.server.dispose();
    }
  },
};
