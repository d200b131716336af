import { useState } from "react";
import { expect, test } from "vitest";
import { page } from "vitest/browser";
import { fakeDevice } from "../testing/fake-device.ts";
import { button, PHONE, size, stage, TABLET } from "../testing/stage.tsx";
import { Dialog } from "./dialog.tsx";

const show = stage();

/**
 * A dialog out of which a row goes when it is touched, as a course that is called goes out of its
 * ticket's.
 */
function Called() {
  const [rows, setRows] = useState([1, 2]);
  return (
    <Dialog
      title="Ticket"
      closeLabel="Close"
      onClose={() => undefined}
      foot={
        <button type="button" onClick={() => setRows([1, 2, 3, 4])}>
          More
        </button>
      }
    >
      {rows.map((row) => (
        <button
          key={row}
          type="button"
          style={{ minHeight: 80 }}
          onClick={() => setRows(rows.filter((it) => it !== row))}
        >
          Row {row}
        </button>
      ))}
    </Dialog>
  );
}

const top = (name: string) => () => Math.round(button(name).element().getBoundingClientRect().top);
const height = () => Math.round(page.getByRole("dialog").element().getBoundingClientRect().height);

for (const [name, screen] of [
  ["tablet", TABLET],
  ["phone", PHONE],
] as const) {
  test(`nothing moves on a ${name} when something leaves a dialog, neither its way out nor its foot`, async () => {
    await size(screen);
    show(Called, fakeDevice());
    await expect.element(button("Row 2")).toBeVisible();
    await expect.poll(() => document.getAnimations().length).toBe(0);
    const before = [top("Close")(), top("Row 1")(), top("More")(), height()];
    await button("Row 2").click();
    await expect.element(button("Row 2")).not.toBeInTheDocument();
    await frames();
    expect([top("Close")(), top("Row 1")(), top("More")(), height()]).toEqual(before);
  });
}

test("grows with what comes, below its way out, and is no taller than it must be after the screen was turned", async () => {
  show(Called, fakeDevice());
  await expect.element(button("Row 2")).toBeVisible();
  await expect.poll(() => document.getAnimations().length).toBe(0);
  const [low, wayOut] = [height(), top("Close")()];
  await button("More").click();
  await expect.element(button("Row 4")).toBeVisible();
  await expect.poll(height).toBeGreaterThan(low);
  expect(top("Close")()).toBe(wayOut);
  for (const row of ["Row 4", "Row 3"]) await button(row).click();
  await frames();
  expect(height()).toBeGreaterThan(low);
  await size([1_000, 700]);
  await expect.poll(height).toBe(low);
});

/** Two, so that what a frame's layout brought about is drawn too. */
const frames = () =>
  new Promise((resolve) => void requestAnimationFrame(() => requestAnimationFrame(resolve)));
