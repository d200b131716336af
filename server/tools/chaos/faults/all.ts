import type { Fault, FaultKind } from "./fault.ts";
import * as database from "./database.ts";
import * as devices from "./devices.ts";
import * as network from "./network.ts";
import * as server from "./server.ts";

export const FAULTS: Readonly<Record<FaultKind, Fault>> = {
  latency: network.latency,
  "little bandwidth": network.littleBandwidth,
  "slow drip": network.slowDrip,
  "cable cut": network.cableCut,
  "half-open up": network.halfOpenUp,
  "half-open down": network.halfOpenDown,
  "answer lost after it was applied": network.answerLost,
  "connections forgotten": network.forgotten,
  partition: network.partition,
  "device asleep": devices.asleep,
  "device killed": devices.killed,
  "stalled reader": server.stalledReader,
  "duplicate requests": devices.duplicates,
  "clock skew": devices.clockSkew,
  "server kill -9": server.serverKilled,
  "zombie commit": server.zombieCommit,
  "Postgres kill -9": database.postgresKilled,
  "Postgres immediate stop": database.postgresStopped,
  "connections terminated": database.terminated,
  "database cut": database.databaseCut,
  "database half-open": database.databaseHalfOpen,
  "database slow": database.databaseSlow,
  "commit answer lost": database.commitLost,
  "full disk": database.fullDisk,
  "browser SIGKILL in a write": devices.browserKilled,
  "app updated in service": devices.appUpdated,
};
