/** Compares an access token with the hash by which an ID token names it. */

/**
 * The hash functions, by the algorithm of the ID token (OpenID Connect Core §3.1.3.6; RFC 8032
 * §5.1).
 */
const HASHES: Readonly<Record<string, string>> = {
  RS256: "SHA-256",
  PS256: "SHA-256",
  ES256: "SHA-256",
  RS384: "SHA-384",
  PS384: "SHA-384",
  ES384: "SHA-384",
  RS512: "SHA-512",
  PS512: "SHA-512",
  EdDSA: "SHA-512",
};

function objectIn(part: string | undefined): Readonly<Record<string, unknown>> {
  const value: unknown = JSON.parse(Buffer.from(part ?? "", "base64url").toString("utf8"));
  if (typeof value !== "object" || value === null) throw new TypeError("not an object");
  return value as Readonly<Record<string, unknown>>;
}

/**
 * Returns `false` if an ID token was issued with another access token, or cannot be read: its
 * `at_hash` is not the left half of the access token's hash (OpenID Connect Core §3.1.3.6).
 * Providers may leave the claim out in the code flow (OpenID Connect Core §3.1.3.8); that is
 * `true`.
 */
export async function isIssuedWith(idToken: string, accessToken: string): Promise<boolean> {
  try {
    const [header, claims] = idToken.split(".").map((part, at) => (at < 2 ? objectIn(part) : {}));
    const named = claims?.at_hash ?? null;
    if (named === null) return claims !== undefined;
    const hash = HASHES[String(header?.alg)];
    if (hash === undefined) return false;
    const digest = Buffer.from(await crypto.subtle.digest(hash, new TextEncoder().encode(accessToken)));
    return digest.subarray(0, digest.length / 2).toString("base64url") === named;
  } catch {
    return false;
  }
}
