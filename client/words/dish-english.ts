/**
 * What is said of a dish: its fields as an owner writes them, and what whoever orders reads of
 * them. The same type rules as in `english.ts`.
 */
export const dishEnglish = {
  /** Labels in the owner's dialog, by their names in `dish-form.ts`. */
  fields: {
    name: "Name",
    price: "Price",
    prepMinutes: "Preparation time in minutes (may be left out)",
    category: "Category",
    station: "Station",
    allergens: "Contains",
    otherAllergens: "Other allergens, parted by commas",
  },
  contains: (list: string) => `Contains ${list}`,
};

export type DishWords = typeof dishEnglish;
