/** Tokens for Supabase: signed by the project's key, about one user, and short-lived. */

import { SignJWT, importJWK } from "jose";
import type { JWK } from "jose";

/** The greatest lifetime of a token, in seconds. */
const MAX_LIFETIME_SECONDS = 3600;
/** The least number of bytes of a secret (RFC 7518 §3.2). */
const MIN_SECRET_BYTES = 32;
/** The algorithms of private keys that Supabase verifies. */
const ALGORITHMS = ["ES256", "RS256", "EdDSA"];

/** The key of a Supabase project; one of the two. */
export type SupabaseKey =
  /** The project's JWT secret (Settings, JWT Keys, "Legacy JWT secret"). */
  | { readonly secret: string | undefined; readonly privateKey?: never }
  /** A private key that was imported into the project as a signing key, with `kid` and `alg`. */
  | { readonly privateKey: JWK; readonly secret?: never };

/** The user whom a token is about: a session of `@cora/auth/server`. */
export interface SupabaseUser {
  readonly userId: string;
  /** The end of the session's access token, in seconds since the epoch. */
  readonly expiresAt: number;
}

/** A token, with its end. */
export interface SupabaseToken {
  readonly token: string;
  /** The end of the token, in seconds since the epoch. */
  readonly expiresAt: number;
}

/** A key that cannot be used. */
export class SupabaseConfigurationError extends Error {
  override readonly name = "SupabaseConfigurationError";
  readonly code = "supabase_key_invalid";
}

/**
 * Returns a token by which Supabase knows the user: `sub` is the user's identifier, as `auth.uid()`
 * returns it, and `role` is `authenticated`. It holds nothing else about them, and ends with the
 * session's access token, so a person who is suspended or signed out has it for minutes at most.
 * Row-level security of Cora's tables shows a suspended person nothing even then.
 *
 * SECURITY: the key signs tokens of everybody. Keep it on the server.
 *
 * @throws {SupabaseConfigurationError} If the key cannot be used.
 */
export async function mintSupabaseToken(
  user: SupabaseUser,
  key: SupabaseKey,
  now: number = Date.now() / 1000,
): Promise<SupabaseToken> {
  const issuedAt = Math.floor(now);
  const expiresAt = Math.min(Math.floor(user.expiresAt), issuedAt + MAX_LIFETIME_SECONDS);
  const { algorithm, kid, material } = await keyOf(key);
  const token = await new SignJWT({ role: "authenticated" })
    .setProtectedHeader({ alg: algorithm, typ: "JWT", ...(kid !== undefined && { kid }) })
    .setSubject(user.userId)
    .setAudience("authenticated")
    .setIssuedAt(issuedAt)
    .setExpirationTime(expiresAt)
    .sign(material);
  return { token, expiresAt };
}

async function keyOf({ secret, privateKey }: SupabaseKey) {
  if (privateKey === undefined) {
    const material = new TextEncoder().encode(secret ?? "");
    if (material.length < MIN_SECRET_BYTES)
      throw new SupabaseConfigurationError(
        "The JWT secret of the Supabase project is missing or shorter than 32 bytes.",
      );
    return { algorithm: "HS256", kid: undefined, material };
  }
  const { alg, d, kid } = privateKey;
  if (alg === undefined || !ALGORITHMS.includes(alg) || d === undefined || kid === undefined)
    throw new SupabaseConfigurationError(
      `The signing key has to be a private JWK with \`kid\` and \`alg\`, one of ${ALGORITHMS.join(", ")}.`,
    );
  try {
    return { algorithm: alg, kid, material: await importJWK(privateKey, alg) };
  } catch {
    // SECURITY: the cause may quote the key.
    throw new SupabaseConfigurationError("The signing key cannot be read.");
  }
}
