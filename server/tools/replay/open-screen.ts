import { chromiumPath } from "./chromium.ts";
import type { ReplayHouse } from "./house.ts";
import type { ScreenKind } from "./options.ts";
import type { Screen } from "./screen.ts";
import { openProtocolScreen } from "./screen-protocol.ts";
import type { Tally } from "./tally.ts";

export type ScreenDeps = {
  readonly house: ReplayHouse;
  readonly tally: Pick<Tally, "drawnTwice">;
  readonly failed: (error: unknown) => void;
};

/** The kind that was asked for; where nobody asked, Chromium if this machine has one. */
export async function openScreen(
  wanted: ScreenKind | null,
  { house, tally, failed }: ScreenDeps,
): Promise<Screen> {
  switch (wanted) {
    case "none":
      return { kind: "none", close: async () => undefined };
    case "protocol":
      return openProtocolScreen(house, failed);
    case "chromium":
    case null: {
      const path = await chromiumPath();
      if (path !== null) {
        const { openChromiumScreen } = await import("./screen-chromium.ts");
        return openChromiumScreen(path, house, tally, failed);
      }
      if (wanted === "chromium")
        throw new Error(
          "No Chromium that starts was found: install one, or set CHROMIUM_PATH. --screen protocol works without.",
        );
      return openProtocolScreen(house, failed);
    }
  }
}
