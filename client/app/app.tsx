import {
  lazy,
  Suspense,
  useEffect,
  useLayoutEffect,
  useSyncExternalStore,
  type ComponentType,
} from "react";
import { address, goTo, onAddress } from "../platform/address.ts";
import { setTranslatable } from "../platform/page.ts";
import { EmptyState } from "../ui/empty-state.tsx";
import { BrandMark } from "../ui/wordmark.tsx";
import { SpeakAsTheBrowser, useWords } from "../words/words.tsx";
import { DeviceGate, type OpenDevice } from "./device-gate.tsx";
import { isRole } from "../device/account.ts";
import { identities } from "../device/identities.ts";
import { ErrorBoundary } from "./error-boundary.tsx";
import { readLink } from "#shared/api/links.ts";
import type { DeviceRole } from "#shared/devices/roles.ts";
import "./app.css";

const Chooser = lazy(() => import("../screens/chooser/chooser-screen.tsx"));
const Pairing = lazy(() => import("../screens/pairing/pairing-screen.tsx"));
const Login = lazy(() => import("../screens/login/login-screen.tsx"));
const Guest = lazy(() => import("../screens/guest/guest-screen.tsx"));

type ScreenModule = { readonly default: ComponentType };

/** One script per screen: a kitchen tablet never loads the owner's. */
const LOAD: Record<DeviceRole, () => Promise<ScreenModule>> = {
  kitchen: () => import("../screens/kitchen/kitchen-screen.tsx"),
  expo: () => import("../screens/expo/expo-screen.tsx"),
  floor: () => import("../screens/floor/floor-screen.tsx"),
  owner: () => import("../screens/owner/owner-screen.tsx"),
  display: () => import("../screens/display/display-screen.tsx"),
};

const SCREENS: Record<DeviceRole, ComponentType> = {
  kitchen: lazy(LOAD.kitchen),
  expo: lazy(LOAD.expo),
  floor: lazy(LOAD.floor),
  owner: lazy(LOAD.owner),
  display: lazy(LOAD.display),
};

/**
 * Begins to fetch the screen at an address, and says whose it is; null where no device is needed.
 * Asked for beside the store, not after it.
 */
export function preloadAt(path: string): DeviceRole | null {
  const role = roleAt(path);
  // What does not come is asked for again, and said, when the screen is drawn.
  if (role !== null) LOAD[role]().catch(() => undefined);
  return role;
}

function roleAt(path: string): DeviceRole | null {
  const role = path.slice(1);
  return isRole(role) ? role : null;
}

/** `/kitchen///` is the kitchen's address too. */
function withoutEnd(path: string): string {
  let end = path.length;
  while (end > 1 && path[end - 1] === "/") end--;
  return path.slice(0, end);
}

export function App({ openDevice }: { openDevice: OpenDevice }) {
  const { path, fragment } = useSyncExternalStore(onAddress, address);
  // Guests read any language; whoever works here works in the house's.
  useLayoutEffect(() => setTranslatable(path === "/t"), [path]);
  return (
    <ErrorBoundary key={path}>
      <SpeakAsTheBrowser>
        <Suspense fallback={<Starting />}>
          {screenAt(withoutEnd(path), fragment, openDevice)}
        </Suspense>
      </SpeakAsTheBrowser>
    </ErrorBoundary>
  );
}

export function Starting() {
  const words = useWords();
  return (
    <main className="app-center" aria-busy="true">
      <EmptyState page title={words.common.loading} mark={<BrandMark />} />
    </main>
  );
}

/**
 * After a power cut a tablet comes back as what it was, without a touch; `/#choose` asks what it is
 * to be.
 */
function Home({ asked }: { asked: boolean }) {
  const last = asked ? undefined : identities()[0]?.role;
  useEffect(() => {
    if (last !== undefined) goTo(`/${last}`, "replace");
  }, [last]);
  return last === undefined ? <Chooser /> : <Starting />;
}

/**
 * To where a link leads that was bent on its way: its secret leaves the path, and stands where no
 * browser sends it.
 */
function Straightened({ address: to }: { address: string }) {
  useEffect(() => goTo(to, "replace"), [to]);
  return <Starting />;
}

function screenAt(path: string, fragment: string, openDevice: OpenDevice) {
  const link = readLink(path, fragment);
  if (link !== null && (path !== `/${link.page}` || fragment !== link.secret))
    return <Straightened address={`/${link.page}${link.secret === "" ? "" : `#${link.secret}`}`} />;
  if (path === "/") return <Home asked={fragment === "choose"} />;
  if (path === "/pair") return <Pairing />;
  if (path === "/login") return <Login />;
  if (path === "/t") return <Guest />;
  const role = roleAt(path);
  if (role === null) return <NotFound />;
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
      <EmptyState page title={words.errors.notFound} mark={<BrandMark />}>
        <a className="app-link" href="/#choose">
          {words.common.home}
        </a>
      </EmptyState>
    </main>
  );
}
