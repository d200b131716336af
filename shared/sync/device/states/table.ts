/**
 * A union's transitions as one complete table: every kind says what each event makes of it, and the
 * compiler counts (as in `link.ts`).
 */
type Kinded = { readonly kind: string };

type Of<Union extends Kinded, Kind extends string> = Extract<Union, { readonly kind: Kind }>;

export type TransitionTable<State extends Kinded, Event extends Kinded> = {
  readonly [K in State["kind"]]: {
    readonly [E in Event["kind"]]: (state: Of<State, K>, event: Of<Event, E>) => State;
  };
};

/** What the event makes of the state. Neither is changed. */
export function follow<State extends Kinded, Event extends Kinded>(
  table: TransitionTable<State, Event>,
  state: State,
  event: Event,
): State {
  const cell = table[state.kind as State["kind"]][event.kind as Event["kind"]];
  // The row and the column are those of the two kinds: the compiler does not see that they go
  // together.
  return (cell as (state: State, event: Event) => State)(state, event);
}

/** A cell whose event changes nothing. */
export const stay = <State>(state: State): State => state;
