/** The keys of one issuer: fetched when the core requires it, and cached. */

import type { KeyLookup, LookUpKeyInput, PreparedToken, SignatureAlgorithm, TokenErrorCode } from "../glue/types.js";
import type { JsonWebKeyObject, Signatures, VerificationKey } from "./crypto/key.js";
import { fetchObject } from "./documents.js";
import type { FetchOptions } from "./documents.js";

type JsonObject = { readonly [name: string]: unknown };

/**
 * The location of a connection's keys. When absent, it is the key set named by the issuer's
 * discovery document.
 */
export type KeyLocation =
  /** In the set at this URL. */
  | { readonly jwksUri: string }
  /** In the set that the discovery document at this URL names. */
  | { readonly discoveryUri: string }
  /** Inline: one public key as PEM, for tokens with any key id. Nothing is fetched. */
  | { readonly publicKeyPem: string }
  /** Inline: a key set. Nothing is fetched. */
  | { readonly jwks: { readonly keys: readonly object[] } };

/** A key set as it was fetched, to be stored by processes that do not live long. */
export interface StoredKeys {
  /** The set, as the issuer published it. Public. */
  readonly keySet: JsonObject;
  /** The time of the fetch, in seconds since the epoch. */
  readonly fetchedAt: number;
}

/**
 * Stores keys beyond the life of a process, for example in a key-value store. Errors of the store
 * are ignored.
 *
 * SECURITY: anyone who can write to the store decides which tokens are accepted.
 */
export interface KeyStore {
  /** Returns the entry for an identifier: issuer and location of the keys. */
  get(id: string): Promise<StoredKeys | null | undefined>;
  /** Stores a key set. */
  set(id: string, keys: StoredKeys): Promise<void>;
}

/** The dependencies for getting keys. */
export interface KeyOptions extends FetchOptions {
  readonly keyStore: KeyStore | undefined;
  readonly signatures: Signatures;
  readonly now: () => number;
  /** The core's rules. */
  readonly lookUp: (question: LookUpKeyInput) => KeyLookup;
}

/** The keys to try for a token, in order and at least one; or the reason that there is none. */
export type FoundKeys = readonly VerificationKey[] | TokenErrorCode;

/** Keys, with the time span in which they need not be looked up again. */
interface Settled {
  readonly keys: readonly VerificationKey[];
  readonly from: number;
  readonly until: number;
}

/**
 * The maximum number of keys that are kept ready. A token cannot create more of them than the set
 * has, per algorithm.
 */
const MAX_READY = 200;

/** The keys of one issuer. */
export class IssuerKeys {
  readonly #location: KeyLocation;
  readonly #issuer: string;
  readonly #algorithms: readonly SignatureAlgorithm[];
  readonly #options: KeyOptions;
  #keySet: JsonObject | null = null;
  #fetchedAt: number | null = null;
  #attemptedAt: number | null = null;
  #fetching: Promise<void> | undefined;
  #stored = false;
  /** The ready keys, by algorithm and key id. */
  readonly #ready = new Map<string, Settled>();
  /** The imported keys of the set, by algorithm and position. */
  readonly #imported = new Map<string, VerificationKey>();

  constructor(issuer: string, location: KeyLocation, algorithms: readonly SignatureAlgorithm[], options: KeyOptions) {
    this.#issuer = issuer;
    this.#location = location;
    this.#algorithms = algorithms;
    this.#options = options;
  }

  /** Returns a token's keys if they are ready; `undefined` if they have to be looked up. */
  atHand(token: PreparedToken): readonly VerificationKey[] | undefined {
    const ready = this.#ready.get(nameOf(token));
    const now = this.#options.now();
    return ready !== undefined && ready.from <= now && now < ready.until ? ready.keys : undefined;
  }

