/**
 * Screens with a fake device behind them: `vite` serves it at /testing/preview.html#kitchen/busy;
 * it is in no build.
 */
import "@fontsource-variable/atkinson-hyperlegible-next/index.css";
import "../ui/tokens.css";
import "../ui/base.css";
import { lazy, Suspense, type ComponentType } from "react";
import { createRoot } from "react-dom/client";
import { applyPreferences } from "../ui/preferences.ts";
import { DeviceContext } from "../device/device-context.tsx";
import { address } from "../platform/address.ts";
import { rootElement } from "../platform/page.ts";
import { Speak } from "../words/words.tsx";
import type { DeviceRole } from "#shared/devices/roles.ts";
import { fakeDevice, type FakeDevice } from "./fake-device.ts";
import { fakeEvening } from "./fake-evening.ts";

const SCREENS: Record<DeviceRole, ComponentType> = {
  kitchen: lazy(() => import("../screens/kitchen/kitchen-screen.tsx")),
  expo: lazy(() => import("../screens/expo/expo-screen.tsx")),
  floor: lazy(() => import("../screens/floor/floor-screen.tsx")),
  owner: lazy(() => import("../screens/owner/owner-screen.tsx")),
  display: lazy(() => import("../screens/display/display-screen.tsx")),
};

declare global {
  // So that a person at the console, or a spec, can make things happen.
  var heardFake: FakeDevice;
}

const [role = "kitchen", scene = "busy", stations = ""] = address().fragment.split("/");
const names: Record<string, string> = {
  kitchen: "Grill tablet",
  expo: "Pass",
  floor: "Anna",
  owner: "Giulia",
};
const device = fakeDevice({
  role: role as DeviceRole,
  name: names[role] ?? role,
  stationIds: stations === "" ? [] : stations.split(","),
});
globalThis.heardFake = device;
const COUNTS: Record<string, number> = {
  empty: 0,
  few: 5,
  busy: 20,
  weeds: 60,
  offline: 9,
  red: 9,
};
fakeEvening(device, COUNTS[scene] ?? 9);
if (scene === "offline")
  device.setLink({
    state: "offline",
    since: Date.now() - 31_000,
    lastContactAt: Date.now() - 33_000,
    waiting: 3,
    sending: "backing-off",
    cause: "unreachable",
  });
else if (scene === "red") {
  device.setLink({
    state: "offline",
    since: Date.now() - 190_000,
    lastContactAt: Date.now() - 192_000,
    waiting: 3,
    sending: "backing-off",
    cause: "unreachable",
  });
  device.tell({
    id: "n1",
    at: Date.now() - 20_000,
    code: "order_cancelled",
    detail: "Order B11 (table 5) was cancelled.",
    number: "B11",
  });
} else setInterval(() => device.setLink({ lastContactAt: Date.now() }), 4_000);

applyPreferences();
const root = rootElement();
const Screen = SCREENS[role as DeviceRole];
if (root !== null) {
  createRoot(root).render(
    <DeviceContext value={device}>
      <Speak settings={device.view().settings}>
        <Suspense fallback={null}>
          <Screen />
        </Suspense>
      </Speak>
    </DeviceContext>,
  );
}
