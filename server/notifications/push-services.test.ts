import { expect, test } from "vitest";
import { isPushService } from "./push-services.ts";

test.each([
  "https://fcm.googleapis.com/fcm/send/abc:def",
  "https://updates.push.services.mozilla.com/wpush/v2/gAAA",
  "https://web.push.apple.com/QNh",
  "https://wns2-par02p.notify.windows.com/w/?token=x",
])("a browser's own service is one: %s", (endpoint) => {
  expect(isPushService(endpoint, [])).toBe(true);
});

test.each([
  "http://fcm.googleapis.com/fcm/send/abc",
  "https://fcm.googleapis.com:8443/fcm/send/abc",
  "https://user:password@fcm.googleapis.com/fcm/send/abc",
  "https://fcm.googleapis.com.evil.example/send",
  "https://evilpush.apple.com/x",
  "https://storage.googleapis.com/bucket",
  "https://127.0.0.1/send",
  "https://169.254.169.254/latest/meta-data",
  "https://localhost/send",
  "http://[::1]:9000/send",
  "file:///etc/passwd",
  "nonsense",
  "",
])("anybody else's address is none: %s", (endpoint) => {
  expect(isPushService(endpoint, [])).toBe(false);
});

test("what the environment names is one, its neighbours are not", () => {
  const allowed = ["http://127.0.0.1:9000"];
  expect(isPushService("http://127.0.0.1:9000/send/1", allowed)).toBe(true);
  expect(
    [
      "http://127.0.0.1:9001/send/1",
      "https://127.0.0.1:9000/send/1",
      "http://x@127.0.0.1:9000/send/1",
    ].filter((endpoint) => isPushService(endpoint, allowed)),
  ).toEqual([]);
});
