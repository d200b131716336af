/** Headers: the good ones of a call with some of them missing, swapped, repeated, odd or huge. */
import fc from "fast-check";
import { DEVICE_ROLES } from "#shared/devices/roles.ts";
import type { Header } from "./payload.ts";
import type { World } from "./world.ts";

/** Addresses that ask, so that the brakes on guessing do not hide what is behind them. */
const ASKERS = 200;

export function headersOf(
  good: readonly Header[],
  world: World,
  pattern: string,
): fc.Arbitrary<Header[]> {
  const streams = pattern === "/api/events/orders" || pattern === "/api/qr/orders/:orderId";
  const changes = fc.oneof(
    { weight: 6, arbitrary: fc.constant<Change[]>([]) },
    { weight: 3, arbitrary: fc.array(changeOf(world), { minLength: 1, maxLength: 3 }) },
  );
  const stream = streams
    ? fc.oneof(
        fc.constant<readonly Header[]>([]),
        fc.constantFrom<readonly Header[]>([["Accept", "text/event-stream"]]),
      )
    : fc.constant<readonly Header[]>([]);
  return fc.tuple(changes, stream, fc.nat(ASKERS - 1)).map(([list, accept, asker]) => {
    const start: Header[] = [...good, ...accept, ["X-Forwarded-For", `10.9.8.${asker}`]];
    return list
      .reduce((headers, change) => change(headers), start)
      .map(([name, value]): Header => [
        name,
        Buffer.from(value.replaceAll(/[\r\n]/g, " ")).toString("latin1"),
      ]);
  });
}

type Change = (headers: Header[]) => Header[];

function changeOf({ houses }: World): fc.Arbitrary<Change> {
  const tokens = houses.flatMap(({ owner, devices }) => [
    owner,
    ...DEVICE_ROLES.map((role) => devices[role].token),
  ]);
  const tables = houses.flatMap((house) => house.tables);
  const credential = fc.constantFrom(
    ...tokens,
    ...tables,
    `hrd_${"A".repeat(43)}`,
    "hrd_",
    "",
    "nonsense",
    "x".repeat(5_000),
    "a b",
    "é\u00ff",
  );
  const role = fc.constantFrom(...DEVICE_ROLES, "guest", "OWNER", "", "__proto__");
  return fc.oneof(
    fc.nat().map(
      (at): Change =>
        (headers) =>
          headers.filter((_, index) => index !== 1 + (at % Math.max(1, headers.length - 1))),
    ),
    fc.nat().map((at): Change => (headers) => [
      ...headers,
      headers[at % headers.length] ?? ["X", ""],
    ]),
    credential.map((token): Change => with_("Authorization", `Bearer ${token}`)),
    fc
      .constantFrom(
        "Basic b3duZXI6b3duZXI=",
        "Bearer",
        "bearer  x  y",
        "Bearer\t",
        ",",
        "Digest",
        `Bearer ${"Bearer ".repeat(50)}`,
      )
      .map((text): Change => with_("Authorization", text)),
    fc.tuple(role, credential, fc.boolean()).map(([name, token, site]): Change => (headers) => [
      ...headers.filter(([it]) => it !== "Authorization"),
      ["Cookie", `heard_${name}=${token}`],
      ...(site ? [["Sec-Fetch-Site", "same-origin"] as const] : []),
    ]),
    fc
      .constantFrom(
        "heard_owner=%ff; heard_owner=%",
        "=",
        ";;;",
        'heard_kitchen="',
        `a=${"b".repeat(4_000)}`,
        "__proto__=1; heard_owner=x",
        `${"a=1;".repeat(900)}`,
      )
      .map((text): Change => with_("Cookie", text)),
    role.map((name): Change => with_("X-Heard-As", name)),
    credential.map((token): Change => with_("X-Table-Token", token)),
    fc.tuple(fc.constantFrom(...ODD.keys()), fc.nat()).map(([name, at]): Change => {
      const values = ODD.get(name) ?? [""];
      return with_(name, values[at % values.length] ?? "");
    }),
    fc.constantFrom(50, 150, 1_900, 2_500).map((count): Change => (headers) => [
      ...headers,
      ...Array.from({ length: count }, (_, n): Header => [`X-${n}`, "y"]),
    ]),
    fc.constantFrom(1_000, 12_000, 17_000, 70_000).map((length): Change => (headers) => [
      ...headers,
      ["X-Long", "y".repeat(length)],
    ]),
    fc
      .constantFrom<Header>(
        ["X-\u00e9", "1"],
        ["X Y", "1"],
        ["", "1"],
        ["X", "a\u0000b"],
        ["X", "a\u007fb"],
        ["__proto__", "1"],
        ["constructor", "1"],
        ["Host", "other.test"],
        [":method", "GET"],
        ["X\tY", "1"],
      )
      .map((header): Change => (headers) => [...headers, header]),
  );
}