  /** Returns a token's keys, fetched if that is due. Concurrent callers share one fetch. */
  async find(token: PreparedToken): Promise<FoundKeys> {
    for (let tries = 0; tries < 3; tries += 1) {
      const step = this.#ask(token);
      if (step.step === "refuse") return step.code;
      if (step.step === "use") return await this.#use(token, step);
      await (this.#fetching ??= this.#load().finally(() => {
        this.#fetching = undefined;
      }));
    }
    return "keys_unavailable";
  }

  #ask({ algorithm, certificateThumbprint, certificateThumbprintS256, keyId }: PreparedToken): KeyLookup {
    return this.#options.lookUp({
      now: this.#options.now(),
      algorithm,
      keyId,
      certificateThumbprint,
      certificateThumbprintS256,
      keySet: this.#keySet as Record<string, unknown> | null,
      anyKeyId: "publicKeyPem" in this.#location,
      fetchedAt: this.#fetchedAt,
      attemptedAt: this.#attemptedAt,
    });
  }

  async #use(token: PreparedToken, { index, others, until }: KeyLookup & { step: "use" }): Promise<FoundKeys> {
    const set = this.#keySet?.keys as readonly JsonWebKeyObject[] | undefined;
    const found: VerificationKey[] = [];
    for (const at of [index, ...others]) {
      const key = await this.#import(set?.[at], at, token.algorithm);
      if (key !== undefined) found.push(key);
    }
    if (found.length === 0) return "key_mismatch";
    // WHY not by thumbprint: anybody can write any into a token, and each would take a place.
    if (!hasThumbprint(token) && this.#keySet?.keys === set) {
      if (this.#ready.size >= MAX_READY) this.#ready.clear();
      this.#ready.set(nameOf(token), { keys: found, from: this.#options.now(), until });
    }
    return found;
  }

  async #import(
    jwk: JsonWebKeyObject | undefined,
    at: number,
    algorithm: SignatureAlgorithm,
  ): Promise<VerificationKey | undefined> {
    const name = `${algorithm} ${at}`;
    const known = this.#imported.get(name);
    if (known !== undefined || jwk === undefined) return known;
    const keySet = this.#keySet;
    try {
      const key = await this.#options.signatures.importKey(jwk, algorithm);
      // Another set may have come meanwhile.
      if (this.#keySet === keySet) this.#imported.set(name, key);
      return key;
    } catch {
      return undefined;
    }
  }

  async #load(): Promise<void> {
    const began = this.#options.now();
    const kept = await this.#kept();
    if (kept !== undefined) return this.#keep(kept.keySet, kept.fetchedAt, kept.fetchedAt);
    try {
      const keySet = await this.#fetch();
      this.#keep(keySet, began, began);
      if (!this.#isHere) await this.#options.keyStore?.set(this.#id, { keySet, fetchedAt: began }).catch(() => {});
    } catch {
      // The last good set stays. The error is not reported: it may quote a host's response.
      this.#attemptedAt = began;
    }
  }

  #keep(keySet: JsonObject, fetchedAt: number, attemptedAt: number) {
    this.#keySet = keySet;
    this.#fetchedAt = fetchedAt;
    this.#attemptedAt = attemptedAt;
    this.#ready.clear();
    this.#imported.clear();
  }

  get #isHere(): boolean {
    return "jwks" in this.#location || "publicKeyPem" in this.#location;
  }

  get #id(): string {
    return `${this.#issuer} ${Object.values(this.#location)[0]}`;
  }

  /** Returns the store's entry, once. Afterwards any set fetched here is newer. */
  async #kept(): Promise<StoredKeys | undefined> {
    if (this.#stored || this.#isHere || this.#options.keyStore === undefined) return undefined;
    this.#stored = true;
    try {
      const kept = await this.#options.keyStore.get(this.#id);
      const isSet =
        typeof kept?.keySet === "object" && Array.isArray(kept.keySet.keys) && Number.isSafeInteger(kept.fetchedAt);
      // The set may be of any age up to now; the core decides whether it is recent enough to use.
      return isSet && kept.fetchedAt <= this.#options.now() ? kept : undefined;
    } catch {
      return undefined;
    }
  }

  async #fetch(): Promise<JsonObject> {
    const location = this.#location;
    if ("jwks" in location) return location.jwks as unknown as JsonObject;
    if ("publicKeyPem" in location) {
      return { keys: [await this.#options.signatures.jwkOfPem(location.publicKeyPem, this.#algorithms)] };
    }
    let url = "jwksUri" in location ? location.jwksUri : undefined;
    if (url === undefined) {
      const document = await fetchObject((location as { discoveryUri: string }).discoveryUri, this.#options);
      // A document of another issuer would put that issuer's keys in place of this one's.
      if (document.issuer !== this.#issuer || typeof document.jwks_uri !== "string")
        throw new TypeError("the document belongs to another issuer");
      url = document.jwks_uri;
    }
    const keySet = await fetchObject(url, this.#options);
    if (!Array.isArray(keySet.keys)) throw new TypeError("this is not a key set");
    return keySet;
  }
}

/** Returns the name under which a token's keys are ready. */
const nameOf = (token: PreparedToken) => (hasThumbprint(token) ? "" : `${token.algorithm} ${token.keyId ?? ""}`);

const hasThumbprint = ({ certificateThumbprint, certificateThumbprintS256 }: PreparedToken) =>
  certificateThumbprint !== null || certificateThumbprintS256 !== null;
