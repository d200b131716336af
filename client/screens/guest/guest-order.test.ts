import { describe, expect, test } from "vitest";
import { emptyLine } from "../ordering/basket.ts";
import { ASK_AGAIN_MS } from "./guest-state.ts";
import { phone } from "./testing/phone.ts";

const sends = (asked: { path: string }[]) =>
  asked.filter((it) => it.path.endsWith("create")).length;

describe("a guest's order", () => {
  test("is sent once and is heard only when the server says so", async () => {
    const { open, server } = phone();
    const guest = open();
    await guest.attend();
    guest.edit({ basket: [emptyLine("l1", "chips")] });
    guest.order();
    expect(guest.view().orders[0]?.answer).toBeNull();
    await guest.attend();
    expect(guest.view().orders[0]?.answer).toMatchObject({ number: "G7", heard: true });
    expect(server.taken.size).toBe(1);
  });

  test("is kept while there is no connection, over a reload, and arrives once under the same id", async () => {
    const { open, server, asked, wait } = phone();
    const guest = open();
    await guest.attend();
    guest.edit({ basket: [emptyLine("l1", "chips")] });
    server.up = false;
    guest.order();
    const { orderId } = guest.view().orders[0]!;
    await guest.attend();
    await guest.attend();
    expect(guest.view()).toMatchObject({ contact: "unanswered", orders: [{ answer: null }] });
    wait(60_000);
    server.up = true;
    const again = open();
    expect(again.view().menu?.tableLabel).toBe("4");
    await again.attend();
    expect([...server.taken.keys()]).toEqual([orderId]);
    expect(sends(asked)).toBe(3);
  });

  test("waits as long as the server says where there are too many, says so, and then goes out once", async () => {
    const { open, server, asked, wait } = phone();
    const guest = open();
    await guest.attend();
    guest.edit({ basket: [emptyLine("l1", "chips")] });
    server.refuse = { status: 429, body: null, retryAfterMs: 90_000 };
    guest.order();
    await guest.attend();
    const { orderId } = guest.view().orders[0]!;
    expect(guest.view()).toMatchObject({
      contact: "answered",
      waitUntil: 1_090_000,
      refusal: null,
      orders: [{ answer: null, lines: [{ menuItemId: "chips" }] }],
    });
    const before = asked.length;
    wait(89_999);
    await guest.attend();
    expect(asked.length).toBe(before);
    server.refuse = null;
    wait(1);
    await Promise.all([guest.attend(), guest.attend()]);
    await guest.attend();
    expect([...server.taken.keys()]).toEqual([orderId]);
    expect(sends(asked)).toBe(2);
    expect(guest.view()).toMatchObject({
      contact: "answered",
      waitUntil: null,
      orders: [{ answer: { number: "G7" } }],
    });
  });

  test("does not wait for a phone's clock that was set back, and half a minute where the server says nothing", async () => {
    const { open, server, asked, wait } = phone();
    const guest = open();
    await guest.attend();
    guest.edit({ basket: [emptyLine("l1", "chips")] });
    server.refuse = { status: 429, body: null };
    guest.order();
    await guest.attend();
    wait(29_000);
    await guest.attend();
    expect(sends(asked)).toBe(1);
    server.refuse = null;
    wait(-ASK_AGAIN_MS * 6);
    await guest.attend();
    expect(sends(asked)).toBe(2);
  });

  test("goes out again after a try that ended in a fault of ours", async () => {
    const { open, server } = phone();
    const guest = open();
    await guest.attend();
    guest.edit({ basket: [emptyLine("l1", "chips")] });
    guest.order();
    server.broken = true;
    await expect(guest.attend()).rejects.toThrow("broken");
    server.broken = false;
    await guest.attend();
    expect(guest.view()).toMatchObject({ outgoing: null, orders: [{ answer: { number: "G7" } }] });
  });

  test("is not sent after ten minutes without asking, and a yes sends it", async () => {
    const { open, server, asked, wait } = phone();
    const guest = open();
    await guest.attend();
    guest.edit({ basket: [emptyLine("l1", "chips")] });
    server.up = false;
    guest.order();
    await guest.attend();
    wait(ASK_AGAIN_MS);
    server.up = true;
    await guest.attend();
    const { outgoing, orders } = guest.view();
    expect(outgoing).toEqual({
      kind: "asking",
      orderId: orders[0]?.orderId,
      waitedMs: ASK_AGAIN_MS,
    });
    expect(server.taken.size).toBe(0);
    const before = sends(asked);
    await guest.attend();
    expect(sends(asked)).toBe(before);
    guest.stillWanted(outgoing?.orderId ?? "", true);
    await guest.attend();
    expect(server.taken.size).toBe(1);
  });

  test("is not asked about when an earlier try had arrived without its answer", async () => {
    const { open, server, wait } = phone();
    const guest = open();
    await guest.attend();
    guest.edit({ basket: [emptyLine("l1", "chips")] });
    server.up = false;
    guest.order();
    const { orderId } = guest.view().orders[0]!;
    server.taken.set(orderId, {});
    wait(ASK_AGAIN_MS);
    server.up = true;
    await guest.attend();
    expect(guest.view()).toMatchObject({ outgoing: null, orders: [{ answer: { number: "G7" } }] });
  });

  test("waits where the server asks for patience", async () => {
    const { open, server } = phone();
    const guest = open();
    await guest.attend();
    guest.edit({ basket: [emptyLine("l1", "chips")] });
    server.refuse = { status: 503, body: null };
    guest.order();
    await guest.attend();
    expect(guest.view().orders).toHaveLength(1);
    server.refuse = null;
    await guest.attend();
    expect(server.taken.size).toBe(1);
  });

  test("says when the phone has no room, and still sends", async () => {
    const { open, server } = phone();
    const guest = open();
    await guest.attend();
    server.room = false;
    guest.edit({ basket: [emptyLine("l1", "chips")] });
    expect(guest.view().kept).toBe(false);
    guest.order();
    await guest.attend();
    expect(server.taken.size).toBe(1);
    server.room = true;
    guest.edit({ guestName: "" });
    expect(guest.view().kept).toBe(true);
  });

  test("sends names and notes that any database takes, however they were pasted", async () => {
    const { open, server } = phone();
    const guest = open();
    await guest.attend();
    guest.edit({
      basket: [{ ...emptyLine("l1", "chips"), notes: "a\0b\uD83D" }],
      guestName: `\0${"👩‍🍳".repeat(2_000)}`,
      notes: " \uDC00 ",
    });
    guest.order();
    await guest.attend();
    const [body] = [...server.taken.values()] as {
      guestName: string;
      notes?: string;
      lines: { notes: string }[];
    }[];
    expect(body?.guestName.length).toBeLessThanOrEqual(80);
    expect(body?.guestName).not.toMatch(/\p{Surrogate}/u);
    expect([body?.notes, body?.lines[0]?.notes]).toEqual([undefined, "ab"]);
  });
});
