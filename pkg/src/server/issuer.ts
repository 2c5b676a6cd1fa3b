/** Talks to Cora as an OpenID provider: discovery, keys, tokens. */

import { createLocalJWKSet, decodeJwt, errors, jwtVerify } from "jose";
import type { JWTPayload, JWTVerifyOptions } from "jose";
import * as oauth from "oauth4webapi";

import type { OrganizationId, OrganizationRole, PlatformRole, UserId } from "../session/index.js";
import { isSecure } from "./options.js";
import type { Settings } from "./options.js";

/** The claims of an access token (§14.8 of the specification). */
export interface AccessClaims {
  readonly sub: UserId;
  readonly sid: string;
  readonly exp: number;
  readonly iat: number;
  readonly scope: readonly string[];
  readonly authTime: number | null;
  readonly acr: string | null;
  readonly amr: readonly string[];
  readonly organization: { readonly id: OrganizationId; readonly role: OrganizationRole } | null;
  readonly platformRole: PlatformRole;
  readonly roleVersion: number;
  /** The subject that acts on the user's behalf; `null` if none does. */
  readonly actor: string | null;
  /** The user's permissions in the application; `null` if the application defines none. */
  readonly permissions: GrantedPermissions | null;
}

/** The permissions of a user in the application (§15.5 of the specification). */
export interface GrantedPermissions {
  /** The version of their definitions, raised by each change. */
  readonly version: number;
  /** The permissions; `null` if there are too many for a token and Cora was not asked yet. */
  readonly lists: PermissionLists | null;
}

/** Permissions in the current organization and on the platform. */
export interface PermissionLists {
  readonly organization: readonly string[];
  readonly platform: readonly string[];
}

/** The claims of a logout token. */
export interface LogoutClaims {
  readonly sid: string;
}

/** Tokens, as the token endpoint gave them; the access token is verified. */
export interface Tokens {
  readonly accessToken: string;
  readonly claims: AccessClaims;
  readonly refreshToken: string | null;
  readonly idToken: string | null;
  readonly idClaims: JWTPayload | null;
}

/** The reason that a request to Cora gave nothing. The list is closed. */
export type IssuerErrorCode =
  /** Cora does not answer, or answers with an error of its own. */
  | "issuer_unreachable"
  /** The answer is not what an issuer answers. */
  | "issuer_invalid_answer"
  /** Cora does not accept the application's identifier and secret. */
  | "client_refused"
  /** The grant is over: the session has ended, or the code was used. */
  | "grant_refused"
  /** The request is refused for another reason, such as an organization that the user is not in. */
  | "request_refused"
  /** The access token is not one for this application. */
  | "token_invalid"
  /** The keys to verify a token with cannot be fetched. */
  | "keys_unavailable";

/** The error for a request to Cora that gave nothing. */
export class IssuerError extends Error {
  override readonly name = "IssuerError";

  constructor(
    readonly code: IssuerErrorCode,
    cause?: unknown,
  ) {
    super(code, cause === undefined ? undefined : { cause });
  }
}

/** The life of a discovery document, in seconds. */
const DISCOVERY_SECONDS = 3600;
/** The life of a key set, in seconds (§10.4 of the specification). */
const KEYS_SECONDS = 600;
/** The least time between two fetches for an unknown key, in seconds. */
const UNKNOWN_KEY_SECONDS = 60;
/** The leeway for times, in seconds (§10.3 of the specification). */
const LEEWAY_SECONDS = 30;
const MAX_KEYS_BYTES = 256 * 1024;

const PLATFORM_ROLES: readonly unknown[] = [
  "platform_user",
  "platform_auditor",
  "platform_admin",
  "platform_owner",
] satisfies PlatformRole[];
const ORGANIZATION_ROLES: readonly unknown[] = ["org_user", "org_admin", "org_owner"] satisfies OrganizationRole[];

const isText = (value: unknown): value is string => typeof value === "string" && value !== "" && value.length <= 1024;
const isWhole = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

