import { AUDIENCE } from "../provider/audience.mjs";

/** Our client at the provider; public. */
export const CLIENT_ID = "cora-demo-web";

const DAY = 24 * 60 * 60;

const id = (last) => `0198c0de-0000-7000-8000-0000000000${last}`;
const CONNECTION = id("c1");
const ACME = id("a1");
const OLGA = id("01");

/**
 * What is known before anybody logs in: an organization with its owner, its domain and two invitations. It makes true what
 * the provider's login page says of the people.
 *
 * Everything but `jwksUri` is the same in every run, so that seeding again changes nothing that people have done since.
 */
export const seedOf = ({ firstRun, issuer, jwksUri }) => ({
  policy: { accessMode: "restricted" },
  organizations: [{ id: ACME, name: "Acme", slug: "acme" }],
  connections: [
    {
      id: CONNECTION,
      kind: "oidc",
      displayName: "Demo provider",
      status: "active",
      issuer,
      jwksUri,
      clientId: CLIENT_ID,
      audiences: [AUDIENCE],
      authorizedParties: [CLIENT_ID],
      algorithms: ["RS256"],
    },
  ],
  users: [
    {
      id: OLGA,
      email: "olga@acme.example",
      emailVerified: true,
      name: "Olga Organizer",
      memberships: [{ organizationId: ACME, role: "org_owner" }],
    },
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
  ],
  invitations: [
    {
      email: "ivan@partner.example",
      organizationId: ACME,
      role: "org_admin",
      invitedBy: OLGA,
      expiresAt: firstRun + 30 * DAY,
    },
    { email: "erik@late.example", organizationId: ACME, role: "org_user", invitedBy: OLGA, expiresAt: firstRun - DAY },
  ],
});
