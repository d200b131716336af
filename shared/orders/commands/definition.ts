/**
 * How a command is written down: each in a file of its own beside this one, and all of them in
 * `all.ts`.
 */
import { z } from "zod/mini";
import type { Role } from "#shared/devices/roles.ts";
import { integer, listOf, text, uuid } from "#shared/kernel/schema.ts";
import { rejected, type Decision } from "../decision.ts";
import type { Order } from "../order.ts";
import { MAX_LINES } from "../ordered-line.ts";
import { speaksFor, stationName } from "../stations.ts";
import type { Turn } from "../turn.ts";

export type Definition<
  Name extends string,
  Schema extends z.ZodMiniType,
  Pushed extends boolean,
> = {
  readonly name: Name;
  /** Parsed once, at the edge. */
  readonly args: Schema;
  /** Who may ask it, besides the server itself. */
  readonly may: readonly Role[];
  /**
   * Devices do it, offline too, and push it. The others reach the log through REST calls or the
   * server's own jobs.
   */
  readonly isPushed: Pushed;
  /** Where who may depends on what exactly is asked. */
  readonly mayAsk?: (role: Role, args: z.infer<Schema>) => boolean;
  readonly decide: (turn: Turn, args: z.infer<Schema>) => Decision;
};

export const command = <
  const Name extends string,
  Schema extends z.ZodMiniType,
  const Pushed extends boolean,
>(
  definition: Definition<Name, Schema, Pushed>,
): Definition<Name, Schema, Pushed> => definition;

type OrderDefinition<
  Name extends string,
  Schema extends z.ZodMiniType<{ orderId: string }>,
  Pushed extends boolean,
> = Omit<Definition<Name, Schema, Pushed>, "decide"> & {
  /**
   * The stations in whose name it says that something was shown there, is being made, is ready or
   * is to be made again (ORD-32).
   */
  readonly spokenFor?: (order: Order, args: z.infer<Schema>) => readonly string[];
  readonly decide: (turn: Turn, order: Order, args: z.infer<Schema>) => Decision;
};

/** A command about an order that must be there. */
export const onOrder = <
  const Name extends string,
  Schema extends z.ZodMiniType<{ orderId: string }>,
  const Pushed extends boolean,
>({
  spokenFor,
  decide,
  ...rest
}: OrderDefinition<Name, Schema, Pushed>): Definition<Name, Schema, Pushed> => ({
  ...rest,
  decide(turn, args) {
    const order = turn.order(args.orderId);
    if (order === undefined) return rejected("unknown_order", "There is no such order here.");
    const foreign = spokenFor?.(order, args).find(
      (stationId) => !speaksFor(turn.stationIds, turn.menu.stations, stationId),
    );
    if (foreign !== undefined)
      return rejected(
        "other_station",
        `This screen is not for the station ${stationName(turn.menu.stations, foreign)}.`,
      );
    return decide(turn, order, args);
  },
});

export const orderOnly = z.strictObject({ orderId: uuid });

export const reason = text(300);

export const withReason = z.strictObject({ orderId: uuid, reason });

export const generation = integer(0, 1_000_000);

export const lineIds = listOf(uuid, 1, MAX_LINES * 2);
