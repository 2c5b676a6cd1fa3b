import { fullName } from "./people.mjs";

/**
 * What the two providers do differently. Both speak OpenID Connect; they differ in the paths of their endpoints and in what their tokens
 * say, as real ones do.
 */

/** The claims about a person that every provider makes (OpenID Connect Core §5.1). */
const standardClaims = (person) => ({
  email: person.email,
  email_verified: person.emailVerified,
  name: fullName(person),
  given_name: person.givenName,
  family_name: person.familyName,
});

/** What Keycloak's mappers add to both kinds of token. */
const keycloakClaims = (person) => ({
  ...standardClaims(person),
  preferred_username: person.username,
  groups: person.groups,
});

/** Plain OpenID Connect: access tokens by RFC 9068. */
const oidc = {
  audience: "https://api.acme.example",
  routes: {},
  openidClaims: ["sub"],
  profileClaims: ["name", "given_name", "family_name"],
  idTokenClaims: standardClaims,
  accessTokenClaims: standardClaims,
};

/**
 * Like Keycloak: endpoints below `/protocol/openid-connect`, a `typ` claim that tells the kinds of token apart where their headers do not, the
 * client in `azp`, roles of the realm, and an audience that a mapper of the realm adds and no client asks for.
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
  /** Gives an access token the form that Keycloak's have. */
  shapeAccessToken(token) {
    const { client_id: _, ...payload } = token.payload;
    token.header = { typ: "JWT" };
    token.payload = { ...payload, aud: [keycloak.audience, "account"], scope: "openid email profile" };
  },
};

/** What is known of the kinds of provider, by kind. */
export const FLAVOURS = { oidc, keycloak };
