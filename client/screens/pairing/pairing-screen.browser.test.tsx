import "../../ui/tokens.css";
import "../../ui/base.css";
import { createRoot, type Root } from "react-dom/client";
import encodeQR from "qr";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { page } from "vitest/browser";
import { identities } from "../../device/identities.ts";
import { another, forgetful, nobody, problem } from "../../testing/forgetful-server.ts";
import PairingScreen from "./pairing-screen.tsx";

let root: Root;
const closing: (() => void)[] = [];

beforeEach(async () => {
  await page.viewport(390, 844);
  localStorage.clear();
  const element = document.createElement("div");
  document.body.append(element);
  root = createRoot(element);
  // Asked for the pairing itself, the server says no: here it is about what it is asked.
  vi.spyOn(globalThis, "fetch").mockImplementation(async () => problem(404, "code_unknown"));
});

afterEach(() => {
  root.unmount();
  document.body.replaceChildren();
  for (const close of closing.splice(0)) close();
  vi.restoreAllMocks();
});

const button = (name: string) => page.getByRole("button", { name });
const asked = () =>
  vi
    .mocked(fetch)
    .mock.calls.filter(([path]) => path === "/api/devices/pair")
    .map(([, init]) => JSON.parse(init?.body as string) as { code: string });

/** A camera in front of which somebody holds this. */
function camera(text: string) {
  const canvas = document.createElement("canvas");
  canvas.width = 640;
  canvas.height = 480;
  const dots = encodeQR(text, "raw", { ecc: "medium", border: 3 });
  const context = canvas.getContext("2d")!;
  const dot = Math.floor(400 / dots.length);
  const draw = () => {
    context.fillStyle = "#888";
    context.fillRect(0, 0, 640, 480);
    for (const [y, row] of dots.entries())
      for (const [x, dark] of row.entries()) {
        context.fillStyle = dark ? "#000" : "#fff";
        context.fillRect(120 + x * dot, 40 + y * dot, dot, dot);
      }
  };
  const timer = setInterval(draw, 50);
  const stream = canvas.captureStream();
  closing.push(() => clearInterval(timer));
  vi.spyOn(navigator.mediaDevices, "getUserMedia").mockResolvedValue(stream);
  return { stream };
}

test("pairs with the code that the camera sees, and lets go of the camera", async () => {
  const { stream } = camera("https://heard.example/pair#K7M2P-4XQRT");
  root.render(<PairingScreen />);
  await button("Scan with the camera").click();
  await expect.poll(asked, { timeout: 10_000 }).toEqual([{ code: "K7M2P-4XQRT" }]);
  await expect.element(page.getByLabelText("Pairing code")).toHaveValue("K7M2P-4XQRT");
  await expect.poll(() => stream.getTracks().map((track) => track.readyState)).toEqual(["ended"]);
});

test("is not taken in by another QR code, and typing works beside it", async () => {
  const { stream } = camera("https://heard.example/t#a-tables-own-secret");
  root.render(<PairingScreen />);
  await button("Scan with the camera").click();
  await expect.element(page.getByText("That is another QR code.", { exact: false })).toBeVisible();
  expect(asked()).toEqual([]);
  await page.getByLabelText("Pairing code").fill("k7m2p4xqrt");
  await button("Pair").click();
  await expect.poll(asked).toEqual([{ code: "K7M2P-4XQRT" }]);
  // A code that the camera saw meanwhile would be asked for beside the typed one.
  await expect.poll(() => stream.getTracks().map((track) => track.readyState)).toEqual(["ended"]);
});

test.each([
  ["NotAllowedError", "The camera may not be used here."],
  ["NotFoundError", "No camera answers on this device."],
  ["NotReadableError", "No camera answers on this device."],
])("a camera that says %s ends in a sentence, and typing still works", async (name, sentence) => {
  vi.spyOn(navigator.mediaDevices, "getUserMedia").mockRejectedValue(new DOMException("no", name));
  root.render(<PairingScreen />);
  await button("Scan with the camera").click();
  await expect.element(page.getByText(sentence, { exact: false })).toBeVisible();
  await button("Type the code").click();
  await expect.element(page.getByLabelText("Pairing code")).toBeVisible();
  await expect.element(button("Scan with the camera")).toBeVisible();
});

test("a page without HTTPS has no camera, and says why", async () => {
  vi.spyOn(navigator, "mediaDevices", "get").mockReturnValue(undefined as unknown as MediaDevices);
  vi.spyOn(globalThis, "isSecureContext", "get").mockReturnValue(false);
  root.render(<PairingScreen />);
  await button("Scan with the camera").click();
  await expect
    .element(
      page.getByText("Browsers open the camera for https:// addresses only.", { exact: false }),
    )
    .toBeVisible();
});

test.each([
  ["nobody", nobody],
  ["the device that it was before", another],
])(
  "says that cookies are refused where the next request is %s, and becomes nobody",
  async (_who, me) => {
    forgetful(me);
    root.render(<PairingScreen />);
    await page.getByLabelText("Pairing code").fill("k7m2p4xqrt");
    await button("Pair").click();
    await expect.element(page.getByText("Cookies are refused", { exact: false })).toBeVisible();
    await expect.element(page.getByText("ask for a new code", { exact: false })).toBeVisible();
    expect(identities()).toEqual([]);
  },
);
