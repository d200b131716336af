/**
 * What a command comes to, given what is true: pure, total, and the same on the server (where it
 * counts) and on a device that is offline (where it foretells). Rules: RULES.md. What each command
 * comes to stands in its own file in `commands/`.
 */
import { DEFINITIONS, type Command, type CommandName } from "./command.ts";
import { rejected, type Decision } from "./decision.ts";
import type { Turn } from "./turn.ts";

export function decide<N extends CommandName>(turn: Turn, { name, args }: Command<N>): Decision {
  const definition = DEFINITIONS[name];
  const { role } = turn;
  // The server itself may everything (ORD-23).
  const allowed =
    role === "system" ||
    (definition.may.includes(role) && (definition.mayAsk?.(role, args) ?? true));
  return allowed
    ? definition.decide(turn, args)
    : rejected("forbidden", `A ${role} device may not do this.`);
}
