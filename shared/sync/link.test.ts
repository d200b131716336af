import { describe, expect, test } from "vitest";
import {
  linkAfter,
  sendAfter,
  type LinkEvent,
  type LinkState,
  type SendEvent,
  type SendState,
} from "./link.ts";

const LINKS: readonly LinkState[] = ["starting", "catching-up", "live", "polling", "offline"];
const LINK_EVENTS: readonly LinkEvent[] = [
  "ready-behind",
  "at-head",
  "fell-behind",
  "stream-lost",
  "polled",
  "unreachable",
  "refetch",
];
const SENDS: readonly SendState[] = [
  "idle",
  "sending",
  "backing-off",
  "needs-pairing",
  "needs-update",
];
const SEND_EVENTS: readonly SendEvent[] = [
  "sent",
  "answered",
  "failed",
  "refused",
  "too-old",
  "restarted",
];

describe("[SYN-23] the link's tables", () => {
  test("[SYN-23] whatever was: at the head is live, an answered pull is polling, no answer is offline, a refetch catches up", () => {
    for (const state of LINKS) {
      expect([
        linkAfter(state, "at-head"),
        linkAfter(state, "polled"),
        linkAfter(state, "unreachable"),
        linkAfter(state, "refetch"),
        linkAfter(state, "ready-behind"),
      ]).toEqual(["live", "polling", "offline", "catching-up", "catching-up"]);
    }
  });

  test("[SYN-23] live is lost with the stream or the head, and by nothing else gained or kept", () => {
    expect([linkAfter("live", "stream-lost"), linkAfter("live", "fell-behind")]).toEqual([
      "catching-up",
      "catching-up",
    ]);
    for (const state of LINKS)
      for (const event of LINK_EVENTS)
        if (linkAfter(state, event) === "live") expect(event).toBe("at-head");
  });

  test("[SYN-23] polling, offline and starting stay what they are when a stream ends or the head runs ahead", () => {
    for (const state of ["polling", "offline", "starting"] as const)
      expect([linkAfter(state, "stream-lost"), linkAfter(state, "fell-behind")]).toEqual([
        state,
        state,
      ]);
  });

  test("[SYN-23] from every state every state can be reached again, but starting", () => {
    for (const from of LINKS) {
      const reached = new Set<LinkState>([from]);
      for (let grown = -1; grown !== reached.size;) {
        grown = reached.size;
        for (const state of LINKS.filter((it) => reached.has(it)))
          for (const event of LINK_EVENTS) reached.add(linkAfter(state, event));
      }
      for (const state of LINKS) if (state !== "starting") expect(reached).toContain(state);
    }
  });

  test("[SYN-28] needs-pairing and needs-update are left only by a new start, or the one for the other", () => {
    for (const state of ["needs-pairing", "needs-update"] as const) {
      for (const event of SEND_EVENTS) {
        const after = sendAfter(state, event);
        if (event === "restarted") expect(after).toBe("idle");
        else
          expect(
            after === state ||
              (state === "needs-pairing" && event === "too-old" && after === "needs-update"),
          ).toBe(true);
      }
    }
  });

  test("[SYN-23] sending: what is sent, answered, failed and refused, from every state that may send", () => {
    for (const state of SENDS.filter((it) => it !== "needs-pairing" && it !== "needs-update")) {
      expect(SEND_EVENTS.map((event) => sendAfter(state, event))).toEqual([
        "sending",
        "idle",
        "backing-off",
        "needs-pairing",
        "needs-update",
        "idle",
      ]);
    }
  });
});
