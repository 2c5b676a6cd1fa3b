/** The answers of a small platform, whose times and identifiers are fixed. */

export const NOW = Date.parse("2026-03-12T12:00:00Z");
const ago = (minutes: number) => new Date(NOW - minutes * 60_000).toISOString();
const DAY = 1440;
const id = (n: number) => `0190${n.toString(16).padStart(4, "0")}-1111-7111-8111-${n.toString(16).padStart(12, "0")}`;

export const ME = id(1);
export const ACME = id(100);
export const OKTA = id(200);

const LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft";
export const LONG_NAME = `${LONG} ${LONG} von und zu ${LONG}`.slice(0, 255);
const LONG_ADDRESS = `${"a".repeat(64)}@${"sub.".repeat(20)}long-domain-name.example`;

const NAMES = ["Ana Ito", "Ben Okafor", "Cem Yılmaz", "دانا سمير", "Zoë Brûlé-O’Connor", "李小龍"];

const person = (n: number, long: boolean) => ({
  userId: id(n),
  email: long ? LONG_ADDRESS : `person${n}@acme.example`,
  fullName: long ? LONG_NAME : n % 7 === 0 ? null : (NAMES[n % NAMES.length] ?? null),
});

export interface Size {
  readonly rows: number;
  readonly long: boolean;
}

const several = <T>({ rows }: Size, make: (n: number) => T): T[] =>
  Array.from({ length: rows }, (_, at) => make(at + 1));

export const users = (size: Size) =>
  several(size, (n) => ({
    ...person(n, size.long),
    emailVerified: n % 2 === 0,
    status: n % 5 === 4 ? "suspended" : n % 9 === 8 ? "deprovisioned" : "active",
    platformRole: n === 1 ? "platform_owner" : "platform_user",
    organizations: n % 3,
    createdAt: ago(n * DAY),
    version: 1,
  }));

export const user = (size: Size) => ({
  ...users({ ...size, rows: 2 })[1],
  lastLoginAt: ago(12),
  identities: [
    {
      id: 301,
      issuer: "https://login.acme.example/oauth2/default",
      subject: "00u1a2b3c4d5e6f7g8h9",
      email: "person2@acme.example",
      emailVerified: true,
      emailStatedAt: ago(12),
      createdAt: ago(40 * DAY),
      connectionId: OKTA,
      connectionName: size.long ? LONG_NAME : "Okta",
    },
  ],
  memberships: [
    {
      organizationId: ACME,
      organizationName: size.long ? LONG_NAME : "Acme",
      role: "org_admin",
      source: "invitation",
      status: "active",
      joinedAt: ago(39 * DAY),
      removedAt: null,
    },
  ],
});

export const members = (size: Size) =>
  several(size, (n) => ({
    ...person(n, size.long),
    avatarUrl: null,
    joinedAt: ago(n * DAY),
    role: n === 1 ? "org_owner" : n % 3 === 0 ? "org_admin" : "org_user",
    roleSource: n % 4 === 0 ? "group" : n % 5 === 0 ? "manual" : null,
    source: ["invitation", "domain", "group", "manual"][n % 4],
    userStatus: n % 6 === 5 ? "suspended" : "active",
    version: n,
  }));

export const invitations = (size: Size) =>
  several(size, (n) => ({
    id: id(400 + n),
    acceptance: "on_login",
    acceptedBy: n % 4 === 1 ? id(9) : null,
    claimedAs: n % 4 === 1 ? "b***@partner.example" : null,
    connectionId: null,
    createdAt: ago(n * 90),
    email: size.long ? LONG_ADDRESS : `guest${n}@partner.example`,
    expiresAt: new Date(NOW + n * 86_400_000).toISOString(),
    invitedBy: ME,
    invitedByName: size.long ? LONG_NAME : "Ana Ito",
    organizationId: ACME,
    organizationName: "Acme",
    platformRole: "platform_user",
    role: n % 3 === 0 ? "org_admin" : "org_user",
    status: ["pending", "accepted", "expired", "revoked"][n % 4],
    delivery: ["sent", "queued", "failed", "not_configured"][n % 4],
    version: 1,
  }));