const isTexts = (value: unknown): value is readonly string[] => Array.isArray(value) && value.every(isText);

/** Returns the permissions that claims state; `undefined` if they are not such claims. */
function readPermissions(payload: Record<string, unknown>): GrantedPermissions | null | undefined {
  const { permissions, permissions_version: version, platform_permissions: platform = [] } = payload;
  if (version === undefined) return null;
  if (!isWhole(version)) return undefined;
  if (permissions === undefined) return { version, lists: null };
  return isTexts(permissions) && isTexts(platform)
    ? { version, lists: { organization: permissions, platform } }
    : undefined;
}

/**
 * Returns the claims of an access token whose signature was verified; `undefined` if they are not
 * such claims.
 */
function readClaims(payload: JWTPayload, clientId: string): AccessClaims | undefined {
  const { acr, act, amr, aud, auth_time, client_id, exp, iat, org_id, org_role, platform_role, role_version } = payload;
  const { scope, sid, sub } = payload;
  // `aud` is the application and nothing else, so that no other application's token is accepted.
  if (aud !== clientId || client_id !== clientId) return undefined;
  if (!isText(sub) || !isText(sid) || !isWhole(exp) || !isWhole(iat) || !isWhole(role_version)) return undefined;
  if (!PLATFORM_ROLES.includes(platform_role)) return undefined;
  const hasOrganization = org_id !== undefined || org_role !== undefined;
  if (hasOrganization && (!isText(org_id) || !ORGANIZATION_ROLES.includes(org_role))) return undefined;
  const permissions = readPermissions(payload);
  if (permissions === undefined) return undefined;
  const actor = typeof act === "object" && act !== null ? (act as { readonly sub?: unknown }).sub : undefined;
  return {
    sub: sub as UserId,
    sid,
    exp,
    iat,
    scope: typeof scope === "string" ? scope.split(" ").filter(Boolean) : [],
    authTime: isWhole(auth_time) ? auth_time : null,
    acr: isText(acr) ? acr : null,
    amr: Array.isArray(amr) ? amr.filter(isText) : [],
    organization: hasOrganization ? { id: org_id as OrganizationId, role: org_role as OrganizationRole } : null,
    platformRole: platform_role as PlatformRole,
    roleVersion: role_version,
    actor: isText(actor) ? actor : null,
    permissions,
  };
}

/**
 * Returns the claims of an access token that a cookie of our own holds, without verifying it again:
 * which session it is of.
 */
export function claimsInCookie(token: string, clientId: string): AccessClaims | undefined {
  try {
    return readClaims(decodeJwt(token), clientId);
  } catch {
    return undefined;
  }
}

/** The dependencies of an {@link Issuer}. */
export interface IssuerOptions {
  readonly fetch: typeof fetch;
  readonly now: () => number;
  readonly timeoutMs: number;
}

/** Cora as the application's OpenID provider. */
export class Issuer {
  readonly #settings: Settings;
  readonly #options: IssuerOptions;
  readonly #client: oauth.Client;
  #server: { readonly document: oauth.AuthorizationServer; readonly fetchedAt: number } | undefined;
  #discovering: Promise<oauth.AuthorizationServer> | undefined;
  #keys: { readonly find: ReturnType<typeof createLocalJWKSet>; readonly fetchedAt: number } | undefined;
  #attemptedAt = Number.NEGATIVE_INFINITY;
  #loading: Promise<void> | undefined;

  constructor(settings: Settings, options: IssuerOptions) {
    this.#settings = settings;
    this.#options = options;
    this.#client = { client_id: settings.clientId };
  }

