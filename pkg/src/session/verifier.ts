/** Verifies tokens. The core provides the rules, the host verifies the signature. */

import { signatures } from "#signatures";

import { CoraError, tokenError } from "../errors.js";
import type { AcceptedToken, Connection, KeyLookup, ReadToken } from "../glue/types.js";
import { toJson, toText } from "../text.js";
import { core } from "./instance.js";
import { IssuerKeys } from "./keys.js";
import type { VerificationKey } from "./crypto/key.js";
import type { FoundKey, KeyLocation, KeyStore } from "./keys.js";

/** The maximum length of a token, in bytes. */
const MAX_TOKEN_BYTES = 16 * 1024;
/** The maximum number of remembered headers of good tokens. An issuer has one header per key. */
const MAX_HEADERS = 16;

/** A signature verification that has started, with the inputs it uses. */
interface Begun {
  readonly key: VerificationKey;
  readonly signedBytes: number;
  readonly isRight: Promise<boolean>;
}

/** A connection whose tokens are accepted, and the location of its keys. */
export interface VerifierConnection {
  readonly connection: Connection;
  /**
   * The location of the connection's keys; the key set that its issuer's discovery document names
   * when absent.
   */
  readonly keys?: KeyLocation;
}

/** Options of {@link TokenVerifier}. */
export interface VerifierOptions {
  /** The connections whose tokens are accepted. */
  readonly connections: readonly VerifierConnection[];
  /** The function to fetch documents with; the global `fetch` when absent. */
  readonly fetch?: typeof fetch;
  /** Stores keys beyond the life of a process. */
  readonly keyStore?: KeyStore;
  /** Returns the time in whole seconds since the epoch; this machine's time when absent. */
  readonly now?: () => number;
  /** `true` if keys may be fetched from this machine by http, for local development. */
  readonly allowLoopback?: boolean;
}

/**
 * Verifies the tokens of the given connections. Keep one instance: it holds the keys.
 *
 * @example
 * ```ts
 * const verifier = new TokenVerifier({ connections: [{ connection, keys: { jwksUri } }] });
 * const { login, session } = await verifier.verify(token);
 * ```
 */
export class TokenVerifier {
  readonly #connections: readonly Connection[];
  readonly #keys: ReadonlyMap<string, IssuerKeys>;
  readonly #now: () => number;
  #verifier: number | undefined;
  #generation = -1;
  #isFree = false;
  /** The keys of good tokens, by the tokens' encoded headers. */
  readonly #keyOfHeader = new Map<string, VerificationKey>();

