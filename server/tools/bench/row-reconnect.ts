import { catchUp } from "./history.ts";
import { figure } from "./rounds.ts";
import type { Row } from "./row.ts";

export const reconnect: Row = {
  name: "reconnect",
  work: "reconnect to fresh after 500 missed events",
  limit: "plain GET of the same rows",
  async run(bench) {
    const rounds = await catchUp(bench, 500);
    return [
      figure(
        { what: "from connecting to the 500th event", unit: "ms", target: { most: 1.2 } },
        rounds,
        (read) => read.wholeMs,
      ),
    ];
  },
};