export const domains = (size: Size) =>
  several(size, (n) => ({
    id: id(500 + n),
    organizationId: ACME,
    organizationName: size.long ? LONG_NAME : "Acme",
    domain: size.long ? `${"very-long-label.".repeat(10)}acme.example` : `${n === 1 ? "" : `d${n}.`}acme.example`,
    class: n % 5 === 0 ? "public_provider" : "company",
    connectionId: null,
    createdAt: ago(n * DAY),
    checkedAt: n % 3 === 0 ? null : ago(n * 7),
    enrollmentMode: ["automatic_suggestion", "automatic_membership", "manual_invitation", "enterprise_sso"][n % 4],
    requiredGroups: [],
    state: ["pending", "verified", "expired", "failed"][(n - 1) % 4],
    verification: "ownership",
    verifiedAt: null,
    version: 3,
    record: {
      type: "TXT",
      name: "_cora-domain.acme.example",
      value: "cora-domain-verification=9f6c2d4e8b7a4f0c9d1e2b3a4c5d6e7f8091a2b3c4d5e6f7",
    },
  }));

const RULE = "9f6c2d4e-8b7a-7f0c-9d1e-2b3a4c5d6e7f";
const OTHER_RULE = "0190c0de-8b7a-7f0c-9d1e-2b3a4c5d6e7f";

const seen = (finding: string, texts: readonly string[], name = "_cora-domain.acme.example") => ({
  finding,
  name,
  texts,
});

/** The texts that a lookup of a domain's record sees, by its finding, with a text of the page. */
export const observed: Readonly<Record<string, readonly [shows: string, observed: ReturnType<typeof seen>]>> = {
  found: ["The domain is proven", seen("found", [`cora-domain-verification=${RULE}`])],
  nothing: ["No record is there yet", seen("nothing", [])],
  quoted: ["quotation marks", seen("quoted", [`"cora-domain-verification=${RULE}"`])],
  prefix_missing: ["The beginning of the value", seen("prefix_missing", [RULE])],
  other_rule: ["another domain rule", seen("other_rule", [`cora-domain-verification=${OTHER_RULE}`])],
  other_text: [
    "and 3 more",
    seen("other_text", [
      "v=spf1 -all",
      `v=DKIM1; k=rsa; p=${"MIIBIjANBgkqhkiG9w0BAQEFAAOC".repeat(8)}`,
      ...[1, 2, 3, 4, 5, 6, 7].map((n) => `site-verification-${n}=8b7a4f0c`),
    ]),
  ],
  at_domain: ["at the domain itself", seen("at_domain", [`cora-domain-verification=${RULE}`], "acme.example")],
  name_doubled: [
    "has the domain twice",
    seen("name_doubled", [`cora-domain-verification=${RULE}`], "_cora-domain.acme.example.acme.example"),
  ],
};

export const requests = (size: Size) =>
  several(size, (n) =>
    n % 3 === 0
      ? { kind: "waitlist", email: person(20 + n, size.long).email, status: "pending", addedAt: ago(n * 300) }
      : {
          kind: "memberships",
          ...person(20 + n, size.long),
          organizationId: ACME,
          organizationName: size.long ? LONG_NAME : "Acme",
          role: "org_user",
          status: "pending",
          requestedAt: ago(n * 300),
        },
  );

export const organizations = (size: Size) =>
  several(size, (n) => ({
    id: n === 1 ? ACME : id(100 + n),
    name: size.long ? LONG_NAME : ["Acme", "Globex", "Initech", "Umbrella"][(n - 1) % 4],
    slug: size.long ? "a".repeat(64) : `org-${n}`,
    role: null,
    joinedAt: null,
    logoUrl: null,
    createdAt: ago(n * 10 * DAY),
    seatLimit: n % 2 === 0 ? 10 : null,
    seatsUsed: n * 3,
    status: n % 4 === 3 ? "inactive" : "active",
    version: 2,
  }));

const SETTINGS = {
  domain: "login.acme.example",
  clientId: "0oa1b2c3d4e5f6g7h8i9",
  clientSecret: "env:OKTA_CLIENT_SECRET",
  audiences: ["api://acme"],
  trustEmail: true,
};

