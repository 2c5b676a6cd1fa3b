import type { EngineLogin } from "@cora/auth";

/**
 * 2026-01-01T00:00:00Z. The time is part of a login, so that the same login always has the same
 * result.
 */
const NOW = 1_767_225_600;
const DAY = 24 * 60 * 60;

const id = (last: string) => `0198c0de-0000-7000-8000-${last.padStart(12, "0")}`;
const CONNECTION = id("c1");
const ACME = id("a1");
const BETA = id("a2");
const OLGA = id("b1");
const ISSUER = "https://login.acme.example";

/** The names of the organizations in the facts. */
export const NAMES = { [ACME]: "Acme", [BETA]: "Beta" };

/** The number of logins that a change is tried on. */
export const SIMULATED = 100_000;

/** The initial configuration of the page. */
export const FIRST_CONFIGURATION = {
  policy: {
    accessMode: "restricted",
    strategies: ["invitation", "domain"],
    requireVerifiedEmail: true,
    accountLinking: "confirm",
    bootstrap: { mode: "token" },
  },
  connections: [
    { id: CONNECTION, kind: "oidc", issuer: ISSUER, status: "active", audiences: ["https://api.acme.example"] },
  ],
  domainRules: [
    {
      id: id("d1"),
      organizationId: ACME,
      pattern: "acme.example",
      verification: "ownership",
      state: "verified",
      enrollmentMode: "automatic_membership",
    },
    {
      id: id("d2"),
      organizationId: BETA,
      pattern: "*.beta.example",
      verification: "ownership",
      state: "verified",
      enrollmentMode: "automatic_suggestion",
    },
  ],
};

/** A kind of person who logs in, shared by many individuals. */
interface Person {
  readonly words: string;
  readonly domain: string;
  readonly verified?: boolean;
  readonly account?: "active" | "suspended";
  readonly invitation?: { readonly role: string; readonly expiresAt: number };
  /** The percentage of logins by this kind of person. */
  readonly share: number;
}

/** The kinds of people that the logins are made of. */
export const PEOPLE: readonly Person[] = [
  { words: "a colleague at their first login", domain: "acme.example", verified: true, share: 14 },
  { words: "a known colleague", domain: "acme.example", verified: true, account: "active", share: 38 },
  { words: "a colleague with an unverified address", domain: "acme.example", verified: false, share: 6 },
  {
    words: "a guest with an invitation",
    domain: "partner.example",
    verified: true,
    invitation: { role: "org_admin", expiresAt: NOW + DAY },
    share: 10,
  },
  {
    words: "a guest with an expired invitation",
    domain: "late.example",
    verified: true,
    invitation: { role: "org_user", expiresAt: NOW - 1 },
    share: 7,
  },
  { words: "someone from a department of Beta", domain: "labs.beta.example", verified: true, share: 9 },
  { words: "a suspended user", domain: "acme.example", verified: true, account: "suspended", share: 3 },
  { words: "a stranger", domain: "elsewhere.example", verified: true, share: 13 },
];

function loginOf({ account, domain, invitation, verified }: Person, number: number): EngineLogin {
  const email = `person${number}@${domain}`;
  const user = account && { id: id(`${1_000_000_000 + number}`), status: account, email, emailVerified: true };
  const login = {
    now: NOW,
    login: {
      connectionId: CONNECTION,
      issuer: ISSUER,
      subject: `usr_${number}`,
      email,
      ...(verified !== undefined && { emailVerified: verified }),
    },
    facts: {
      platformOwnerExists: true,
      ...(user && {
        linkedUser: { ...user, currentOrganizationId: ACME },
        usersWithEmail: [user],
        memberships: [
          {
            id: id(`${3_000_000_000 + number}`),
            status: "active",
            organizationId: ACME,
            userId: user.id,
            role: "org_user",
            source: "domain",
          },
        ],
      }),
      organizations: [
        { id: ACME, status: "active", name: "Acme", slug: "acme" },
        { id: BETA, status: "active", name: "Beta", slug: "beta" },
      ],
      ...(invitation && {
        invitations: [
          {
            id: id(`${2_000_000_000 + number}`),
            status: "pending",
            email,
            organizationId: ACME,
            role: invitation.role,
            createdAt: NOW - 8 * DAY,
            expiresAt: invitation.expiresAt,
            inviter: { userId: OLGA, status: "active", organizationRole: "org_owner" },
          },
        ],
      }),
    },
  };
  // WHY a cast: identifiers are branded, and only the core reads these; it parses each of them.
  return login as unknown as EngineLogin;
}

/** The person at each position of a hundred logins: mixed, and always the same. */
const HUNDRED: readonly number[] = PEOPLE.flatMap(({ share }, person) => Array<number>(share).fill(person))
  .map((person, at) => ({ person, key: (at * 37) % 100 }))
  .sort((a, b) => a.key - b.key)
  .map(({ person }) => person);

const personAt = (index: number): Person => PEOPLE[HUNDRED[index % HUNDRED.length] ?? 0] as Person;

/** Returns login number `index` of those that a change is tried on, counted from 0. */
export const loginAt = (index: number): EngineLogin => loginOf(personAt(index), index);

/** Returns the description of the person of login number `index`. */
export const wordsAt = (index: number): string => personAt(index).words;

/** Returns a sample login of one kind of person. */
export const presetLogin = (person: number): EngineLogin => loginOf(PEOPLE[person] as Person, person);

/** Yields all logins that a change is tried on, created one by one as they are requested. */
export function* logins(): Generator<EngineLogin> {
  for (let index = 0; index < SIMULATED; index += 1) yield loginAt(index);
}
