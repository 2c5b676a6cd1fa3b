/**
 * `@cora/auth/session`: verifies tokens, and decides what a session may do. In browsers and at the
 * edge it has its own module, smaller than the one that decides on logins.
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
  KeyLookup,
  LookUpKeyInput,
  OrganizationId,
  Permission,
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
import { toJson } from "../text.js";
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
 * Loads the module. In a browser it has to be awaited before anything else of this entry is used;
 * in Node and on workerd it is optional. See `init` of `@cora/auth`. Exported by
 * `@cora/auth/session`.
 *
 * @param source the module's location or contents; the package's own `cora-session.wasm` when
 * absent.
 * @throws {CoraError} `wasm_load_failed`.
 */
export async function init(source?: WasmSource): Promise<void> {
  await core.init(source);
}

/**
 * Checks the header and claims of a token, and returns its content.
 *
 * SECURITY: the caller must already have verified the signature, with a key of the connection and
 * the header's algorithm; {@link verify} does both.
 *
 * @throws {CoraError} A `TokenErrorCode` with the `claim` it is about, or all faults of the input.
 */
export const acceptToken = (input: AcceptTokenInput): AcceptedToken =>
  JSON.parse(core.ask(toJson(input), (exports, bytes) => exports.acceptToken(bytes)));

/**
 * Decides how to get a token's key from a key set: use a key, fetch the set, or refuse the token.
 * {@link TokenVerifier} follows this decision.
 *
 * @throws {CoraError} All faults of the input.
 */
export const lookUpKey = (input: LookUpKeyInput): KeyLookup =>
  JSON.parse(core.ask(toJson(input), (exports, bytes) => exports.lookUpKey(bytes)));

/**
 * Returns `true` if a session has a capability of Cora, or a permission of its application: in the
 * given organization, or on the platform when none is given. A session that is not authenticated
 * has neither, and one knows its application's permissions in its current organization alone.
 *
 * @throws {CoraError} All faults of the session.
 */
export const can = (session: UnifiedSession, capability: Permission, organizationId?: OrganizationId | null): boolean =>
  operations.can(core, session, capability, organizationId);

/**
 * Returns `true` if a session meets every part of a requirement: capability, platform role,
 * organization role and membership. An empty requirement returns `false`.
 *
 * @throws {CoraError} All faults of the session and the requirement.
 */
export const has = (session: UnifiedSession, requirement: Requirement): boolean =>
  operations.has(core, session, requirement);

/**
 * Decides whether a session may do something now. A sensitive capability requires the user's
 * current role version: if it is missing or differs from the session's, the result is `stale`.
 *
 * @throws {CoraError} All faults of the input.
 */
export const authorize = (
  session: UnifiedSession,
  capability: Permission,
  {
    organizationId,
    roleVersion,
  }: { readonly organizationId?: OrganizationId | null; readonly roleVersion?: number | null } = {},
): Authorization =>
  JSON.parse(
    core.ask(toJson({ session, capability, organizationId, roleVersion }), (exports, bytes) =>
      exports.authorize(bytes),
    ),
  );

/**
 * Returns the state of a session in a page after an event: what is known, until when, and when to
 * ask again.
 *
 * @throws {CoraError} All faults of the input.
 */
export const reduceSession = (input: ReduceSessionInput): SessionState => operations.reduceSession(core, input);

/** A permitted redirect target, or the reason that the target is refused. */
export type Redirect =
  | { readonly ok: true; readonly target: string }
  | { readonly ok: false; readonly code: RedirectErrorCode };

/**
 * Returns the target of a redirect, if it is a path of the application, or a URL of its origin or
 * of an allowed one.
 *
 * @throws {CoraError} All faults of the input.
 */
export function safeRedirect(input: RedirectInput): Redirect {
  const answer: RedirectTarget | RedirectError = JSON.parse(
    core.ask(toJson(input), (exports, bytes) => exports.safeRedirect(bytes)),
  );
  return "target" in answer ? { ok: true, target: answer.target } : { ok: false, code: answer.code };
}

/**
 * Creates a function that returns the access rule of a path. The first rule that matches the path's
 * decoded segments applies, and any ambiguous path is protected.
 *
 * SECURITY: it spares users pages full of refusals and protects nothing by itself. The code behind
 * a path has to verify again.
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
    JSON.parse(core.ask(toJson({ path, rules }), (exports, bytes) => exports.matchRoute(bytes)));
