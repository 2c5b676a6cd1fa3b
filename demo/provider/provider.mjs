import { randomBytes } from "node:crypto";

import Provider, { errors } from "oidc-provider";

import { AUDIENCE } from "./audience.mjs";
import { claimsOf, personBySubject } from "./people.mjs";
import { CONTENT_SECURITY_POLICY, errorPage, loginPage } from "./pages.mjs";

const HOUR = 60 * 60;
const MAX_FORM_BYTES = 4096;

/**
 * The OpenID provider.
 *
 * `issuer` is what tokens name; it may differ from the address requests come to, because the issuer has to stay the same
 * when the port changes. The endpoints of the discovery document follow the address of the request.
 */
export function createProvider({ issuer, clientId, clientSecret, redirectUri, jwks }) {
  const provider = new Provider(issuer, {
    jwks,
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        redirect_uris: [redirectUri],
        grant_types: ["authorization_code"],
        response_types: ["code"],
        token_endpoint_auth_method: "client_secret_basic",
        id_token_signed_response_alg: "RS256",
      },
    ],
    cookies: { keys: [randomBytes(32).toString("base64url")] },
    pkce: { required: () => true },
    claims: {
      openid: ["sub"],
      email: ["email", "email_verified"],
      profile: ["name", "given_name", "family_name"],
    },
    // WHY: the application reads the person from the ID token, so the claims have to be in it and not only at userinfo.
    conformIdTokenClaims: false,
    findAccount: (_ctx, subject) => {
      const person = personBySubject(subject);
      return person && { accountId: subject, claims: () => ({ sub: subject, ...claimsOf(person) }) };
    },
    extraTokenClaims: (_ctx, token) => {
      const person = personBySubject(token.accountId);
      return person && claimsOf(person);
    },
    features: {
      devInteractions: { enabled: false },
      userinfo: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => AUDIENCE,
        useGrantedResource: () => true,
        getResourceServerInfo: (_ctx, indicator) => {
          if (indicator !== AUDIENCE) throw new errors.InvalidTarget();
          return {
            scope: "",
            audience: AUDIENCE,
            accessTokenTTL: HOUR,
            accessTokenFormat: "jwt",
            jwt: { sign: { alg: "RS256" } },
          };
        },
      },
    },
    // The only client is ours, so nobody is asked whether it may know what it asks for.
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
    interactions: { url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
    renderError: (ctx, out) => {
      ctx.type = "html";
      ctx.set("Content-Security-Policy", CONTENT_SECURITY_POLICY);
      ctx.body = errorPage(out.error, out.error_description);
    },
    ttl: { AccessToken: HOUR, AuthorizationCode: 60, Grant: 24 * HOUR, IdToken: HOUR, Interaction: HOUR, Session: 24 * HOUR },
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

/** Shows the login page, and takes the choice made on it. */
async function interact(provider, request, response) {
  const { uid, prompt } = await provider.interactionDetails(request, response);
  if (prompt.name !== "login") throw new errors.InvalidRequest("only signing in needs a person here");
  if (request.method !== "POST") return sendPage(response, 200, loginPage(`/interaction/${uid}`));
  const person = personBySubject((await readForm(request)).get("person"));
  if (!person) throw new errors.InvalidRequest("there is no such person");
  await provider.interactionFinished(
    request,
    response,
    { login: { accountId: person.subject } },
    { mergeWithLastSubmission: false },
  );
}

/**
 * The request handler of the provider together with its login page.
 *
 * `hosts` are the values of `Host` that are answered. SECURITY: the endpoints in the discovery document are built from it,
 * so a request that names another host is refused rather than answered with addresses somebody else chose.
 */
export function requestHandler(provider, hosts) {
  const openid = provider.callback();
  return (request, response) => {
    if (!hosts.includes(request.headers.host)) {
      return sendPage(response, 421, errorPage("misdirected_request", "This provider is not at that address."));
    }
    if (!/^\/interaction\/[\w-]+$/.test(request.url)) return openid(request, response);
    interact(provider, request, response).catch((error) => {
      if (!(error instanceof errors.OIDCProviderError)) console.error("provider error:", error);
      sendPage(response, error.statusCode ?? 500, errorPage(error.error ?? "server_error", error.error_description));
    });
  };
}
