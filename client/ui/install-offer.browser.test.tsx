import { createRoot } from "react-dom/client";
import { afterEach, expect, test, vi } from "vitest";
import { page } from "vitest/browser";
import { listenForInstall } from "../platform/install.ts";
import { InstallOffer } from "./install-offer.tsx";

afterEach(() => document.body.replaceChildren());

test("offers what the browser offered, once, and nothing where there is nothing", async () => {
  listenForInstall();
  const element = document.createElement("div");
  document.body.append(element);
  const root = createRoot(element);
  root.render(<InstallOffer />);
  const button = page.getByRole("button", { name: "Install Heard on this device" });
  await expect.element(button).not.toBeInTheDocument();
  const prompt = vi.fn(async () => undefined);
  const offer = Object.assign(new Event("beforeinstallprompt", { cancelable: true }), { prompt });
  expect(window.dispatchEvent(offer), "the browser's own bar stays away").toBe(false);
  await button.click();
  expect(prompt).toHaveBeenCalledTimes(1);
  await expect.element(button).not.toBeInTheDocument();
  root.unmount();
});
