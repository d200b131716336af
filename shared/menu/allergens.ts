/**
 * The fourteen allergens that European kitchens must name, as the menu and orders write them down:
 * words are each reader's own.
 */
export const ALLERGENS = [
  "gluten",
  "crustaceans",
  "egg",
  "fish",
  "peanuts",
  "soya",
  "milk",
  "nuts",
  "celery",
  "mustard",
  "sesame",
  "sulphites",
  "lupin",
  "molluscs",
] as const;
export type AllergenId = (typeof ALLERGENS)[number];

/**
 * How else menus and people write them. What covers more than one of the fourteen ("shellfish") is
 * nobody's alias: it must not be narrowed.
 */
const ALIASES: ReadonlyMap<string, AllergenId> = new Map([
  ["cereals", "gluten"],
  ["crustacean", "crustaceans"],
  ["eggs", "egg"],
  ["peanut", "peanuts"],
  ["soy", "soya"],
  ["soybeans", "soya"],
  ["nut", "nuts"],
  ["sulfites", "sulphites"],
  ["mollusc", "molluscs"],
]);

/** Which of the fourteen a text means, or null: then it is shown as it was given. */
export function allergenOf(text: string): AllergenId | null {
  const plain = text.trim().toLowerCase();
  return ALLERGENS.find((id) => id === plain) ?? ALIASES.get(plain) ?? null;
}
