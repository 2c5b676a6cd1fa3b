/** Reads, encrypts and writes the application's cookies. */

import { CompactEncrypt, base64url, compactDecrypt } from "jose";

import type { EmailEvidence } from "../session/index.js";
import type { Settings } from "./options.js";

/** The purpose of a cookie. Each has a key of its own, so that none is taken for another. */
export type CookiePurpose = "session" | "flow" | "hint" | "leaving";

/** The content of the session's cookie. */
export interface SessionCookie {
  /**
   * Grows with every change of the session: milliseconds since the epoch, or one more than before.
   */
  readonly generation: number;
  readonly accessToken: string;
  /** `null` if Cora issued none: then the session ends with its token. */
  readonly refreshToken: string | null;
  readonly profile: CookieProfile;
}

/** The person, as the sign-in stated them. */
export interface CookieProfile {
  readonly fullName: string | null;
  readonly email: string | null;
  readonly emailEvidence: EmailEvidence;
  /** Names of the current organization. */
  readonly organization: { readonly id: string; readonly name: string; readonly slug: string } | null;
}

/** The content of a flow's cookie: a sign-in that has begun. */
export interface FlowCookie {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  /** The redirect URI of the request. */
  readonly redirectUri: string;
  /** The place in the application to continue at. */
  readonly returnTo: string;
  /** The time of the beginning, in seconds since the epoch. */
  readonly startedAt: number;
  /** The greatest age of the authentication that was asked for, in seconds; `null` if any. */
  readonly maxAge: number | null;
  /** The classes of authentication of which one was asked for; empty if any. */
  readonly acrValues: readonly string[];
  /** The user who has to come back; `null` if anybody may. */
  readonly sub: string | null;
}

/** The life of a flow, in seconds. */
export const FLOW_SECONDS = 600;
/** The greatest number of flows of one browser. */
export const MAX_FLOWS = 3;
/**
 * The greatest length of a cookie, in bytes. Browsers drop what is longer than 4096 with its name
 * and attributes (RFC 6265 §6.1).
 */
const MAX_COOKIE_BYTES = 3584;

/** The error for a cookie that browsers would drop. */
export class CookieTooLargeError extends Error {
  override readonly name = "CookieTooLargeError";
  readonly code = "cookie_too_large";
}

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true });

/** Returns the cookies of a request whose names begin with a text, in order. */
export function cookiesOf(request: Request, prefix: string): (readonly [name: string, value: string])[] {
  return (request.headers.get("cookie") ?? "")
    .split(";")
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(prefix) && pair.includes("="))
    .map((pair) => [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)] as const);
}

/** Returns a `cookie` header with one cookie replaced, or removed if `value` is `null`. */
export function withCookie(header: string | null, name: string, value: string | null): string {
  const others = (header ?? "")
    .split(";")
    .map((pair) => pair.trim())
    .filter((pair) => pair !== "" && !pair.startsWith(`${name}=`));
  return [...others, ...(value === null ? [] : [`${name}=${value}`])].join("; ");
}

/**
 * Writes a JWT's parts as bytes: base64 inside of base64 would make the cookie a third longer. Each
 * part is preceded by its length in two bytes.
 */
function pack(json: string, token: string): Uint8Array {
  const parts = [encoder.encode(json), ...token.split(".").map((part) => base64url.decode(part))];
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + 2 + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set([part.length >> 8, part.length & 255], at);
    bytes.set(part, at + 2);
    at += 2 + part.length;
  }
  return bytes;
}

function unpack(bytes: Uint8Array): { readonly json: string; readonly token: string } {
  const parts: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; ) {
    const length = ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
    parts.push(bytes.subarray(at + 2, at + 2 + length));
    at += 2 + length;
  }
  const [json, ...token] = parts;
  return {
    json: decoder.decode(json ?? new Uint8Array()),
    token: token.map((part) => base64url.encode(part)).join("."),
  };
}

/** The cookies of one application. */
export class Cookies {
  readonly #settings: Settings;
  readonly #keys = new Map<string, Promise<CryptoKey>>();

  constructor(settings: Settings) {
    this.#settings = settings;
  }

