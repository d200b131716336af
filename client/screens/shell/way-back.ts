import type { Identity } from "../../device/device.ts";

/**
 * Where somebody who was signed out becomes who they were: a device is paired again, an owner
 * without a device logs in.
 */
export const wayBack = (identity: Pick<Identity, "deviceId">): string =>
  identity.deviceId === null ? "/login" : "/pair";
