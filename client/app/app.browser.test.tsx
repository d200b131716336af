import "../ui/tokens.css";
import "../ui/base.css";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, beforeEach, expect, test } from "vitest";
import { page } from "vitest/browser";
import { identities, remember } from "../device/identities.ts";
import { goTo } from "../platform/address.ts";
import { fakeDevice } from "../testing/fake-device.ts";
import { App } from "./app.tsx";

const here = location.pathname + location.search;
let root: Root;

beforeEach(async () => {
  await page.viewport(1_280, 800);
  localStorage.clear();
});
afterEach(() => {
  root.unmount();
  document.body.replaceChildren();
  document.documentElement.removeAttribute("dir");
  goTo(here, "replace");
});

const SOON = { timeout: 10_000 };

function open(path: string): void {
  goTo(path, "replace");
  const element = document.createElement("div");
  document.body.append(element);
  root = createRoot(element);
  root.render(<App openDevice={async (identity) => fakeDevice(identity)} />);
}

const was = (role: "kitchen" | "floor", locale = "en-GB") =>
  remember({ ...fakeDevice({ role, locale, stationIds: [] }).identity });
const path = () => location.pathname;

test("asks a new browser what it is to be", async () => {
  open("/");
  await expect.element(page.getByText("Nothing is paired on this browser.")).toBeVisible();
});

test("comes back without a touch as what it was last", async () => {
  was("kitchen");
  was("floor");
  open("/kitchen");
  await expect.element(page.getByRole("heading", { name: "Kitchen" })).toBeVisible();
  root.unmount();
  expect(identities().map((it) => it.role)).toEqual(["kitchen", "floor"]);
  open("/");
  await expect.poll(path, SOON).toBe("/kitchen");
  await expect.element(page.getByRole("heading", { name: "Kitchen" })).toBeVisible();
});

test("still asks whoever wants to choose, from the settings too, and sends a role that it is not there", async () => {
  was("kitchen");
  open("/#choose");
  await expect.element(page.getByRole("link", { name: /Kitchen/ })).toBeVisible();
  goTo("/kitchen");
  await page.getByRole("button", { name: "Settings" }).click();
  await page.getByRole("button", { name: "Go to all screens" }).click();
  await expect.element(page.getByRole("heading", { name: "Which screen is this?" })).toBeVisible();
  goTo("/floor");
  await expect.element(page.getByRole("heading", { name: "Which screen is this?" })).toBeVisible();
  expect([path(), location.hash]).toEqual(["/", "#choose"]);
});

test("reads from the right where the restaurant's language does", async () => {
  was("kitchen", "ar-EG");
  open("/kitchen");
  await expect
    .poll(() => [document.documentElement.lang, document.documentElement.dir], SOON)
    .toEqual(["ar-EG", "rtl"]);
});

test.each([
  "/t%23q7Zb3-_hT0",
  "/t%23q7Zb3-_hT0&openExternalBrowser=1",
  "/t#q7Zb3-_hT0.",
  "/t#q7Zb3-_hT0&openExternalBrowser=1",
  "/t&openExternalBrowser=1#q7Zb3-_hT0",
  "/t/q7Zb3-_hT0",
])("opens a table's link that was bent on its way: %s", async (bent) => {
  open(bent);
  await expect.poll(() => [path(), location.hash], SOON).toEqual(["/t", "#q7Zb3-_hT0"]);
  await expect.poll(() => localStorage.getItem("heard.guest.table"), SOON).toContain("q7Zb3-_hT0");
});

test("helps who has only half of a table's link", async () => {
  open("/t.");
  await expect.poll(path, SOON).toBe("/t");
  await expect
    .element(page.getByText("Scan the code on your table", { exact: false }))
    .toBeVisible();
});

test("lets a browser translate what guests read, and no working screen", async () => {
  was("kitchen");
  open("/kitchen");
  await expect.element(page.getByText("All clear.")).toBeVisible();
  expect(document.documentElement.translate).toBe(false);
  root.unmount();
  open("/t");
  await expect.poll(() => document.documentElement.translate, SOON).toBe(true);
});
