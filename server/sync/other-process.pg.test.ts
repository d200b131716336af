import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { administer } from "../testing/postgres-setup.ts";
import { CHANNEL } from "./hints.ts";
import { makeHouse } from "./testing/house.ts";
import { openProcesses, order, type Processes } from "./testing/processes.ts";

let processes: Processes;

beforeEach(async () => {
  processes = await openProcesses();
});
afterEach(() => processes.close());

const soon = <T>(look: () => T) => expect.poll(look, { timeout: 10_000, interval: 10 });

describe("events of another process", () => {
  test("arrive by a hint", async () => {
    // A sweep would come too late to be what brings them.
    const [writing, reading] = [
      await processes.start(),
      await processes.start({}, { sweepMs: 600_000, heartbeatMs: 600_000 }),
    ];
    const house = await makeHouse(writing.directory, writing.sync.writer);
    const reader = await processes.read(reading, house.ownerToken, "since=1");
    await soon(() => reading.sync.hints.status()).toBe("connected");
    await order(writing, house, 3);
    expect(await reader.upTo(4)).toEqual([2, 3, 4]);
  });

  test("arrive by the sweep where hints are lost", async () => {
    const [writing, reading] = [
      await processes.start(),
      await processes.start({}, { sweepMs: 50, heartbeatMs: 50 }),
    ];
    const house = await makeHouse(writing.directory, writing.sync.writer);
    const reader = await processes.read(reading, house.ownerToken, "since=1");
    await soon(() => reading.sync.hints.status()).toBe("connected");
    await writing.sync.hints.stop();
    await order(writing, house, 3);
    expect(await reader.upTo(4)).toEqual([2, 3, 4]);
  });

  test("arrive after the listening connection died, which is opened again", async () => {
    const [writing, reading] = [
      await processes.start(),
      await processes.start({}, { sweepMs: 50, heartbeatMs: 50 }),
    ];
    const house = await makeHouse(writing.directory, writing.sync.writer);
    const reader = await processes.read(reading, house.ownerToken, "since=1");
    await soon(() => reading.sync.hints.status()).toBe("connected");
    await administer(
      processes.adminUrl,
      "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()",
    );
    await order(writing, house, 3);
    expect(await reader.upTo(4)).toEqual([2, 3, 4]);
    await soon(() => [reading.sync.hints.status(), reading.sync.hints.reconnects() > 0]).toEqual([
      "connected",
      true,
    ]);
  });

  test("are not made up by nonsense on the channel", async () => {
    const server = await processes.start();
    const house = await makeHouse(server.directory, server.sync.writer);
    const reader = await processes.read(server, house.ownerToken, "since=1");
    await soon(() => server.sync.hints.status()).toBe("connected");
    for (const payload of [
      "",
      "{",
      "[]",
      '{"from":"x","heads":[1],"revoked":{}}',
      `{"from":"x","heads":[["${house.restaurantId}",99]],"revoked":[]}`,
    ]) {
      await administer(processes.adminUrl, `select pg_notify('${CHANNEL}', '${payload}')`);
    }
    await order(server, house);
    expect(await reader.upTo(2)).toEqual([2]);
  });
});
