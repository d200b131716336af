/**
 * A union's whole table against what is written down of it: every kind with every event, and the
 * compiler counts.
 */
import { expect } from "vitest";

type Kinded = { readonly kind: string };
type Each<Union extends Kinded, Value> = { readonly [K in Union["kind"]]: Value };

export type Written<State extends Kinded, Event extends Kinded> = {
  readonly [K in State["kind"]]: readonly [
    from: Extract<State, { readonly kind: K }>,
    /** `same`: the very same state, and nothing is made anew. */
    to: Each<Event, State | "same">,
  ];
};

export function expectTable<State extends Kinded, Event extends Kinded>(
  after: (state: State, event: Event) => State,
  events: { readonly [K in Event["kind"]]: Extract<Event, { readonly kind: K }> },
  written: Written<State, Event>,
): void {
  for (const [from, to] of Object.values<readonly [State, Each<Event, State | "same">]>(written)) {
    for (const event of Object.values<Event>(events)) {
      const before = { ...from };
      const made = after(from, event);
      const expected = to[event.kind as Event["kind"]];
      const cell = `${from.kind}, ${event.kind}`;
      expect([cell, made === from ? "same" : made]).toEqual([cell, expected]);
      expect([cell, from]).toEqual([cell, before]);
    }
  }
}
