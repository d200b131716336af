import { existsSync, readdirSync } from "node:fs";
import { delimiter, join } from "node:path";
import { runChild } from "./child.mjs";
import { say } from "./paths.mjs";

/**
 * What Debian calls what the other engines need: WebKit's driver brings its small browser along,
 * and that one wants a screen.
 */
const PACKAGES = ["webkit2gtk-driver", "xvfb", "firefox-esr"];

/**
 * The engines beside Chromium that are installed here, each null where something of it is missing:
 * the programs that start Firefox, and WebKit's driver, browser and screen.
 */
export function findEngines() {
  const [driver, xvfb, browser] = [onPath(["WebKitWebDriver"]), onPath(["Xvfb"]), miniBrowser()];
  const firefox = onPath(["firefox-esr", "firefox"]);
  return {
    webkit: driver && xvfb && browser ? { driver, xvfb, browser } : null,
    firefox: firefox === null ? null : { program: firefox },
  };
}

/**
 * The same, with what is missing installed where we may (Debian, Ubuntu, as root). Says which
 * engines the proofs run in, and which they do not.
 */
export async function ensureEngines() {
  if (
    missing(findEngines()).length > 0 &&
    process.getuid?.() === 0 &&
    existsSync("/usr/bin/apt-get")
  ) {
    say("Installing the other engines for the proofs: WebKit and Firefox");
    const env = { DEBIAN_FRONTEND: "noninteractive" };
    // Where nobody answers the proofs go on without: a minute is not worth more.
    const soon = [
      "-o",
      "Acquire::Retries=0",
      "-o",
      "Acquire::http::Timeout=20",
      "-o",
      "Acquire::https::Timeout=20",
    ];
    await runChild("apt-get", [...soon, "update", "-qq"], { env });
    // One by one: not every distribution has all of them, and nothing depends on it.
    for (const name of PACKAGES)
      await runChild(
        "apt-get",
        [...soon, "install", "-y", "-qq", "--no-install-recommends", name],
        { env },
      );
  }
  const found = findEngines();
  const lacking = missing(found);
  say(
    `Engines of the proofs: ${[
      "Chromium",
      ...Object.keys(NAMES)
        .filter((key) => found[key] !== null)
        .map((key) => NAMES[key]),
    ].join(
      ", ",
    )}${lacking.length > 0 ? `; not installed here: ${lacking.join(", ")} (Debian: ${PACKAGES.join(" ")})` : ""}`,
  );
  return found;
}

const NAMES = { webkit: "WebKit", firefox: "Firefox" };

const missing = (found) =>
  Object.keys(NAMES)
    .filter((key) => found[key] === null)
    .map((key) => NAMES[key]);

function onPath(names) {
  const folders = (process.env.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  return (
    names
      .flatMap((name) => folders.map((folder) => join(folder, name)))
      .find((path) => existsSync(path)) ?? null
  );
}

/** `/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser`, whatever the machine and the version. */
function miniBrowser() {
  if (process.platform !== "linux") return null;
  const under = (folder) =>
    existsSync(folder)
      ? readdirSync(folder, { withFileTypes: true })
          .filter((entry) => entry.isDirectory())
          .map((entry) => join(folder, entry.name))
      : [];
  const homes = [
    "/usr/lib",
    ...under("/usr/lib").filter((path) => path.includes("-linux-")),
    "/usr/libexec",
  ]
    .flatMap(under)
    .filter((path) => /\/webkit(2)?gtk-[\d.]+$/.test(path));
  return (
    homes
      .map((path) => join(path, "MiniBrowser"))
      .filter((path) => existsSync(path))
      .sort()
      .at(-1) ?? null
  );
}
