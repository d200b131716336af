import { plainFigure } from "../rounds.ts";
import type { Row } from "../row.ts";
import { requestText } from "../wire.ts";
import { openGround, openOwner, storm, withStatus } from "./ground.ts";

const STRANGERS = 40;
const TRIES = 5;

/**
 * Strangers try an owner's password from many addresses at once; then the owner signs in from the
 * browser that they always use, and from a new one.
 */
export const lockOut: Row = {
  name: "lock-out",
  work: `${STRANGERS * TRIES} wrong passwords from ${STRANGERS} addresses, then the owner's right one`,
  limit: "none",
  async run(bench) {
    const { server } = await openGround(bench);
    try {
      const owner = await openOwner(server, "lock-out.example");
      const cookies = (await owner.signIn("10.1.0.1", owner.password)).headers
        .getSetCookie()
        .map((one) => one.split(";")[0])
        .join("; ");
      const wrong = JSON.stringify({ email: owner.email, password: "a wrong one, of course" });
      const tries = Array.from({ length: bench.short ? 10 : STRANGERS * TRIES }, (_, index) =>
        requestText(
          {
            method: "POST",
            path: "/api/sessions",
            headers: { "X-Forwarded-For": `10.2.0.${index % STRANGERS}` },
          },
          wrong,
        ),
      );
      const strangers = await storm(server.port, tries, 8);
      const known = await owner.signIn("10.1.0.1", owner.password, cookies);
      const clean = await owner.signIn("10.3.0.1", owner.password);
      return [
        plainFigure({ what: "strangers' tries that were judged", unit: "" }, [
          withStatus(strangers, 401),
        ]),
        plainFigure(
          { what: "the known browser is let in (201)", unit: "", target: { least: 201 } },
          [known.status === 201 ? 201 : 1],
        ),
        plainFigure({ what: "a clean address waits", unit: "s", target: { most: 60 } }, [
          Number(clean.headers.get("retry-after") ?? 0),
        ]),
      ];
    } finally {
      await server.dispose();
    }
  },
};
