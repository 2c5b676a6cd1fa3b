/** The result of authenticating a request, and the questions about it that the core answers. */

import { questionOf } from "../access-requirement.js";
import type { AccessRequirement } from "../access-requirement.js";
import { CAPABILITIES } from "../capabilities.js";
import { authorize, can, has, reduceSession } from "../session/index.js";
import type {
  AuthenticatedSession,
  Authorization,
  OrganizationId,
  OrganizationRole,
  Permission,
  PlatformRole,
  Requirement,
  UnifiedSession,
  UserId,
  SessionOrganization,
} from "../session/index.js";
import type { Answers } from "../react/carried.js";
import type { CookieProfile } from "./cookies.js";
import type { AccessClaims, IssuerErrorCode } from "./issuer.js";

/** The reason that nobody is signed in. The list is closed. */
export type SignedOutCode =
  /** The request has no session. */
  | "session_missing"
  /** The cookie is not one that this application has written. */
  | "session_invalid"
  /** Cora has ended the session, or it was signed out. */
  | "session_ended";

/** The reason that it could not be found out who makes a request. The list is closed. */
export type UnavailableCode = Exclude<IssuerErrorCode, "grant_refused"> | "revocation_unavailable";

/** The authentication of a request, discriminated by `status`. */
export type CoraSession =
  /** Nobody is signed in, or the session is over. */
  | { readonly status: "unauthenticated"; readonly code: SignedOutCode }
  /** A signed-in user. */
  | SignedInSession
  /** It could not be found out, so nothing is permitted. `message` is a sentence for the user. */
  | { readonly status: "error"; readonly code: UnavailableCode; readonly message: string };

/**
 * A signed-in user. A person who may not sign in, or not yet, never gets here: Cora shows them the
 * reason, so there is no state `pending`.
 */
export interface SignedInSession {
  readonly status: "authenticated";
  readonly userId: UserId;
  /** The current organization, and the user's role in it; `null` if there is none. */
  readonly organization: CurrentOrganization | null;
  readonly platformRole: PlatformRole;
  /** The version of the user's roles, incremented when they change. */
  readonly roleVersion: number;
  /** The identifier of the application's session at Cora. */
  readonly sid: string;
  /**
   * The time of the authentication at the provider, in seconds since the epoch; `null` if unknown.
   */
  readonly authTime: number | null;
  /** The class of the authentication, as the provider states it; `null` if it states none. */
  readonly acr: string | null;
  /** The methods of the authentication, as the provider states them. */
  readonly amr: readonly string[];
  /** The user's full name at the sign-in; `null` if unknown. */
  readonly fullName: string | null;
  /** The user's address at the sign-in; `null` if unknown. */
  readonly email: string | null;
  /** The subject that acts on the user's behalf; `null` if none does. */
  readonly actor: string | null;
  /** The end of the access token, in seconds since the epoch. The session goes on after it. */
  readonly expiresAt: number;
  /**
   * The access token, for calls to Cora's API and the application's own. Do not send it to the
   * browser.
   */
  readonly token: string;
  /**
   * Returns `true` if the session has the capability, or the permission that the application
   * defines: in the given organization, or on the platform
   * when the argument is left out. `null` and `undefined` are no organization, and `false`.
   */
  can(capability: Permission, ...organization: [organizationId?: OrganizationId | null | undefined]): boolean;
  /** Returns `true` if every part of the requirement is met; see {@link AccessRequirement}. */
  has(requirement: AccessRequirement): boolean;
}

/** The current organization of a session. */
export interface CurrentOrganization {
  readonly id: OrganizationId;
  readonly role: OrganizationRole;
  /** The organization's name when it became the current one; its identifier if unknown. */
  readonly name: string;
  /** The organization's slug when it became the current one; `null` if unknown. */
  readonly slug: string | null;
}

/** Returns the organizations that a session knows: the one that the user works in. */
export function organizationsOf({ organization }: AccessClaims, profile: CookieProfile): SessionOrganization[] {
  if (organization === null) return [];
  const { id, role } = organization;
  const names = profile.organization?.id === id ? profile.organization : null;
  return [{ id, name: names?.name ?? id, slug: names?.slug ?? id, role }];
}

