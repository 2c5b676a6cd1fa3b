import { randomBytes } from "node:crypto";

import Provider, { errors, interactionPolicy } from "oidc-provider";

import { FLAVOURS } from "./flavour.mjs";
import { CONTENT_SECURITY_POLICY, errorPage, loginPage } from "./pages.mjs";
import { peopleAt } from "./people.mjs";
import { PROVIDERS } from "./registry.mjs";

const HOUR = 60 * 60;
const MAX_FORM_BYTES = 4096;

/**
 * The resource (RFC 8707) of access tokens if a login names none. The flavor determines their
 * `aud`.
 */
const RESOURCE = "https://api.acme.example";

/**
 * Returns a policy that shows the login page each time.
 *
 * WHY: a person who tries the demo is several people in one browser, and has to be asked who they
 * are even if an application does not request it (`prompt=login`).
 */
function alwaysAsk() {
  const { Check, base } = interactionPolicy;
  const policy = base();
  const asks = (ctx) => (ctx.oidc.result?.login ? Check.NO_NEED_TO_PROMPT : Check.REQUEST_PROMPT);
  policy.get("login").checks.add(new Check("person_not_chosen", "choose a person", "login_required", asks));
  return policy;
}

const personAt = (name, subject) => peopleAt(name).find((person) => person.subject === subject);

/**
 * Creates an OpenID provider; `name` is one of those in the registry.
 *
 * Tokens name the `issuer`. It may differ from the address of the requests, because the issuer has
 * to stay the same when the port changes. The endpoints of the discovery document follow the
 * address of the request.
 */
export function createProvider({ name, issuer, clientSecret, redirectUris, jwks, tokenSeconds = HOUR }) {
  const { clientId, kind, path } = PROVIDERS[name];
  const flavour = FLAVOURS[kind];
  const provider = new Provider(issuer, {
    jwks,
    routes: flavour.routes,
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        redirect_uris: redirectUris,
        grant_types: ["authorization_code", "refresh_token"],
        response_types: ["code"],
        token_endpoint_auth_method: "client_secret_basic",
        id_token_signed_response_alg: "RS256",
      },
    ],
    cookies: {
      keys: [randomBytes(32).toString("base64url")],
      // Cookies do not distinguish ports, and both providers are on one host.
      names: { session: `${name}_session`, interaction: `${name}_interaction`, resume: `${name}_resume` },
    },
    pkce: { required: () => true },
    claims: {
      openid: flavour.openidClaims,
      email: ["email", "email_verified"],
      profile: flavour.profileClaims,
    },
    // WHY: the application reads the person from the ID token, so the claims have to be in it and
    // not only at userinfo.
    conformIdTokenClaims: false,
    findAccount: (_ctx, subject) => {
      const person = personAt(name, subject);
      return (
        person && { accountId: subject, claims: () => ({ sub: subject, ...flavour.idTokenClaims(person, clientId) }) }
      );
    },
    extraTokenClaims: (_ctx, token) => {
      const person = personAt(name, token.accountId);
      return person && flavour.accessTokenClaims(person, clientId);
    },
    formats: { customizers: { jwt: (_ctx, _token, jwt) => flavour.shapeAccessToken?.(jwt) } },
    features: {
      devInteractions: { enabled: false },
      userinfo: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => RESOURCE,
        useGrantedResource: () => true,
        getResourceServerInfo: (_ctx, indicator) => {
          if (indicator !== RESOURCE) throw new errors.InvalidTarget();
          return {
            scope: "",
            audience: flavour.audience,
            accessTokenTTL: tokenSeconds,
            accessTokenFormat: "jwt",
            jwt: { sign: { alg: "RS256" } },
          };
        },
      },
    },
    // The only client is ours, so nobody is asked for consent.
    loadExistingGrant: async (ctx) => {
      const { client, session, requestParamOIDCScopes } = ctx.oidc;
      const known = session.grantIdFor(client.clientId);
      const grant =
        (known && (await provider.Grant.find(known))) ??
        new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
      grant.addOIDCScope([...requestParamOIDCScopes].join(" "));
      await grant.save();
      return grant;
    },
    interactions: { policy: alwaysAsk(), url: (_ctx, interaction) => `${path}/interaction/${interaction.uid}` },
    renderError: (ctx, out) => {
      ctx.type = "html";
      ctx.set("Content-Security-Policy", CONTENT_SECURITY_POLICY);
      ctx.body = errorPage(out.error, out.error_description);
    },
    // Rotation, as a provider can be configured: each use of a refresh token ends it and returns
    // another, and using one twice ends the session.
    issueRefreshToken: () => true,
    rotateRefreshToken: true,
    ttl: {
      AccessToken: tokenSeconds,
      AuthorizationCode: 60,
      Grant: 24 * HOUR,
      IdToken: tokenSeconds,
      Interaction: HOUR,
      RefreshToken: 24 * HOUR,
      Session: 24 * HOUR,
    },
  });
  provider.on("server_error", (_ctx, error) => console.error("provider error:", error));
  return provider;
}

function sendPage(response, status, html) {
  response.writeHead(status, {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": CONTENT_SECURITY_POLICY,
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
  });
  response.end(html);
}

async function readForm(request) {
  let text = "";
  for await (const chunk of request) {
    text += chunk;
    if (text.length > MAX_FORM_BYTES) throw new errors.InvalidRequest("the form is too long");
  }
  return new URLSearchParams(text);
}

/** Shows the login page, and processes the choice made on it. */
async function interact(provider, name, request, response) {
  const { uid, prompt } = await provider.interactionDetails(request, response);
  if (prompt.name !== "login") throw new errors.InvalidRequest("only sign-in takes a person");
  if (request.method !== "POST")
    return sendPage(response, 200, loginPage(name, `${PROVIDERS[name].path}/interaction/${uid}`));
  const person = personAt(name, (await readForm(request)).get("person"));
  if (!person) throw new errors.InvalidRequest("the person does not exist");
  await provider.interactionFinished(
    request,
    response,
    { login: { accountId: person.subject } },
    { mergeWithLastSubmission: false },
  );
}

/**
 * Returns the request handler of a provider, including its login page. All of it is below the
 * provider's path.
 *
 * `hosts` are the accepted values of `Host`. SECURITY: the endpoints in the discovery document are
 * built from it. A request that names another host is therefore refused, not answered with
 * addresses that somebody else chose.
 */
export function requestHandler(provider, name, hosts) {
  const openid = provider.callback();
  const { path } = PROVIDERS[name];
  return (request, response) => {
    if (!hosts.includes(request.headers.host)) {
      return sendPage(response, 421, errorPage("misdirected_request", "This provider has another address."));
    }
    if (!request.url.startsWith(`${path}/`)) {
      return sendPage(response, 404, errorPage("not_found", "This page does not exist."));
    }
    // The library takes the text before its own path in `originalUrl` as its mount path.
    request.originalUrl = request.url;
    request.url = request.url.slice(path.length);
    if (!/^\/interaction\/[\w-]+$/.test(request.url)) return openid(request, response);
    interact(provider, name, request, response).catch((error) => {
      if (!(error instanceof errors.OIDCProviderError)) console.error("provider error:", error);
      sendPage(response, error.statusCode ?? 500, errorPage(error.error ?? "server_error", error.error_description));
    });
  };
}
