import { plainFigure } from "../rounds.ts";
import type { Row } from "../row.ts";
import { requestText } from "../wire.ts";
import { openGround, openOwner, p99, storm, withStatus } from "./ground.ts";

const SIGN_INS = 600;
/** Half of them browsers that have signed in before, half from addresses that nobody knows. */
const PEOPLE = 6;

/**
 * Somebody, or a script that has gone wrong, knows an owner's password and signs in without end;
 * then the browser that the owner always used goes on.
 */
export const rightSignIns: Row = {
  name: "right-sign-ins",
  work: `${SIGN_INS} right sign-ins to one account, as fast as they are answered, by ${PEOPLE / 2} known browsers and ${PEOPLE / 2} strangers`,
  limit: "none",
  async run(bench) {
    const { server } = await openGround(bench);
    try {
      const owner = await openOwner(server, "right-sign-ins.example");
      const cookies: string[] = [];
      for (let n = 0; n < PEOPLE / 2; n += 1)
        cookies.push(
          (await owner.signIn(`10.1.0.${n}`, owner.password)).headers
            .getSetCookie()
            .map((one) => one.split(";")[0])
            .join("; "),
        );
      const isGood = async (token: string): Promise<boolean> =>
        (await fetch(`${server.url}/api/me`, { headers: { Authorization: `Bearer ${token}` } }))
          .status === 200;
      const asks = Array.from({ length: bench.short ? 20 : SIGN_INS }, (_, index) =>
        requestText(
          {
            method: "POST",
            path: "/api/sessions",
            headers: {
              "X-Forwarded-For": `10.1.0.${index % PEOPLE}`,
              Cookie: cookies[index % PEOPLE] ?? "",
            },
          },
          JSON.stringify({ email: owner.email, password: owner.password }),
        ),
      );
      const answers = await storm(server.port, asks, PEOPLE);
      const tokens = answers
        .filter(({ status }) => status === 201)
        .map(({ body }) => (JSON.parse(body) as { token: string }).token);
      const good = await Promise.all(tokens.map(isGood));
      return [
        plainFigure(
          {
            what: "sign-ins that made a session",
            unit: "",
            target: {
              most: 10 * Math.ceil(answers.reduce((sum, { ms }) => sum + ms, 0) / PEOPLE / 60_000),
            },
          },
          [tokens.length],
        ),
        plainFigure(
          { what: "of these, sessions that are good afterwards", unit: "", target: { most: 50 } },
          [good.filter((is) => is).length],
        ),
        plainFigure({ what: "answered with 429", unit: "" }, [withStatus(answers, 429)]),
        plainFigure({ what: "p99 of an answer", unit: "ms" }, [p99(answers)]),
        plainFigure({ what: "all of them took", unit: "s" }, [
          answers.reduce((sum, { ms }) => sum + ms, 0) / PEOPLE / 1_000,
        ]),
      ];
    } finally {
      await server.dispose();
    }
  },
};
