import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { QrCode } from "./qr-code.tsx";

/**
 * As another library (uqr 0.1.3) draws it: what draws our codes also reads them in our tests, and
 * would not notice a mistake that it makes both ways.
 */
const TEXT = "https://heard.example/t#tok-t5-0123456789abcdefghijklmnop";
const ROWS =
  "3xgspdr 20ajadd 2veb04d 2vnjecd 2vlx5ct 20nl6pt 3xbl6yn a6i9s 25iw9h5 1d0jtzg 1pmp408 6nzcy 24lc92z 2smmz9g 3219ejy xd4p20 2n86zbu 12byfm4 34z7q7c 2b0el28 ae7rp7 3cug7wm 21jyom ouc10a 3fgm1oa aqzo4 3xbbc60 20dzvv6 2vmks8o 2varq7w 2ve1f20 206gcw8 3xb8yfd";
const BORDER = 3;

test("a code is drawn dot by dot as the standard has it, with its white border", () => {
  const rows = ROWS.split(" ").map((row) => Number.parseInt(row, 36).toString(2).padStart(33, "0"));
  const dots = rows.flatMap((row, y) =>
    row
      .split("")
      .flatMap((dot, x) => (dot === "1" ? [`M${x + BORDER} ${y + BORDER}h1v1h-1z`] : [])),
  );
  const drawn = renderToStaticMarkup(<QrCode text={TEXT} label="Table 5" />);
  expect(drawn).toContain(`viewBox="0 0 ${rows.length + 2 * BORDER} ${rows.length + 2 * BORDER}"`);
  expect(drawn).toContain(`d="${dots.join("")}"`);
});
