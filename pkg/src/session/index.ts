/**
 * `@cora/auth/session`: which tokens are believed, who a session is and what it may do. In browsers and at the edge it has a module of its own, smaller
 * than the one that decides on logins.
 *
 * @example
 * ```ts
 * import { verify, has } from "@cora/auth/session";
 *
 * const { login, session } = await verify(token, options);
 * ```
 */
import type {
  AcceptedToken,
  AcceptTokenInput,
  Authorization,
  Capability,
  KeyLookup,
  LookUpKeyInput,
  OrganizationId,
  RedirectError,
  RedirectErrorCode,
  RedirectInput,
  RedirectTarget,
  ReduceSessionInput,
  Requirement,
  RouteMatch,
  RouteRule,
  SessionState,
  UnifiedSession,
} from "../glue/types.js";
import type { WasmSource } from "../load/loader.js";
import { jsonOf } from "../text.js";
import { core } from "./instance.js";
import * as operations from "./operations.js";

export { CoraError } from "../errors.js";
export type { CoraErrorCode, LoadErrorCode } from "../errors.js";
export type { WasmSource } from "../load/loader.js";
export type * from "../glue/types.js";
export type { KeyLocation, KeyStore, StoredKeys } from "./keys.js";
export { TokenVerifier, verify } from "./verifier.js";
export type { VerifierConnection, VerifierOptions } from "./verifier.js";

/**
 * Loads the module. In a browser it has to be awaited before anything else of this entry is used; in Node and on workerd it may be, and nothing
 * is lost without it. See `init` of `@cora/auth`.
 *
 * @param source The package's own `cora-session.wasm` when absent.
 * @throws {CoraError} `wasm_load_failed`.
 */
export async function init(source?: WasmSource): Promise<void> {
  await core.init(source);
}

/**
 * Checks header and claims of a token, and answers with what it says.
 *
 * SECURITY: the caller has verified the signature before, with a key of the connection and the algorithm of the header; {@link verify} does both.
 *
 * @throws {CoraError} a `TokenErrorCode` with the `claim` it is about, or every fault of the input.
 */
export const acceptToken = (input: AcceptTokenInput): AcceptedToken =>
  JSON.parse(core.ask(jsonOf(input), (exports, bytes) => exports.acceptToken(bytes)));

/**
 * Says what to do to get a token's key from a set: use one, fetch the set, or refuse the token. {@link TokenVerifier} does as it says.
 *
 * @throws {CoraError} every fault of the input.
 */
export const lookUpKey = (input: LookUpKeyInput): KeyLookup =>
  JSON.parse(core.ask(jsonOf(input), (exports, bytes) => exports.lookUpKey(bytes)));

/**
 * Whether a session may do something: on the platform when no organization is named, else in that organization. A session
 * that is not authenticated may do nothing.
 *
 * @throws {CoraError} with every fault of the session.
 */
export const can = (session: UnifiedSession, capability: Capability, organizationId?: OrganizationId | null): boolean =>
  operations.can(core, session, capability, organizationId);

/**
 * Whether a session has all that is asked for: a capability, a role on the platform or in an organization, a membership. Who asks for nothing gets
 * `false`.
 *
 * @throws {CoraError} with every fault of session and requirement.
 */
export const has = (session: UnifiedSession, requirement: Requirement): boolean =>
  operations.has(core, session, requirement);

/**
 * Whether a session may do something now. What is sensitive needs the user's role version, read at this moment: without it, and with another than
 * the session's, the answer is `stale`.
 *
 * @throws {CoraError} with every fault of the input.
 */
export const authorize = (
  session: UnifiedSession,
  capability: Capability,
  { organizationId, roleVersion }: { readonly organizationId?: OrganizationId | null; readonly roleVersion?: number | null } = {},
): Authorization =>
  JSON.parse(core.ask(jsonOf({ session, capability, organizationId, roleVersion }), (exports, bytes) => exports.authorize(bytes)));

/**
 * The state of a session in a page after something happened: what is known, until when, and when to ask again.
 *
 * @throws {CoraError} with every fault of the input.
 */
export const reduceSession = (input: ReduceSessionInput): SessionState => operations.reduceSession(core, input);

/** Where a browser may be sent, or why not there. */
export type Redirect = { readonly ok: true; readonly target: string } | { readonly ok: false; readonly code: RedirectErrorCode };

/**
 * The target of a redirect, if it is a path of the application, or a URL of its origin or of an allowed one.
 *
 * @throws {CoraError} with every fault of the input.
 */
export function safeRedirect(input: RedirectInput): Redirect {
  const answer: RedirectTarget | RedirectError = JSON.parse(core.ask(jsonOf(input), (exports, bytes) => exports.safeRedirect(bytes)));
  return "target" in answer ? { ok: true, target: answer.target } : { ok: false, code: answer.code };
}

/**
 * A function that says who may see a path: the first rule that matches its decoded parts counts, and whatever is unclear is protected.
 *
 * SECURITY: it spares people pages full of refusals and protects nothing by itself; what is behind a path verifies again.
 *
 * @example
 * ```ts
 * const routeOf = createRouteMatcher([{ pattern: "/sign-in/*", access: "public" }]);
 * if (routeOf(request.nextUrl.pathname).access === "protected") …
 * ```
 */
export const createRouteMatcher =
  (rules: readonly RouteRule[]) =>
  (path: string): RouteMatch =>
    JSON.parse(core.ask(jsonOf({ path, rules }), (exports, bytes) => exports.matchRoute(bytes)));