export const connections = (size: Size) =>
  several(size, (n) => ({
    id: n === 1 ? OKTA : id(200 + n),
    displayName: size.long ? LONG_NAME : (["Okta", "Entra ID", "Google", "Auth0"][n - 1] ?? `Keycloak ${n}`),
    providerType: ["okta", "entra_id", "google", "auth0"][n - 1] ?? "keycloak",
    issuer: size.long
      ? `https://${"long-label.".repeat(12)}example/oauth2/default`
      : "https://login.acme.example/oauth2/default",
    config: SETTINGS,
    status: ["active", "draft", "validated", "tested"][n - 1] ?? "disabled",
    isActive: n === 1,
    isConfigured: n !== 2,
    isDefault: n === 1,
    organizationId: n === 4 ? ACME : null,
    activeNumber: n === 1 ? 4 : null,
    secretExpiresAt: n === 1 ? NOW / 1000 + 200 * 86_400 : null,
    latestNumber: n === 1 ? 5 : 1,
    createdAt: ago(90 * DAY),
    createdBy: ME,
    updatedAt: ago(n * 50),
    updatedBy: ME,
    version: 17,
  }));

export const versions = (size: Size) =>
  several({ ...size, rows: Math.max(5, Math.min(size.rows, 200)) }, (n) => ({
    number: n,
    config: { ...SETTINGS, clientId: n < 3 ? "0oaOLD" : SETTINGS.clientId, ...(n > 3 && { groupsClaim: ["groups"] }) },
    createdAt: ago((6 - n) * DAY),
    createdBy: ME,
    createdByName: size.long ? LONG_NAME : "Ana Ito",
    secretExpiresAt: n > 3 ? NOW / 1000 + 200 * 86_400 : null,
    isActive: n === 4,
    issuer: "https://login.acme.example/oauth2/default",
    stage: "tested",
    testOutcome: n > 1 ? "success" : null,
    testedAt: n > 1 ? ago(n * DAY) : null,
    testedDecision: null,
  }));

export const connectionAudit = (size: Size) =>
  several({ ...size, rows: Math.min(size.rows, 20) }, (n) => ({
    id: id(600 + n),
    action: ["activated", "saved", "test_recorded", "disabled"][n % 4],
    actorKind: "user",
    changes: [],
    connectionId: OKTA,
    forced: n % 4 === 3,
    number: n,
    oldConfig: null,
    newConfig: null,
    performedAt: ago(n * 100),
    performedBy: ME,
    performedByName: size.long ? LONG_NAME : "Ben Okafor",
    reason: n % 2 === 0 ? (size.long ? LONG_NAME : "the old client was deleted") : null,
    requestId: null,
    version: n,
  }));

export const trace = {
  decidedBy: "access",
  stages: [
    {
      stage: "identity",
      verdict: "passed",
      code: "ok",
      evidence: [{ kind: "email", address: "a***@partner.example", evidence: "verified" }],
    },
    {
      stage: "connection_status",
      verdict: "passed",
      code: "ok",
      evidence: [{ kind: "connection", id: OKTA, status: "active" }],
    },
    { stage: "account", verdict: "not_matched", code: "ok", evidence: [] },
    { stage: "bootstrap", verdict: "not_matched", code: "owner_exists", evidence: [] },
    {
      stage: "invitation",
      verdict: "not_matched",
      code: "no_invitation",
      evidence: [{ kind: "invitation", id: id(401), organizationId: ACME, code: "invitation_expired" }],
    },
    {
      stage: "domain",
      verdict: "not_matched",
      code: "no_domain_rule",
      evidence: [
        {
          kind: "domain_rule",
          id: id(501),
          organizationId: ACME,
          pattern: "*.partner.example",
          code: "domain_not_verified",
        },
      ],
    },
    { stage: "access", verdict: "denied", code: "no_matching_strategy", evidence: [] },
    { stage: "connection", verdict: "not_evaluated", code: "not_evaluated", evidence: [] },
    { stage: "group", verdict: "not_evaluated", code: "not_evaluated", evidence: [] },
  ],
};

const admitting = {
  decidedBy: "account",
  stages: trace.stages.map((stage) =>
    stage.stage === "account"
      ? {
          ...stage,
          verdict: "matched",
          code: "returning_user",
          evidence: [{ kind: "user", id: id(2), status: "active" }],
        }
      : ["identity", "connection_status"].includes(stage.stage)
        ? stage
        : { ...stage, verdict: "not_evaluated", code: "not_evaluated", evidence: [] },
  ),
};

