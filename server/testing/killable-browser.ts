import { spawn } from "node:child_process";
import { once } from "node:events";
import { chromium, type BrowserContext } from "playwright";

/** A browser that keeps its profile, and that can be killed as a battery that dies kills it. */
export type KillableBrowser = {
  readonly context: BrowserContext;
  /**
   * As a person closes it: what the browser writes late (cookies, up to half a minute) is written.
   */
  close(): Promise<void>;
  kill9(): Promise<void>;
};

/**
 * Starts it on a profile directory; the same directory again is the same tablet switched on again.
 */
export async function startBrowser(
  profileDir: string,
  program = process.env["HEARD_CHROMIUM"],
): Promise<KillableBrowser> {
  const sandbox = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  const quiet = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--no-pings",
    "--disable-gpu",
  ];
  const args = [
    "--headless",
    "--remote-debugging-port=0",
    "--window-size=1920,1200",
    `--user-data-dir=${profileDir}`,
    ...quiet,
    ...sandbox,
    "about:blank",
  ];
  // A group of its own, so that its children die with it.
  const child = spawn(program || chromium.executablePath(), args, {
    stdio: ["ignore", "ignore", "pipe"],
    detached: true,
  });
  const address = await new Promise<string>((found, failed) => {
    let said = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      said += text;
      const url = /DevTools listening on (ws:\S+)/.exec(said)?.[1];
      if (url !== undefined) found(url);
    });
    child.once("error", failed);
    child.once("exit", (code) => failed(new Error(`the browser ended with ${code}:\n${said}`)));
  });
  const browser = await chromium.connectOverCDP(address);
  const end = async (how: () => unknown): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, "exit");
    await how();
    await gone;
  };
  return {
    context: browser.contexts()[0]!,
    close: () => end(async () => (await browser.newBrowserCDPSession()).send("Browser.close")),
    kill9: () => end(() => process.kill(-child.pid!, "SIGKILL")),
  };
}
