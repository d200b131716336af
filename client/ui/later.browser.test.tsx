import { expect, test } from "vitest";
import { page } from "vitest/browser";
import { fakeDevice } from "../testing/fake-device.ts";
import { stage } from "../testing/stage.tsx";
import { later, useLaterParts } from "./later.tsx";

const show = stage();
const SOON = { timeout: 10_000 };
const words = (text: string) => page.getByText(text, { exact: true });

test("a part is fetched before anybody touches for it, once, and is there at once when somebody does", async () => {
  let fetched = 0;
  const Part = later(async () => {
    fetched++;
    return () => <p>The part</p>;
  });
  let touch = false;
  const Screen = () => {
    useLaterParts();
    return touch ? <Part /> : <p>The screen</p>;
  };
  show(Screen, fakeDevice());
  await expect.poll(() => fetched, SOON).toBe(1);
  expect(words("The part").query()).toBeNull();
  touch = true;
  show(Screen, fakeDevice());
  await expect.element(words("The part")).toBeVisible();
  expect(fetched).toBe(1);
});

test("a part that cannot be fetched costs the screen nothing, and is asked for again while somebody waits for it", async () => {
  let asked = 0;
  const Part = later(async () => {
    if (++asked < 3) throw new TypeError("Failed to fetch dynamically imported module");
    return ({ name }: { name: string }) => <p>The part for {name}</p>;
  });
  show(
    () => (
      <main>
        <p>The screen</p>
        <Part name="Anna" />
      </main>
    ),
    fakeDevice(),
  );
  await expect.element(words("The screen")).toBeVisible();
  await expect.element(words("The part for Anna"), SOON).toBeVisible();
  expect(asked).toBe(3);
});
