// The implementation for browsers, edge runtimes and workers: WebCrypto.
import type { SignatureAlgorithm } from "../../glue/types.js";
import { bodyOfPem } from "./key.js";
import type { JsonWebKeyObject, Signatures, VerificationKey } from "./key.js";

type Parameters = {
  readonly import: RsaHashedImportParams | EcKeyImportParams | Algorithm;
  readonly verify: AlgorithmIdentifier | RsaPssParams | EcdsaParams;
};

function parametersOf(algorithm: SignatureAlgorithm): Parameters {
  const hash = `SHA-${algorithm.slice(2)}`;
  switch (algorithm) {
    case "RS256":
    case "RS384":
    case "RS512":
      return { import: { name: "RSASSA-PKCS1-v1_5", hash }, verify: "RSASSA-PKCS1-v1_5" };
    case "PS256":
    case "PS384":
    case "PS512":
      // RFC 7518 §3.5: the salt is as long as the hash.
      return {
        import: { name: "RSA-PSS", hash },
        verify: { name: "RSA-PSS", saltLength: Number(algorithm.slice(2)) / 8 },
      };
    case "ES256":
    case "ES384":
      return {
        import: { name: "ECDSA", namedCurve: algorithm === "ES256" ? "P-256" : "P-384" },
        verify: { name: "ECDSA", hash },
      };
    case "EdDSA":
      return { import: { name: "Ed25519" }, verify: "Ed25519" };
  }
}

/**
 * Returns the members that make up a key. The core has checked the others; WebCrypto would compare
 * some of them again, by its own rules.
 */
function material({ crv, e, kty, n, x, y }: JsonWebKeyObject): JsonWebKeyObject {
  const members = { crv, e: shortest(e), kty, n: shortest(n), x, y };
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}

const encoder = new TextEncoder();

/** Decodes base64url. */
function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  const bytes = new Uint8Array(binary.length);
  for (let at = 0; at < binary.length; at += 1) bytes[at] = binary.charCodeAt(at);
  return bytes;
}

/**
 * Returns a modulus or an exponent without leading zero bytes. Some issuers write them, the core
 * does not count them, and Chromium refuses a key with them (RFC 7518 §2, Base64urlUInt).
 */
function shortest(value: unknown): unknown {
  if (typeof value !== "string" || !value.startsWith("A")) return value;
  const bytes = bytesOf(value);
  const first = bytes.findIndex((byte) => byte !== 0);
  if (first <= 0) return value;
  const text = btoa(String.fromCharCode(...bytes.subarray(first)));
  return text.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

export const signatures: Signatures = {
  besideThread: true,
  async importKey(jwk, algorithm): Promise<VerificationKey> {
    const parameters = parametersOf(algorithm);
    const key = await crypto.subtle.importKey("jwk", material(jwk) as JsonWebKey, parameters.import, false, ["verify"]);
    return {
      verify(token, signedBytes) {
        const signed = encoder.encode(token.slice(0, signedBytes));
        return crypto.subtle.verify(parameters.verify, key, bytesOf(token.slice(signedBytes + 1)), signed);
      },
    };
  },
  async jwkOfPem(pem, algorithms): Promise<JsonWebKeyObject> {
    const der = Uint8Array.from(atob(bodyOfPem(pem)), (character) => character.charCodeAt(0));
    for (const algorithm of algorithms) {
      try {
        const key = await crypto.subtle.importKey("spki", der, parametersOf(algorithm).import, true, ["verify"]);
        return material((await crypto.subtle.exportKey("jwk", key)) as unknown as JsonWebKeyObject);
      } catch {
        // The key is not for this algorithm.
      }
    }
    throw new TypeError("this is not a public key for the algorithms");
  },
};
