import { parseArgs } from "node:util";
import { err, ok, type Result } from "#shared/kernel/result.ts";

export type EveningOptions = {
  readonly origin: string;
  /** Pairs this program as a phone of the owner's. */
  readonly code: string;
  /** How many times faster than life. */
  readonly speed: number;
  /** How long guests come, in minutes of the evening. */
  readonly minutes: number;
  /** False: the kitchen is left to whoever stands at its screen. */
  readonly cooks: boolean;
};

export const USAGE = `npm run demo -- LINK [options]

  LINK            "An evening" as npm start prints it; it works once
  --speed 6       how many times faster than life
  --minutes 180   how long guests come, in minutes of the evening
  --no-cooks      nobody cooks but you, at the kitchen screen`;

/** What was asked for, or a sentence that says what is wrong with it. */
export function readEveningOptions(args: readonly string[]): Result<EveningOptions, string> {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: {
        speed: { type: "string" },
        minutes: { type: "string" },
        "no-cooks": { type: "boolean" },
      },
      allowPositionals: true,
    });
    const [link = "", ...more] = positionals;
    if (!URL.canParse(link) || more.length > 0)
      return err("Give the link that npm start prints for an evening.");
    const { protocol, origin, pathname, hash } = new URL(link);
    if (!/^https?:$/.test(protocol) || pathname !== "/pair" || hash.length < 2)
      return err("That is no pairing link: it is like http://localhost:8080/pair#ABCDE-FGHJK.");
    const speed = Number(values.speed ?? 6);
    const minutes = Number(values.minutes ?? 180);
    if (!(speed > 0 && speed <= 100))
      return err(`--speed is ${values.speed}; it is a number above 0, up to 100.`);
    if (!(minutes >= 1 && minutes <= 24 * 60))
      return err(`--minutes is ${values.minutes}; it is a number from 1 to 1440.`);
    return ok({ origin, code: hash.slice(1), speed, minutes, cooks: values["no-cooks"] !== true });
  } catch (error) {
    if (error instanceof TypeError) return err(error.message);
    throw error;
  }
}
