/**
 * The directory: what must be answered before a restaurant is known (whose token is this?), and
 * what spans restaurants. Everything here is one call of one SECURITY DEFINER function; no other
 * code reaches these tables.
 */
import type { Database } from "./database.ts";
import { directoryCalls } from "./directory-calls.ts";
import { credentialDirectory, type CredentialDirectory } from "./directory-credentials.ts";
import { pairingDirectory, type PairingDirectory } from "./directory-pairing.ts";
import { restaurantDirectory, type RestaurantDirectory } from "./directory-restaurants.ts";
import { triesDirectory, type TriesDirectory } from "./directory-tries.ts";

export type Directory = RestaurantDirectory &
  CredentialDirectory &
  PairingDirectory &
  TriesDirectory;

export function createDirectory(database: Database): Directory {
  const calls = directoryCalls(database);
  return {
    ...restaurantDirectory(calls),
    ...credentialDirectory(calls),
    ...pairingDirectory(calls),
    ...triesDirectory(calls),
  };
}
