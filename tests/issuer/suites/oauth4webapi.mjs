import assert from "node:assert/strict";

import * as jose from "jose";
import * as oauth from "oauth4webapi";

import { REDIRECT_URI } from "../world.mjs";

const insecure = { [oauth.allowInsecureRequests]: true };

async function discover(world) {
  const issuer = new URL(world.issuer);
  const response = await oauth.discoveryRequest(issuer, { algorithm: "oidc", ...insecure });
  return oauth.processDiscoveryResponse(issuer, response);
}

/** Signs a person in, step by step as oauth4webapi documents it, and returns the token answer. */
async function signIn(world, server, id, authentication, person = "Dora") {
  const client = { client_id: id };
  const verifier = oauth.generateRandomCodeVerifier();
  const [state, nonce] = [oauth.generateRandomState(), oauth.generateRandomNonce()];
  const url = new URL(server.authorization_endpoint);
  url.search = new URLSearchParams({
    client_id: id,
    redirect_uri: REDIRECT_URI,
    response_type: "code",
    scope: "openid email offline_access",
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: "S256",
    state,
    nonce,
  });
  const answer = await world.signIn(world.browser(), url, person);
  const parameters = oauth.validateAuthResponse(server, client, answer, state);
  const response = await oauth.authorizationCodeGrantRequest(
    server,
    client,
    authentication,
    parameters,
    REDIRECT_URI,
    verifier,
    insecure,
  );
  const tokens = await oauth.processAuthorizationCodeResponse(server, client, response, {
    expectedNonce: nonce,
    requireIdToken: true,
  });
  await oauth.validateApplicationLevelSignature(server, response, insecure);
  return { client, tokens };
}

export const tests = {
  async "an access token is one of RFC 9068, by the published keys"(world) {
    const server = await discover(world);
    const { id, secret } = await world.register("Strict", "web", ["--redirect-uri", REDIRECT_URI]);
    const { tokens } = await signIn(world, server, id, oauth.ClientSecretPost(secret));
    const request = new Request("http://api.acme.example/", {
      headers: { authorization: `Bearer ${tokens.access_token}` },
    });
    const claims = await oauth.validateJwtAccessToken(server, request, id, {
      signingAlgorithms: ["ES256"],
      ...insecure,
    });
    assert.equal(claims.client_id, id);
    assert.equal(typeof claims.org_id, "string");
    assert.ok(Buffer.byteLength(JSON.stringify(claims)) <= 1024);
    const keys = jose.createRemoteJWKSet(new URL(server.jwks_uri));
    await jose.jwtVerify(tokens.id_token, keys, { issuer: world.issuer, audience: id, algorithms: ["RS256"] });
    // An ID token is no access token.
    await assert.rejects(jose.jwtVerify(tokens.id_token, keys, { issuer: world.issuer, audience: id, typ: "at+jwt" }));
  },

  async "an application authenticates with a key of its own"(world) {
    const server = await discover(world);
    const { publicKey, privateKey } = await jose.generateKeyPair("ES256", { extractable: true });
    const jwk = { ...(await jose.exportJWK(publicKey)), kid: "k1", alg: "ES256", use: "sig" };
    const file = world.file("keys.json", JSON.stringify({ keys: [jwk] }));
    const more = ["--redirect-uri", REDIRECT_URI, "--authentication", "private_key_jwt", "--keys", file];
    const { id, secret } = await world.register("Key", "web", more);
    assert.equal(secret, undefined);
    const authentication = oauth.PrivateKeyJwt({ key: privateKey, kid: "k1" });
    const { client, tokens } = await signIn(world, server, id, authentication);
    const renewed = await oauth.refreshTokenGrantRequest(
      server,
      client,
      authentication,
      tokens.refresh_token,
      insecure,
    );
    const answer = await oauth.processRefreshTokenResponse(server, client, renewed);
    assert.equal(answer.token_type, "bearer");

    const stranger = await jose.generateKeyPair("ES256", { extractable: true });
    const forged = oauth.PrivateKeyJwt({ key: stranger.privateKey, kid: "k1" });
    const refused = await oauth.refreshTokenGrantRequest(server, client, forged, tokens.refresh_token, insecure);
    assert.equal(refused.status, 401);
  },

  async "Cora's own API takes the access token"(world) {
    const server = await discover(world);
    const { id, secret } = await world.register("Api", "web", ["--redirect-uri", REDIRECT_URI]);
    const { tokens } = await signIn(world, server, id, oauth.ClientSecretBasic(secret));
    const ask = (token) => fetch(`${world.issuer}/profiles/me`, { headers: { authorization: `Bearer ${token}` } });
    const me = await ask(tokens.access_token);
    assert.equal(me.status, 200);
    assert.equal((await me.json()).data.email, "dora@acme.example");
    assert.equal((await ask(tokens.id_token)).status, 401);
  },
};
