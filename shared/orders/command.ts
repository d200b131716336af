/**
 * What people and programs may ask of a restaurant's log. What there is, is said in `commands/`;
 * everything here follows from that list.
 */
import type { z } from "zod/mini";
import { ALL_COMMANDS } from "./commands/all.ts";
import type { Definition } from "./commands/definition.ts";

type Defined = (typeof ALL_COMMANDS)[number];
type Schemas = { readonly [D in Defined as D["name"]]: D["args"] };
type ArgsOf = { readonly [N in keyof Schemas]: z.infer<Schemas[N]> };

export type CommandName = Defined["name"];
export type Args<N extends CommandName> = ArgsOf[N];
export type Command<N extends CommandName = CommandName> = {
  [Name in N]: { readonly name: Name; readonly args: Args<Name> };
}[N];

/** Those a device may push; the rest reach the log through REST calls or the server's own jobs. */
export type MutationName = Extract<Defined, { isPushed: true }>["name"];

/** Each by its name. */
export const DEFINITIONS = Object.fromEntries(
  ALL_COMMANDS.map((definition) => [definition.name, definition]),
) as unknown as {
  readonly [N in CommandName]: Definition<N, z.ZodMiniType<Args<N>>, boolean>;
};

/** How the arguments of each are written: one schema per command, parsed once at the edge. */
export const COMMANDS = Object.fromEntries(
  ALL_COMMANDS.map(({ name, args }) => [name, args]),
) as unknown as Schemas;

export const MUTATION_NAMES: readonly MutationName[] = ALL_COMMANDS.flatMap((definition) =>
  definition.isPushed ? [definition.name] : [],
);

export const isMutationName = (name: string): name is MutationName =>
  (MUTATION_NAMES as readonly string[]).includes(name);

/** Which order a command is about, or null. */
export const orderIdOf = (command: Command): string | null =>
  "orderId" in command.args ? command.args.orderId : null;
