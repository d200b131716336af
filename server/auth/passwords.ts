import { argon2, randomBytes, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";

/** OWASP's second recommended set for argon2id: 19 MiB, two passes, one lane. */
const MEMORY_KIB = 19_456;
const PASSES = 2;
const LANES = 1;
const HASH_BYTES = 32;
const SALT_BYTES = 16;

const derive = promisify(argon2);

/**
 * `$argon2id$v=19$m=…,t=…,p=…$salt$hash`, so that the cost can be raised later without losing
 * anybody.
 */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const hash = await run(password, salt, {
    memory: MEMORY_KIB,
    passes: PASSES,
    parallelism: LANES,
    tagLength: HASH_BYTES,
  });
  return `$argon2id$v=19$m=${MEMORY_KIB},t=${PASSES},p=${LANES}$${unpadded(salt)}$${unpadded(hash)}`;
}

/**
 * True where the password belongs to the stored hash. Null stands for an unknown account and costs
 * the same work, so that nobody learns from the time it takes who has an account.
 */
export async function verifyPassword(password: string, stored: string | null): Promise<boolean> {
  const parsed = parse(stored ?? NOBODY);
  if (parsed === null) throw new Error("a stored password hash is not argon2id in PHC form");
  const { memory, passes, parallelism, salt, hash } = parsed;
  const derived = await run(password, salt, {
    memory,
    passes,
    parallelism,
    tagLength: hash.length,
  });
  return timingSafeEqual(derived, hash) && stored !== null;
}

const NOBODY = `$argon2id$v=19$m=${MEMORY_KIB},t=${PASSES},p=${LANES}$${unpadded(Buffer.alloc(SALT_BYTES))}$${unpadded(Buffer.alloc(HASH_BYTES))}`;

type Cost = {
  readonly memory: number;
  readonly passes: number;
  readonly parallelism: number;
  readonly tagLength: number;
};

async function run(password: string, salt: Buffer, cost: Cost): Promise<Buffer> {
  // The same letters typed on two keyboards may differ in their Unicode form.
  return derive("argon2id", { message: password.normalize("NFC"), nonce: salt, ...cost });
}

function parse(
  stored: string,
): (Omit<Cost, "tagLength"> & { readonly salt: Buffer; readonly hash: Buffer }) | null {
  const match =
    /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/.exec(stored);
  if (match === null) return null;
  const [, memory = "", passes = "", parallelism = "", salt = "", hash = ""] = match;
  return {
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
    salt: Buffer.from(salt, "base64"),
    hash: Buffer.from(hash, "base64"),
  };
}

function unpadded(bytes: Buffer): string {
  return bytes.toString("base64").replaceAll("=", "");
}
