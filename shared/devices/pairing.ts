/**
 * Pairing codes: 10 characters of Crockford's base 32 (50 bits), shown as `XXXXX-XXXXX`, read
 * without look-alikes.
 */
import { z } from "zod/mini";
import { atMost, shaped } from "#shared/kernel/schema.ts";

export const CODE_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
export const CODE_LENGTH = 10;

/**
 * The code as it is compared, whatever a person typed: case, blanks and dashes do not matter; O is
 * 0, I and L are 1.
 */
export const normaliseCode = (typed: string): string =>
  typed.toUpperCase().replaceAll(/[\s-]/g, "").replaceAll("O", "0").replaceAll(/[IL]/g, "1");

/** The code as it is shown. */
export const showCode = (code: string): string =>
  `${code.slice(0, CODE_LENGTH / 2)}-${code.slice(CODE_LENGTH / 2)}`;

export const pairingCode = z.pipe(
  z.string().check(atMost(40)),
  z.pipe(
    z.transform(normaliseCode),
    shaped(
      CODE_LENGTH,
      /^[0-9A-HJKMNP-TV-Z]{10}$/,
      "must be a code of ten characters, like 7K2QF-M4XWA",
    ),
  ),
);
