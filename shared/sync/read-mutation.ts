/** A device's mutation as a command of the protocol, or why it is none. */
import { uuid } from "#shared/kernel/schema.ts";
import { tidy } from "#shared/kernel/tidy.ts";
import { COMMANDS, isMutationName, type Command } from "#shared/orders/command.ts";
import { rejected, type Decision } from "#shared/orders/decision.ts";
import type { Mutation } from "./messages/push.ts";

/** Asked for twice: for what it needs, and when its turn comes. */
const parsed = new WeakMap<Mutation, Command | null>();

/** The command a mutation names, or null where its name or arguments are not of the protocol. */
export function parseMutation(mutation: Mutation): Command | null {
  const before = parsed.get(mutation);
  if (before !== undefined) return before;
  const { name } = mutation;
  const args = isMutationName(name) ? COMMANDS[name].safeParse(mutation.args) : null;
  const command = args?.success === true ? ({ name, args: args.data } as Command) : null;
  parsed.set(mutation, command);
  return command;
}

/** What a person reads of why arguments were refused, in UTF-16 units. */
const MAX_DETAIL = 300;

/**
 * What was to be an order's id in arguments that cannot be read, so that a person may be told of
 * which order it was. Nothing else of them is kept.
 */
export function unreadOrderId({ args }: Pick<Mutation, "args">): string | null {
  const orderId = uuid.safeParse(args["orderId"]);
  return orderId.success ? orderId.data : null;
}

export function refuseUnreadable(asked: Pick<Mutation, "name" | "args">): Decision {
  if (!isMutationName(asked.name))
    return rejected("unknown_mutation", `There is no mutation ${asked.name}.`);
  const issue = COMMANDS[asked.name].safeParse(asked.args).error?.issues[0];
  // The outcome is kept: of what the schema says of a caller's own words no more than a person
  // reads.
  return rejected(
    "invalid",
    issue === undefined
      ? "The arguments are not valid."
      : tidy(
          `${issue.path.join(".") || "arguments"}: ${issue.message}`.slice(0, MAX_DETAIL),
          MAX_DETAIL,
        ),
  );
}
