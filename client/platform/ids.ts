import type { Ids } from "#shared/kernel/ids.ts";

/**
 * UUIDs of version 7, made here because crypto.randomUUID exists only under HTTPS and a kitchen's
 * network may be plain HTTP.
 */
export const ids: Ids = {
  next: () => uuidAt(Date.now(), crypto.getRandomValues(new Uint8Array(10))),
};

/** A version 7 UUID of a time in milliseconds and ten bytes of chance. */
export function uuidAt(ms: number, chance: Uint8Array): string {
  const time = Math.max(0, Math.floor(ms)).toString(16).padStart(12, "0").slice(-12);
  const bytes = [...chance]
    .map((byte) => byte.toString(16).padStart(2, "0"))
    .join("")
    .padEnd(20, "0");
  const variant = (8 + (Number.parseInt(bytes.charAt(3), 16) % 4)).toString(16);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${bytes.slice(0, 3)}-${variant}${bytes.slice(4, 7)}-${bytes.slice(7, 19)}`;
}