  /**
   * Returns a cookie's name. It has the client's identifier, so that several applications on one
   * host do not overwrite each other's. `__Host-` needs https, which Safari asks for on loopback
   * hosts too, so there the name has no prefix.
   */
  name(purpose: CookiePurpose, origin: string): string {
    const client = encodeURIComponent(this.#settings.clientId).replace(/[()]/g, "_");
    const suffix = purpose === "session" ? "" : `.${purpose}`;
    // `__Host-` also needs the path `/`.
    const isBelow = purpose === "hint" || purpose === "leaving";
    const prefix = !origin.startsWith("https:") ? "" : isBelow ? "__Secure-" : "__Host-";
    return `${prefix}cora.${client}${suffix}`;
  }

  /**
   * Returns the value of a `set-cookie` header. A value of `null` removes the cookie.
   *
   * @throws {CookieTooLargeError}
   */
  header(name: string, value: string | null, maxAge: number, origin: string, path = "/"): string {
    const text = [
      `${name}=${value ?? ""}`,
      `Path=${path}`,
      `Max-Age=${value === null ? 0 : maxAge}`,
      "HttpOnly",
      "SameSite=Lax",
      ...(origin.startsWith("https:") ? ["Secure"] : []),
    ].join("; ");
    if (text.length > MAX_COOKIE_BYTES)
      throw new CookieTooLargeError(`the cookie has ${text.length} bytes; at most ${MAX_COOKIE_BYTES} are possible`);
    return text;
  }

  async sealSession({ accessToken, ...rest }: SessionCookie): Promise<string> {
    return await this.#seal("session", pack(JSON.stringify(rest), accessToken));
  }

  async openSession(value: string): Promise<SessionCookie | undefined> {
    const bytes = await this.#open("session", value);
    if (bytes === undefined) return undefined;
    const { json, token } = unpack(bytes);
    return { ...(JSON.parse(json) as Omit<SessionCookie, "accessToken">), accessToken: token };
  }

  async seal(purpose: CookiePurpose, content: unknown): Promise<string> {
    return await this.#seal(purpose, encoder.encode(JSON.stringify(content)));
  }

  async open<T>(purpose: CookiePurpose, value: string): Promise<T | undefined> {
    const bytes = await this.#open(purpose, value);
    return bytes === undefined ? undefined : (JSON.parse(decoder.decode(bytes)) as T);
  }

  async #seal(purpose: CookiePurpose, bytes: Uint8Array): Promise<string> {
    const [secret = ""] = this.#settings.cookieSecrets;
    return await new CompactEncrypt(bytes)
      .setProtectedHeader({ alg: "dir", enc: "A256GCM" })
      .encrypt(await this.#key(purpose, secret));
  }

  /** Returns the content, or `undefined` if no secret opens it. */
  async #open(purpose: CookiePurpose, value: string): Promise<Uint8Array | undefined> {
    for (const secret of this.#settings.cookieSecrets) {
      try {
        const key = await this.#key(purpose, secret);
        const { plaintext } = await compactDecrypt(value, key, {
          keyManagementAlgorithms: ["dir"],
          contentEncryptionAlgorithms: ["A256GCM"],
        });
        return plaintext;
      } catch {
        // Another secret may be the right one.
      }
    }
    return undefined;
  }

  /** Returns the key of a purpose, derived by HKDF (RFC 5869). */
  #key(purpose: CookiePurpose, secret: string): Promise<CryptoKey> {
    const id = `${purpose} ${secret}`;
    const known = this.#keys.get(id);
    if (known !== undefined) return known;
    const key = this.#derive(purpose, secret);
    this.#keys.set(id, key);
    return key;
  }

  async #derive(purpose: CookiePurpose, secret: string): Promise<CryptoKey> {
    const material = await crypto.subtle.importKey("raw", encoder.encode(secret), "HKDF", false, ["deriveKey"]);
    const info = encoder.encode(`cora cookie ${purpose} ${this.#settings.clientId}`);
    return await crypto.subtle.deriveKey(
      { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info },
      material,
      { name: "AES-GCM", length: 256 },
      false,
      ["encrypt", "decrypt"],
    );
  }
}
