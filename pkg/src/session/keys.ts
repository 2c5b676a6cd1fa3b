/** The keys of one issuer: fetched when the core says so, and kept. */

import type { KeyLookup, LookUpKeyInput, PreparedToken, SignatureAlgorithm, TokenErrorCode } from "../glue/types.js";
import type { JsonWebKeyObject, Signatures, VerificationKey } from "./crypto/key.js";
import { fetchObject } from "./documents.js";
import type { FetchOptions } from "./documents.js";

type JsonObject = { readonly [name: string]: unknown };

/** Where the keys of a connection are; those that its issuer's discovery document names when nothing is said. */
export type KeyLocation =
  /** In the set at this URL. */
  | { readonly jwksUri: string }
  /** In the set that the discovery document at this URL names. */
  | { readonly discoveryUri: string }
  /** Here: one public key as PEM, for tokens with any key id. Nothing is fetched. */
  | { readonly publicKeyPem: string }
  /** Here: a set. Nothing is fetched. */
  | { readonly jwks: { readonly keys: readonly object[] } };

/** A set of keys as it was fetched, to be kept where a process does not live long. */
export interface StoredKeys {
  /** The set, as the issuer published it. Public. */
  readonly keySet: JsonObject;
  /** When it was fetched, in seconds since the epoch. */
  readonly fetchedAt: number;
}

/**
 * Keeps keys beyond the life of a process, such as in a key-value store. A store that fails is no store: it is left aside.
 *
 * SECURITY: whoever can write to it decides which tokens are believed.
 */
export interface KeyStore {
  /** What is kept under an identifier: issuer and place of the keys. */
  get(id: string): Promise<StoredKeys | null | undefined>;
  /** Keeps a set. */
  set(id: string, keys: StoredKeys): Promise<void>;
}

/** What keys are got with. */
export interface KeyOptions extends FetchOptions {
  readonly keyStore: KeyStore | undefined;
  readonly signatures: Signatures;
  readonly now: () => number;
  /** The core's rules. */
  readonly lookUp: (question: LookUpKeyInput) => KeyLookup;
}

/** A key, or why there is none. */
export type FoundKey = VerificationKey | TokenErrorCode;

/** A key that was found, and until when it need not be asked for again. */
interface Settled {
  readonly key: VerificationKey;
  readonly from: number;
  readonly until: number;
}

/** How many keys are kept ready; a token cannot make more of them than the set has, for each algorithm. */
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
  /** By algorithm and key id. */
  readonly #ready = new Map<string, Settled>();

  constructor(issuer: string, location: KeyLocation, algorithms: readonly SignatureAlgorithm[], options: KeyOptions) {
    this.#issuer = issuer;
    this.#location = location;
    this.#algorithms = algorithms;
    this.#options = options;
  }

  /** The key of a token that is at hand; `undefined` when it has to be looked up. */
  atHand({ algorithm, keyId }: PreparedToken): VerificationKey | undefined {
    const ready = this.#ready.get(`${algorithm} ${keyId ?? ""}`);
    const now = this.#options.now();
    return ready !== undefined && ready.from <= now && now < ready.until ? ready.key : undefined;
  }

  /** The key of a token, fetched where that is due. Callers at the same time share one fetch. */
  async find(token: PreparedToken): Promise<FoundKey> {
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

  #ask({ algorithm, keyId }: PreparedToken): KeyLookup {
    return this.#options.lookUp({
      now: this.#options.now(),
      algorithm,
      keyId,
      keySet: this.#keySet as Record<string, unknown> | null,
      anyKeyId: "publicKeyPem" in this.#location,
      fetchedAt: this.#fetchedAt,
      attemptedAt: this.#attemptedAt,
    });
  }

  async #use({ algorithm, keyId }: PreparedToken, { index, until }: KeyLookup & { step: "use" }): Promise<FoundKey> {
    const jwk = (this.#keySet?.keys as readonly JsonWebKeyObject[] | undefined)?.[index];
    if (jwk === undefined) return "key_mismatch";
    let key: VerificationKey;
    try {
      key = await this.#options.signatures.importKey(jwk, algorithm);
    } catch {
      return "key_mismatch";
    }
    if (this.#ready.size >= MAX_READY) this.#ready.clear();
    this.#ready.set(`${algorithm} ${keyId ?? ""}`, { key, from: this.#options.now(), until });
    return key;
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
      // The last good set stays. What was wrong is not told: it may quote what a host answered.
      this.#attemptedAt = began;
    }
  }

  #keep(keySet: JsonObject, fetchedAt: number, attemptedAt: number) {
    this.#keySet = keySet;
    this.#fetchedAt = fetchedAt;
    this.#attemptedAt = attemptedAt;
    this.#ready.clear();
  }

  get #isHere(): boolean {
    return "jwks" in this.#location || "publicKeyPem" in this.#location;
  }

  get #id(): string {
    return `${this.#issuer} ${Object.values(this.#location)[0]}`;
  }

  /** What the store has, once: afterwards what was fetched here is newer. */
  async #kept(): Promise<StoredKeys | undefined> {
    if (this.#stored || this.#isHere || this.#options.keyStore === undefined) return undefined;
    this.#stored = true;
    try {
      const kept = await this.#options.keyStore.get(this.#id);
      const isSet = typeof kept?.keySet === "object" && Array.isArray(kept.keySet.keys) && Number.isSafeInteger(kept.fetchedAt);
      // A set that is not old; the core says so by using it, whatever key is asked for.
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
      // A document of another issuer would put that issuer's keys in this one's place.
      if (document.issuer !== this.#issuer || typeof document.jwks_uri !== "string") throw new TypeError("this is not this issuer's document");
      url = document.jwks_uri;
    }
    const keySet = await fetchObject(url, this.#options);
    if (!Array.isArray(keySet.keys)) throw new TypeError("this is no set of keys");
    return keySet;
  }
}
