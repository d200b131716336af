import { useState } from "react";
import { expect, test } from "vitest";
import { fakeDevice } from "../testing/fake-device.ts";
import { button, holdDelays, pause, stage } from "../testing/stage.tsx";
import { SETTLE_MS, useSteady } from "./steady.ts";

const show = stage();
let touched: string[] = [];

/** A row with one button, and a word beside it for what is there. */
function Row() {
  const [scene, setScene] = useState("one");
  return (
    <div {...useSteady(scene, true)}>
      <button
        type="button"
        onKeyDown={(event) => setScene(event.key)}
        onClick={() => (touched = [...touched, scene])}
      >
        Touch
      </button>
    </div>
  );
}

const element = () => button("Touch").element();
/** A finger now, which the page gets round to when it is called. */
const finger = () => {
  const click = new MouseEvent("click", { bubbles: true, cancelable: true });
  return () => element().dispatchEvent(click);
};
const become = async (scene: string): Promise<void> => {
  element().dispatchEvent(new KeyboardEvent("keydown", { key: scene, bubbles: true }));
  await expect.poll(() => document.querySelector("[data-settling]")).not.toBeNull();
};

test("a slow tablet's touch counts where nothing came up since it was made, though it is handled late", async () => {
  touched = [];
  const pass = holdDelays();
  show(Row, fakeDevice());
  await expect.element(button("Touch")).toBeVisible();
  const late = finger();
  await pass(SETTLE_MS);
  // What is drawn again because of that is drawn.
  await pause(100);
  late();
  expect(touched).toEqual(["one"]);
});

test("what has changed counts touches from when it stood still, also when it is again what it was", async () => {
  touched = [];
  const pass = holdDelays();
  show(Row, fakeDevice());
  await expect.element(button("Touch")).toBeVisible();
  await become("two");
  await pass(SETTLE_MS - 1);
  await become("one");
  const early = finger();
  early();
  await pass(SETTLE_MS - 1);
  finger()();
  const late = finger();
  // The clock of events is coarse: made in the same moment as it stood still, the touch would
  // count.
  await pause(10);
  await pass(1);
  await expect.poll(() => document.querySelector("[data-settling]")).toBeNull();
  late();
  expect(touched).toEqual([]);
  finger()();
  expect(touched).toEqual(["one"]);
});
