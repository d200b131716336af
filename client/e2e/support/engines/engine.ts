import { expect } from "@playwright/test";

/**
 * One page in a browser of any make, as far as a proof that runs in all of them needs one. Elements
 * are named by CSS.
 */
export type EnginePage = {
  /** As the browser calls itself. */
  readonly version: string;
  open(url: string): Promise<void>;
  reload(): Promise<void>;
  /** The value of an expression in the page, which may be a promise. */
  look<T>(expression: string): Promise<T>;
  /** As a person clicks: in its middle, by a pointer. */
  click(element: string): Promise<void>;
  /** Written to a file. */
  picture(path: string): Promise<void>;
  end(): Promise<void>;
};

const WITHIN_MS = 60_000;

/**
 * Waits until an expression in the page has a value. Between two documents there is none to ask,
 * and that is no answer.
 */
export async function until<T>(
  page: EnginePage,
  expression: string,
  wanted: T,
  what: string,
): Promise<void> {
  await expect
    .poll(() => page.look<T>(expression).catch((error: unknown) => String(error)), {
      timeout: WITHIN_MS,
      message: `${page.version}: ${what}`,
    })
    .toEqual(wanted);
}
