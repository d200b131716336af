import { randomUUID } from "node:crypto";
import { describe, expect, test, vi } from "vitest";
import { hashSecret } from "../auth/tokens.ts";
import { makeHouse, pair } from "../sync/testing/house.ts";
import { administer } from "../testing/postgres-setup.ts";
import { findSubscription, MAX_SUBSCRIPTIONS, putSubscription } from "./subscriptions.ts";
import type { Phone } from "./testing/push-service.ts";
import { sendDue } from "./worker.ts";
import { never, openNotifying } from "./testing/notifying.ts";

const { fresh, server, service, deps, told, alarm, waiting, subscriptions, makeDue, sends } =
  openNotifying();

describe("a phone", () => {
  test.each([404, 410])(
    "that its service does not know any more (%i) is forgotten, with what was still to be told",
    async (status) => {
      const house = await told();
      await alarm(house);
      await alarm(house);
      service().answers = status;
      await sends(house);
      expect([await subscriptions(house), await waiting(house)]).toEqual([0, 0]);
    },
  );

  test("that has subscribed anew meanwhile is not forgotten for its old address", async () => {
    const house = await told();
    await alarm(house);
    const renewed = service().phone();
    const again = deps({
      push: {
        async send() {
          await server().database.tenant(house.restaurantId, (tx) =>
            putSubscription(tx, house.restaurantId, house.owner.subjectId, renewed.subscription),
          );
          return "gone";
        },
      },
    });
    await sendDue(again, house.restaurantId, never);
    expect(await subscriptions(house)).toBe(1);
    await makeDue(house);
    await sends(house);
    expect(renewed.told()).toHaveLength(1);
  });

  test("whose owner has signed out is told nothing, and forgotten", async () => {
    const house = await told();
    await alarm(house);
    await server().directory.revokeCredential(hashSecret(house.ownerToken));
    await sends(house);
    expect([house.phone.told(), await subscriptions(house), await waiting(house)]).toEqual([
      [],
      0,
      0,
    ]);
  });

  test("whose owner's session ran out months ago goes on being told: in a pocket nobody learns that it would not ring", async () => {
    const house = await told();
    await administer(
      fresh().adminUrl,
      `update directory_credentials set expires_at = now() - interval '90 days' where subject_id = '${house.owner.subjectId}'`,
    );
    expect(
      await server().directory.subjectIsActive(house.restaurantId, house.owner.subjectId),
    ).toBe(false);
    await alarm(house);
    await sends(house);
    expect([house.phone.told().length, await subscriptions(house), await waiting(house)]).toEqual([
      1, 1, 0,
    ]);
    await server().directory.revokeCredential(hashSecret(house.ownerToken));
    await alarm(house);
    await sends(house);
    expect([house.phone.told().length, await subscriptions(house)]).toEqual([1, 0]);
  });

  test("that was unpaired is told nothing, and forgotten", async () => {
    const house = await makeHouse(server().directory, server().sync.writer);
    const { deviceId } = await pair(server().directory, house.restaurantId, "owner");
    const phone = service().phone();
    await server().database.tenant(house.restaurantId, (tx) =>
      putSubscription(tx, house.restaurantId, deviceId, phone.subscription),
    );
    await alarm(house);
    await server().directory.revokeDevice(house.restaurantId, deviceId);
    await sends(house);
    expect([phone.told(), await subscriptions(house)]).toEqual([[], 0]);
  });

  test("that does not answer holds up no other", async () => {
    const [stuck, house] = [await told(), await told()];
    await Promise.all([alarm(stuck), alarm(house)]);
    service().answers = null;
    const slow = sends(stuck);
    await vi.waitFor(
      () =>
        expect(
          service().taken.some(({ path }) => stuck.phone.subscription.endpoint.endsWith(path)),
        ).toBe(true),
      { timeout: 10_000 },
    );
    service().answers = 201;
    await sends(house);
    expect(house.phone.told()).toHaveLength(1);
    await slow;
    expect(await waiting(stuck)).toBe(1);
  });

  test("is one browser: signed in again it does not ring twice, and the oldest of too many goes", async () => {
    const house = await told();
    const { restaurantId } = house;
    const put = (subjectId: string, phone: Phone) =>
      server().database.tenant(restaurantId, (tx) =>
        putSubscription(tx, restaurantId, subjectId, phone.subscription),
      );
    const again = randomUUID();
    await put(again, house.phone);
    expect(await subscriptions(house)).toBe(1);
    for (let n = 0; n < MAX_SUBSCRIPTIONS; n += 1) await put(randomUUID(), service().phone());
    expect(await subscriptions(house)).toBe(MAX_SUBSCRIPTIONS);
    expect(
      await server().database.tenant(restaurantId, (tx) =>
        findSubscription(tx, restaurantId, again),
      ),
    ).toBeNull();
  });
});
