import "../../ui/tokens.css";
import "../../ui/base.css";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, beforeEach, expect, it } from "vitest";
import { page, userEvent } from "vitest/browser";
import { DeviceContext } from "../../device/device-context.tsx";
import { fakeDevice, type FakeDevice } from "../../testing/fake-device.ts";
import { fakeEvening } from "../../testing/fake-evening.ts";
import { HANDS_OFF_MS } from "../../ui/hands.ts";
import { BOUNCE_MS } from "./ticket-line.tsx";
import KitchenScreen from "./kitchen-screen.tsx";

let root: Root;
let device: FakeDevice;

beforeEach(async () => {
  await page.viewport(1_280, 800);
  localStorage.clear();
  const element = document.createElement("div");
  element.id = "root";
  document.body.append(element);
  root = createRoot(element);
  device = fakeDevice({ stationIds: ["grill", "fry"] });
});

afterEach(() => {
  root.unmount();
  document.body.replaceChildren();
});

const show = () =>
  root.render(
    <DeviceContext value={device}>
      <KitchenScreen />
    </DeviceContext>,
  );
const button = (name: string | RegExp) => page.getByRole("button", { name });
const places = () => [...document.querySelectorAll<HTMLElement>(".ticket")].map((ticket) => [ticket.dataset["card"], ticket.style.insetInlineStart, ticket.style.top]);
const acted = (name: string) => device.acted.filter((it) => it.name === name).map((it) => it.args);
const elsewhere = { kind: "device", role: "kitchen", name: "Other" } as const;
const ticketOf = (number: string) => [...device.view().orders.values()].find((order) => order.number === number)!;

it("bumps exactly what the ticket showed, and takes it back in place", async () => {
  fakeEvening(device, 3);
  show();
  await button("Bump ticket B12").click();
  expect(acted("ticket.bump")).toMatchObject([{ stationId: "grill", lines: [{ generation: 0 }] }, { stationId: "fry", lines: [{ generation: 0 }] }]);
  await button("Undo bump of B12").click();
  await expect.element(button("Bump ticket B12")).toBeInTheDocument();
  expect(acted("ticket.recall")).toHaveLength(2);
});

it("moves nothing while a finger is on the screen, nor just after", async () => {
  fakeEvening(device, 4);
  show();
  await expect.element(button("Bump ticket B12")).toBeInTheDocument();
  const before = places();
  const rail = document.querySelector(".rail")!;
  rail.dispatchEvent(new PointerEvent("pointerdown", { bubbles: true }));
  const { orderId } = ticketOf("B12");
  for (const stationId of ["grill", "fry"]) {
    const lines = ticketOf("B12").lines.filter((line) => line.stationId === stationId).map(({ lineId, generation }) => ({ lineId, generation }));
    device.happen(elsewhere, 0, "ticket.bump", { orderId, stationId, lines });
  }
  await new Promise((resolve) => setTimeout(resolve, HANDS_OFF_MS + 200));
  expect(places()).toEqual(before);
  rail.dispatchEvent(new PointerEvent("pointerup", { bubbles: true }));
  await expect.poll(() => places().map(([card]) => card)).not.toContain(orderId);
});

it("tells the log that it was shown, once, after it was painted", async () => {
  fakeEvening(device, 19);
  show();
  await expect.poll(() => acted("ticket.shown").length).toBeGreaterThan(0);
  const shown = acted("ticket.shown") as { orderId: string; stationId: string; lineIds: string[] }[];
  const ids = shown.flatMap((it) => it.lineIds);
  expect(new Set(ids).size).toBe(ids.length);
  expect(shown.every((it) => it.stationId === "grill" || it.stationId === "fry")).toBe(true);
});

it("is worked by keys alone", async () => {
  fakeEvening(device, 3);
  show();
  await expect.element(button("Bump ticket B12")).toBeInTheDocument();
  await userEvent.keyboard("1{Enter}");
  expect(acted("ticket.bump")).toMatchObject([{ orderId: ticketOf("B12").orderId }, { orderId: ticketOf("B12").orderId }]);
  await userEvent.keyboard("u");
  expect(acted("ticket.recall")).toHaveLength(2);
  await userEvent.keyboard("r");
  await expect.element(page.getByRole("dialog", { name: "Recall" })).toBeInTheDocument();
  await userEvent.keyboard("{Escape}");
  await userEvent.keyboard("?");
  await expect.element(page.getByRole("dialog", { name: "Keyboard and bump bar" })).toBeInTheDocument();
});

it("starts, finishes and puts back a line by touch, and takes a bounce for one touch", async () => {
  fakeEvening(device, 1);
  show();
  await button(/^2 × Ribeye 300 g, queued/).click();
  await expect.element(button(/^2 × Ribeye 300 g, preparing/)).toBeInTheDocument();
  await new Promise((resolve) => setTimeout(resolve, BOUNCE_MS));
  await button(/^2 × Ribeye 300 g, preparing/).dblClick();
  await expect.element(button(/^2 × Ribeye 300 g, ready/)).toBeInTheDocument();
  await new Promise((resolve) => setTimeout(resolve, BOUNCE_MS));
  await button(/^2 × Ribeye 300 g, ready/).click();
  await expect.element(button(/^2 × Ribeye 300 g, queued, .*Recalled/)).toBeInTheDocument();
});

it("says so when it cannot prove that it is fresh", async () => {
  show();
  await expect.element(page.getByText("All clear.")).toBeInTheDocument();
  device.setLink({ state: "offline", since: Date.now() - 70_000, lastContactAt: Date.now() - 70_000, waiting: 2 });
  await expect.element(page.getByText("No tickets that this screen knows of.")).toBeInTheDocument();
  await expect.poll(() => document.querySelector("[data-freshness]")?.getAttribute("data-freshness")).toBe("red");
  await expect.poll(() => document.querySelector("[data-testid=link-badge]")?.textContent).toMatch(/^Offline since \d\d:\d\d · 2 actions waiting$/);
});
