import type { StoreFailure } from "#shared/sync/device/shell/ports.ts";

/** Why this device did not do what it was asked; the message is a sentence for the person. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  /**
   * For a screen that has its own words: the server's code, a store failure's kind, `forbidden`,
   * `invalid` or `no-contact`.
   */
  readonly code: string;

  constructor(code: string, sentence: string) {
    super(sentence);
    this.code = code;
  }
}

/** The action was not written down, so it must not look done. */
export const notKept = (failure: StoreFailure): Refusal =>
  new Refusal(failure.kind, SENTENCES[failure.kind]);

const SENTENCES: Record<StoreFailure["kind"], string> = {
  full: "This device has no room left: free some space, then try again. Nothing was changed.",
  lost: "This device's storage did not answer. Nothing was changed: please try again.",
  newer: "Another tab has a newer version of Heard: please reload this one. Nothing was changed.",
  denied:
    "This browser keeps nothing for Heard: allow site data, or leave the private window. Nothing was changed.",
};
