import { fullName } from "./people.mjs";

/**
 * The differences between the two providers. Both speak OpenID Connect; they differ in the paths of
 * their endpoints and in the content of their tokens, as real ones do.
 */

/** The claims about a person that every provider makes (OpenID Connect Core §5.1). */
const standardClaims = (person) => ({
  email: person.email,
  email_verified: person.emailVerified,
  name: fullName(person),
  given_name: person.givenName,
  family_name: person.familyName,
});

/** The claims that Keycloak's mappers add to both kinds of token. */
const keycloakClaims = (person) => ({
  ...standardClaims(person),
  preferred_username: person.username,
  groups: person.groups,
});

/** Plain OpenID Connect, with access tokens by RFC 9068. */
const oidc = {
  audience: "https://api.acme.example",
  routes: {},
  openidClaims: ["sub"],
  profileClaims: ["name", "given_name", "family_name"],
  idTokenClaims: standardClaims,
  accessTokenClaims: standardClaims,
};

/**
 * A provider like Keycloak: endpoints below `/protocol/openid-connect`, a `typ` claim that
 * distinguishes the kinds of token if their headers do not, the client in `azp`, roles of the
 * realm, and an audience that a mapper of the realm adds and no client requests.
 */
const keycloak = {
  audience: "cora-api",
  routes: {
    authorization: "/protocol/openid-connect/auth",
    token: "/protocol/openid-connect/token",
    jwks: "/protocol/openid-connect/certs",
  },
  openidClaims: ["sub", "typ", "azp"],
  profileClaims: ["name", "given_name", "family_name", "preferred_username", "groups"],
  idTokenClaims: (person, clientId) => ({ ...keycloakClaims(person), typ: "ID", azp: clientId }),
  accessTokenClaims: (person, clientId) => ({
    ...keycloakClaims(person),
    typ: "Bearer",
    azp: clientId,
    realm_access: { roles: person.roles },
  }),
  /** Gives an access token the form of Keycloak's. */
  shapeAccessToken(token) {
    const { client_id: _, ...payload } = token.payload;
    token.header = { typ: "JWT" };
    token.payload = { ...payload, aud: [keycloak.audience, "account"], scope: "openid email profile" };
  },
};

/** The provider flavors, by kind. */
export const FLAVOURS = { oidc, keycloak };
