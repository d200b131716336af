import { SECOND } from "#shared/kernel/time.ts";
import type { LinkView } from "../../device/device.ts";
import type { Notice } from "#shared/sync/device/shell/ports.ts";
import { STORAGE_LOST } from "../../device/storage-lost.ts";
import type { Format } from "../../words/format.ts";
import type { Words } from "../../words/english.ts";
import type { Tone } from "../../ui/badge.tsx";
import { freshness, silenceMs } from "./freshness.ts";

export type LinkText = { readonly text: string; readonly tone: Tone };

/**
 * What the badge says. First what stops the device for good, then what it lacks, then that all is
 * well.
 */
export function linkText(
  link: LinkView,
  now: number,
  words: Words["link"],
  format: Pick<Format, "time" | "number">,
): LinkText {
  const waiting = link.waiting > 0 ? ` · ${words.waiting(link.waiting)}` : "";
  if (link.sending === "needs-pairing") return { text: words.needsPairing + waiting, tone: "late" };
  if (link.sending === "needs-update") return { text: words.needsUpdate + waiting, tone: "late" };
  if (link.storage === "wiped") return { text: words.storageWipedShort + waiting, tone: "late" };
  switch (link.state) {
    case "starting":
      return { text: words.starting + waiting, tone: "plain" };
    case "catching-up":
      return { text: words.catchingUp(format.number(link.behind)) + waiting, tone: "info" };
    case "offline":
      return {
        text: words.offline(format.time(link.since)) + waiting,
        tone: freshness(link, now) === "red" ? "late" : "warm",
      };
    case "polling":
      return { text: words.polling + waiting, tone: "warm" };
    case "live": {
      if (link.updateReady) return { text: words.updateReady + waiting, tone: "info" };
      const fresh = freshness(link, now);
      return {
        text: words.live(format.number(Math.floor(silenceMs(link, now) / SECOND))) + waiting,
        tone: fresh === "fresh" ? "go" : fresh === "amber" ? "warm" : "late",
      };
    }
    default:
      return link.state satisfies never;
  }
}

/**
 * What a device that was signed out is told. That its actions are kept is said where some wait, and
 * never beside the news that its storage was lost.
 */
export function pairAgainText(
  link: Pick<LinkView, "waiting" | "storage">,
  notices: readonly Notice[],
  words: Words["link"],
): string {
  const isLost = link.storage === "wiped" || notices.some((notice) => notice.code === STORAGE_LOST);
  return link.waiting > 0 && !isLost ? words.pairAgain : words.pairAgainBare;
}
