import "../../ui/tokens.css";
import "../../ui/base.css";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { page } from "vitest/browser";
import { forgetful, nobody } from "../../testing/forgetful-server.ts";
import LoginScreen from "./login-screen.tsx";

let root: Root;

beforeEach(async () => {
  await page.viewport(390, 844);
  localStorage.clear();
  const element = document.createElement("div");
  document.body.append(element);
  root = createRoot(element);
  vi.spyOn(globalThis, "fetch");
});

afterEach(() => {
  root.unmount();
  document.body.replaceChildren();
  vi.restoreAllMocks();
});

const button = (name: string) => page.getByRole("button", { name });

test("says that cookies are refused where the next request is nobody's, and nothing of cookies where a portal answers", async () => {
  const signIn = async () => {
    await page.getByLabelText("E-mail").fill("giulia@example.com");
    await page.getByLabelText("Password").fill("copper pans");
    await button("Log in").click();
  };
  forgetful(nobody);
  root.render(<LoginScreen />);
  await signIn();
  await expect.element(page.getByText("Cookies are refused", { exact: false })).toBeVisible();
  forgetful(() => new Response("<html>Sign in to the Wi-Fi</html>", { status: 401 }));
  await signIn();
  await expect
    .element(page.getByText("Cookies are refused", { exact: false }))
    .not.toBeInTheDocument();
});
