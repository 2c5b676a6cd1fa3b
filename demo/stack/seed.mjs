import { PROVIDERS, audienceOf } from "../provider/registry.mjs";

const DAY = 24 * 60 * 60;

const id = (last) => `0198c0de-0000-7000-8000-0000000000${last}`;
/** The connection of each provider. */
export const CONNECTIONS = { demo: id("c1"), partner: id("c2") };
const ACME = id("a1");
const OLGA = id("01");

/** The variable in Cora's environment that holds the secret of our client at a provider. */
export const secretVariable = (provider) => `CORA_SECRET_${provider.toUpperCase()}`;

/** What is the same in the settings of all connections. */
const settingsOf = (provider, issuer) => ({
  issuer,
  clientId: PROVIDERS[provider].clientId,
  clientSecret: `env:${secretVariable(provider)}`,
  audiences: [audienceOf(provider)],
  authorizedParties: [PROVIDERS[provider].clientId],
  algorithms: ["RS256"],
  tokenUse: "access_token",
});

/** The settings of each connection, with the provider where it is now. */
const SETTINGS = {
  demo: (issuer, url) => ({
    ...settingsOf("demo", issuer),
    // The issuer stays what it was in the first run, whatever the port is now.
    discoveryUri: `${url}/.well-known/openid-configuration`,
    jwksUri: `${url}/jwks`,
  }),
  partner: (issuer) => settingsOf("partner", issuer),
};

/**
 * The connections of those providers that are not where they were when they were seeded: all of them in the first run, usually none afterwards.
 * WHY not always all: which one is in use, and with which settings, is what people have made of it since.
 */
const connectionsOf = ({ active, issuers, providerUrls, seededUrls }) =>
  Object.entries(PROVIDERS)
    .filter(([name]) => providerUrls[name] !== seededUrls[name])
    .map(([name, { displayName, kind }]) => ({
      id: CONNECTIONS[name],
      kind,
      displayName,
      status: CONNECTIONS[name] === active ? "active" : "validated",
      settings: SETTINGS[name](issuers[name], providerUrls[name]),
    }));

/**
 * What is known before anybody logs in: the connections, and an organization with its owner, its domain and two invitations. It makes true what
 * the providers' login pages say of the people. `active` is the connection in use.
 *
 * All else but addresses is the same in every run, so that seeding again changes nothing that people have done since.
 */
export const seedOf = (given) => ({
  // WHY `verified_email`: one company runs both providers, and both verify the addresses of their people. So an account there is is
  // recognised by the address when its owner comes by the other provider for the first time.
  policy: { accessMode: "restricted", accountLinking: "verified_email", ...given.policy },
  organizations: [{ id: ACME, name: "Acme", slug: "acme" }],
  connections: connectionsOf(given),
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
      expiresAt: given.firstRun + 30 * DAY,
    },
    { email: "erik@late.example", organizationId: ACME, role: "org_user", invitedBy: OLGA, expiresAt: given.firstRun - DAY },
  ],
});
