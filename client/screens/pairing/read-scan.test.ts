import { expect, test } from "vitest";
import { readScan } from "./read-scan.ts";

test("takes the owner's link, wherever the owner opened it, and the code alone", () => {
  expect(
    [
      "https://heard.example/pair#K7M2P-4XQRT",
      "http://192.168.1.5:8080/pair#K7M2P-4XQRT",
      "http://localhost/pair#K7M2P%2D4XQRT",
      "k7m2p4xqrt",
      "https://heard.example/pair%23K7M2P-4XQRT",
      "https://heard.example/pair#K7M2P-4XQRT.",
    ].map(readScan),
  ).toEqual(Array.from({ length: 6 }, () => "K7M2P-4XQRT"));
});

test("is not taken in by any other QR code: a table's, a menu of somebody else's, a Wi-Fi's", () => {
  const others = [
    "https://heard.example/t#K7M2P-4XQRT",
    "https://heard.example/pair",
    "https://heard.example/pair#%E0%A4%A",
    "https://example.com/",
    "WIFI:T:WPA;S:Kitchen;P:secret;;",
    "",
    "K7M2P",
  ];
  expect(others.map(readScan)).toEqual(others.map(() => null));
});