const decision = (kind: string, reason: string) => ({
  outcome: { kind },
  reason,
  trace: kind === "denied" ? trace : admitting,
  memberships: [],
  currentOrganizationId: null,
  emailEvidence: "verified",
  platformRole: "platform_user",
  userMessage: kind === "denied" ? "access_denied" : null,
  plan: { effects: [], guards: [], idempotencyKey: "k" },
});

const step = (change: object, reach: string, actor = "organization") => ({ change, actor, capability: null, reach });
const result = (kind: string) => ({ outcome: kind, memberships: [] });

export const explained = ({ kind = "denied", long = false, many = false, none = false, past = false }) => ({
  decision: decision(kind, kind === "denied" ? "no_matching_strategy" : "returning_user"),
  trace: kind === "denied" ? trace : admitting,
  decidedBy: kind === "denied" ? "access" : "account",
  text: "denied: no_matching_strategy\n  ✓ identity\n  ✗ access",
  connection: { id: OKTA, name: long ? LONG_NAME : "Okta", kind: "okta", status: "active", version: 17 },
  policyVersion: 9,
  hypotheticalPolicy: false,
  input: {
    login: { email: long ? LONG_ADDRESS : "dana@partner.example" },
    policy: none ? { ...policy, strategies: [] } : policy,
  },
  assumptions: ["as_last_seen", "groups_unknown"],
  names: {
    organizations: { [ACME]: long ? LONG_NAME : "Acme" },
    users: { [id(2)]: "Ben Okafor" },
    connections: { [OKTA]: "Okta" },
  },
  past: past
    ? { ...logins({ rows: 1, long: false })[0], outcome: "provisioned", reason: "domain_admits", differs: true }
    : null,
  remedies:
    none || kind !== "denied"
      ? []
      : [
          {
            steps: [step({ kind: "create_invitation", organizationId: ACME }, "person")],
            result: result("provisioned"),
            alsoAdmits: null,
          },
          {
            steps: [
              step(
                {
                  kind: "change_domain",
                  organizationId: ACME,
                  domainId: id(501),
                  enrollmentMode: "automatic_suggestion",
                },
                "organization",
              ),
            ],
            result: result("approval_required"),
            alsoAdmits: { tried: 80, admitted: 2, names: ["Cem Yılmaz", long ? LONG_ADDRESS : "dana@partner.example"] },
          },
          {
            steps: [
              step({ kind: "add_strategy", strategy: "group" }, "everybody", "platform"),
              step({ kind: "join_group", group: "staff" }, "person", "provider"),
            ],
            result: result("provisioned"),
            alsoAdmits: { tried: 80, admitted: 0, names: [] },
          },
          {
            steps: [step({ kind: "use_connection", connectionId: OKTA }, "person", "person")],
            result: null,
            alsoAdmits: null,
          },
          ...(many
            ? Array.from({ length: 36 }, (_, n) => ({
                steps: [step({ kind: "join_group", group: `group ${n + 1}` }, "person", "provider")],
                result: result("provisioned"),
                alsoAdmits: null,
              }))
            : []),
        ],
});

export const explainedToken = (good: boolean) => ({
  steps: [
    "form",
    "connection",
    "header",
    "key",
    "signature",
    "claims",
    "kind",
    "audience",
    "times",
    "organization",
  ].map((one, at) => ({
    step: one,
    result: good || at < 7 ? "good" : at === 7 ? "bad" : "not_reached",
  })),
  objection: good
    ? null
    : {
        code: "audience_mismatch",
        message: "the token is for another audience",
        help: "Add the audience to the connection.",
      },
  expired: good,
  expiresAt: NOW / 1000 - 600,
  claims: null,
  explained: good ? explained({ kind: "returning" }) : null,
});

export function logins(size: Size) {
  return several(size, (n) => ({
    id: id(700 + n),
    at: ago(n * 3),
    outcome: ["returning", "denied", "provisioned", "waitlisted", "token_refused"][n % 5],
    reason: ["returning_user", "no_matching_strategy", "invitation_accepted", "waitlisted", "token_expired"][n % 5],
    connectionId: OKTA,
    connectionName: size.long ? LONG_NAME : "Okta",
    userId: n % 2 === 0 ? null : id(n),
    userName: n % 2 === 0 ? null : size.long ? LONG_NAME : NAMES[n % NAMES.length],
    email: "a***@acme.example",
    requestId: id(800 + n),
    policyVersion: 9,
    connectionVersion: 17,
    hasTrace: n !== 2,
    hasSample: true,
    trace: n === 2 ? null : trace,
  }));
}

