// The optional parts of an input, and the parts that an answer always has.
import { decide, decideJson, explain, init, parseEmail, version } from "@cora/auth";
import { acceptToken, TokenVerifier, verify } from "@cora/auth/session";
import type {
  AcceptedToken,
  AuthenticatedSession,
  ConnectionId,
  DecideInput,
  Decision,
  LoginIdentity,
  OrganizationId,
  Outcome,
  OutcomeKind,
  UnifiedSession,
  UserId,
} from "@cora/auth";

const connectionId = "0198c0de-0000-7000-8000-0000000000c1" as ConnectionId;
const organizationId = "0198c0de-0000-7000-8000-0000000000a1" as OrganizationId;

export const least: DecideInput = {
  now: 1767225600,
  connection: { id: connectionId, kind: "oidc", issuer: "https://login.acme.example", status: "active" },
  login: { connectionId, issuer: "https://login.acme.example", subject: "00u1" },
};

export const more: DecideInput = {
  ...least,
  policy: {
    defaultRoles: [{ organizationId, role: "org_user" }],
    bootstrap: { mode: "allow_list", emails: ["ana@acme.example"] },
  },
  facts: {
    linkedUser: null,
    organizations: [{ id: organizationId, status: "active", name: "Acme", slug: "acme", seatLimit: null }],
  },
};

// @ts-expect-error the time is required
export const timeless: DecideInput = { connection: least.connection, login: least.login };
// @ts-expect-error a misspelled field
export const misspelled: DecideInput = { ...least, polici: {} };
// @ts-expect-error an unknown role
export const role: DecideInput = { ...least, policy: { defaultRoles: [{ organizationId, role: "owner" }] } };
// @ts-expect-error times are numbers
export const time: DecideInput = { ...least, now: "1767225600" };

const decision: Decision = decide(least);
// Answers contain null for an absent value, never undefined.
export const current: OrganizationId | null = decision.currentOrganizationId;
export const added: boolean[] = decision.memberships.map((membership) => membership.added);

export function user(outcome: Outcome): UserId | null {
  switch (outcome.kind) {
    case "returning":
    case "provisioned":
    case "linked":
    case "approval_required":
      return outcome.userId;
    case "link_confirmation_required":
    case "waitlisted":
    case "sso_required":
    case "denied":
      return null;
    default: {
      const never: never = outcome;
      return never;
    }
  }
}
export const kind: OutcomeKind = decision.outcome.kind;

// @ts-expect-error a denied login has no user
export const nobody: UserId = (decision.outcome as Extract<Outcome, { kind: "denied" }>).userId;

export function who(session: UnifiedSession): AuthenticatedSession | null {
  switch (session.status) {
    case "authenticated":
      return session.session;
    case "loading":
    case "unauthenticated":
    case "pending":
    case "error":
      return null;
    default: {
      const never: never = session;
      return never;
    }
  }
}

export const accepted: AcceptedToken = acceptToken({
  now: 1,
  connection: least.connection,
  header: { alg: "RS256" },
  claims: { any: [1] },
});
export const login: LoginIdentity = accepted.login;
export const completed: AcceptedToken = acceptToken({
  now: 1,
  connection: { ...least.connection, userinfo: "when_missing" },
  header: { alg: "RS256" },
  claims: { any: [1] },
  userinfo: accepted.userinfo === "not_needed" ? null : { sub: "00u1" },
});
export const isFromUserinfo: boolean = completed.fromUserinfo.includes("email");
export const verified: Promise<AcceptedToken> = verify("a.b.c", {
  connections: [{ connection: least.connection, keys: { jwksUri: "https://login.acme.example/keys" } }],
});
new TokenVerifier({
  // @ts-expect-error an unknown key location
  connections: [{ connection: least.connection, keys: { url: "https://login.acme.example/keys" } }],
});
export const texts: string[] = [explain(least), decideJson("{}"), version(), parseEmail("ana@acme.example").canonical];
export const loaded: Promise<void> = init(new URL("https://app.acme.example/cora.wasm"));
export const again: Promise<void> = init();
// @ts-expect-error the text has to be a string
decideJson({});
