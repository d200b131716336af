/**
 * What a person or a program names is no key of a plain object: `constructor` is on all of them. A
 * record that any text may ask stands here with what asks it; everything else is a Map, or its keys
 * are a closed set that the compiler knows.
 */
import { describe, expect, test } from "vitest";
import { isCode, isTesting, projectFiles } from "./source-files.ts";

const product = projectFiles().filter(
  ({ path }) =>
    isCode(path) &&
    !isTesting(path) &&
    !/^(server\/(demo|launch|testing|tools)\/|shared\/simulation\/|[^/]+\.config\.ts$)/.test(path),
);

/** Records whose keys are texts, by file, and why that does no harm. */
const ASKED_WITH_CARE: Readonly<Record<string, string>> = {
  "shared/kernel/own.ts": "it is what asks them",
  "shared/kernel/shape.ts": "only asked whether something fits",
  "shared/restaurant/late-thresholds.ts": "thresholds by station: asked by `own`",
  "shared/restaurant/guest-ordering.ts": "tables by id: asked by `own`",
  "shared/sync/told-to-displays.ts": "events by type: asked by `own`",
  "shared/sync/messages/event.ts": "an event's data: asked by names that stand in the code",
  "shared/sync/messages/push.ts": "a command's arguments: read by a schema",
  "shared/restaurant/business-day.ts": "parts of a date: asked by names that stand in the code",
  "server/http/static.ts": "types by a built file's extension",
  "server/sync/routes.ts": "a header of an answer",
  "client/store/failure.ts": "kinds by an error's name, which the browser gives",
  "client/words/device-english.ts": "causes by code: asked by `own`",
  "client/screens/guest/guest-exchange.ts": "the headers of a question",
  "client/screens/kitchen/use-kitchen-keys.ts": "arrows by key, as the browser names it",
  "client/screens/orders/seen.ts": "by order: asked by `own`",
  "client/screens/owner/named-list-dialog.tsx": "names by station: asked by `own`",
  "client/screens/owner/settings-form.ts": "minutes by station: asked by `own`",
  "client/screens/owner/dish-form.ts":
    "faults by the path of a field, which has a dot in it or stands in the code",
};

/**
 * Values of an unknown type have to be looked at before they are used, and headers and the
 * environment are asked by names that stand in the code.
 */
const HARMLESS =
  /Record<string, unknown>|"X-|[Hh]eaders|[Ee]nvironment|settings\??: Readonly<Record<string, string>>|SETTINGS/;
const RECORD = /\bRecord<string,|\bz\.record\(/;

describe("keys", () => {
  test("that any text may be belong to a Map, or are asked by `own`", () => {
    const strangers = product.flatMap(({ path, code }) =>
      path in ASKED_WITH_CARE
        ? []
        : code
            .split("\n")
            .flatMap((line, at) =>
              RECORD.test(line) && !HARMLESS.test(line)
                ? [
                    `${path}:${at + 1} has a record that any text may ask: make it a Map, or ask it by \`own\` of shared/kernel/own.ts and name it in server/testing/keys.test.ts`,
                  ]
                : [],
            ),
    );
    expect(strangers).toEqual([]);
  });

  test("of what an owner names are asked by `own`", () => {
    const bare =
      /\b(stationThresholds|form\.stations|seen|(?<!words\.)names|causes)\s*\??\.?\[(?!\])/;
    const offenders = product.flatMap(({ path, code }) =>
      code
        .split("\n")
        .filter((line) => bare.test(line) && !/stationThresholds\[id\] = /.test(line))
        .map((line) => `${path}: ${line.trim()}`),
    );
    expect(offenders).toEqual([]);
  });
});
