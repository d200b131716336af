/** What a guest of the demo chooses with a dish. Prices in pence. */
import type { Menu } from "#shared/menu/menu.ts";

type Modifier = NonNullable<Menu["items"][number]["modifiers"]>[number];

const option = (id: string, name: string, price = 0) => ({ id, name, price });

export const DONENESS: Modifier = {
  id: "doneness",
  name: "How would you like it?",
  min: 1,
  max: 1,
  options: [
    option("rare", "Rare"),
    option("medium-rare", "Medium rare"),
    option("medium", "Medium"),
    option("well-done", "Well done"),
  ],
};
export const SAUCE: Modifier = {
  id: "sauce",
  name: "Sauce",
  min: 0,
  max: 1,
  options: [
    option("peppercorn", "Peppercorn sauce", 250),
    option("bearnaise", "Béarnaise", 250),
    option("chimichurri", "Chimichurri", 200),
  ],
};
export const SIDE: Modifier = {
  id: "side",
  name: "Comes with",
  min: 1,
  max: 1,
  options: [
    option("fries", "Skin-on fries"),
    option("salad", "Green salad"),
    option("mash", "Buttered mash"),
    option("sweet-potato", "Sweet potato fries", 150),
  ],
};
export const BURGER_CHANGES: Modifier = {
  id: "burger-changes",
  name: "Changes",
  min: 0,
  max: 5,
  options: [
    option("no-onion", "NO onion"),
    option("no-pickle", "NO pickle"),
    option("no-sauce", "NO burger sauce"),
    option("bacon", "Add smoked bacon", 200),
    option("extra-patty", "Extra patty", 400),
    option("gf-bun", "Gluten-free bun", 100),
  ],
};
export const DIPS: Modifier = {
  id: "dips",
  name: "Dips",
  min: 0,
  max: 2,
  options: [
    option("aioli", "Aioli", 80),
    option("hot-sauce", "House hot sauce", 80),
    option("ketchup", "Ketchup"),
    option("mayo", "Mayonnaise"),
  ],
};
export const DRESSING: Modifier = {
  id: "dressing",
  name: "Dressing",
  min: 0,
  max: 1,
  options: [option("on-the-side", "Dressing on the side"), option("none", "NO dressing")],
};
export const SERVE: Modifier = {
  id: "serve",
  name: "Served",
  min: 0,
  max: 2,
  options: [
    option("no-ice", "NO ice"),
    option("lemon", "Slice of lemon"),
    option("large", "Large", 150),
  ],
};
export const MILK: Modifier = {
  id: "milk",
  name: "Milk",
  min: 0,
  max: 1,
  options: [
    option("whole", "Whole milk"),
    option("oat", "Oat milk", 40),
    option("soya", "Soya milk", 40),
  ],
};
