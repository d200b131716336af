/**
 * The oldest browsers that Heard runs in, by what hangs in kitchens: Chrome 95 is the last for
 * Android 5 and Safari 15.4 what an iPad Air 2 can be brought to. The build is lowered to them, the
 * built files are held against them (client/e2e/19-oldest-browsers.spec.ts), and what is older is
 * told so (client/public/too-old.js). Nothing is polyfilled: what they lack is not used, or not
 * relied upon.
 */
export const OLDEST_BROWSERS = { chrome: 95, safari: 15.4, firefox: 100 } as const;

/** As Vite's `build.target` wants them. */
export const BUILD_TARGET = Object.entries(OLDEST_BROWSERS).map(
  ([browser, version]) => `${browser}${version}`,
);
