/** Sessions for tests. */

import { CAPABILITIES } from "../capabilities.js";
import type { ApplicationPermission } from "../register.js";
import { can } from "../session/index.js";
import type {
  AuthenticatedSession,
  OrganizationRole,
  PlatformRole,
  SessionOrganization,
  UnifiedSession,
} from "../session/index.js";

/** An organization of a test session. */
export interface TestOrganization {
  /** A UUID; derived from the name when absent. */
  readonly id?: string;
  readonly name: string;
  /** The role of the session's user in the organization; `org_user` when absent. */
  readonly role?: OrganizationRole;
}

/** The parts of a session that a test sets; the rest is an ordinary user's. */
export interface TestSession {
  /** A UUID; derived from the address when absent. */
  readonly userId?: string;
  /** The user's e-mail address; `ivan@acme.example` when absent. */
  readonly email?: string;
  /** The user's platform role; `platform_user` when absent. */
  readonly platformRole?: PlatformRole;
  readonly organizations?: readonly TestOrganization[];
  /** The name of the organization that the user works in; the first one when absent. */
  readonly currentOrganization?: string;
  /** The permissions of the application in the current organization; none when absent. */
  readonly permissions?: readonly ApplicationPermission[];
  /** The permissions of the application on the platform; none when absent. */
  readonly platformPermissions?: readonly ApplicationPermission[];
  /** The expiry of the session, in seconds since the epoch; none when absent. */
  readonly expiresAt?: number;
}

/** Returns a UUID that is the same for the same text, so that tests can name it. */
export function testId(text: string): string {
  // WHY not `TextEncoder`: jsdom, and with it Jest, has none.
  const units = encodeURIComponent(text).match(/%..|./g) ?? [];
  const bytes = units.map((unit) => (unit.length === 3 ? Number(`0x${unit.slice(1)}`) : unit.charCodeAt(0)));
  // FNV-1a, from four initial values.
  const words = [0x811c9dc5, 0x01000193, 0x9e3779b9, 0x85ebca6b].map((start) => {
    let hash = start;
    for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
    return hash.toString(16).padStart(8, "0");
  });
  const digits = words.join("");
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-8${digits.slice(13, 16)}-8${digits.slice(17, 20)}-${digits.slice(20)}`;
}

const slugOf = (name: string) =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "") || "organization";

/**
 * Returns a session as Cora writes it. The core decides what it may do, as in production, so in a
 * browser `init()` of `@cora/auth/session` has to be awaited first.
 *
 * @throws {TypeError} If `currentOrganization` names none of the organizations.
 * @throws {CoraError} If the result is not a session, for example because an identifier is not a
 * UUID.
 */
export function testSession(given: TestSession = {}): AuthenticatedSession {
  const {
    currentOrganization,
    email = "ivan@acme.example",
    expiresAt = null,
    organizations = [],
    permissions = [],
    platformPermissions = [],
    platformRole = "platform_user",
  } = given;
  const userId = given.userId ?? testId(email);
  const memberships = organizations.map(({ id, name, role = "org_user" }) => ({
    id: id ?? testId(`organization ${name}`),
    name,
    slug: slugOf(name),
    role,
  }));
  const current =
    currentOrganization === undefined ? memberships[0] : memberships.find(({ name }) => name === currentOrganization);
  if (currentOrganization !== undefined && current === undefined)
    throw new TypeError(`the session has no organization ${JSON.stringify(currentOrganization)}`);
  const session = {
    provider: "oidc",
    userId,
    identity: { issuer: "https://login.acme.example", subject: userId },
    sessionId: null,
    email,
    emailEvidence: "verified",
    platformRole,
    organizations: memberships as unknown as SessionOrganization[],
    currentOrganizationId: current?.id ?? null,
    capabilities: [],
    permissions,
    platformPermissions,
    issuedAt: null,
    expiresAt,
    roleVersion: 0,
    actor: null,
  } as unknown as AuthenticatedSession;
  const unified: UnifiedSession = { status: "authenticated", session };
  const capabilities = CAPABILITIES.filter(
    (capability) =>
      can(unified, capability) ||
      (session.currentOrganizationId !== null && can(unified, capability, session.currentOrganizationId)),
  );
  return { ...session, capabilities };
}

/**
 * Returns the body of the profile route's response for a session:
 * `new Response(JSON.stringify(profileAnswer(session)))`.
 */
export const profileAnswer = (session: AuthenticatedSession, fullName = "Ivan") => ({
  success: true as const,
  data: {
    userId: session.userId,
    email: session.email,
    fullName,
    session: { status: "authenticated" as const, session },
    explanation: { outcome: "returning" as const, reason: "identity_known", message: null, trace: null },
  },
});
