import { PROVIDERS, audienceOf } from "../provider/registry.mjs";

const DAY = 24 * 60 * 60;

const id = (last) => `0198c0de-0000-7000-8000-0000000000${last}`;
/** The identifier of each provider's connection. */
export const CONNECTIONS = { demo: id("c1"), partner: id("c2") };
const ACME = id("a1");
const OLGA = id("01");
/** The web application's identifier at Cora: its `client_id`. */
export const APPLICATION = id("e1");

/**
 * Returns the variable in Cora's environment that contains the secret of our client at a provider.
 */
export const secretVariable = (provider) => `CORA_SECRET_${provider.toUpperCase()}`;

/** Returns the settings that all connections have in common. */
const settingsOf = (provider, issuer) => ({
  issuer,
  clientId: PROVIDERS[provider].clientId,
  clientSecret: `env:${secretVariable(provider)}`,
  audiences: [audienceOf(provider)],
  authorizedParties: [PROVIDERS[provider].clientId],
  algorithms: ["RS256"],
  tokenUse: "access_token",
});

/** The settings of each connection, with the provider's current address. */
const SETTINGS = {
  demo: (issuer, url) => ({
    ...settingsOf("demo", issuer),
    // The issuer stays that of the first run, at any port.
    discoveryUri: `${url}/.well-known/openid-configuration`,
    jwksUri: `${url}/jwks`,
  }),
  partner: (issuer) => settingsOf("partner", issuer),
};

/**
 * Returns the connections of the providers whose address has changed since they were seeded: all of
 * them in the first run, usually none afterwards.
 *
 * WHY not always all: users may since have changed which of them are in use, and their settings.
 */
const connectionsOf = ({ active, issuers, providerUrls, seededUrls }) =>
  Object.entries(PROVIDERS)
    .filter(([name]) => providerUrls[name] !== seededUrls[name])
    .map(([name, { displayName, kind }]) => ({
      id: CONNECTIONS[name],
      kind,
      displayName,
      status: active.includes(CONNECTIONS[name]) ? "active" : "validated",
      settings: SETTINGS[name](issuers[name], providerUrls[name]),
    }));

/**
 * Returns the data that exists before the first login: the connections, the application, and an
 * organization with its owner, its domain and two invitations. It makes the notes on the providers'
 * login pages true.
 * `active` lists the connections in use, `webUrl` is the application's address.
 *
 * Everything except addresses is the same in every run, so seeding again changes nothing that users
 * have done since.
 */
export const seedOf = (given) => ({
  // WHY `verified_email`: one company runs both providers, and both verify the addresses of their
  // people. So an existing account is recognized by its address when its owner first signs in
  // through the other provider.
  policy: { accessMode: "restricted", accountLinking: "verified_email", ...given.policy },
  organizations: [{ id: ACME, name: "Acme", slug: "acme" }],
  connections: connectionsOf(given),
  applications: [
    {
      id: APPLICATION,
      settings: {
        name: "Cora demo",
        kind: "web",
        development: true,
        redirectUris: [{ uri: `${given.webUrl}/api/auth/callback` }],
        postLogoutRedirectUris: [{ uri: `${given.webUrl}/` }],
      },
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
      expiresAt: given.firstRun + 30 * DAY,
    },
    {
      email: "erik@late.example",
      organizationId: ACME,
      role: "org_user",
      invitedBy: OLGA,
      expiresAt: given.firstRun - DAY,
    },
  ],
});
