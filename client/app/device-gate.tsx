import { useEffect, useState, type ReactNode } from "react";
import { Speak } from "../words/words.tsx";
import { goTo } from "../platform/address.ts";
import { setLanguage } from "../platform/page.ts";
import type { DeviceRole } from "#shared/devices/roles.ts";
import type { Device, Identity } from "../device/device.ts";
import { DeviceContext, useSettings } from "../device/device-context.tsx";
import { identityFor, remember } from "../device/identities.ts";

/**
 * Opens what this browser stores for an identity and starts talking to the server. Given by
 * main.tsx.
 */
export type OpenDevice = (identity: Identity) => Promise<Device>;

type GateProps = {
  role: DeviceRole;
  openDevice: OpenDevice;
  waiting: ReactNode;
  children: ReactNode;
};

/**
 * A role's screen needs its identity; without one the person is sent to the place that gives it.
 */
export function DeviceGate({ role, openDevice, waiting, children }: GateProps) {
  const [device, setDevice] = useState<Device | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  useEffect(() => {
    const identity = identityFor(role);
    if (identity === undefined) {
      goTo(role === "owner" ? "/login" : "/#choose", "replace");
      return undefined;
    }
    // What it is now is what it opens as next time.
    remember(identity);
    let wanted = true;
    openDevice(identity).then(
      (opened) => {
        if (wanted) setDevice(opened);
      },
      (error: unknown) => {
        if (wanted) setFailure(error);
      },
    );
    return () => {
      wanted = false;
    };
  }, [role, openDevice]);
  // The boundary above says it to the person.
  if (failure !== null) throw failure;
  if (device === null) return waiting;
  return (
    <DeviceContext value={device}>
      <SpeakAsTheRestaurant>{children}</SpeakAsTheRestaurant>
    </DeviceContext>
  );
}

function SpeakAsTheRestaurant({ children }: { children: ReactNode }) {
  const settings = useSettings();
  useEffect(() => setLanguage(settings.locale), [settings.locale]);
  return <Speak settings={settings}>{children}</Speak>;
}
