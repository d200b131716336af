/**
 * Answers of a server to whoever pairs or signs in, in place of `fetch`. For browser tests only.
 */
import { vi } from "vitest";

export const problem = (status: number, code: string) =>
  Response.json(
    { status, code, detail: "A sentence." },
    { status, headers: { "Content-Type": "application/problem+json" } },
  );

/** `/api/me` where the cookie did not come along: nobody, or whom an older cookie names. */
export const nobody = () => problem(401, "unauthenticated");
export const another = () =>
  Response.json({
    restaurantId: "r",
    restaurantName: "Aurelia",
    deviceId: "d-old",
    role: "kitchen",
  });

/** A server that lets in and, a moment later, answers so when it is asked who that is. */
export const forgetful = (me: () => Response) =>
  vi.mocked(fetch).mockImplementation(async (path) => {
    if (path === "/api/devices/pair" || path === "/api/sessions")
      return Response.json(
        { role: path === "/api/sessions" ? "owner" : "kitchen", deviceId: "d-new" },
        { status: 201 },
      );
    return path === "/api/me" ? me() : nobody();
  });
