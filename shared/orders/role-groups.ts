/** Who may ask a thing, by the groups that a house knows. */
import type { DeviceRole, Role } from "#shared/devices/roles.ts";

export const OWNER: readonly Role[] = ["owner"];
export const STAFF: readonly Role[] = ["owner", "kitchen", "expo", "floor"];
/** Whoever stands between the kitchen and the guests. */
export const PASS: readonly Role[] = ["owner", "expo", "floor"];
export const DEVICES: readonly DeviceRole[] = ["owner", "kitchen", "expo", "floor", "display"];
/** Nobody but the server itself, which may everything. */
export const SERVER_ONLY: readonly Role[] = [];