const ACTIONS = [
  "member_role_changed",
  "invitation_created",
  "policy_saved",
  "user_suspended",
  "domain_added",
  "organization_created",
  "application_registered",
];

export const audit = (size: Size) =>
  several(size, (n) => ({
    id: id(900 + n),
    number: n,
    at: ago(n * 20),
    action: ACTIONS[n % ACTIONS.length],
    actorId: n % 5 === 0 ? null : ME,
    actorKind: n % 5 === 0 ? "operator" : "user",
    actorName: n % 6 === 0 ? null : size.long ? LONG_NAME : "Ben Okafor",
    changes: several({ rows: n === 3 && size.rows > 50 ? 200 : n % 3, long: false }, (m) => ({
      field: `field_${m}`,
      before: m % 2 === 0 ? "org_user" : null,
      after: size.long ? LONG_NAME : "org_admin",
    })),
    organizationId: ACME,
    organizationName: size.long ? LONG_NAME : "Acme",
    reason: n % 2 === 0 ? (size.long ? LONG_NAME : "covers for Cem") : null,
    requestId: n % 3 === 0 ? id(800 + n) : null,
    target: size.long ? LONG_ADDRESS : "acme.example",
    userId: id(n),
    userName: size.long ? LONG_NAME : "Ana Ito",
  }));

export const policy = {
  accessMode: "restricted",
  accountLinking: "confirm",
  bootstrap: { mode: "token" },
  defaultRoles: [],
  enforceSeats: true,
  groupRoles: [
    { connectionId: OKTA, group: "admins", organizationId: ACME, role: "org_admin", sync: "add" },
    { connectionId: null, group: "staff", organizationId: ACME, role: "org_user", sync: "authoritative" },
  ],
  idpOrganizations: [{ connectionId: null, idpOrganization: "org_2f9c", organizationId: ACME, role: null }],
  incompleteGroups: "deny",
  invitationClaim: "address",
  invitationLifetimeSeconds: 604_800,
  multipleInvitations: "accept_all",
  personalOrganization: false,
  reconcileOnLogin: true,
  requireVerifiedEmail: true,
  requiredGroups: [],
  secondSubject: "ask_administrator",
  strategies: ["invitation", "connection", "domain"],
  subaddressing: "allow",
  disposable: "refuse",
  blockedDomains: [],
  version: 9,
};

export const report = (findings: boolean) => ({
  errors: findings ? 1 : 0,
  warnings: findings ? 1 : 0,
  findings: findings
    ? [
        {
          code: "seats_not_enforced",
          severity: "warning",
          path: "/policy/enforceSeats",
          message: "seat limits are set, and the policy does not enforce them",
          fix: "Set enforceSeats.",
        },
        {
          code: "strategy_missing",
          severity: "error",
          path: "/policy/strategies",
          message: "groups give roles, and the strategy `group` is not used",
          fix: "Add `group` to the strategies.",
        },
      ]
    : [],
});

export const expectations = (size: Size) =>
  several({ ...size, rows: Math.min(size.rows, 20) }, (n) => ({
    name: size.long ? `${LONG_NAME} ${n}`.slice(-255) : n === 1 ? "a stranger stays out" : `staff come in (${n})`,
    login: {
      now: NOW / 1000,
      facts: {},
      login: {
        connectionId: OKTA,
        issuer: "https://login.acme.example/oauth2/default",
        subject: `expected-${n}`,
        email: size.long ? LONG_ADDRESS : n % 3 === 2 ? null : `p${n}@partner.example`,
        emailVerified: n % 2 === 1,
        groups: n % 2 === 0 ? ["staff", "admins"] : null,
      },
    },
    outcome: n === 1 ? "denied" : "provisioned",
    organization: n === 1 ? null : ACME,
    role: n === 1 ? null : "org_user",
  }));

