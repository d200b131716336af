import { readFileSync } from "node:fs";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";
import { VitePWA } from "vite-plugin-pwa";
import { BUILD_TARGET } from "./client/oldest-browsers.ts";

const LOOPBACK = "127.0.0.1";

/**
 * The client's build. The content security policy allows no inline script, so nothing here may
 * inject one: the worker is registered from a module (client/pwa), and the module-preload polyfill,
 * which every browser we support has built in, stays off.
 */
export default defineConfig({
  root: import.meta.dirname + "/client",
  plugins: [
    react(),
    pictures(),
    loopbackOnly(),
    VitePWA({
      strategies: "injectManifest",
      srcDir: "pwa/worker",
      filename: "sw.ts",
      injectRegister: false,
      // A new version waits until the rail is empty: the page asks the worker to take over, the
      // worker never does so by itself.
      registerType: "prompt",
      includeManifestIcons: true,
      injectManifest: {
        target: BUILD_TARGET,
        globPatterns: ["**/*.{js,css,html,woff2,svg,png,webmanifest}"],
        globIgnores: ["screenshots/**"],
      },
      manifest: {
        id: "/",
        name: "Heard: kitchen display",
        short_name: "Heard",
        description:
          "Every order is heard by a kitchen screen, internet or not, or somebody is told within seconds.",
        lang: "en",
        dir: "ltr",
        start_url: "/",
        scope: "/",
        display: "standalone",
        display_override: ["fullscreen", "standalone"],
        orientation: "any",
        background_color: "#0e1211",
        theme_color: "#0e1211",
        categories: ["food", "business", "productivity"],
        icons: [
          { src: "/icons/any-192.png", sizes: "192x192", type: "image/png", purpose: "any" },
          { src: "/icons/any-512.png", sizes: "512x512", type: "image/png", purpose: "any" },
          {
            src: "/icons/maskable-192.png",
            sizes: "192x192",
            type: "image/png",
            purpose: "maskable",
          },
          {
            src: "/icons/maskable-512.png",
            sizes: "512x512",
            type: "image/png",
            purpose: "maskable",
          },
        ],
        shortcuts: [
          shortcut("Kitchen", "Tickets for your stations", "/kitchen"),
          shortcut("Pass", "Whole orders and who they wait for", "/expo"),
          shortcut("Floor", "Tables and new orders", "/floor"),
          shortcut("Owner", "The live board and your devices", "/owner"),
          shortcut(
            "Order-ready board",
            "Numbers in preparation and ready, for everybody to see",
            "/display",
          ),
        ],
        screenshots: [
          picture("kitchen", "1280x800", "wide", "The kitchen's tickets"),
          picture("floor", "1280x800", "wide", "Tables and their orders"),
          picture("owner", "390x844", "narrow", "The owner's live board"),
          picture("guest", "390x844", "narrow", "The menu that guests order from"),
        ],
      },
    }),
  ],
  build: {
    outDir: "../dist/client",
    emptyOutDir: true,
    target: BUILD_TARGET,
    modulePreload: { polyfill: false },
    // Fonts as data: URLs would break font-src 'self'.
    assetsInlineLimit: 0,
    // One stylesheet, with the page itself (10 KB). Beside each script, one that could not be
    // fetched was never asked for again: a part of a screen that came at the second try was drawn
    // without it.
    cssCodeSplit: false,
    // Everything that is built is served, and our sources are nobody's business there.
    sourcemap: false,
  },
  // `npm run dev`. The API server is asked under the page's own host, so that its links lead back
  // here and a cookie's page is its own.
  server: {
    host: LOOPBACK,
    port: 5173,
    strictPort: true,
    proxy: {
      "/api": { target: process.env["HEARD_API"] ?? "http://127.0.0.1:8080", changeOrigin: false },
    },
  },
});

/**
 * The development server hands out every source file and runs plugins for whoever asks: it is for
 * this machine, whatever the command line says.
 */
function loopbackOnly(): Plugin {
  return {
    name: "heard-loopback-only",
    apply: "serve",
    configResolved({ server, preview }) {
      for (const { host } of [server, preview])
        if (host !== LOOPBACK)
          throw new Error(
            `The development server listens on ${LOOPBACK} and nowhere else. To try a tablet, run npm start.`,
          );
    },
  };
}

type Picture = "kitchen" | "floor" | "owner" | "guest";

function picture(name: Picture, sizes: string, formFactor: "wide" | "narrow", label: string) {
  return {
    src: `/screenshots/${name}.png`,
    sizes,
    type: "image/png",
    form_factor: formFactor,
    label,
  };
}

/** The README's pictures of the screens, as the proofs take them, are the manifest's too. */
function pictures(): Plugin {
  const names: readonly Picture[] = ["kitchen", "floor", "owner", "guest"];
  return {
    name: "heard-pictures",
    apply: "build",
    generateBundle() {
      for (const name of names)
        this.emitFile({
          type: "asset",
          fileName: `screenshots/${name}.png`,
          source: readFileSync(`${import.meta.dirname}/client/e2e/__screens__/${name}.png`),
        });
    },
  };
}

function shortcut(name: string, description: string, url: string) {
  return {
    name,
    short_name: name,
    description,
    url,
    icons: [{ src: "/icons/any-192.png", sizes: "192x192", type: "image/png" }],
  };
}
