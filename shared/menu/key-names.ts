/**
 * Ids under which something is kept in a record, like a station's limits: every object answers to
 * these names, so no body may have them as keys.
 */
import type { Menu, MenuInService } from "./menu.ts";

export const KEY_NAMES: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"]);

/**
 * The first of the new ids that no key may be called; null where there is none. One that stands
 * already stays.
 */
export function newKeyName(before: Iterable<string>, next: Iterable<string>): string | null {
  const known = new Set(before);
  for (const id of next) if (KEY_NAMES.has(id) && !known.has(id)) return id;
  return null;
}

/** Every id that a menu gives: of its stations, categories, dishes, choices and options. */
export const idsOf = (
  { stations, categories, items }: Menu,
  retired: MenuInService["retired"] = [],
): string[] => [
  ...[...stations, ...categories].map(({ id }) => id),
  ...[...items, ...retired].flatMap((item) => [
    item.id,
    ...(item.modifiers ?? []).flatMap((group) => [group.id, ...group.options.map(({ id }) => id)]),
  ]),
];

/** Why an id is refused, in a sentence. */
export const keyNameRefusal = (id: string): string =>
  `No id may be ${id}: every JavaScript object has a part of that name. Take another one.`;