export const applications = (size: Size) =>
  several(size, (n) => ({
    id: id(1100 + n),
    createdAt: ago(90 * DAY),
    createdBy: ME,
    updatedAt: ago(n * 400),
    updatedBy: ME,
    version: 3,
    secrets:
      n % 4 === 1 || n % 4 === 0
        ? [{ id: id(1150 + n), createdAt: ago(20 * DAY), createdBy: ME, expiresAt: n === 1 ? ago(-70 * DAY) : null }]
        : [],
    settings: {
      name: size.long ? LONG_NAME : (["Shop", "Board", "Scanner", "Nightly import"][(n - 1) % 4] ?? "Shop"),
      kind: ["web", "spa", "native", "service"][(n - 1) % 4],
      apiAccess: n % 2 === 0,
      authentication: n % 4 === 1 || n % 4 === 0 ? "secret" : "none",
      backChannelLogoutUri: null,
      connections: [],
      development: n % 3 === 0,
      enabled: n % 5 !== 4,
      keys: null,
      origins: n % 4 === 2 ? ["https://board.acme.example"] : [],
      pkce: "required",
      postLogoutRedirectUris: [],
      redirectUris:
        n % 4 === 0
          ? []
          : [
              {
                uri: `https://app.${size.long ? "very-long-label.".repeat(8) : ""}acme.example/callback`,
                expiresAt: null,
              },
              { uri: "https://preview-7.acme.example/callback", expiresAt: NOW / 1000 + 600_000 },
            ],
      session: { idle: 604_800, absolute: 2_592_000 },
    },
  }));

export const permissions = (size: Size) => ({
  applicationId: id(1101),
  applicationName: size.long ? LONG_NAME : "Shop",
  version: 4,
  defined:
    size.rows === 0
      ? { permissions: [], roles: [] }
      : {
          permissions: several({ ...size, rows: Math.min(size.rows, 60) }, (n) => ({
            id: n === 1 ? "invoices:read" : n === 2 ? "invoices:approve" : `reports:read:part-${n}`,
            describe: size.long
              ? LONG_NAME
              : n === 2
                ? "Approve invoices for payment."
                : "Read what the organization has.",
            grantedTo: n === 2 ? ["approver", "org_owner"] : ["org_user", "org_admin", "org_owner"],
          })),
          roles: [{ id: "approver", describe: size.long ? LONG_NAME : "Approves invoices." }],
        },
});

export const sessions = (size: Size) =>
  several({ ...size, rows: Math.min(size.rows, 20) }, (n) => ({
    id: id(1200 + n),
    connectionId: OKTA,
    device: size.long ? LONG_NAME : ["Firefox on Linux", "Safari on iPhone", null][n % 3],
    beganAt: ago(n * DAY),
    usedAt: ago(n * 30),
    idleEndsAt: ago(-DAY),
    endsAt: ago(-29 * DAY),
    applications: [
      {
        id: id(1300 + n),
        applicationId: id(1101),
        applicationName: size.long ? LONG_NAME : "Shop",
        usedAt: ago(n * 30),
      },
      { id: id(1400 + n), applicationId: id(1102), applicationName: "Board", usedAt: ago(n * 90) },
    ],
  }));

export const consoleSessions = (size: Size) => ({
  current: id(1501),
  items: several({ ...size, rows: Math.max(1, Math.min(size.rows, 10)) }, (n) => ({
    id: id(1500 + n),
    kind: n === 3 ? "operator" : "person",
    userId: n === 3 ? null : id(n),
    userName: n === 3 ? null : size.long ? LONG_NAME : (NAMES[n % NAMES.length] ?? null),
    device: n % 3 === 2 ? null : "Firefox on Linux",
    beganAt: ago(n * 40),
    usedAt: ago(n),
    idleEndsAt: ago(-25),
    endsAt: ago(-400),
  })),
});

export const conflicts = (size: Size) =>
  several(size, (n) => ({
    id: id(1600 + n),
    kind: n % 2 === 1 ? "second_subject" : "email_conflict",
    status: n === 5 ? "dismissed" : "open",
    userId: n === 4 ? ME : id(n + 1),
    userName: size.long ? LONG_NAME : (NAMES[n % NAMES.length] ?? null),
    email: size.long ? LONG_ADDRESS : `person${n}@acme.example`,
    issuer: "https://login.acme.example/oauth2/default",
    subject: `00u1a2b3c4d5e6f7g8h${n}`,
    claimantId: n % 2 === 1 ? null : id(n + 20),
    claimantName: n % 2 === 1 ? null : size.long ? LONG_NAME : "Ben Okafor",
    connectionId: OKTA,
    connectionName: size.long ? LONG_NAME : "Okta",
    openedAt: ago(n * 700),
    reason: n === 5 ? "asked both of them" : null,
    resolvedAt: n === 5 ? ago(3) : null,
    resolvedBy: n === 5 ? ME : null,
  }));

