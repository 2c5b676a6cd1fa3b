import * as fixtures from "./fixtures";
import { refusal } from "./server";
import type { Situation } from "./server";

/** One picture of the gallery: a page of the console in one situation. */
export interface Entry extends Situation {
  readonly id: string;
  /** The page below the console's base, with its query. */
  readonly path: string;
  /** The texts of the buttons to press, in order, until the picture is there. */
  readonly press?: readonly string[];
  /** The texts to type, by the label of the field. */
  readonly type?: Readonly<Record<string, string>>;
  /** A text that the picture has. */
  readonly shows?: string;
  /** `true` for a person who may read all of the platform, and give no command. */
  readonly reads?: true;
  /** `door` for the page of the console before a person is signed in. */
  readonly door?: "setup" | "signed_out" | "application_only" | "no_connection" | "unavailable";
  /** A CSV file for the field of the file. */
  readonly file?: string;
  /** `true` if the picture exists only where there is little room. */
  readonly narrow?: boolean;
  /** `true` to look at it from right to left, in the pseudo-language, too. */
  readonly rtl?: boolean;
}

const orgs = `/orgs/${fixtures.ACME}`;
const okta = `/connections/${fixtures.OKTA}`;
const APPLICATION = fixtures.applications({ rows: 1, long: false })[0]?.id;
const DOMAIN = fixtures.domains({ rows: 1, long: false })[0];
const [CONNECTION, DRAFT] = fixtures.connections({ rows: 5, long: false });
const STATES = ["normal", "empty", "loading", "error", "forbidden", "offline", "long", "many"] as const;

/** A screen in each of some states. */
const each = (name: string, path: string, states: readonly Situation["state"][], rest: Partial<Entry> = {}): Entry[] =>
  states.map((state) => ({ id: `${name}-${state}`, path, state, ...rest }));

const activation = (answer: unknown): Pick<Entry, "answers"> => ({
  answers: { [`POST /admin/idp-config/${fixtures.OKTA}/activate`]: answer },
});

/** The page of the second connection, a draft whose deletion the server answers. */
const draft = (deletion: unknown): Pick<Entry, "path" | "state" | "answers"> => ({
  path: `/connections/${DRAFT.id}`,
  state: "normal",
  answers: {
    [`/admin/idp-config/${DRAFT.id}`]: DRAFT,
    [`DELETE /admin/idp-config/${DRAFT.id}`]: deletion,
  },
});

/** The connection, with the end of its secret some days from now. */
const ending = (days: number | null): Pick<Entry, "answers"> => ({
  answers: {
    [`/admin/idp-config/${fixtures.OKTA}`]: {
      ...CONNECTION,
      secretExpiresAt: days === null ? null : fixtures.NOW / 1000 + days * 86_400,
    },
  },
});

const rows = (count: number) =>
  [
    "email;role",
    ...Array.from({ length: count }, (_, n) =>
      n % 50 === 7
        ? "not an address;Member"
        : n % 50 === 9
          ? "p1@partner.example;Member"
          : `p${n}@partner.example;Member`,
    ),
  ].join("\n");

/** The pages of the platform, each with a text of it, for somebody who only reads. */
const READ: readonly (readonly [name: string, path: string, shows: string])[] = [
  ["connections", "/connections", "Okta"],
  ["connection", okta, "Logins in 24 hours"],
  ["connection-settings", `${okta}/settings`, "Check the provider"],
  ["connection-groups", `${okta}/groups`, "decides about the role"],
  ["connection-test", `${okta}/test`, "Test logins so far"],
  ["connection-history", `${okta}/history`, "What changed"],
  ["policy", "/policy", "Policy"],
  ["why", `/why?userId=${fixtures.ME}`, "kept out"],
  ["domains", "/domains", "acme.example"],
  ["users", "/users", "Ana Ito"],
  ["user", `/users/${fixtures.ACME}`, "Ways to sign in"],
  ["requests", "/requests", "waitlist"],
  ["conflicts", "/conflicts", "Open"],
  ["organizations", "/organizations", "Acme"],
  ["application", `/applications/${APPLICATION}`, "Client ID"],
  ["system", "/system", "Schema"],
];