/** Returns the core's session for the claims of an access token. */
export function unifiedOf(
  claims: AccessClaims,
  profile: CookieProfile,
  issuer: string,
): UnifiedSession & { readonly status: "authenticated" } {
  const session: AuthenticatedSession = {
    // To the application, Cora is its OpenID provider.
    provider: "oidc",
    userId: claims.sub,
    identity: { issuer, subject: claims.sub },
    sessionId: claims.sid,
    email: profile.email,
    emailEvidence: profile.emailEvidence,
    platformRole: claims.platformRole,
    organizations: organizationsOf(claims, profile),
    currentOrganizationId: claims.organization?.id ?? null,
    capabilities: [],
    permissions: [...(claims.permissions?.lists?.organization ?? [])],
    platformPermissions: [...(claims.permissions?.lists?.platform ?? [])],
    issuedAt: claims.iat,
    expiresAt: claims.exp,
    roleVersion: claims.roleVersion,
    actor: claims.actor === null ? null : { issuer, subject: claims.actor },
  };
  const unified = { status: "authenticated", session } as const;
  const current = claims.organization?.id;
  session.capabilities = CAPABILITIES.filter(
    (capability) => can(unified, capability) || (current !== undefined && can(unified, capability, current)),
  );
  return unified;
}

/** Returns what `auth()` returns for a verified token. */
export function signedIn(claims: AccessClaims, profile: CookieProfile, issuer: string, token: string): SignedInSession {
  let made: ReturnType<typeof unifiedOf> | undefined;
  const unified = () => (made ??= unifiedOf(claims, profile, issuer));
  const current = claims.organization?.id ?? null;
  const names = profile.organization?.id === current ? profile.organization : null;
  return {
    status: "authenticated",
    userId: claims.sub,
    organization: claims.organization && {
      ...claims.organization,
      name: names?.name ?? claims.organization.id,
      slug: names?.slug ?? null,
    },
    platformRole: claims.platformRole,
    roleVersion: claims.roleVersion,
    sid: claims.sid,
    authTime: claims.authTime,
    acr: claims.acr,
    amr: claims.amr,
    fullName: profile.fullName,
    email: profile.email,
    actor: claims.actor,
    expiresAt: claims.exp,
    token,
    can(capability, ...organization) {
      if (organization.length === 0) return can(unified(), capability);
      const [id] = organization;
      return id !== null && id !== undefined && can(unified(), capability, id);
    },
    has(requirement) {
      const asked = questionOf(requirement, current, organizationsOf(claims, profile));
      if (asked === undefined) return false;
      return Object.keys(asked).length === 0 || has(unified(), asked);
    },
  };
}

/**
 * Decides whether a session may use a permission now. `isPresent` is set if its roles were read for
 * this very request.
 */
export function authorization(
  claims: AccessClaims,
  profile: CookieProfile,
  issuer: string,
  { requirement, isPresent }: { readonly requirement: Requirement; readonly isPresent: boolean },
): Authorization {
  const { capability, organizationId } = requirement;
  if (capability === null || capability === undefined) return "allowed";
  return authorize(unifiedOf(claims, profile, issuer), capability, {
    organizationId: organizationId ?? null,
    roleVersion: isPresent ? claims.roleVersion : null,
  });
}

const PLATFORM_ROLES: readonly PlatformRole[] = [
  "platform_user",
  "platform_auditor",
  "platform_admin",
  "platform_owner",
];
const ORGANIZATION_ROLES: readonly OrganizationRole[] = ["org_user", "org_admin", "org_owner"];

/** The answer of the session's endpoint, and the initial state of a page. It has no token. */
export interface SessionAnswer {
  readonly session: UnifiedSession;
  readonly fullName: string | null;
  readonly serverTime: number;
  /** The core's answers about the session, so that the page needs no WebAssembly. */
  readonly answers: Answers | null;
}

/** Returns the answer for pages. */
export function answerOf(claims: AccessClaims, profile: CookieProfile, issuer: string, now: number): SessionAnswer {
  const unified = unifiedOf(claims, profile, issuer);
  const { organizations } = unified.session;
  const lists = claims.permissions?.lists;
  const permissions = [
    ...CAPABILITIES,
    ...new Set([...(lists?.organization ?? []), ...(lists?.platform ?? [])] as Permission[]),
  ];
  const { endsAt, refreshAt } = reduceSession({
    event: { event: "answered", session: unified, serverTime: now },
    now,
  });
  const answers: Answers = {
    platform: {
      capabilities: permissions.filter((permission) => can(unified, permission)),
      roles: PLATFORM_ROLES.filter((platformRole) => has(unified, { platformRole })),
    },
    organizations: Object.fromEntries(
      organizations.map(({ id }) => [
        id,
        {
          capabilities: permissions.filter((permission) => can(unified, permission, id)),
          roles: ORGANIZATION_ROLES.filter((organizationRole) =>
            has(unified, { organizationRole, organizationId: id }),
          ),
        },
      ]),
    ),
    refreshIn: refreshAt === null ? null : refreshAt - now,
    endsIn: endsAt === null ? null : endsAt - now,
  };
  return { session: unified, fullName: profile.fullName, serverTime: now, answers };
}