export const join = {
  outcome: "conflict_resolved",
  consequences: [{ code: "sessions_end", count: 1, names: [], message: "sessions end" }],
  join: {
    userId: id(3),
    joinedUserId: id(22),
    identities: [{ issuer: "https://login.acme.example", subject: "x" }],
    unlinked: [],
    memberships: [{}, {}],
    membershipRequests: [ACME],
    platformRole: "platform_user",
  },
};

const DAY_SECONDS = 86_400;

export const overview = (kind: "healthy" | "broken" | "nothing" | "closed") => ({
  verdict: { healthy: "ok", broken: "most_are_refused", nothing: "nothing_counted", closed: "no_active_connection" }[
    kind
  ],
  from: Math.floor(NOW / 1000 / DAY_SECONDS) * DAY_SECONDS - 6 * DAY_SECONDS,
  step: DAY_SECONDS,
  counts:
    kind === "nothing" || kind === "closed"
      ? []
      : Array.from({ length: 7 }, (_, n) => n).flatMap((n) => {
          const begin = Math.floor(NOW / 1000 / DAY_SECONDS) * DAY_SECONDS - (6 - n) * DAY_SECONDS;
          return [
            { begin, outcome: "returning", logins: 900 + ((n * 137) % 400) },
            { begin, outcome: "waitlisted", logins: (n * 7) % 40 },
            { begin, outcome: "denied", logins: (n * 23) % 90 },
            { begin, outcome: "token_refused", logins: (n * 5) % 30 },
          ];
        }),
  reasons:
    kind === "healthy" || kind === "broken"
      ? [
          { outcome: "returning", reason: "returning_user", logins: 6512 },
          { outcome: "denied", reason: "no_matching_strategy", logins: 214 },
          { outcome: "token_refused", reason: "token_expired", logins: 80 },
        ]
      : [],
  connections: [],
  endsSoon:
    kind === "broken"
      ? [
          {
            code: "application_secret",
            applicationId: id(50),
            applicationName: "Shop",
            secretId: id(51),
            endsAt: NOW / 1000 + 6 * DAY_SECONDS,
          },
          { code: "invitations", count: 3 },
          { code: "domain_proofs", count: 1 },
        ]
      : [],
  waiting:
    kind === "healthy" || kind === "broken"
      ? {
          membershipRequests: 3,
          waitlisted: 214,
          identityConflicts: 1,
          domainsPending: 1,
          domainsLost: 0,
          invitationsEnding: 3,
        }
      : {
          membershipRequests: 0,
          waitlisted: 0,
          identityConflicts: 0,
          domainsPending: 0,
          domainsLost: 0,
          invitationsEnding: 0,
        },
  policyErrors: kind === "broken" ? 1 : 0,
  policyWarnings: 2,
});

export const service = {
  version: "0.1.0",
  database: "postgres",
  schemaVersion: 31,
  publicUrl: "https://auth.acme.example",
  signInUrl: null,
  hasMail: true,
  hasNameServers: true,
  secretKeys: ["k2", "k1"],
  sealedByOtherKeys: 2,
  issuerNeeds: null,
  connectionsWithoutKeys: 0,
  connectionsWithOldKeys: 0,
  traceForUsers: false,
  origins: [],
  limits: { concurrent: 1000, concurrentPerClient: null, perSecond: 20, connections: 4096, connectionsPerClient: 64 },
  logins: { samples: 7_776_000, mostSamples: 100_000, log: 34_560_000 },
};

export const health = {
  connectionId: OKTA,
  connectionName: "Okta",
  status: "active",
  lastSignedIn: NOW / 1000 - 60,
  lastRefused: NOW / 1000 - 5400,
  day: { signedIn: 1204, refused: 5, tokensRefused: 2 },
  week: { signedIn: 8000, refused: 50, tokensRefused: 20 },
  keys: "fetched",
  keysFetchedAt: NOW / 1000 - 1800,
  secretExpiresAt: NOW / 1000 + 200 * 86_400,
  testOutcome: "success",
  testedAt: ago(2 * DAY),
};

const field = (name: string, group: string, shape: string, label: string, rest: object = {}) => ({
  name,
  aliases: [],
  group,
  shape,
  required: false,
  label,
  providerLabel: null,
  description: `What ${label} is`,
  example: null,
  values: [],
  danger: null,
  ...rest,
});

