/**
 * The host verifies signatures: one implementation for Node, one for every host with WebCrypto. The
 * core decides which key is used.
 */

import type { SignatureAlgorithm } from "../../glue/types.js";

/** A public key as a JSON Web Key (RFC 7517 §4). */
export type JsonWebKeyObject = { readonly [member: string]: unknown };

/** A key that is ready to verify with. */
export interface VerificationKey {
  /**
   * Returns `true` if a token's signature is this key's. Rejects or throws if the key cannot be
   * used for it.
   *
   * @param token in compact form, which the core has already checked.
   * @param signedBytes the length of the signed part; the signature follows after a dot.
   */
  verify(token: string, signedBytes: number): boolean | Promise<boolean>;
}

/** The signature operations of a host. */
export interface Signatures {
  /** `true` if verifying runs outside this thread, so that starting it early pays off. */
  readonly besideThread: boolean;
  /** Imports a JWK for one algorithm. Throws or rejects if it is not a key. */
  importKey(jwk: JsonWebKeyObject, algorithm: SignatureAlgorithm): VerificationKey | Promise<VerificationKey>;
  /**
   * Converts a public key from PEM (`SubjectPublicKeyInfo`, RFC 7468 §13) to a JWK. Throws or
   * rejects if it is not a key.
   */
  jwkOfPem(pem: string, algorithms: readonly SignatureAlgorithm[]): JsonWebKeyObject | Promise<JsonWebKeyObject>;
}

/**
 * Returns the base64 content of a text that contains one `PUBLIC KEY` and nothing else. Line breaks
 * are ignored.
 */
export function bodyOfPem(pem: string): string {
  const body = /^\s*-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\s]+)-----END PUBLIC KEY-----\s*$/.exec(pem)?.[1];
  if (body === undefined || pem.length > 8192) throw new TypeError("this is not a PEM public key");
  return body.replace(/\s/g, "");
}
