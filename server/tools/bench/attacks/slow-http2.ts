import { rmSync, mkdtempSync, writeFileSync } from "node:fs";
import { connect, type ClientHttp2Session } from "node:http2";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { SECOND } from "#shared/kernel/time.ts";
import { selfSigned } from "../../../http/testing/certificate.ts";
import { plainFigure } from "../rounds.ts";
import type { Figure, Row } from "../row.ts";
import {
  openGround,
  p99,
  pushes,
  residentMb,
  slowest,
  storm,
  withStatus,
  type Answered,
  type Ground,
} from "./ground.ts";

const [SESSIONS, STREAMS, ORDERS] = [40, 100, 4_000];
const MEASURED_MS = 20 * SECOND;
/** Pushes of the device that only wants to work. */
const EVERY_MS = 20;

const PATHS: Readonly<Record<string, string>> = {
  snapshots: "/api/snapshot",
  "pages of the log": "/api/events/orders?since=0&limit=1000",
};

/**
 * Over HTTP/2 a reader says how much it takes, and may say: nothing. No system's buffer takes it in
 * its stead.
 */
export const slowHttp2: Row = {
  name: "slow-http2",
  work: `${SESSIONS} connections × ${STREAMS} answers over HTTP/2 that nobody takes, with a window of nothing; and a device's pushes beside them`,
  limit: "none",
  async run(bench) {
    const directory = mkdtempSync(join(tmpdir(), "heard-bench-tls-"));
    const tls = { TLS_CERT: join(directory, "cert.pem"), TLS_KEY: join(directory, "key.pem") };
    const { cert, key } = selfSigned();
    writeFileSync(tls.TLS_CERT, cert);
    writeFileSync(tls.TLS_KEY, key);
    const ground = await openGround(bench, { SHOWN_ALARM_SECONDS: "3600" });
    try {
      const work = pushes(ground.floor, "10.1.0.1");
      await storm(
        ground.server.port,
        Array.from({ length: bench.short ? 10 : ORDERS }, work.text),
        1,
      );
      const figures: Figure[] = [];
      const script =
        /src="(\/assets\/[^"]+\.js)"/.exec(
          await (await fetch(`${ground.server.url}/`)).text(),
        )?.[1] ?? "/";
      for (const [what, path] of Object.entries({ ...PATHS, "the app's script": script })) {
        await ground.server.restart(tls);
        figures.push(...(await attack(ground, what, path, bench.short ? SECOND : MEASURED_MS)));
      }
      return figures;
    } finally {
      await ground.server.dispose();
      rmSync(directory, { recursive: true });
    }
  },
};

async function attack(
  ground: Ground,
  what: string,
  path: string,
  ms: number,
): Promise<readonly Figure[]> {
  const { port } = ground.server;
  const headers = {
    ":path": path,
    authorization: `Bearer ${ground.kitchen.token ?? ""}`,
    "accept-encoding": "identity",
  };
  const device = open(port);
  const greedy: ClientHttp2Session[] = [];
  try {
    // What many readers cost that do read is no attack.
    for (let n = 0; n < 60; n += 1)
      await Promise.all([0, 1, 2, 3].map(() => answered(device, headers, null)));
    const push = pushes(ground.floor, "10.1.0.1");
    const alone = await pulse(device, ground, push, sleep(ms));
    const idle = residentMb(ground);
    let peak = idle;
    const attacking = (async () => {
      for (let session = 0; session < SESSIONS; session += 1) {
        const unread = open(port, 0);
        greedy.push(unread);
        for (let stream = 0; stream < STREAMS; stream += 1)
          unread
            .request({ ...headers, "x-forwarded-for": `10.2.0.${session}` })
            .on("error", () => undefined);
      }
      for (
        const until = performance.now() + ms;
        performance.now() < until;
        peak = Math.max(peak, residentMb(ground))
      )
        await sleep(50);
    })();
    const beside = await pulse(device, ground, push, attacking);
    return [
      plainFigure(
        { what: `the process grew by, at most: ${what}`, unit: "MB", target: { most: 150 } },
        [peak - idle],
      ),
      plainFigure(
        { what: `a device's p99, × of when it is alone: ${what}`, unit: "×", target: { most: 2 } },
        [p99(beside) / p99(alone)],
      ),
      plainFigure({ what: `its p99: ${what}`, unit: "ms" }, [p99(beside)]),
      plainFigure({ what: `its slowest: ${what}`, unit: "ms" }, [slowest(beside)]),
      plainFigure({ what: `of its pushes not taken: ${what}`, unit: "", target: { most: 0 } }, [
        beside.length - withStatus(beside, 200),
      ]),
    ];
  } finally {
    for (const session of [device, ...greedy]) session.destroy();
  }
}

function open(port: number, initialWindowSize = 16 * 1024 * 1024): ClientHttp2Session {
  const session = connect(`https://localhost:${port}`, {
    rejectUnauthorized: false,
    settings: { initialWindowSize },
  });
  return session.on("error", () => undefined);
}

/** One push every so often, until `work` is done. */
async function pulse(
  session: ClientHttp2Session,
  { floor }: Ground,
  push: ReturnType<typeof pushes>,
  work: Promise<unknown>,
): Promise<readonly Answered[]> {
  const answers: Answered[] = [];
  let isOver = false;
  const over = work.finally(() => (isOver = true));
  while (!isOver) {
    const startedAt = performance.now();
    const status = await answered(
      session,
      {
        ":method": "POST",
        ":path": "/api/sync/push",
        authorization: `Bearer ${floor.token ?? ""}`,
        "content-type": "application/json",
        "x-forwarded-for": "10.1.0.1",
      },
      push.body(),
    );
    answers.push({ status, body: "", ms: performance.now() - startedAt });
    await sleep(EVERY_MS);
  }
  await over;
  return answers;
}

/** The status, once all of the answer was read; 0: it did not come to that. */
function answered(
  session: ClientHttp2Session,
  headers: Readonly<Record<string, string>>,
  body: string | null,
): Promise<number> {
  return new Promise((resolve) => {
    let status = 0;
    const request = session.request(headers, { endStream: body === null });
    request
      .on("response", (answer) => (status = answer[":status"] ?? 0))
      .on("error", () => resolve(0))
      .on("end", () => resolve(status))
      .resume();
    if (body !== null) request.end(body);
  });
}
