// The implementation for Node: `node:crypto`, which verifies without leaving the thread.
import { constants, createPublicKey, verify } from "node:crypto";
import type { KeyObject } from "node:crypto";

import type { SignatureAlgorithm } from "../../glue/types.js";
import { bodyOfPem } from "./key.js";
import type { JsonWebKeyObject, Signatures, VerificationKey } from "./key.js";

const HASH: Readonly<Record<SignatureAlgorithm, string | null>> = {
  RS256: "sha256",
  RS384: "sha384",
  RS512: "sha512",
  PS256: "sha256",
  PS384: "sha384",
  PS512: "sha512",
  ES256: "sha256",
  ES384: "sha384",
  EdDSA: null,
};

function keyOf(key: KeyObject, algorithm: SignatureAlgorithm): VerificationKey {
  const hash = HASH[algorithm];
  const options = algorithm.startsWith("ES")
    ? ({ key, dsaEncoding: "ieee-p1363" } as const)
    : algorithm.startsWith("PS")
      ? // RFC 7518 §3.5: the salt is as long as the hash.
        { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }
      : key;
  return {
    verify(token, signedBytes) {
      const signed = Buffer.from(token.slice(0, signedBytes), "latin1");
      return verify(hash, signed, options, Buffer.from(token.slice(signedBytes + 1), "base64url"));
    },
  };
}

export const signatures: Signatures = {
  besideThread: false,
  importKey: (jwk, algorithm) =>
    keyOf(createPublicKey({ key: jwk as import("node:crypto").JsonWebKey, format: "jwk" }), algorithm),
  jwkOfPem: (pem) => {
    const der = Buffer.from(bodyOfPem(pem), "base64");
    return createPublicKey({ key: der, format: "der", type: "spki" }).export({ format: "jwk" }) as JsonWebKeyObject;
  },
};
