import { z } from "zod/mini";
import { text } from "#shared/kernel/schema.ts";
import { restaurantNames } from "#shared/menu/settings.ts";

export const email = z.string().check(z.trim(), z.toLowerCase(), z.maxLength(254), z.regex(/^[^\s@]+@[^\s@]+\.[^\s@]+$/, "must be an e-mail address"));

const password = z.string().check(z.minLength(8, "must be at least 8 characters"), z.maxLength(200, "must be at most 200 characters"));

/** `POST /api/restaurants`. */
export const createRestaurant = z.strictObject({ ...restaurantNames, owner: z.strictObject({ name: text(80), email, password }) });
export type CreateRestaurant = z.infer<typeof createRestaurant>;

/** `POST /api/sessions`. Lengths only: what is wrong with a password is nobody's business here. */
export const createSession = z.strictObject({ email, password: z.string().check(z.minLength(1), z.maxLength(200)) });
export type CreateSession = z.infer<typeof createSession>;
