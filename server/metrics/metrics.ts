import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";

const HTTP_BUCKETS = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const DELIVERY_BUCKETS = [0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 30];

export type Metrics = ReturnType<typeof createMetrics>;

/**
 * Everything the process counts, in one registry of its own, so that two servers in one test do not
 * add up.
 */
export function createMetrics() {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  return {
    /** By route pattern, never by path: an id in a label would make a series of its own. */
    httpSeconds: new Histogram({
      name: "heard_http_request_seconds",
      help: "Time to an answer, by method, route pattern and status.",
      labelNames: ["method", "route", "status"],
      buckets: HTTP_BUCKETS,
      registers,
    }),
    streamsOpen: new Gauge({
      name: "heard_streams_open",
      help: "Open event streams.",
      labelNames: ["kind"],
      registers,
    }),
    streamsCut: new Counter({
      name: "heard_streams_cut_total",
      help: "Streams cut off, by reason.",
      labelNames: ["reason"],
      registers,
    }),
    answersCut: new Counter({
      name: "heard_answers_cut_total",
      help: "Answers cut off because their reader did not read, by reason.",
      labelNames: ["reason"],
      registers,
    }),
    passwordsHashed: new Counter({
      name: "heard_passwords_hashed_total",
      help: "Passwords hashed to see whether they are right.",
      registers,
    }),
    eventsPublished: new Counter({
      name: "heard_events_published_total",
      help: "Events committed to a log by this process.",
      labelNames: ["type"],
      registers,
    }),
    eventsDelivered: new Counter({
      name: "heard_events_delivered_total",
      help: "Events handed to readers, by way of delivery.",
      labelNames: ["via"],
      registers,
    }),
    deliverySeconds: new Histogram({
      name: "heard_event_delivery_seconds",
      help: "From recording an event to writing it to a stream.",
      buckets: DELIVERY_BUCKETS,
      registers,
    }),
    pushes: new Counter({
      name: "heard_pushes_total",
      help: "Messages to owners' phones, by what their push services made of them.",
      labelNames: ["outcome"],
      registers,
    }),
    /** Prometheus' text form, with its content type. */
    text: async (): Promise<{ body: string; contentType: string }> => ({
      body: await registry.metrics(),
      contentType: registry.contentType,
    }),
  };
}
