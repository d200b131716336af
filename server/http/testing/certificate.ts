import { createHash, generateKeyPairSync, sign } from "node:crypto";

/**
 * A self-signed certificate for localhost, made on the spot: no private key lies in the repository,
 * and no test starts to fail when a certificate runs out. Just enough DER for TLS.
 */
export function selfSigned(): { readonly cert: string; readonly key: string } {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const spki = publicKey.export({ type: "spki", format: "der" });
  const algorithm = sequence(oid([0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02]));
  const name = sequence(
    der(0x31, sequence(oid([0x55, 0x04, 0x03]), der(0x0c, Buffer.from("localhost")))),
  );
  const year = 365 * 24 * 3600 * 1000;
  const validity = sequence(utc(Date.now() - year), utc(Date.now() + year));
  // Context tags: 2 for a DNS name; the extension list is [3], its name list an octet string.
  const altNames = sequence(
    oid([0x55, 0x1d, 0x11]),
    der(0x04, sequence(der(0x82, Buffer.from("localhost")))),
  );
  const serial = der(
    0x02,
    Buffer.concat([Buffer.from([1]), createHash("sha256").update(spki).digest().subarray(0, 8)]),
  );
  const body = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    serial,
    algorithm,
    name,
    validity,
    name,
    spki,
    der(0xa3, sequence(altNames)),
  );
  const signature = sign("sha256", body, privateKey);
  const certificate = sequence(
    body,
    algorithm,
    der(0x03, Buffer.concat([Buffer.from([0]), signature])),
  );
  return {
    cert: pem("CERTIFICATE", certificate),
    key: privateKey.export({ type: "pkcs8", format: "pem" }) as string,
  };
}

function der(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const size =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

const sequence = (...parts: Buffer[]): Buffer => der(0x30, Buffer.concat(parts));
const oid = (bytes: readonly number[]): Buffer => der(0x06, Buffer.from(bytes));
const utc = (ms: number): Buffer =>
  der(0x17, Buffer.from(`${new Date(ms).toISOString().replace(/[-:T]/g, "").slice(2, 14)}Z`));
const pem = (label: string, bytes: Buffer): string =>
  `-----BEGIN ${label}-----\n${bytes.toString("base64").replace(/.{64}/g, "$&\n")}\n-----END ${label}-----\n`;
