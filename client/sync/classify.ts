import { z } from "zod/mini";
import type { Failure } from "#shared/sync/device/ports.ts";
import type { Answer } from "../platform/http.ts";

/** What an answer that is not the wanted one means to the device. */
export function failureOf({ status, body, retryAfterMs }: Answer): Failure {
  if (status === 0) return { kind: "unreachable" };
  if (status === 426) return { kind: "needs-update" };
  if (status === 401 || status === 403) {
    const said = problem.safeParse(body);
    // A hotel's login page answers 401 too: only our own server may say that this device is not paired any more.
    return said.success ? { kind: "refused", code: said.data.code } : { kind: "nonsense", detail: `${status} without a reason` };
  }
  if (status === 408 || status === 429 || status >= 500) return { kind: "unavailable", retryAfterMs: retryAfterMs ?? null };
  return { kind: "nonsense", detail: detailOf(status, body) };
}

const problem = z.object({ code: z.string(), detail: z.optional(z.string()) });

function detailOf(status: number, body: unknown): string {
  const said = problem.safeParse(body);
  if (said.success) return `${status} ${said.data.code}: ${said.data.detail ?? ""}`.slice(0, 300);
  return body === null ? `${status} with something that is not JSON` : `${status} with something that is not ours`;
}
