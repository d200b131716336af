import { useState } from "react";
import { beforeEach, describe, expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import { fakeDevice } from "../testing/fake-device.ts";
import { button, middleOf, pause, seen, stage, tapsApart } from "../testing/stage.tsx";
import { AGAIN_MS } from "../platform/bounce.ts";
import { isUnseen } from "../platform/just-opened.ts";
import { Dialog } from "./dialog.tsx";
import { useSteady } from "./steady.ts";
import { TouchNote } from "./touch-note.tsx";

const show = stage();
let done: string[] = [];
beforeEach(() => {
  done = [];
});

const DISHES = ["Soup", "Chips", "Salad", "Bread", "Water"];
const place = { position: "absolute", insetBlockStart: 300, width: 120, height: 80 } as const;

/**
 * Dishes in a row; "Steak" asks for more in a dialog whose yes lies over the first dish; "Serve" is
 * its own Undo.
 */
function Table() {
  const [open, setOpen] = useState(false);
  const [served, setServed] = useState(false);
  const steady = useSteady(served, true);
  return (
    <main>
      <TouchNote />
      {DISHES.map((dish, index) => (
        <button
          key={dish}
          type="button"
          style={{ ...place, insetInlineStart: 40 + index * 140 }}
          onClick={() => done.push(dish)}
        >
          {dish}
        </button>
      ))}
      <button
        type="button"
        style={{ ...place, insetBlockStart: 500, insetInlineStart: 40 }}
        onClick={() => setOpen(true)}
      >
        Steak
      </button>
      <button
        type="button"
        style={{ ...place, insetBlockStart: 500, insetInlineStart: 240 }}
        {...steady}
        onClick={() => {
          done.push(served ? "undo" : "serve");
          setServed(!served);
        }}
      >
        {served ? "Undo" : "Serve"}
      </button>
      {open && (
        <Dialog
          title="Steak"
          closeLabel="Close"
          onClose={() => {
            done.push("closed");
            setOpen(false);
          }}
          size="full"
        >
          {["Add", "Rare"].map((name) => (
            <button
              key={name}
              type="button"
              style={{
                ...place,
                insetBlockStart: name === "Add" ? 300 : 500,
                insetInlineStart: 40,
                position: "fixed",
              }}
              onClick={() => {
                done.push(name);
                if (name === "Add") setOpen(false);
              }}
            >
              {name}
            </button>
          ))}
        </Dialog>
      )}
    </main>
  );
}

/** A dialog with a shade around it. */
function Shaded() {
  const [open, setOpen] = useState(false);
  return (
    <main>
      <button
        type="button"
        style={{ ...place, insetInlineStart: 460 }}
        onClick={() => setOpen(true)}
      >
        Open
      </button>
      {open && (
        <Dialog title="Steak" closeLabel="Close" onClose={() => done.push("closed")}>
          <p>Rare or well done</p>
        </Dialog>
      )}
    </main>
  );
}

const at = (name: string) => middleOf(button(name).element());
const note = page.getByText("Not counted: something else came up under that touch. Touch again.");

describe("a touch is told by its place and its target", () => {
  beforeEach(async () => {
    show(Table, fakeDevice());
    await expect.element(button("Steak")).toBeVisible();
  });

  test("five dishes touched in a second are five dishes, right after a dialog has closed too", async () => {
    await button("Steak").click();
    await button("Add").click();
    const [soup, ...others] = DISHES.map(at);
    await tapsApart(200, ...others);
    expect(done).toEqual(["Add", "Chips", "Salad", "Bread", "Water"]);
    await tapsApart(200, soup!, soup!, soup!);
    expect(done.slice(5)).toEqual(["Soup", "Soup", "Soup"]);
    expect(note.query()).toBeNull();
  });

  test("a touch on its way to a dish does nothing in a dialog that nobody can have seen yet, and that is said in it", async () => {
    const [steak, soup, chips] = [at("Steak"), at("Soup"), at("Chips")];
    await tapsApart(180, steak, soup);
    await expect
      .element(
        page
          .getByRole("dialog")
          .getByText("Not counted: something else came up under that touch. Touch again."),
      )
      .toBeVisible();
    expect(done).toEqual([]);
    await seen();
    await tapsApart(0, soup);
    expect(done).toEqual(["Add"]);
    // What the dialog uncovers counts at once.
    await tapsApart(100, chips);
    expect(done).toEqual(["Add", "Chips"]);
  });

  test("nor does it close that dialog by its shade", async () => {
    const [bread, corner] = [at("Bread"), { x: 4, y: 4 }];
    show(Shaded, fakeDevice());
    await expect.element(button("Open")).toBeVisible();
    await tapsApart(180, bread, corner);
    await expect.element(page.getByRole("dialog").getByText(/^Not counted: /)).toBeVisible();
    expect(done).toEqual([]);
    await seen();
    await tapsApart(0, corner);
    expect(done).toEqual(["closed"]);
  });

  test("a key in a dialog counts at once, and a finger so many ms after it was drawn", async () => {
    button("Steak").element().focus();
    await userEvent.keyboard("{Enter}");
    await expect.element(page.getByRole("dialog")).toBeVisible();
    const [dialog, shownAt] = [document.querySelector("dialog"), performance.now()];
    button("Rare").element().focus();
    await userEvent.keyboard("{Shift}{Enter}");
    expect(done).toEqual(["Rare"]);
    await seen();
    expect(isUnseen(dialog, shownAt)).toBe(true);
    expect(isUnseen(dialog, performance.now())).toBe(false);
    expect(isUnseen(document.body, shownAt)).toBe(false);
    await expect.poll(() => dialog?.hasAttribute("data-just-opened")).toBe(false);
  });

  test("the second half of a double tap does nothing in the dialog that it opened, and that is said in it", async () => {
    const steak = at("Steak");
    await tapsApart(150, steak, { x: steak.x + 10, y: steak.y + 10 }, steak);
    expect(done).toEqual([]);
    await expect
      .element(
        page
          .getByRole("dialog")
          .getByText("Not counted: something else came up under that touch. Touch again."),
      )
      .toBeVisible();
    await pause(AGAIN_MS + 50);
    await button("Rare").click();
    expect(done).toEqual(["Rare"]);
  });

  test("nor on what the dialog uncovers when it closes", async () => {
    await button("Steak").click();
    await seen();
    const add = at("Add");
    await tapsApart(120, add, add);
    expect(done).toEqual(["Add"]);
    await expect.element(note).toBeVisible();
    await pause(AGAIN_MS + 50);
    await tapsApart(0, add);
    expect(done).toEqual(["Add", "Soup"]);
  });

  test("nor takes back what its first half did, by finger or by key", async () => {
    const serve = at("Serve");
    await tapsApart(120, serve, serve);
    expect(done).toEqual(["serve"]);
    await expect.element(note).toBeVisible();
    await expect.poll(() => document.querySelector("[data-settling]")).toBeNull();
    button("Undo").element().focus();
    await userEvent.keyboard("{Enter>5/}");
    expect(done).toEqual(["serve", "undo"]);
  });
});
