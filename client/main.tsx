import "@fontsource-variable/atkinson-hyperlegible-next/index.css";
import "./ui/tokens.css";
import "./ui/base.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { z } from "zod/mini";
import { must } from "#shared/kernel/assert.ts";
import { App, preloadAt } from "./app/app.tsx";
import type { OpenDevice } from "./app/device-gate.tsx";
import { address } from "./platform/address.ts";
import { applyPreferences } from "./ui/preferences.ts";
import { listenForInstall } from "./platform/install.ts";
import { isTooOld, rootElement, setLanguage } from "./platform/page.ts";
import { guardBursts } from "./platform/key-burst.ts";
import { guardTouches } from "./platform/touches.ts";
import { browserLocale } from "./words/language.ts";
import { loadWords } from "./words/words.tsx";

// zod compiles schemas with Function where it may; the content security policy says it may not.
z.config({ jitless: true });
applyPreferences();

/** Store and sync are a script of their own: a guest's phone never loads them. */
const loadStore = () => import("./device/open-device.ts");
const openDevice: OpenDevice = async (identity) => (await loadStore()).openDevice(identity);

// A tablet that is switched on needs both. Fetched one after the other, the last script came 1.6 s
// after the start instead of 0.7 s (processor slowed 4×).
if (preloadAt(address().path) !== null) loadStore().catch(() => undefined);

const start = () => {
  // What public/too-old.js has written there is for the person to read.
  if (isTooOld()) return;
  createRoot(must(rootElement(), "the root element of index.html")).render(
    <StrictMode>
      <App openDevice={openDevice} />
    </StrictMode>,
  );
};

listenForInstall();
guardTouches();
guardBursts();

// In the person's language from the first frame on; where its words cannot be fetched, in English.
setLanguage(browserLocale());
void loadWords(browserLocale()).then(start, start);

// After the first screen has what it needs: the worker fetches the whole app for the next start.
void import("./pwa/updates.ts").then(({ watchUpdates }) => watchUpdates());
