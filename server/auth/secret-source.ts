/**
 * By what somebody is counted who may be guessing a secret: a password, a pairing code, the setup
 * token.
 *
 * 1. By their address. Whatever an address can make as many of as it likes is no source: guests'
 *    sessions at a table, tokens that were ended.
 * 2. A request with a device's or owner's token that is good now is counted by its restaurant, all
 *    of its devices and sessions together: what strangers do at the house's address costs the house
 *    nothing, and a tenant that pairs a hundred devices has the tries of one source.
 */
import type { Context } from "hono";
import type { Directory } from "../db/directory.ts";
import type { HttpEnv } from "../http/env.ts";
import { sourceKey } from "../http/source.ts";
import { hashSecret } from "./tokens.ts";
import type { Vouched } from "./vouched.ts";

export type SecretSource = (c: Context<HttpEnv>) => Promise<string>;

export const createSecretSource =
  (directory: Pick<Directory, "findCredential">, vouched: Pick<Vouched, "staff">): SecretSource =>
  async (c) => {
    const staff = await vouched.staff(c, (token) => directory.findCredential(hashSecret(token)));
    return staff === null ? sourceKey(c.get("source")) : `restaurant ${staff.restaurantId}`;
  };
