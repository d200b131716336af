import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createLogger } from "../log/logger.ts";
import { startApp, type AppUnderTest } from "../http/testing/app-under-test.ts";
import { SERVER_SECRET } from "../http/testing/assemble.ts";
import { openApiHouse, type ApiHouse } from "../http/testing/house.ts";
import { createPush } from "./push.ts";
import { startPushService, vapidOf, type PushService } from "./testing/push-service.ts";

let under: AppUnderTest;
let service: PushService;
let house: ApiHouse;
beforeAll(async () => {
  service = await startPushService();
  under = await startApp({
    push: createPush({
      serverSecret: SERVER_SECRET,
      services: [service.origin],
      contact: "https://heard.example",
      log: createLogger("silent"),
    }),
  });
});
afterAll(async () => {
  await under.close();
  await service.close();
});
beforeEach(async () => {
  house = await openApiHouse(under);
  service.answers = 201;
});

const put = (body: object, token = house.owner) =>
  under.ask("PUT", "/api/push/subscription", { token, body });
const tried = async (token = house.owner) =>
  (await under.ask("POST", "/api/push/test", { token })).body;

test("an owner's phone subscribes, is tried, and signs off", async () => {
  const phone = service.phone();
  expect(await tried()).toEqual({ outcome: "none" });
  expect((await put(phone.subscription)).status).toBe(204);
  expect(await tried()).toEqual({ outcome: "sent" });
  expect(phone.told()).toEqual([
    expect.objectContaining({ kind: "test", tag: "test", locale: "en-GB" }),
  ]);
  const { key } = (await under.ask("GET", "/api/push/key", { token: house.owner })).body as {
    key: string;
  };
  expect(vapidOf(service.taken.at(-1)!).key).toBe(key);
  expect((await under.ask("DELETE", "/api/push/subscription", { token: house.owner })).status).toBe(
    204,
  );
  expect(await tried()).toEqual({ outcome: "none" });
});

test("each session and device has its own", async () => {
  const [mine, theirs] = [service.phone(), service.phone()];
  await put(mine.subscription);
  await put(theirs.subscription, house.devices.owner.token);
  await under.ask("DELETE", "/api/push/subscription", { token: house.owner });
  expect(await tried(house.devices.owner.token)).toEqual({ outcome: "sent" });
  expect([mine.told().length, theirs.told().length]).toEqual([0, 1]);
});

test("what became of a test is said as it is, and a subscription that is over is forgotten", async () => {
  await put(service.phone().subscription);
  for (const [status, outcome] of [
    [503, "later"],
    [403, "refused"],
    [410, "gone"],
  ] as const) {
    service.answers = status;
    expect(await tried()).toEqual({ outcome });
  }
  expect(await tried()).toEqual({ outcome: "none" });
});

test("an address that is no push service, and a key that is none, are refused", async () => {
  const phone = service.phone().subscription;
  for (const endpoint of [
    "https://127.0.0.1/send",
    "http://169.254.169.254/latest/meta-data",
    `${service.origin.replace("127.0.0.1", "localhost")}/send`,
  ]) {
    expect(await put({ ...phone, endpoint })).toMatchObject({
      status: 400,
      body: { code: "push_service_unknown" },
    });
  }
  expect(
    await put({
      ...phone,
      keys: { ...phone.keys, p256dh: Buffer.alloc(65, 4).toString("base64url") },
    }),
  ).toMatchObject({ status: 400, body: { code: "invalid", issues: [{ path: "keys.p256dh" }] } });
  expect(await tried()).toEqual({ outcome: "none" });
});
