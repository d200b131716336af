import { orderIdOf } from "#shared/orders/command.ts";
import type { PushRequest } from "./messages/push.ts";
import { parseMutation } from "./read-mutation.ts";
import type { Needs, Submission } from "./sequencer-port.ts";

/** What must be loaded before `submissions` can be sequenced. */
export function needsOf(submissions: readonly Submission[]): Needs {
  const commands = submissions.flatMap((it) =>
    it.kind === "command"
      ? [it.command]
      : it.push.mutations.flatMap((mutation) => parseMutation(mutation) ?? []),
  );
  return {
    orderIds: [...new Set(commands.flatMap((command) => orderIdOf(command) ?? []))],
    lineIds: [
      ...new Set(
        commands.flatMap((command) =>
          "lines" in command.args ? command.args.lines.map((line) => line.lineId) : [],
        ),
      ),
    ],
    clients: submissions.flatMap((it) => (it.kind === "push" ? [rangeOf(it.push)] : [])),
    keys: submissions.flatMap((it) => (it.kind === "command" && it.key !== null ? [it.key] : [])),
    guestTables: guestTablesOf(submissions),
    clearedTables: [
      ...new Set(
        commands.flatMap((command) =>
          command.name === "table.ordering" && command.args.clear !== undefined
            ? [command.args.tableId]
            : [],
        ),
      ),
    ],
  };
}

function guestTablesOf(submissions: readonly Submission[]): Needs["guestTables"] {
  const ceilings = new Map<string, number>();
  for (const it of submissions) {
    if (
      it.kind !== "command" ||
      it.command.name !== "order.place" ||
      it.who.role !== "guest" ||
      it.command.args.tableId === undefined
    )
      continue;
    ceilings.set(
      it.command.args.tableId,
      Math.min(
        ceilings.get(it.command.args.tableId) ?? NO_CEILING,
        it.who.guest?.ceiling ?? NO_CEILING,
      ),
    );
  }
  return Array.from(ceilings, ([tableId, ceiling]) => ({ tableId, ceiling }));
}

/** More than anybody counts to. */
const NO_CEILING = 1_000_000_000;

const rangeOf = (push: PushRequest) => ({
  clientId: push.clientId,
  from: push.mutations[0]?.id ?? 1,
  to: push.mutations.at(-1)?.id ?? 0,
});
