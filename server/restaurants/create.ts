import type { CreateRestaurant } from "#shared/api/restaurants.ts";
import { initialSettings } from "#shared/restaurant/settings.ts";
import { hashPassword } from "../auth/passwords.ts";
import { startSession, type StartSessionDeps } from "../auth/sessions.ts";
import type { Config } from "../config.ts";
import type { Directory } from "../db/directory.ts";

export type CreatedRestaurant = {
  readonly restaurantId: string;
  readonly userId: string;
  readonly token: string;
};

export type MakeRestaurantDeps = StartSessionDeps & {
  readonly directory: Pick<Directory, "createRestaurant">;
  readonly config: Pick<Config, "shownAlarmSeconds">;
};

/** Makes a restaurant with its log and its owner, and signs the owner in. */
export async function makeRestaurant(
  deps: MakeRestaurantDeps,
  given: CreateRestaurant,
): Promise<CreatedRestaurant | "email_taken"> {
  const { owner, ...names } = given;
  const restaurantId = deps.ids.next();
  const userId = deps.ids.next();
  const made = await deps.directory.createRestaurant({
    restaurantId,
    logId: deps.ids.next(),
    name: names.name,
    settings: initialSettings({ ...names, shownAlarmSeconds: deps.config.shownAlarmSeconds }),
    owner: {
      userId,
      name: owner.name,
      email: owner.email,
      passwordHash: await hashPassword(owner.password),
    },
  });
  if (made === "email_taken") return made;
  return { restaurantId, userId, token: await startSession(deps, restaurantId, userId) };
}
