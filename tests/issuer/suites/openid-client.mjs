import assert from "node:assert/strict";

import * as client from "openid-client";

import { REDIRECT_URI } from "../world.mjs";

const insecure = { execute: [client.allowInsecureRequests] };

/** Begins a sign-in as the documentation of openid-client shows. */
async function begin(config, parameters = {}) {
  const verifier = client.randomPKCECodeVerifier();
  const state = client.randomState();
  const nonce = client.randomNonce();
  const url = client.buildAuthorizationUrl(config, {
    redirect_uri: REDIRECT_URI,
    scope: "openid profile email offline_access",
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: "S256",
    state,
    nonce,
    ...parameters,
  });
  return { url, checks: { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce } };
}

async function signIn(world, config, browser, person = "Grace", parameters = {}) {
  const { url, checks } = await begin(config, parameters);
  const answer = await world.signIn(browser, url, person);
  return client.authorizationCodeGrant(config, answer, checks);
}

export const tests = {
  async "a web application signs in, asks for userinfo, renews and signs out"(world) {
    const { id, secret } = await world.register("Web", "web", [
      "--redirect-uri",
      REDIRECT_URI,
      "--post-logout-redirect-uri",
      "http://127.0.0.1:9/signed-out",
    ]);
    const config = await client.discovery(
      new URL(world.issuer),
      id,
      secret,
      client.ClientSecretBasic(secret),
      insecure,
    );
    const browser = world.browser();
    const tokens = await signIn(world, config, browser);
    const claims = tokens.claims();
    assert.equal(claims.iss, world.issuer);
    assert.equal(claims.email, "grace@platform.example");
    assert.equal(claims.email_verified, true);
    assert.equal(claims.name, "Grace Owner");
    assert.equal(tokens.expires_in, 300);
    assert.equal(tokens.scope, "openid profile email offline_access");

    const userinfo = await client.fetchUserInfo(config, tokens.access_token, claims.sub);
    assert.equal(userinfo.email, "grace@platform.example");

    // A confidential application's refresh token stays, so a repeated renewal succeeds.
    const [one, two] = [
      await client.refreshTokenGrant(config, tokens.refresh_token),
      await client.refreshTokenGrant(config, tokens.refresh_token),
    ];
    assert.equal(one.refresh_token, tokens.refresh_token);
    assert.notEqual(one.access_token, two.access_token);
    const introspected = await client.tokenIntrospection(config, two.access_token);
    assert.equal(introspected.active, true);
    assert.equal(introspected.sub, claims.sub);

    const end = client.buildEndSessionUrl(config, {
      id_token_hint: tokens.id_token,
      post_logout_redirect_uri: "http://127.0.0.1:9/signed-out",
      state: "bye",
    });
    const page = await browser.open(end, { stopAt: "http://127.0.0.1:9/signed-out" });
    assert.equal(page.location?.href, "http://127.0.0.1:9/signed-out?state=bye");
    await assert.rejects(client.refreshTokenGrant(config, tokens.refresh_token), { error: "invalid_grant" });
    await assert.rejects(client.fetchUserInfo(config, two.access_token, claims.sub));
    assert.deepEqual(await client.tokenIntrospection(config, two.access_token), { active: false });
  },

  async "w26: a second application of the same browser needs no sign-in"(world) {
    const browser = world.browser();
    const [first, second] = [
      await world.register("One", "web", ["--redirect-uri", REDIRECT_URI]),
      await world.register("Two", "web", ["--redirect-uri", REDIRECT_URI]),
    ];
    const config = async ({ id, secret }) =>
      client.discovery(new URL(world.issuer), id, secret, client.ClientSecretPost(secret), insecure);
    const one = await signIn(world, await config(first), browser);
    const visited = browser.visited.length;
    const two = await signIn(world, await config(second), browser, "nobody", { prompt: "none" });
    assert.equal(two.claims().sub, one.claims().sub);
    assert.notEqual(two.claims().sid, one.claims().sid);
    assert.equal(browser.visited.length, visited + 1, "the provider is not asked");
  },

  async "w26: hints and acr_values go to the provider, and the answer is judged"(world) {
    const application = await world.register("Hints", "web", ["--redirect-uri", REDIRECT_URI]);
    const config = await client.discovery(
      new URL(world.issuer),
      application.id,
      application.secret,
      client.ClientSecretBasic(application.secret),
      insecure,
    );
    const asked = { login_hint: "dora@acme.example", acr_values: "urn:acme:mfa", ui_locales: "fr", max_age: "600" };
    const browser = world.browser();
    const { url, checks } = await begin(config, asked);
    const answer = await world.signIn(browser, url, "Dora");
    const sent = new URL(browser.visited.find((one) => one.startsWith(`${world.provider}/auth?`)));
    for (const [name, value] of Object.entries(asked)) assert.equal(sent.searchParams.get(name), value, name);
    await assert.rejects(client.authorizationCodeGrant(config, answer, checks), {
      error: "unmet_authentication_requirements",
    });
  },

  async "a public application rotates, and a repeated answer repeats the token"(world) {
    const { id } = await world.register("Spa", "spa", ["--redirect-uri", REDIRECT_URI]);
    const config = await client.discovery(new URL(world.issuer), id, undefined, client.None(), insecure);
    const tokens = await signIn(world, config, world.browser());
    const [one, two] = [
      await client.refreshTokenGrant(config, tokens.refresh_token),
      await client.refreshTokenGrant(config, tokens.refresh_token),
    ];
    assert.notEqual(one.refresh_token, tokens.refresh_token);
    assert.equal(two.refresh_token, one.refresh_token);
    await client.tokenRevocation(config, one.refresh_token);
    await assert.rejects(client.refreshTokenGrant(config, one.refresh_token), { error: "invalid_grant" });
  },

  async "without a session nothing is shown with prompt=none"(world) {
    const { id, secret } = await world.register("None", "web", ["--redirect-uri", REDIRECT_URI]);
    const config = await client.discovery(
      new URL(world.issuer),
      id,
      secret,
      client.ClientSecretBasic(secret),
      insecure,
    );
    const { url, checks } = await begin(config, { prompt: "none" });
    const answer = await world.signIn(world.browser(), url, "nobody");
    assert.equal(answer.searchParams.get("iss"), world.issuer);
    await assert.rejects(client.authorizationCodeGrant(config, answer, checks), { error: "login_required" });
  },

  async "a person who is not admitted sees why, and the way back"(world) {
    const { id, secret } = await world.register("Denied", "web", ["--redirect-uri", REDIRECT_URI]);
    const config = await client.discovery(
      new URL(world.issuer),
      id,
      secret,
      client.ClientSecretBasic(secret),
      insecure,
    );
    const browser = world.browser();
    const { url } = await begin(config);
    const login = await browser.open(url);
    const page = await login.submit({ person: "usr_erik" }, { stopAt: REDIRECT_URI });
    assert.equal(page.status, 403);
    assert.match(page.html, /You do not have access/);
    const back = page.link("Back to the application");
    assert.ok(back.href.startsWith(REDIRECT_URI));
    assert.equal(back.searchParams.get("error"), "access_denied");
  },
};
