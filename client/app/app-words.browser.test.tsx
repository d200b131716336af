import "../ui/tokens.css";
import "../ui/base.css";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { page } from "vitest/browser";
import { Refusal } from "../device/refusal.ts";
import { remember } from "../device/identities.ts";
import { goTo } from "../platform/address.ts";
import { loadWords } from "../words/words.tsx";
import { App } from "./app.tsx";

let root: Root;
const before = location.pathname;

beforeEach(async () => {
  await page.viewport(390, 844);
  localStorage.clear();
  const element = document.createElement("div");
  document.body.append(element);
  root = createRoot(element);
  vi.spyOn(navigator, "languages", "get").mockReturnValue(["ca", "es-MX", "en"]);
  vi.spyOn(globalThis, "fetch").mockImplementation(() => new Promise(() => undefined));
  await loadWords("es");
});

afterEach(() => {
  root.unmount();
  document.body.replaceChildren();
  goTo(before, "replace");
  vi.restoreAllMocks();
});

const open = (
  path: string,
  why = new Refusal("denied", "This browser keeps nothing for Heard."),
) => {
  goTo(path, "replace");
  root.render(<App openDevice={() => Promise.reject(why)} />);
};

test.each([
  ["/", "¿Qué pantalla es esta?"],
  ["/pair", "Emparejar este dispositivo"],
  ["/login", "Acceso de dirección"],
  ["/t#some-tables-secret-token", "Abriendo la carta…"],
  ["/nowhere", "No hay nada en esta dirección."],
])(
  "before a restaurant is known, %s speaks the first of the browser's languages that we speak",
  async (path, title) => {
    open(path);
    await expect.element(page.getByRole("heading", { name: title })).toBeVisible();
  },
);

test("a screen that cannot be opened says why, in the words that were spoken last", async () => {
  vi.spyOn(console, "error").mockImplementation(() => undefined);
  remember({
    restaurantId: "00000000-0000-7000-8000-000000000001",
    restaurantName: "Aurelia",
    deviceId: null,
    role: "owner",
    letter: "W",
    name: "",
    stationIds: [],
    locale: "es-ES",
    currency: "EUR",
    timezone: "Europe/Madrid",
  });
  open("/owner");
  await expect
    .element(
      page
        .getByRole("alert")
        .getByText(
          "Este navegador no guarda nada de Heard: permita los datos del sitio o salga de la ventana privada. No ha cambiado nada.",
        ),
    )
    .toBeVisible();
  await expect.element(page.getByRole("button", { name: "Recargar" })).toBeVisible();
});