export const ENTRIES: readonly Entry[] = [
  ...READ.map(([name, path, shows]): Entry => ({ id: `reader-${name}`, path, shows, state: "normal", reads: true })),
  ...each("overview", "/", ["normal", "loading", "error", "forbidden"], {}),
  {
    id: "overview-broken",
    path: "/",
    state: "normal",
    answers: { "/admin/overview": fixtures.overview("broken") },
    shows: "Most logins are refused",
    rtl: true,
  },
  { id: "overview-nothing", path: "/", state: "normal", answers: { "/admin/overview": fixtures.overview("nothing") } },
  {
    id: "overview-no-connection",
    path: "/",
    state: "normal",
    answers: { "/admin/overview": fixtures.overview("closed") },
    shows: "Nobody can sign in.",
  },

  ...each("connections", "/connections", STATES),
  ...each("connection", okta, ["normal", "loading", "error", "long"]),
  {
    id: "connection-settings",
    path: `${okta}/settings`,
    state: "normal",
    press: ["Validate"],
    shows: "Findings",
    rtl: true,
  },
  { id: "connection-settings-code", path: `${okta}/settings`, state: "long", press: ["As JSON"] },
  {
    id: "connection-settings-stale",
    path: `${okta}/settings`,
    state: "normal",
    type: { "Client ID": "0oaMINE" },
    press: ["Save"],
    shows: "Somebody else saved",
    answers: {
      [`PUT /admin/idp-config/${fixtures.OKTA}`]: () => refusal(409, "stale_version", "the connection was changed"),
      [`/admin/idp-config/${fixtures.OKTA}`]: {
        ...fixtures.connections({ rows: 1, long: false })[0],
        config: { ...fixtures.connections({ rows: 1, long: false })[0]?.config, clientId: "0oaTHEIRS" },
      },
      [`/admin/idp-config/${fixtures.OKTA}/versions`]: {
        items: fixtures
          .versions({ rows: 5, long: false })
          .map((one) => (one.number === 5 ? { ...one, config: { ...one.config, clientId: "0oaBEFORE" } } : one)),
        next: null,
      },
    },
  },
  {
    id: "connection-check-bad",
    path: `${okta}/settings`,
    state: "normal",
    press: ["Check the provider"],
    shows: "do not agree",
  },
  { id: "connection-test", path: `${okta}/test`, state: "normal" },
  {
    id: "connection-test-waiting",
    path: `${okta}/test`,
    state: "normal",
    press: ["Start a test login"],
    shows: "Waiting for the login",
  },
  {
    id: "connection-test-failed",
    path: `${okta}/test`,
    state: "normal",
    press: ["Start a test login"],
    shows: "The test login failed",
    answers: { [`POST /admin/idp-config/${fixtures.OKTA}/test`]: fixtures.testRun("failed") },
  },
  {
    id: "connection-test-good",
    path: `${okta}/test`,
    state: "normal",
    press: ["Start a test login"],
    shows: "would be accepted",
    answers: { [`POST /admin/idp-config/${fixtures.OKTA}/test`]: fixtures.testRun("success") },
    rtl: true,
  },
  {
    id: "connection-test-none",
    path: `${okta}/test`,
    state: "normal",
    answers: { [`/admin/idp-config/${fixtures.OKTA}/tests`]: [] },
  },
  {
    id: "connection-activate",
    path: okta,
    state: "normal",
    press: ["Activate"],
    shows: "One person could not sign in",
  },
  {
    id: "connection-lock-out",
    path: okta,
    state: "normal",
    press: ["Activate", "Do it nevertheless"],
    shows: "no owner or administrator",
    ...activation(() => refusal(409, "would_lock_out_admins", "afterwards no administrator could sign in")),
  },
  {
    id: "connection-not-tested",
    path: okta,
    state: "long",
    press: ["Activate"],
    shows: "No login has succeeded",
    ...activation(() => refusal(409, "not_tested", "no test login has succeeded")),
  },
  { id: "connection-groups", path: `${okta}/groups`, state: "normal", shows: "decides about the role", rtl: true },
  {
    id: "connection-groups-none",
    path: `${okta}/groups`,
    state: "normal",
    shows: "No group of this provider",
    answers: {
      "/admin/policy": {
        policy: { ...fixtures.policy, groupRoles: [], idpOrganizations: [] },
        version: 9,
        report: fixtures.report(false),
        expectations: [],
      },
    },
  },
  {
    id: "connection-group-add",
    path: `${okta}/groups`,
    state: "normal",
    press: ["Add"],
    shows: "The provider decides",
  },
  {
    id: "connection-delete",
    ...draft({ id: DRAFT.id, providerType: DRAFT.providerType, outcome: "deleted", consequences: [] }),
    press: ["Delete Entra ID"],
    shows: "Delete Entra ID?",
    rtl: true,
  },
  {
    id: "connection-deleted",
    ...draft({ id: DRAFT.id, providerType: DRAFT.providerType, outcome: "deleted", consequences: [] }),
    press: ["Delete Entra ID", "Delete Entra ID"],
    shows: "Add a connection",
  },
  {
    id: "connection-delete-tried",
    ...draft(() => refusal(409, "not_a_draft", "the connection was in use or tried, so it stays on record")),
    press: ["Delete Entra ID"],
    shows: "not_a_draft",
  },
  {
    id: "connection-delete-referenced",
    ...draft(() => refusal(409, "connection_referenced", "a domain rule or an invitation names the connection")),
    press: ["Delete Entra ID"],
    shows: "connection_referenced",
  },
  { id: "connection-secret-unknown", path: okta, state: "normal", shows: "not known", ...ending(null) },
  { id: "connection-secret-soon", path: okta, state: "normal", shows: "The secret ends soon", ...ending(20) },
  { id: "connection-secret-over", path: okta, state: "normal", shows: "The secret has ended", ...ending(-3) },
  {
    id: "connection-secret-end",
    path: okta,
    state: "normal",
    press: ["State when it ends", "@type"],
    type: { "The day on which it ends": "2027-06-30" },
    shows: "Nothing else changes",
    rtl: true,
    answers: { [`PUT /admin/idp-config/${fixtures.OKTA}/secret-expiry`]: { ...CONNECTION, consequences: [] } },
  },
  { id: "connection-history", path: `${okta}/history`, state: "many" },
  { id: "connection-audit", path: `${okta}/audit`, state: "long" },

  ...each("wizard", "/connections/new", ["normal", "loading", "error"]),
  {
    id: "wizard-paste",
    path: "/connections/new",
    state: "normal",
    type: { "Or paste what you have": "https://acme-admin.okta.com" },
    press: ["Read it"],
    shows: "This looks like Okta",
  },
  { id: "wizard-at-provider", path: "/connections/new", state: "normal", press: ["Okta"], shows: "Register these" },
  {
    id: "wizard-settings",
    path: "/connections/new",
    state: "normal",
    press: ["Okta", "Continue"],
    shows: "Save as a draft",
    rtl: true,
  },

  {
    id: "wizard-check-first",
    path: "/connections/new",
    state: "normal",
    press: ["Okta", "Continue", "Check before saving"],
    shows: "do not agree",
  },
  {
    id: "wizard-discover",
    path: "/connections/new",
    state: "normal",
    type: { "Or paste what you have": "https://acme.okta.com" },
    press: ["Ask the provider for its document"],
    shows: "This looks like Okta",
  },

  ...each("policy", "/policy", ["normal", "loading", "error", "long"]),
  {
    id: "policy-findings",
    path: "/policy",
    state: "normal",
    answers: {
      "/admin/policy": { policy: fixtures.policy, version: 9, report: fixtures.report(true), expectations: [] },
    },
    shows: "1 error, 1 warning",
    rtl: true,
  },
  {
    id: "policy-impact",
    path: "/policy?accessMode=waitlist",
    state: "normal",
    answers: { "/admin/logins/samples": Response.json({ code: "not_allowed", error: "no" }, { status: 403 }) },
    shows: "This was not done",
    rtl: true,
  },
  { id: "policy-impact-none", path: "/policy?accessMode=waitlist", state: "normal", shows: "No sample of a login" },
  { id: "policy-code", path: "/policy?view=code", state: "normal" },
  {
    id: "policy-expectations",
    path: "/policy?view=expectations",
    state: "normal",
    shows: "a stranger stays out",
    rtl: true,
  },
  { id: "policy-expectations-long", path: "/policy?view=expectations", state: "long" },
  { id: "policy-expectations-none", path: "/policy?view=expectations", state: "empty", shows: "No expectation yet" },
  {
    id: "policy-expectation-fails",
    path: "/policy?view=expectations",
    state: "normal",
    press: ["Add an expectation", "@type", "Add an expectation"],
    type: { Name: "guests come in", Address: "guest@partner.example" },
    shows: "policy_expectations_fail",
    answers: {
      "PUT /admin/policy": () =>
        refusal(409, "policy_expectations_fail", "a login would not be decided as an expectation says", {
          failures: [
            {
              name: "guests come in",
              expected: "provisioned",
              found: "denied",
              reason: "no_matching_strategy",
              role: null,
              message: "the login would be denied instead of provisioned: no strategy admits this person",
            },
          ],
        }),
    },
  },
  { id: "policy-history", path: "/policy?view=history", state: "long" },
  { id: "policy-try", path: "/policy?view=try", state: "normal", shows: "Edit the policy first" },

  { id: "why-ask", path: "/why", state: "normal" },
  { id: "why-found", path: "/why?q=ana", state: "normal", shows: "People with an account" },
  { id: "why-stranger", path: "/why?q=ana@partner.example", state: "empty", shows: "as a stranger" },
  { id: "why-denied", path: `/why?userId=${fixtures.ME}`, state: "normal", shows: "kept out", rtl: true },
  {
    id: "why-admitted",
    path: `/why?userId=${fixtures.ME}`,
    state: "normal",
    answers: { "POST /admin/explain": fixtures.explained({ kind: "returning" }) },
    shows: "This person is known",
  },
  {
    id: "why-no-remedy",
    path: `/why?userId=${fixtures.ME}`,
    state: "normal",
    answers: { "POST /admin/explain": fixtures.explained({ none: true }) },
    shows: "No single change",
  },
  { id: "why-forty-remedies", path: `/why?userId=${fixtures.ME}`, state: "many" },
  { id: "why-long", path: `/why?userId=${fixtures.ME}`, state: "long" },
  {
    id: "why-then-and-now",
    path: `/why?by=login&auditId=${fixtures.ME}`,
    state: "normal",
    answers: { "POST /admin/explain": fixtures.explained({ past: true }) },
    shows: "another one today",
  },
  { id: "why-token", path: "/why?by=token", state: "normal" },
  {
    id: "why-token-refused",
    path: "/why?by=token",
    state: "normal",
    type: { Token: "eyJhbGciOi" },
    press: ["Ask"],
    answers: { "POST /admin/explain/token": fixtures.explainedToken(false) },
    shows: "audience_mismatch",
  },
  {
    id: "why-claims",
    path: "/why?by=claims",
    state: "normal",
    type: { "Claims as JSON": "{" },
    shows: "not a JSON object",
  },
  { id: "why-error", path: `/why?userId=${fixtures.ME}`, state: "error" },

  ...each("domains-platform", "/domains", ["normal", "empty", "long"]),
  ...each("domains", `${orgs}/domains`, ["normal", "empty", "error", "long", "many"]),
  {
    id: "domain-record",
    path: `${orgs}/domains`,
    state: "normal",
    press: ["⋯", "Show the record"],
    shows: "_cora-domain",
  },
  ...Object.entries(fixtures.observed).map(
    ([finding, [shows, observed]]): Entry => ({
      id: `domain-${finding.replaceAll("_", "-")}`,
      path: `${orgs}/domains`,
      state: "normal",
      press: ["⋯", "Show the record", "Look now"],
      shows,
      answers: {
        [`POST ${orgs}/email-domains/${DOMAIN.id}/verify`]: { ...DOMAIN, outcome: "done", observed },
      },
    }),
  ),
  {
    id: "domain-add",
    path: `${orgs}/domains`,
    state: "empty",
    press: ["Add a domain"],
    shows: "Join at once",
    rtl: true,
  },
  { id: "domain-remove", path: `${orgs}/domains`, state: "long", press: ["⋯", "Remove"] },

  ...each("organizations", "/organizations", ["normal", "empty", "loading", "long", "many"]),
  { id: "organization-create", path: "/organizations", state: "normal", press: ["Create an organization"] },
  { id: "organization-settings", path: `${orgs}/settings`, state: "normal" },
  {
    id: "organization-stale",
    path: `${orgs}/settings`,
    state: "normal",
    type: { Name: "Acme Holding" },
    press: ["Save"],
    shows: "Somebody else saved",
    answers: {
      [`PUT /orgs/${fixtures.ACME}`]: () => refusal(409, "stale_version", "the organization was changed"),
    },
  },
  {
    id: "users-busy",
    path: "/users",
    state: "normal",
    shows: "Next try in",
    answers: {
      "/admin/users": () =>
        refusal(503, "storage_unavailable", "the database does not answer", {}, { "retry-after": "600" }),
    },
  },
  {
    id: "user-unproven",
    path: `/users/${fixtures.ACME}`,
    state: "normal",
    press: ["End the account"],
    shows: "What you entered stays here",
    answers: {
      [`POST /admin/users/${fixtures.ME.replace("0001-", "0002-").replace(/1$/, "2")}/deprovision`]: () =>
        refusal(401, "reauthentication_needed", "the proof of who you are is older than 15 minutes"),
    },
  },
  { id: "organization-close", path: `${orgs}/settings`, state: "long", press: ["Close"] },

  ...each("members", `${orgs}/members`, STATES),
  {
    id: "members-role",
    path: `${orgs}/members`,
    state: "normal",
    press: ["⋯", "Change role"],
    shows: "Change the role of",
  },
  {
    id: "members-role-stale",
    path: `${orgs}/members`,
    state: "stale",
    press: ["⋯", "Change role", "Change role"],
    shows: "Somebody changed this",
  },
  {
    id: "members-application-roles",
    path: `${orgs}/members`,
    state: "normal",
    press: ["⋯", "Roles in applications"],
    shows: "Save for Shop",
  },
  { id: "members-none-match", path: `${orgs}/members?q=xyz`, state: "empty", shows: "Nothing matches" },
  { id: "members-menu", path: `${orgs}/members`, state: "normal", press: ["⋯"], rtl: true },

  ...each("invitations", `${orgs}/invitations`, ["normal", "empty", "error", "long", "many"]),
  {
    id: "invite-paste",
    path: `${orgs}/invitations`,
    state: "normal",
    press: ["Invite people"],
    type: { Addresses: "ana@a.example, bad, Ben <ben@b.example>; ana@a.example" },
    shows: "These are not addresses",
  },
  {
    id: "invite-partly",
    path: `${orgs}/invitations`,
    state: "normal",
    press: ["Invite people", "@type", "Send 2 invitations"],
    type: { Addresses: "ana@a.example\nmember@b.example" },
    shows: "1 invited, 1 not",
  },
  { id: "csv-empty", path: `${orgs}/invitations`, state: "normal", press: ["Invite from a file"] },
  {
    id: "csv-preview",
    path: `${orgs}/invitations`,
    state: "normal",
    press: ["Invite from a file", "@file", "Check all rows"],
    file: rows(60),
    shows: "can be invited",
    rtl: true,
  },
  {
    id: "csv-latin",
    path: `${orgs}/invitations`,
    state: "normal",
    press: ["Invite from a file", "@file"],
    file: "\u00ff",
    shows: "not text in UTF-8",
  },

  ...each("requests", "/requests", ["normal", "empty", "loading", "error", "long", "many"]),
  { id: "requests-own", path: `${orgs}/requests`, state: "normal" },
  { id: "requests-approve", path: "/requests", state: "long", press: ["Approve"] },

  ...each("users", "/users", STATES),
  ...each("user", `/users/${fixtures.ACME}`, ["normal", "loading", "error", "long"]),
  {
    id: "user-end",
    path: `/users/${fixtures.ACME}`,
    state: "normal",
    press: ["End the account"],
    shows: "cannot be undone",
  },

  {
    id: "user-session-end",
    path: `/users/${fixtures.ACME}`,
    state: "normal",
    press: ["End this session"],
    shows: "five minutes later",
  },

  ...each("conflicts", "/conflicts", STATES),
  { id: "conflict-menu", path: "/conflicts", state: "normal", press: ["⋯"], rtl: true },
  {
    id: "conflict-same-person",
    path: "/conflicts",
    state: "normal",
    press: ["⋯", "The same person"],
    shows: "An e-mail is no proof",
  },
  {
    id: "conflict-join",
    path: "/conflicts",
    state: "long",
    press: ["⋯", "The same person"],
    shows: "2 memberships",
    answers: {
      "/admin/identity-conflicts": {
        items: fixtures.conflicts({ rows: 2, long: true }).slice(1),
        next: null,
      },
      [`POST /admin/identity-conflicts/${fixtures.conflicts({ rows: 2, long: true })[1]?.id}/same-person`]:
        fixtures.join,
    },
  },

  ...each("applications", "/applications", STATES),
  {
    id: "application-register",
    path: "/applications",
    state: "normal",
    press: ["Register an application"],
    shows: "Service account",
    rtl: true,
  },
  ...each("application", `/applications/${APPLICATION}`, ["normal", "loading", "error", "long"]),
  { id: "application-secrets", path: `/applications/${APPLICATION}/secrets`, state: "normal", shows: "At most two" },
  {
    id: "application-secret-once",
    path: `/applications/${APPLICATION}/secrets`,
    state: "normal",
    press: ["Add a secret", "Add"],
    shows: "It is shown this once",
    answers: {
      [`POST /admin/applications/${APPLICATION}/secrets`]: { secret: "k2hXo0bW8m1cVQ7dJpQm3yq4r5s6t7u8v9w0x1y2z3A" },
    },
  },
  {
    id: "application-stale",
    path: `/applications/${APPLICATION}`,
    state: "normal",
    type: { Name: "My shop" },
    press: ["Save"],
    shows: "Somebody else saved",
    answers: {
      [`PUT /admin/applications/${APPLICATION}`]: () => refusal(409, "stale_version", "the application was changed"),
    },
  },
  {
    id: "application-off",
    path: `/applications/${APPLICATION}`,
    state: "long",
    press: ["Switch off"],
    shows: "Nobody can sign in",
  },
  {
    id: "application-permissions",
    path: `/applications/${APPLICATION}/permissions`,
    state: "normal",
    shows: "invoices:approve",
    rtl: true,
  },
  { id: "application-permissions-none", path: `/applications/${APPLICATION}/permissions`, state: "empty" },
  { id: "application-permissions-long", path: `/applications/${APPLICATION}/permissions`, state: "long" },
  {
    id: "application-permissions-edit",
    path: `/applications/${APPLICATION}/permissions`,
    state: "normal",
    press: ["Edit", "Check"],
    shows: "They can be saved",
    answers: {
      [`PUT /admin/applications/${APPLICATION}/permissions`]: {
        consequences: [
          {
            code: "application_roles_lost",
            count: 3,
            names: ["approver"],
            message: "roles of an application are taken",
          },
        ],
      },
    },
  },

  ...each("logins", "/logins", ["normal", "empty", "loading", "error", "long", "many"]),
  { id: "logins-none-match", path: "/logins?outcome=denied", state: "empty", shows: "Nothing matches" },
  ...each("login", `/logins/${fixtures.OKTA}`, ["normal", "long"]),

  ...each("audit", "/audit", ["normal", "empty", "loading", "error", "long", "many"], {}),
  { id: "audit-own", path: `${orgs}/activity`, state: "normal", rtl: true },

  ...each("system", "/system", ["normal", "error"]),
  { id: "system-mail", path: "/system", state: "normal", press: ["Send me a mail"], shows: "Look into your mailbox" },
  {
    id: "system-dns",
    path: "/system",
    state: "normal",
    type: { Domain: "acme.example" },
    press: ["Look up"],
    shows: "1 record at",
  },
  ...each("console-sessions", "/sessions", ["normal", "loading", "error", "long"]),
  {
    id: "console-session-end",
    path: "/sessions",
    state: "normal",
    press: ["End this session"],
    shows: "It ends at its next request",
  },
  { id: "console-menu", path: "/nowhere", state: "normal", press: ["Menu"], narrow: true },
  { id: "not-found", path: "/nowhere", state: "normal", shows: "There is no such page" },
  { id: "shortcuts", path: "/users", state: "normal", press: ["Keyboard"] },

  { id: "door-setup", path: "/", state: "normal", door: "setup" },
  { id: "door-sign-in", path: "/", state: "normal", door: "signed_out", rtl: true },
  { id: "door-application-only", path: "/", state: "normal", door: "application_only" },
  { id: "door-none", path: "/", state: "normal", door: "no_connection" },
  { id: "door-unavailable", path: "/", state: "normal", door: "unavailable" },
  {
    id: "why-token-accepted",
    path: "/why?by=token",
    state: "normal",
    type: { Token: "eyJhbGciOi" },
    press: ["Ask"],
    shows: "The token has expired",
  },
  {
    id: "audit-timeline",
    path: "/audit?include=commands,logins,issuer,connections",
    state: "normal",
    answers: { "/admin/audit": { items: fixtures.timeline, next: null } },
  },
];
