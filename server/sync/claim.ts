/**
 * A subject's right to a stream, asked for beside whatever else has to be known before one is
 * opened.
 */

import type { Told } from "#shared/sync/told-to-displays.ts";
import type { Who } from "../http/who.ts";

export type StreamSubject = {
  readonly kind: Who["kind"];
  readonly restaurantId: string;
  readonly subjectId: string;
  readonly told?: Told;
};

export type Claim = {
  readonly subject: StreamSubject;
  /**
   * Whether it is still believed, and was not revoked since. Rejects with `DatabaseUnavailable`.
   */
  readonly holds: () => Promise<boolean>;
  /** Once its stream is being served, or never will be. */
  readonly release: () => void;
};

export type ClaimDeps = {
  readonly isActive: (restaurantId: string, subjectId: string) => Promise<boolean>;
  readonly onRevoked: (subjectId: string, end: () => void) => () => void;
};

export function claimStream({ isActive, onRevoked }: ClaimDeps, subject: StreamSubject): Claim {
  let isRevoked = false;
  // Registered before it is asked: whoever was revoked between being believed and that would not be
  // told.
  const release = onRevoked(subject.subjectId, () => {
    isRevoked = true;
  });
  const active = isActive(subject.restaurantId, subject.subjectId);
  // Where nobody asks any more, something else has failed.
  active.catch(() => undefined);
  return { subject, release, holds: async () => (await active) && !isRevoked };
}
