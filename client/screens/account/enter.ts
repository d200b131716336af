import type { DeviceRole } from "#shared/devices/roles.ts";
import { hasOpened } from "../../device/opened.ts";
import { goTo, startAt } from "../../platform/address.ts";

/** Goes to the screen of who this browser has just become. */
export function enterAs(role: DeviceRole): void {
  // A device that was signed out may still be open in this page, waiting under its old name.
  if (hasOpened()) startAt(`/${role}`);
  else goTo(`/${role}`, "replace");
}
