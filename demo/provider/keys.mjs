import { createHash, generateKeyPairSync } from "node:crypto";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";

/** Returns the thumbprint of an RSA key (RFC 7638), which names it in token headers. */
const thumbprint = ({ e, kty, n }) => createHash("sha256").update(JSON.stringify({ e, kty, n })).digest("base64url");

function generate() {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const key = privateKey.export({ format: "jwk" });
  return { keys: [{ ...key, kid: thumbprint(key), use: "sig", alg: "RS256" }] };
}

/**
 * Returns the signing keys in a JWK Set file. The file is created if it does not exist yet, so that
 * tokens outlive a restart. Only its owner may read it, and it appears as a whole or not at all.
 */
export function signingKeys(file) {
  if (!existsSync(file)) {
    const fresh = `${file}.${process.pid}`;
    writeFileSync(fresh, JSON.stringify(generate()), { mode: 0o600 });
    renameSync(fresh, file);
  }
  return JSON.parse(readFileSync(file, "utf8"));
}
