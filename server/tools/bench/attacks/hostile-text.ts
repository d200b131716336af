import { setTimeout as sleep } from "node:timers/promises";
import { figure, plainFigure } from "../rounds.ts";
import type { Row } from "../row.ts";
import { requestText } from "../wire.ts";
import { openGround, pulse, pushes, slowest, storm, type Answered } from "./ground.ts";

/** Within every limit of size and rate. */
const REQUESTS = 17;
const LETTERS = 30_000;
/** Texts on which a pattern that is not linear works for seconds. */
const SHAPES: readonly ((field: string) => string)[] = [
  (dot) => `a@${dot.repeat(LETTERS)}@`,
  () => `${"a".repeat(LETTERS)}!`,
  () => `${" ".repeat(LETTERS)}x`,
  () => `a@${"a.".repeat(LETTERS / 2)}@`,
];

/** Long texts before a sign-in, from somebody who has no account, while a waiter works. */
export const hostileText: Row = {
  name: "hostile-text",
  work: "17 sign-ins with 30 KB of what patterns are slow on, a floor device beside them",
  limit: "the same device alone",
  async run(bench) {
    const ground = await openGround(bench);
    try {
      const { port } = ground.server;
      const work = pushes(ground.floor, "10.1.0.1");
      const alone = await pulse(port, work.text, 50, sleep(bench.short ? 300 : bench.roundMs));
      const bodies = Array.from({ length: REQUESTS }, (_, index) =>
        JSON.stringify({ email: SHAPES[index % SHAPES.length]?.("."), password: "x" }),
      );
      const attack = { answers: [] as readonly Answered[] };
      const attacked = storm(
        port,
        bodies.map((body, index) =>
          requestText(
            {
              method: "POST",
              path: "/api/sessions",
              headers: { "X-Forwarded-For": `10.2.0.${index}` },
            },
            body,
          ),
        ),
        4,
      );
      const beside = await pulse(
        port,
        work.text,
        50,
        Promise.all([
          attacked.then((answers) => (attack.answers = answers)),
          sleep(bench.short ? 300 : bench.roundMs),
        ]),
      );
      return [
        plainFigure({ what: "the slowest hostile request", unit: "ms", target: { most: 250 } }, [
          slowest(attack.answers),
        ]),
        figure(
          { what: "the device's slowest answer", unit: "ms" },
          [{ ours: beside, limit: alone }],
          slowest,
        ),
      ];
    } finally {
      await ground.server.dispose();
    }
  },
};