const KINDS = {
  okta: "Okta",
  entra_id: "Microsoft Entra ID",
  google: "Google",
  auth0: "Auth0",
  clerk: "Clerk",
  keycloak: "Keycloak",
  cognito: "Amazon Cognito",
  oidc: "Another OpenID provider",
};

const KIND_ROWS = Object.entries(KINDS).map(([kind, displayName]) => ({
  kind,
  displayName,
  alternatives: [],
  fields: [
    field("domain", "provider", "text", "Okta domain", {
      required: true,
      providerLabel: "Okta URL",
      example: "acme.okta.com",
    }),
    field("clientId", "client", "text", "Client ID", { required: true }),
    field("clientSecret", "client", "secret", "Client secret"),
    field("audiences", "tokens", "list", "Audiences"),
    field("leewaySeconds", "tokens", "number", "Leeway in seconds"),
    field("tokenUse", "tokens", "choice", "Token", { values: ["access_token", "id_token"] }),
    field("trustEmail", "trust", "flag", "Trust addresses", {
      danger: "Anybody whom the provider lets choose an address gets what that address gives.",
    }),
  ],
}));

export const kinds = {
  kinds: KIND_ROWS,
  redirectUris: [
    { uri: "https://auth.acme.example/auth/connection-test/callback", purpose: "test_login" },
    { uri: "https://auth.acme.example/auth/upstream/{connectionId}/callback", purpose: "sign_in" },
  ],
};

const entry = (step: string, ok: boolean, message: string, rest: object = {}) => ({
  at: NOW / 1000,
  step,
  ok,
  message,
  code: null,
  help: null,
  ...rest,
});

export const testRun = (status: string) => ({
  id: id(status === "success" ? 1001 : 1002),
  testRunId: id(status === "success" ? 1001 : 1002),
  connectionId: OKTA,
  number: 5,
  version: 17,
  status,
  createdAt: ago(2),
  createdBy: ME,
  createdByName: "Ana Ito",
  expiresAt: new Date(NOW + 480_000).toISOString(),
  finishedAt: status === "pending" ? null : ago(1),
  authorizationUrl: "https://login.acme.example/authorize?state=x",
  log:
    status === "pending"
      ? [entry("settings", true, "the settings are complete"), entry("discovery", true, "the document was read")]
      : [
          entry("settings", true, "the settings are complete"),
          entry("discovery", true, "the document was read"),
          entry("authorization", true, "the provider sent a code"),
          entry(
            "token_request",
            status === "success",
            status === "success" ? "the code was exchanged" : "the provider refused the client",
            {
              code: status === "success" ? null : "invalid_client",
              help: status === "success" ? null : "check the client secret",
            },
          ),
          ...(status === "success"
            ? [
                entry("login_token", true, "the token is accepted"),
                entry("decision", true, "the login would be admitted"),
              ]
            : []),
        ],
  claims:
    status === "pending"
      ? null
      : {
          claims: [
            { claim: "email", present: true, usable: true, value: "a***@acme.example", items: [], help: null },
            { claim: "groups", present: false, usable: false, value: null, items: [], help: "add the scope groups" },
          ],
          others: ["ver", "jti"],
        },
  decision: status === "success" ? { outcome: "returning", reason: "returning_user", trace: admitting } : null,
});

export const issues = Array.from({ length: 12 }, (_, n) => ({
  code: ["missing_field", "admin_domain", "not_https"][n % 3],
  severity: n % 4 === 3 ? "warning" : "error",
  path: `/${["domain", "clientId", "audiences", "clientSecret"][n % 4]}`,
  message: "the host is the one of the administrators",
  help: "Leave out `-admin`.",
}));

export const timeline = [
  { log: "commands", ...audit({ rows: 1, long: false })[0] },
  { log: "logins", ...logins({ rows: 1, long: false })[0] },
  {
    log: "issuer",
    number: 4,
    at: ago(30),
    event: "token_reused",
    reason: "the session was ended",
    applicationId: id(50),
    applicationName: "Shop",
    applicationSessionId: null,
    userId: id(2),
    userName: "Ben Okafor",
    requestId: null,
  },
  { log: "connections", ...connectionAudit({ rows: 1, long: false })[0], connectionName: "Okta" },
];
