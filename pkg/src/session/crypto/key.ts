/** Signatures are the host's: one implementation for Node, one for everything that has WebCrypto. Which key is used is the core's to say. */

import type { SignatureAlgorithm } from "../../glue/types.js";

/** A public key as a JSON Web Key (RFC 7517 §4). */
export type JsonWebKeyObject = { readonly [member: string]: unknown };

/** A key that is ready to verify with. */
export interface VerificationKey {
  /**
   * Whether a token's signature is the key's. Rejects or throws where the key cannot be used for it.
   *
   * @param token in its compact form, of which the core has seen that it is.
   * @param signedBytes how much of it is signed; the signature follows after a dot.
   */
  verify(token: string, signedBytes: number): boolean | Promise<boolean>;
}

/** What a host can do. */
export interface Signatures {
  /** Whether verifying goes on beside this thread, so that it is worth beginning early. */
  readonly besideThread: boolean;
  /** The key of a JWK, for one algorithm. Throws or rejects when it is none. */
  importKey(jwk: JsonWebKeyObject, algorithm: SignatureAlgorithm): VerificationKey | Promise<VerificationKey>;
  /** The JWK of a public key as PEM (`SubjectPublicKeyInfo`, RFC 7468 §13). Throws or rejects when it is none. */
  jwkOfPem(pem: string, algorithms: readonly SignatureAlgorithm[]): JsonWebKeyObject | Promise<JsonWebKeyObject>;
}

/** What is in a text that holds one `PUBLIC KEY` and nothing else, in base64. Line breaks count for nothing. */
export function bodyOfPem(pem: string): string {
  const body = /^\s*-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\s]+)-----END PUBLIC KEY-----\s*$/.exec(pem)?.[1];
  if (body === undefined || pem.length > 8192) throw new TypeError("this is no public key as PEM");
  return body.replace(/\s/g, "");
}
