import { z } from "zod/mini";

/**
 * Who may hold a token. A guest holds a table's link instead, and `system` is the server itself.
 */
export const DEVICE_ROLES = ["owner", "kitchen", "expo", "floor", "display"] as const;

export const deviceRole = z.enum(DEVICE_ROLES);
export type DeviceRole = z.infer<typeof deviceRole>;

export type Role = DeviceRole | "guest" | "system";
