import { beforeEach, expect, test } from "vitest";
import { page } from "vitest/browser";
import { fakeDevice, type FakeDevice } from "../../testing/fake-device.ts";
import { stage } from "../../testing/stage.tsx";
import { prefer } from "../../ui/preferences.ts";
import KitchenScreen from "./kitchen-screen.tsx";

const show = stage();
let device: FakeDevice;
const system = { kind: "system", role: "system", name: "Heard" } as const;
const bare = (text: string | null) => (text ?? "").replace(/[\u2068\u2069]/g, "");
const notices = () =>
  page
    .getByRole("dialog")
    .elements()
    .flatMap((dialog) => [...dialog.querySelectorAll(".notice__title")])
    .map(({ textContent }) => bare(textContent));
const others = (here: string) => device.view().menu.stations.filter(({ id }) => id !== here);

beforeEach(async () => {
  prefer({ stationIds: null });
  device = fakeDevice();
  show(KitchenScreen, device);
  await page.getByRole("button", { name: "Settings", exact: true }).click();
});

test("[ORD-35] who leaves a station without a screen is told under the choice, and one touch brings it back", async () => {
  const [here] = device.view().menu.stations;
  await page.getByRole("checkbox", { name: here!.name, exact: true }).click();
  expect(notices()).toEqual([]);
  const [gone] = others(here!.id);
  device.happen(system, 0, "stations.unscreened", { stationIds: [gone!.id] });
  await expect
    .poll(notices)
    .toEqual([`No screen shows ${gone!.name} now. The owner and the floor are told.`]);
  await page.getByRole("button", { name: /^Show .* here$/ }).click();
  await expect.element(page.getByRole("checkbox", { name: gone!.name, exact: true })).toBeChecked();
  await expect.element(page.getByRole("checkbox", { name: here!.name, exact: true })).toBeChecked();
  expect(notices()).toEqual([]);
});

test("[ORD-35] without contact it says that it cannot know, and nothing where it shows all", async () => {
  device.setLink({ state: "offline", lastContactAt: Date.now() - 600_000 });
  expect(notices()).toEqual([]);
  const [here] = device.view().menu.stations;
  await page.getByRole("checkbox", { name: here!.name, exact: true }).click();
  await expect
    .poll(notices)
    .toEqual([
      expect.stringMatching(/^No contact: this screen cannot know whether another one shows /),
    ]);
});