  get #http() {
    return {
      [oauth.customFetch]: (url: string, init: object) => this.#options.fetch(url, init as RequestInit),
      [oauth.allowInsecureRequests]: new URL(this.#settings.issuer).protocol === "http:",
      signal: () => AbortSignal.timeout(this.#options.timeoutMs),
    };
  }

  /**
   * Returns the discovery document, kept for an hour and longer while Cora does not answer.
   *
   * @throws {IssuerError}
   */
  async server(): Promise<oauth.AuthorizationServer> {
    const { now } = this.#options;
    if (this.#server !== undefined && now() - this.#server.fetchedAt < DISCOVERY_SECONDS) return this.#server.document;
    this.#discovering ??= this.#discover().finally(() => {
      this.#discovering = undefined;
    });
    try {
      return await this.#discovering;
    } catch (cause) {
      if (this.#server !== undefined) return this.#server.document;
      throw cause;
    }
  }

  async #discover(): Promise<oauth.AuthorizationServer> {
    const url = new URL(this.#settings.issuer);
    const response = await oauth.discoveryRequest(url, { algorithm: "oidc", ...this.#http }).catch((cause: unknown) => {
      throw new IssuerError("issuer_unreachable", cause);
    });
    if (response.status >= 500 || response.status === 429) throw new IssuerError("issuer_unreachable");
    try {
      const document = await oauth.processDiscoveryResponse(url, response);
      const endpoints = [document.authorization_endpoint, document.token_endpoint, document.jwks_uri];
      // SECURITY: the library compares issuers as URLs; tokens are compared byte for byte.
      const isRight =
        document.issuer === this.#settings.issuer &&
        endpoints.every((one) => one !== undefined && URL.canParse(one) && isSecure(new URL(one)));
      if (!isRight) throw new TypeError("the discovery document is not this issuer's");
      this.#server = { document, fetchedAt: this.#options.now() };
      return document;
    } catch (cause) {
      throw new IssuerError("issuer_invalid_answer", cause);
    }
  }

  /** Fetches the key set. The last good one counts while fetching fails. */
  async #load(): Promise<void> {
    this.#attemptedAt = this.#options.now();
    const { jwks_uri } = await this.server();
    const response = await this.#options.fetch(jwks_uri ?? "", {
      headers: { accept: "application/json" },
      redirect: "error",
      signal: AbortSignal.timeout(this.#options.timeoutMs),
    });
    const text = response.status === 200 ? await response.text() : "";
    if (text === "" || text.length > MAX_KEYS_BYTES) throw new IssuerError("keys_unavailable");
    this.#keys = { find: createLocalJWKSet(JSON.parse(text)), fetchedAt: this.#options.now() };
  }

  async #refetch(): Promise<void> {
    this.#loading ??= this.#load().finally(() => {
      this.#loading = undefined;
    });
    await this.#loading.catch((cause: unknown) => {
      if (this.#keys === undefined) throw new IssuerError("keys_unavailable", cause);
    });
  }

  /**
   * Returns the claims of a token that one of Cora's keys has signed.
   *
   * @throws {IssuerError} `token_invalid`, `keys_unavailable`.
   */
  async #verify(token: string, type: string | null, options: JWTVerifyOptions): Promise<JWTPayload> {
    const isDue = this.#keys === undefined || this.#options.now() - this.#keys.fetchedAt >= KEYS_SECONDS;
    if (isDue && this.#options.now() - this.#attemptedAt >= (this.#keys === undefined ? 2 : UNKNOWN_KEY_SECONDS))
      await this.#refetch();
    for (let tries = 0; ; tries += 1) {
      const keys = this.#keys;
      if (keys === undefined) throw new IssuerError("keys_unavailable");
      try {
        const { payload, protectedHeader } = await jwtVerify(token, keys.find, {
          issuer: this.#settings.issuer,
          audience: this.#settings.clientId,
          currentDate: new Date(this.#options.now() * 1000),
          clockTolerance: LEEWAY_SECONDS,
          ...options,
        });
        // SECURITY: the type is compared exactly; an ID token or a logout token is no access token.
        if (type !== null && protectedHeader.typ !== type) throw new IssuerError("token_invalid");
        return payload;
      } catch (cause) {
        const mayBeNew =
          cause instanceof errors.JWKSNoMatchingKey &&
          tries === 0 &&
          this.#options.now() - this.#attemptedAt >= UNKNOWN_KEY_SECONDS;
        if (!mayBeNew) throw cause instanceof IssuerError ? cause : new IssuerError("token_invalid", cause);
        await this.#refetch();
      }
    }
  }

  /**
   * Verifies an access token without asking anybody but for keys (RFC 9068 §4).
   *
   * @throws {IssuerError} `token_invalid`, `keys_unavailable`.
   */
  async accessToken(token: string): Promise<AccessClaims> {
    const payload = await this.#verify(token, "at+jwt", {
      algorithms: ["ES256"],
      requiredClaims: ["sub", "exp", "iat"],
    });
    const claims = readClaims(payload, this.#settings.clientId);
    if (claims === undefined) throw new IssuerError("token_invalid");
    return claims;
  }

  /**
   * Verifies a logout token (OpenID Connect Back-Channel Logout 1.0 §2.6).
   *
   * @throws {IssuerError} `token_invalid`, `keys_unavailable`.
   */
  async logoutToken(token: string): Promise<LogoutClaims> {
    const payload = await this.#verify(token, "logout+jwt", {
      algorithms: ["RS256"],
      requiredClaims: ["iat", "exp", "jti", "events"],
    });
    const { events, exp, iat, nonce, sid } = payload;
    const member = (events as Record<string, unknown> | null)?.["http://schemas.openid.net/event/backchannel-logout"];
    const isRight =
      typeof member === "object" &&
      member !== null &&
      nonce === undefined &&
      isWhole(iat) &&
      isWhole(exp) &&
      exp - iat <= 120 &&
      iat <= this.#options.now() + LEEWAY_SECONDS;
    if (!isRight || !isText(sid)) throw new IssuerError("token_invalid");
    return { sid };
  }

  /**
   * Returns the permissions of a token's user from Cora, which has them where the token has not.
   * `null` if the session has ended, or works in another organization by now.
   *
   * @throws {IssuerError} `issuer_unreachable`, `issuer_invalid_answer`.
   */
  async permissions(token: string, claims: AccessClaims): Promise<GrantedPermissions | null> {
    const { userinfo_endpoint } = await this.server();
    if (userinfo_endpoint === undefined || !isSecure(new URL(userinfo_endpoint)))
      throw new IssuerError("issuer_invalid_answer");
    const request = this.#options.fetch(userinfo_endpoint, {
      headers: { accept: "application/json", authorization: `Bearer ${token}` },
      redirect: "error",
      signal: AbortSignal.timeout(this.#options.timeoutMs),
    });
    const response = await request.catch((cause: unknown) => {
      throw new IssuerError("issuer_unreachable", cause);
    });
    if (response.status === 401) return null;
    if (response.status !== 200) throw new IssuerError("issuer_unreachable");
    const answer = (await response.json().catch(() => null)) as Record<string, unknown> | null;
    if (answer?.sub !== claims.sub) throw new IssuerError("issuer_invalid_answer");
    if ((answer.org_id ?? null) !== (claims.organization?.id ?? null)) return null;
    const found = readPermissions(answer);
    if (found === undefined || found?.lists === null) throw new IssuerError("issuer_invalid_answer");
    return found;
  }

  /**
   * Returns the parameters of an authorization answer after its `state` and `iss` were compared.
   */
  async answer(url: URL, state: string): Promise<URLSearchParams> {
    // RFC 9207: Cora always names itself, so an answer without `iss` is not Cora's.
    const server = { ...(await this.server()), authorization_response_iss_parameter_supported: true };
    return oauth.validateAuthResponse(server, this.#client, url, state);
  }

  /**
   * Redeems a code.
   *
   * @throws {IssuerError}
   */
  async redeem(
    parameters: URLSearchParams,
    {
      nonce,
      redirectUri,
      verifier,
    }: { readonly nonce: string; readonly redirectUri: string; readonly verifier: string },
  ): Promise<Tokens> {
    const server = await this.server();
    return await this.#tokens(
      () =>
        oauth.authorizationCodeGrantRequest(
          server,
          this.#client,
          oauth.ClientSecretBasic(this.#settings.clientSecret),
          parameters,
          redirectUri,
          verifier,
          this.#http,
        ),
      (response) =>
        oauth.processAuthorizationCodeResponse(server, this.#client, response, {
          expectedNonce: nonce,
          requireIdToken: true,
          maxAge: oauth.skipAuthTimeCheck,
        }),
    );
  }

  /**
   * Renews a session. `organization` changes its current organization.
   *
   * @throws {IssuerError}
   */
  async renew(refreshToken: string, organization?: string): Promise<Tokens> {
    const server = await this.server();
    return await this.#tokens(
      () =>
        oauth.refreshTokenGrantRequest(
          server,
          this.#client,
          oauth.ClientSecretBasic(this.#settings.clientSecret),
          refreshToken,
          { ...this.#http, ...(organization !== undefined && { additionalParameters: { organization } }) },
        ),
      (response) => oauth.processRefreshTokenResponse(server, this.#client, response),
    );
  }

  async #tokens(
    ask: () => Promise<Response>,
    read: (response: Response) => Promise<oauth.TokenEndpointResponse>,
  ): Promise<Tokens> {
    const response = await ask().catch((cause: unknown) => {
      throw new IssuerError("issuer_unreachable", cause);
    });
    if (response.status >= 500 || response.status === 429) throw new IssuerError("issuer_unreachable");
    let answer: oauth.TokenEndpointResponse;
    try {
      answer = await read(response);
    } catch (cause) {
      throw new IssuerError(codeOf(cause, response.status), cause);
    }
    const { access_token, id_token, refresh_token } = answer;
    const claims = await this.accessToken(access_token);
    // The library has compared the ID token's claims; its signature is verified here.
    const idClaims = id_token === undefined ? null : await this.#verify(id_token, null, { algorithms: ["RS256"] });
    if (idClaims !== null && (idClaims.sub !== claims.sub || (idClaims.sid ?? claims.sid) !== claims.sid))
      throw new IssuerError("issuer_invalid_answer");
    return {
      accessToken: access_token,
      claims,
      refreshToken: refresh_token ?? null,
      idToken: id_token ?? null,
      idClaims,
    };
  }

  /** Ends the application session that a refresh token is of. Never rejects. */
  async revoke(refreshToken: string): Promise<void> {
    try {
      const server = await this.server();
      await oauth.revocationRequest(
        server,
        this.#client,
        oauth.ClientSecretBasic(this.#settings.clientSecret),
        refreshToken,
        { ...this.#http, signal: () => AbortSignal.timeout(Math.min(this.#options.timeoutMs, 2000)) },
      );
    } catch {
      // The cookie is gone all the same, and the session ends by itself.
    }
  }

  /**
   * Asks Cora's own API, as the user; `null` if it does not answer, or the application's tokens do
   * not reach it (`apiAccess`).
   */
  async api(path: string, accessToken: string): Promise<unknown> {
    try {
      const response = await this.#options.fetch(`${this.#settings.issuer}/${path}`, {
        headers: { accept: "application/json", authorization: `Bearer ${accessToken}` },
        redirect: "error",
        cache: "no-store",
        signal: AbortSignal.timeout(this.#options.timeoutMs),
      });
      if (response.status !== 200) return null;
      const body = (await response.json()) as { readonly success?: unknown; readonly data?: unknown };
      return body.success === true ? body.data : null;
    } catch {
      return null;
    }
  }
}

/** Returns the code for a refusal of the token endpoint. */
function codeOf(cause: unknown, status: number): IssuerErrorCode {
  if (cause instanceof oauth.WWWAuthenticateChallengeError) return "client_refused";
  if (!(cause instanceof oauth.ResponseBodyError)) return status === 401 ? "client_refused" : "issuer_invalid_answer";
  if (cause.error === "invalid_grant") return "grant_refused";
  return cause.error === "invalid_client" || cause.error === "unauthorized_client"
    ? "client_refused"
    : "request_refused";
}
