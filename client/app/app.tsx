import { lazy, Suspense, useEffect, useSyncExternalStore, type ComponentType } from "react";
import { address, goTo, onAddress } from "../platform/address.ts";
import { EmptyState } from "../ui/empty-state.tsx";
import { Mark } from "../ui/wordmark.tsx";
import { useWords } from "../words/words.tsx";
import { DeviceGate, type OpenDevice } from "./device-gate.tsx";
import { isRole } from "../device/account.ts";
import { identities } from "../device/identities.ts";
import { ErrorBoundary } from "./error-boundary.tsx";
import type { DeviceRole } from "#shared/devices/roles.ts";
import "./app.css";

const Chooser = lazy(() => import("../screens/chooser/chooser-screen.tsx"));
const Pairing = lazy(() => import("../screens/pairing/pairing-screen.tsx"));
const Login = lazy(() => import("../screens/pairing/login-screen.tsx"));
const Guest = lazy(() => import("../screens/guest/guest-screen.tsx"));

/** One script per screen: a kitchen tablet never loads the owner's. */
const SCREENS: Record<DeviceRole, ComponentType> = {
  kitchen: lazy(() => import("../screens/kitchen/kitchen-screen.tsx")),
  expo: lazy(() => import("../screens/expo/expo-screen.tsx")),
  floor: lazy(() => import("../screens/floor/floor-screen.tsx")),
  owner: lazy(() => import("../screens/owner/owner-screen.tsx")),
  display: lazy(() => import("../screens/display/display-screen.tsx")),
};

export function App({ openDevice }: { openDevice: OpenDevice }) {
  const { path, fragment } = useSyncExternalStore(onAddress, address);
  return (
    <ErrorBoundary key={path}>
      <Suspense fallback={<Starting />}>{screenAt(path.replace(/(.)\/+$/, "$1"), fragment, openDevice)}</Suspense>
    </ErrorBoundary>
  );
}

export function Starting() {
  const words = useWords();
  return (
    <main className="app-center" aria-busy="true">
      <EmptyState page title={words.common.loading} mark={<Mark />} />
    </main>
  );
}

/** After a power cut a tablet comes back as what it was, without a touch; `/#choose` asks what it is to be. */
function Home({ asked }: { asked: boolean }) {
  const last = asked ? undefined : identities()[0]?.role;
  useEffect(() => {
    if (last !== undefined) goTo(`/${last}`, "replace");
  }, [last]);
  return last === undefined ? <Chooser /> : <Starting />;
}

function screenAt(path: string, fragment: string, openDevice: OpenDevice) {
  if (path === "/") return <Home asked={fragment === "choose"} />;
  if (path === "/pair") return <Pairing />;
  if (path === "/login") return <Login />;
  if (path === "/t") return <Guest />;
  const role = path.slice(1);
  if (!isRole(role)) return <NotFound />;
  const Screen = SCREENS[role];
  return (
    <DeviceGate key={role} role={role} openDevice={openDevice} waiting={<Starting />}>
      <Screen />
    </DeviceGate>
  );
}

function NotFound() {
  const words = useWords();
  return (
    <main className="app-center">
      <EmptyState page title={words.errors.notFound} mark={<Mark />}>
        <a className="app-link" href="/#choose">
          {words.common.home}
        </a>
      </EmptyState>
    </main>
  );
}
