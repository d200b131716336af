import type { DishWords } from "./dish-english.ts";

export const dishSpanish: DishWords = {
  fields: {
    name: "Nombre",
    price: "Precio",
    prepMinutes: "Minutos de preparación (opcional)",
    category: "Categoría",
    station: "Partida",
    allergens: "Contiene",
    otherAllergens: "Otros alérgenos, separados por comas",
  },
  contains: (list) => `Contiene ${list}`,
};
