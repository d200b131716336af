import { z } from "zod/mini";
import { atMost, text } from "#shared/kernel/schema.ts";
import { restaurantNames } from "#shared/restaurant/settings.ts";

export const email = z
  .string()
  .check(
    atMost(1_000, "must be at most 254 characters"),
    z.trim(),
    z.toLowerCase(),
    atMost(254),
    z.refine(isEmail, "must be an e-mail address"),
  );

const password = z.string().check(atMost(200), z.minLength(8, "must be at least 8 characters"));

/** `POST /api/restaurants`. */
export const createRestaurant = z.strictObject({
  ...restaurantNames,
  owner: z.strictObject({ name: text(80), email, password }),
});
export type CreateRestaurant = z.infer<typeof createRestaurant>;

/** `POST /api/sessions`. Lengths only: what is wrong with a password is nobody's business here. */
export const createSession = z.strictObject({
  email,
  password: z.string().check(atMost(200), z.minLength(1)),
});
export type CreateSession = z.infer<typeof createSession>;

/**
 * Something, one @, and something with a dot inside; no blanks. Asked part by part: one pattern for
 * it looks again at every dot from every other.
 */
function isEmail(text: string): boolean {
  const [name = "", domain = "", ...more] = text.split("@");
  return more.length === 0 && name !== "" && domain.slice(1, -1).includes(".") && !/\s/.test(text);
}