/** Sets a header, or adds it a second time where the good call has none. */
const with_ =
  (name: string, value: string): Change =>
  (headers) => [
    ...headers.filter(([it]) => it.toLowerCase() !== name.toLowerCase()),
    [name, value],
  ];

const ODD: ReadonlyMap<string, readonly string[]> = new Map([
  [
    "Content-Type",
    [
      "",
      "text/plain",
      "application/json; charset=utf-8",
      "application/json; charset=utf-16",
      'application/json; charset="UTF-8"',
      "APPLICATION/JSON",
      "application/json;;;",
      "application/json, text/html",
      "application/x-www-form-urlencoded",
      "multipart/form-data; boundary=x",
      "application/problem+json",
      "x".repeat(3_000),
      "\u00ff",
      "application/json; __proto__=1",
    ],
  ],
  ["Content-Encoding", ["gzip", "br", "identity", "IDENTITY", "deflate, gzip", "", "x"]],
  [
    "Accept",
    [
      "",
      "*/*",
      "text/html",
      "application/json",
      "application/json;q=0",
      "text/event-stream;q=0.1",
      "text/event-stream, */*",
      ",,,",
      "TEXT/EVENT-STREAM",
      "é",
    ],
  ],
  ["Accept-Encoding", ["gzip", "br", "br;q=0, gzip;q=0", "*", "identity;q=0", "x".repeat(2_000)]],
  [
    "Last-Event-ID",
    [
      "0",
      "1",
      "3",
      "-1",
      "99999999999999999999",
      "x",
      "",
      "\u0000",
      "1\t2",
      "1e2",
      "999999999999999",
    ],
  ],
  ["X-Acked-Seq", ["0", "1", "999999999999999", "9999999999999999999", "-1", "x", "1.5", ""]],
  ["X-Heard-Version", ["1.0.0", "x".repeat(41), "é", "", "'; --", "\u0001"]],
  ["X-Heard-Protocol", ["0", "1", "2", "x", "", "1.0", "99999999999999999999", "é"]],
  ["Idempotency-Key", ["", "a", "x".repeat(200), "x".repeat(201), "a b", "é", "watch/x", "\u0000"]],
  ["X-Setup-Token", ["", "x", "setup-token-for-tests ", "é", "x".repeat(8_000)]],
  [
    "X-Forwarded-For",
    [
      "",
      ",",
      "::1",
      "127.0.0.1",
      "[::1]:80",
      "fe80::1%eth0",
      "::ffff:10.0.0.1",
      "1:2:3:4:5:6:7:8:9:10",
      ":::::",
      "x".repeat(4_000),
      "unknown, 10.0.0.2",
      "10.0.0.1,".repeat(300),
      "::ffff:999.1.1.1",
      "\u00e9",
    ],
  ],
  ["X-Forwarded-Host", ["", "evil.test", "a b", "[", "x".repeat(3_000)]],
  ["X-Forwarded-Proto", ["", "https", "javascript", "HTTPS", "https,http"]],
  ["X-Request-Id", ["", "a", "x".repeat(64), "x".repeat(65), "a\u00e9aaaaaaaaa", "../../../../x"]],
  [
    "Host",
    [
      "",
      " ",
      "[::1",
      "a b",
      "127.0.0.1:99999",
      "é.test",
      "a/b",
      "user@host",
      "x".repeat(3_000),
      "%00",
      "a:b:c",
      "?",
      "#",
    ],
  ],
  ["Origin", ["", "null", "http://127.0.0.1", "evil"]],
  ["Sec-Fetch-Site", ["same-origin", "cross-site", "none", ""]],
  ["Expect", ["100-continue", "200-ok", "", "100-CONTINUE"]],
  ["Connection", ["close", "upgrade", "keep-alive, x", "content-length", ""]],
  ["Upgrade", ["websocket", "h2c", "x"]],
  ["If-None-Match", ["*", '"x"', "W/", ""]],
  ["Range", ["bytes=0-", "bytes=-1", "x=1-", "bytes=99999999999999999999-"]],
  ["Transfer-Encoding", ["gzip", "identity", "chunked, chunked", "x", ""]],
  ["Content-Length", ["-1", "+1", "0x10", "1, 1", "99999999999999999999", "1e2", "", "abc"]],
  ["X-HTTP-Method-Override", ["DELETE", "GET"]],
  ["Forwarded", ["for=1;host=evil;proto=https", ";"]],
]);
