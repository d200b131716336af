/**
 * A way to somebody (the server, Postgres) that faults can be put on: plain TCP, no protocol.
 * Whoever uses it knows only this address, so what is done to it is what a cable, a router or a
 * peer that dies does. Both ends are told of an end only through the line, as a word that travels
 * like the others.
 */
import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";
import { createWay, FAIR, reset, type Way, type WayTally, type Weather } from "./way.ts";

export type Target = { readonly host: string; readonly port: number } | { readonly path: string };

/** Up is towards the target, down is back from it. */
export type Direction = "up" | "down";

export type Connection = {
  /** What is known about it: whoever looks at bytes writes it down here. */
  readonly marks: Set<string>;
  readonly up: Way;
  readonly down: Way;
  /**
   * The near end has asked for something that is not answered, or listens to an answer that does
   * not end, and has not gone.
   */
  isWaiting(): boolean;
  /** Resets both ends at once. */
  break(): void;
};

export type Tally = Record<Direction, Readonly<WayTally>> & {
  readonly opened: number;
  /** Turned away while the line was cut. */
  readonly refused: number;
  /** Reset by the line. */
  readonly broken: number;
};

export type Silence = {
  readonly connections: number;
  /** On how many of them the near end still waits for something. */
  waiting(): number;
  /** Both ends learn at last that they are gone. */
  end(): void;
};

/** Looks at bytes before they go on; false where they do not. */
export type Look = (bytes: Buffer, connection: Connection) => boolean;

export type Line = {
  readonly port: number;
  /** Changes what is named of the weather, on both ways or on one. */
  set(weather: Partial<Weather>, direction?: Direction): void;
  /** Fair weather, and what was held flows again. */
  clear(): void;
  /** Every connection is reset and new ones are refused. */
  cut(): void;
  mend(): void;
  /** Resets the connections that are open now. */
  breakAll(): void;
  /**
   * The connections that are open now carry nothing any more and stay open, as behind a router that
   * forgot them; new ones work.
   */
  silence(): Silence;
  /** From now on until `unwatch`; one at a time. */
  watch(looks: { readonly up?: Look; readonly down?: Look }): void;
  unwatch(): void;
  tally(): Tally;
  close(): Promise<void>;
};

export async function openLine(target: Target): Promise<Line> {
  const connections = new Set<Connection & { silence(): void }>();
  const weather: Record<Direction, Weather> = { up: FAIR, down: FAIR };
  const tally = { up: noWords(), down: noWords(), opened: 0, refused: 0, broken: 0 };
  let looks: { readonly up?: Look; readonly down?: Look } = {};
  let isCut = false;

  const server = createServer({ allowHalfOpen: true, noDelay: true }, (near) => {
    near.on("error", passOver);
    if (isCut) {
      tally.refused++;
      reset(near);
      return;
    }
    tally.opened++;
    join(near, connect({ ...target, allowHalfOpen: true, noDelay: true }));
  });

  function join(near: Socket, far: Socket): void {
    let nearEnd: "idle" | "asked" | "listens" = "idle";
    let silent = false;
    const connection: Connection & { silence(): void } = {
      isWaiting: () => nearEnd !== "idle" && !near.readableEnded && !near.destroyed,
      silence() {
        silent = true;
        connection.up.silence();
        connection.down.silence();
      },
      marks: new Set(),
      up: createWay(near, far, () => weather.up, tally.up),
      down: createWay(far, near, () => weather.down, tally.down),
      break() {
        if (!connections.has(connection)) return;
        tally.broken++;
        drop();
        reset(near);
        reset(far);
      },
    };
    connections.add(connection);
    let ends = 0;
    const drop = (): void => {
      connections.delete(connection);
      connection.up.close();
      connection.down.close();
    };
    const carry = (source: Socket, way: Way, look: () => Look | undefined): void => {
      let ended = false;
      source.on("data", (bytes: Buffer) => {
        if (look()?.(bytes, connection) ?? true) way.push(bytes);
      });
      source.on("end", () => {
        ended = true;
        way.end("end");
      });
      source.on("error", passOver);
      source.on("close", () => {
        if (!ended) way.end("reset");
        if (++ends === 2) drop();
      });
    };
    near.on("data", () => (nearEnd = "asked"));
    far.on("data", (bytes: Buffer) => {
      if (nearEnd === "asked" && !silent)
        nearEnd = bytes.includes("text/event-stream") ? "listens" : "idle";
    });
    carry(near, connection.up, () => looks.up);
    carry(far, connection.down, () => looks.down);
  }

  const lookAgain = (): void => {
    for (const { up, down } of connections) {
      up.look();
      down.look();
    }
  };

  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    set(change, direction) {
      for (const way of direction === undefined ? (["up", "down"] as const) : [direction])
        weather[way] = { ...weather[way], ...change };
      lookAgain();
    },
    clear() {
      Object.assign(weather, { up: FAIR, down: FAIR });
      lookAgain();
    },
    cut() {
      isCut = true;
      for (const connection of connections) connection.break();
    },
    mend() {
      isCut = false;
    },
    breakAll() {
      for (const connection of connections) connection.break();
    },
    silence() {
      const silenced = [...connections];
      for (const connection of silenced) connection.silence();
      return {
        connections: silenced.length,
        waiting: () => silenced.filter((connection) => connection.isWaiting()).length,
        end: () => silenced.forEach((connection) => connection.break()),
      };
    },
    watch(given) {
      looks = given;
    },
    unwatch() {
      looks = {};
    },
    tally: () => ({ ...tally, up: { ...tally.up }, down: { ...tally.down } }),
    async close() {
      for (const connection of connections) connection.break();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const noWords = (): WayTally => ({ delayed: 0, throttled: 0, dripped: 0, held: 0, passedBytes: 0 });

/** Its 'close' follows, and travels on as a reset. */
function passOver(): void {
  // Nothing is lost by not looking: how a connection ended is what the other end sees of it.
}