  constructor(options: VerifierOptions) {
    this.#now = options.now ?? (() => Math.floor(Date.now() / 1000));
    this.#connections = options.connections.map(({ connection }) => connection);
    const keyOptions = {
      fetch: options.fetch ?? ((...request: Parameters<typeof fetch>) => fetch(...request)),
      allowLoopback: options.allowLoopback ?? false,
      keyStore: options.keyStore,
      signatures,
      now: this.#now,
      lookUp: (question: object): KeyLookup =>
        JSON.parse(core.ask(toJson(question), (exports, bytes) => exports.lookUpKey(bytes))),
    };
    // WHY by issuer and location: two issuers never share a key, even of one key id (pitfall C18).
    const bySource = new Map<string, IssuerKeys>();
    this.#keys = new Map(
      options.connections.map(({ connection, keys }) => {
        const base = connection.issuer.replace(/\/$/, "");
        const location = keys ?? { discoveryUri: `${base}/.well-known/openid-configuration` };
        const source = toJson([connection.issuer, location]);
        const known =
          bySource.get(source) ?? new IssuerKeys(connection.issuer, location, algorithmsOf(connection), keyOptions);
        bySource.set(source, known);
        return [connection.id.toLowerCase(), known];
      }),
    );
  }

  /**
   * Verifies a token and returns its content.
   *
   * @throws {CoraError} The first objection, a `TokenErrorCode`, in the order form, connection,
   * header, key, signature, claims.
   */
  async verify(token: string): Promise<AcceptedToken> {
    const text = toText(token);
    const begun = this.#begin(text);
    let read = this.#read(text);
    let key: FoundKey | undefined = this.#keys.get(read.prepared.connectionId)?.atHand(read.prepared);
    if (key === undefined) {
      key = (await this.#keys.get(read.prepared.connectionId)?.find(read.prepared)) ?? "keys_unavailable";
      // Time has passed.
      read = this.#read(text);
    }
    if (typeof key === "string") throw tokenError(key);
    const { signedBytes } = read.prepared;
    let isRight: boolean | Promise<boolean>;
    try {
      isRight = begun?.key === key && begun.signedBytes === signedBytes ? begun.isRight : key.verify(text, signedBytes);
      if (typeof isRight !== "boolean") isRight = await isRight;
    } catch {
      throw tokenError("key_mismatch");
    }
    if (isRight && signatures.besideThread) this.#remember(text, key);
    // SECURITY: the reason that a forged token's claims would be refused is not revealed.
    if (!isRight) throw tokenError("signature_invalid");
    if (read.accepted === null) throw tokenError(read.refused?.code ?? "token_malformed", read.refused?.claim);
    return read.accepted;
  }

  /**
   * Starts verifying the signature of a token whose header equals that of an earlier good one,
   * while its text is parsed. The result counts only if parsing yields the same key.
   */
  #begin(text: string): Begun | undefined {
    const key = this.#keyOfHeader.get(text.slice(0, text.indexOf(".")));
    if (key === undefined || text.length > MAX_TOKEN_BYTES) return undefined;
    const signedBytes = text.lastIndexOf(".");
    try {
      const isRight = Promise.resolve(key.verify(text, signedBytes));
      // The result may turn out not to be needed.
      isRight.catch(() => {});
      return { key, signedBytes, isRight };
    } catch {
      return undefined;
    }
  }

  #remember(text: string, key: VerificationKey) {
    const header = text.slice(0, text.indexOf("."));
    if (this.#keyOfHeader.get(header) === key) return;
    if (this.#keyOfHeader.size >= MAX_HEADERS) this.#keyOfHeader.clear();
    this.#keyOfHeader.set(header, key);
  }

  #read(text: string): ReadToken {
    if (text.length > MAX_TOKEN_BYTES) throw tokenError("token_malformed");
    const [handle, now] = [this.#handle(), this.#now()];
    return JSON.parse(core.ask(text, (exports, bytes) => exports.tokenRead(handle, bytes, now), MAX_TOKEN_BYTES));
  }

  /** Returns the handle of the verifier in the module; recreates it if the module was replaced. */
  #handle(): number {
    if (this.#isFree)
      throw new CoraError("engine_closed", "the verifier was used after it was freed", { help: "Create a new verifier." });
    core.ready();
    if (this.#verifier === undefined || this.#generation !== core.generation) {
      this.#verifier = core.count(toJson({ connections: this.#connections }), (exports, bytes) =>
        exports.verifierNew(bytes),
      );
      this.#generation = core.generation;
    }
    return this.#verifier;
  }

  /** Frees the memory. Using the verifier afterwards throws `engine_closed`. */
  free(): void {
    if (this.#isFree) return;
    this.#isFree = true;
    const handle = this.#verifier;
    if (handle !== undefined && this.#generation === core.generation)
      core.call((exports) => exports.verifierFree(handle));
  }

  /** Frees the verifier at the end of a `using` block; see {@link TokenVerifier.free}. */
  [Symbol.dispose](): void {
    this.free();
  }
}

const algorithmsOf = ({ algorithms }: Connection) =>
  algorithms === undefined || algorithms.length === 0 ? (["RS256"] as const) : algorithms;

const verifiers = new WeakMap<VerifierOptions, TokenVerifier>();

/**
 * Verifies a token and returns its content: {@link TokenVerifier} in one call. The verifier lives
 * as long as `options`, so pass the same object each time.
 *
 * @throws {CoraError} See {@link TokenVerifier.verify}.
 */
export async function verify(token: string, options: VerifierOptions): Promise<AcceptedToken> {
  let verifier = verifiers.get(options);
  if (verifier === undefined) {
    verifier = new TokenVerifier(options);
    verifiers.set(options, verifier);
  }
  return await verifier.verify(token);
}
