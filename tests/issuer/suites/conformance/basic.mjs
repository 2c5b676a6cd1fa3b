// OpenID Connect Core 1.0 with the code flow, as the plan `oidcc-basic-certification-test-plan`
// asks for it. The application authenticates with `client_secret_basic`, and its requests have a
// nonce instead of a code challenge, as those of the plan do.
import assert from "node:assert/strict";

import { challengeOf, RelyingParty, random } from "../../relying-party.mjs";

/** Signs in with one more parameter, which must not be an error. */
const succeedsWith =
  (more, checks = () => {}) =>
  async (world) => {
    const party = await RelyingParty.register(world);
    checks(await party.signIn(world.browser(), more), party);
  };

/** Signs in with these scopes. Userinfo has these claims, and none of the others. */
const scopeGives =
  (scope, names, others = []) =>
  async (world) => {
    const party = await RelyingParty.register(world);
    const { tokens, claims } = await party.signIn(world.browser(), { scope });
    const userinfo = await party.userinfo(tokens.access_token);
    assert.equal(userinfo.status, 200);
    assert.equal(userinfo.claims.sub, claims.sub);
    for (const name of names) assert.ok(name in userinfo.claims, `${name} is missing`);
    for (const name of others) assert.ok(!(name in userinfo.claims), `${name} was not asked for`);
    for (const [name, value] of Object.entries(userinfo.claims)) assert.notEqual(value, null, name);
  };

const PROFILE = ["name", "given_name", "family_name"];

/** Redeems a code a second time after some seconds. */
const codeReuse = (seconds) => async (world) => {
  const party = await RelyingParty.register(world);
  const { code, tokens } = await party.signIn(world.browser(), { scope: "openid offline_access" });
  assert.equal((await party.userinfo(tokens.access_token)).status, 200);
  await new Promise((done) => setTimeout(done, seconds * 1000));
  const again = await party.redeem(code);
  assert.deepEqual([again.status, again.answer.error], [400, "invalid_grant"]);
  // What came of the code ends with it (RFC 6749 §4.1.2).
  assert.equal((await party.userinfo(tokens.access_token)).status, 401);
  assert.equal((await party.renew(tokens.refresh_token)).answer.error, "invalid_grant");
};

const requestObject = (claims) => {
  const encode = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
  return `${encode({ alg: "none" })}.${encode(claims)}.`;
};

/** Sends a request that has an object of its own, which Cora does not take. */
const rejects = (more, error) => async (world) => {
  const party = await RelyingParty.register(world);
  const parameters = party.parameters();
  const answer = await party.answer(world.browser(), { ...parameters, ...more(party, parameters) });
  assert.equal(answer.get("error"), error);
  assert.equal(answer.get("code"), null);
};

export const tests = {
  async "oidcc-server"(world) {
    const party = await RelyingParty.register(world);
    const { parameters, tokens, claims } = await party.signIn(world.browser());
    assert.equal(tokens.refresh_token, undefined, "offline_access was not asked for");
    assert.equal(claims.nonce, parameters.nonce);
    const now = Date.now() / 1000;
    assert.ok(claims.exp > now && claims.iat <= now + 1 && claims.iat > now - 60);
    assert.equal((await party.userinfo(tokens.access_token)).claims.sub, claims.sub);
  },

  async "oidcc-response-type-missing"(world) {
    const party = await RelyingParty.register(world);
    const answer = await party.answer(world.browser(), party.parameters({ response_type: undefined }));
    assert.equal(answer.get("error"), "invalid_request");
  },

  async "oidcc-idtoken-signature"(world) {
    const party = await RelyingParty.register(world);
    const { header } = await party.signIn(world.browser());
    assert.equal(header.alg, "RS256");
    const { keys } = await (await fetch(party.metadata.jwks_uri)).json();
    assert.equal(keys.filter(({ kid }) => kid === header.kid).length, 1);
  },

  "oidcc-userinfo-get": succeedsWith({}, async ({ tokens, claims }, party) => {
    const { status, headers, claims: person } = await party.userinfo(tokens.access_token);
    assert.equal(status, 200);
    assert.match(headers.get("content-type"), /^application\/json\b/);
    assert.equal(person.sub, claims.sub);
  }),

  async "oidcc-userinfo-post-header"(world) {
    const party = await RelyingParty.register(world);
    const { tokens, claims } = await party.signIn(world.browser());
    const headers = { authorization: `Bearer ${tokens.access_token}` };
    assert.equal((await party.userinfo("", { method: "POST", headers })).claims.sub, claims.sub);
  },

  async "oidcc-userinfo-post-body"(world) {
    const party = await RelyingParty.register(world);
    const { tokens, claims } = await party.signIn(world.browser());
    const body = new URLSearchParams({ access_token: tokens.access_token });
    assert.equal((await party.userinfo("", { method: "POST", headers: {}, body })).claims.sub, claims.sub);
  },

  async "oidcc-ensure-request-without-nonce-succeeds-for-code-flow"(world) {
    const party = await RelyingParty.register(world);
    const verifier = random();
    const challenge = { code_challenge: challengeOf(verifier), code_challenge_method: "S256" };
    const { claims } = await party.signIn(
      world.browser(),
      { nonce: undefined, ...challenge },
      { redemption: { code_verifier: verifier } },
    );
    assert.equal(claims.nonce, undefined);
    // DEVIATION: a request with neither is refused (specification §14.1).
    const neither = await party.answer(world.browser(), party.parameters({ nonce: undefined }));
    assert.equal(neither.get("error"), "invalid_request");
  },

  "oidcc-scope-profile": scopeGives("openid profile", PROFILE, ["email"]),
  "oidcc-scope-email": scopeGives("openid email", ["email", "email_verified"], PROFILE),
  // Cora knows no addresses and no telephone numbers, so the scopes are left out
  // (OpenID Connect Core §5.4).
  "oidcc-scope-address": scopeGives("openid address", [], ["address"]),
  "oidcc-scope-phone": scopeGives("openid phone", [], ["phone_number"]),
  "oidcc-scope-all": scopeGives("openid profile email address phone", [...PROFILE, "email", "email_verified"]),

  async "oidcc-alternate-happy-flow"(world) {
    const party = await RelyingParty.register(world);
    const parameters = party.parameters({ scope: "email profile openid" });
    const reversed = Object.fromEntries(Object.entries(parameters).reverse());
    const code = (await party.answer(world.browser(), reversed)).get("code");
    const { answer: tokens } = await party.redeem(code);
    await party.verified(tokens.id_token, { nonce: parameters.nonce, accessToken: tokens.access_token });
  },

  "oidcc-display-page": succeedsWith({ display: "page" }),
  "oidcc-display-popup": succeedsWith({ display: "popup" }),

  async "oidcc-prompt-login"(world) {
    const party = await RelyingParty.register(world);
    const browser = world.browser();
    const first = await party.signIn(browser);
    const before = browser.visited.length;
    await new Promise((done) => setTimeout(done, 1100));
    const second = await party.signIn(browser, { prompt: "login" });
    assert.ok(
      browser.visited.slice(before).some((url) => url.startsWith(world.provider)),
      "the person signs in at the provider again",
    );
    assert.equal(second.claims.sub, first.claims.sub);
    assert.ok(second.claims.auth_time > (first.claims.auth_time ?? 0));
    assert.ok(second.claims.iat > first.claims.iat);
  },

  async "oidcc-prompt-none-not-logged-in"(world) {
    const party = await RelyingParty.register(world);
    const answer = await party.answer(world.browser(), party.parameters({ prompt: "none" }));
    assert.equal(answer.get("error"), "login_required");
    assert.equal(answer.get("code"), null);
  },

  async "oidcc-prompt-none-logged-in"(world) {
    const party = await RelyingParty.register(world);
    const browser = world.browser();
    const first = await party.signIn(browser);
    const before = browser.visited.length;
    const second = await party.signIn(browser, { prompt: "none" });
    assert.equal(browser.visited.length, before + 1, "the person sees no page");
    assert.equal(second.claims.sub, first.claims.sub);
    assert.equal(second.claims.auth_time, first.claims.auth_time);
  },

  async "oidcc-max-age-1"(world) {
    const party = await RelyingParty.register(world);
    const browser = world.browser();
    const first = await party.signIn(browser);
    await new Promise((done) => setTimeout(done, 2000));
    const before = browser.visited.length;
    const second = await party.signIn(browser, { max_age: "1" });
    assert.ok(browser.visited.slice(before).some((url) => url.startsWith(world.provider)));
    assert.equal(second.claims.sub, first.claims.sub);
    assert.ok(Number.isInteger(second.claims.auth_time), "auth_time is required with max_age");
    assert.ok(second.claims.auth_time > (first.claims.auth_time ?? 0));
    assert.ok(second.claims.iat - second.claims.auth_time <= 60);
  },

  async "oidcc-max-age-10000"(world) {
    const party = await RelyingParty.register(world);
    const browser = world.browser();
    // The provider says when it authenticated the person only if it is asked for it.
    const first = await party.signIn(browser, { max_age: "15000" });
    const before = browser.visited.length;
    const second = await party.signIn(browser, { max_age: "10000" });
    assert.equal(browser.visited.length, before + 1, "the person does not sign in again");
    assert.ok(Number.isInteger(first.claims.auth_time));
    assert.deepEqual([second.claims.sub, second.claims.auth_time], [first.claims.sub, first.claims.auth_time]);
  },

  "oidcc-ensure-request-with-unknown-parameter-succeeds": succeedsWith({ extra: "foobar" }),

  async "oidcc-id-token-hint"(world) {
    const party = await RelyingParty.register(world);
    const browser = world.browser();
    const first = await party.signIn(browser);
    const hint = { prompt: "none", id_token_hint: first.tokens.id_token };
    assert.equal((await party.signIn(browser, hint)).claims.sub, first.claims.sub);
  },

  async "oidcc-login-hint"(world) {
    const party = await RelyingParty.register(world);
    await party.signIn(world.browser(), { login_hint: "dora@acme.example" });
    await party.signIn(world.browser(), { login_hint: "somebody@unknown.example" });
  },

  "oidcc-ui-locales": succeedsWith({ ui_locales: "fr se" }),
  "oidcc-claims-locales": succeedsWith({ claims_locales: "se" }),

  async "oidcc-ensure-request-with-acr-values-succeeds"(world) {
    const party = await RelyingParty.register(world);
    // DEVIATION: acr_values are required (specification §14.3, RFC 9470 §5), and this provider
    // states no acr.
    const answer = await party.answer(world.browser(), party.parameters({ acr_values: "1 2" }));
    assert.equal(answer.get("error"), "unmet_authentication_requirements");
  },

  "oidcc-codereuse": codeReuse(0),
  "oidcc-codereuse-30seconds": codeReuse(30),

  async "oidcc-ensure-registered-redirect-uri"(world) {
    const party = await RelyingParty.register(world);
    const page = await world
      .browser()
      .open(party.url(party.parameters({ redirect_uri: `${party.redirectUri}/other` })), {
        stopAt: "http://127.0.0.1:9/",
      });
    assert.equal(page.location, undefined, "the browser is sent nowhere");
    assert.equal(page.status, 400);
    assert.match(page.response.headers.get("content-type"), /^text\/html/);
  },

  async "oidcc-ensure-post-request-succeeds"(world) {
    const party = await RelyingParty.register(world);
    const parameters = party.parameters();
    const stopAt = party.redirectUri;
    const page = await world.browser().open(party.metadata.authorization_endpoint, {
      method: "POST",
      body: new URLSearchParams(parameters),
      stopAt,
    });
    const back = await world.choose(page, "Dora", { stopAt });
    assert.ok(back.location.searchParams.get("code"));
    assert.equal(back.location.searchParams.get("state"), parameters.state);
  },

  async "oidcc-server-client-secret-post"(world) {
    const party = await RelyingParty.register(world, { authentication: "post" });
    await party.signIn(world.browser());
  },

  "oidcc-request-uri-unsigned-supported-correctly-or-rejected-as-unsupported": rejects(
    () => ({ request_uri: "https://rp.acme.example/request.jwt" }),
    "request_uri_not_supported",
  ),
  "oidcc-unsigned-request-object-supported-correctly-or-rejected-as-unsupported": rejects(
    (_party, parameters) => ({ request: requestObject(parameters) }),
    "request_not_supported",
  ),
  "oidcc-ensure-request-object-with-redirect-uri": rejects(
    (party, parameters) => ({
      request: requestObject({ ...parameters, redirect_uri: `${party.redirectUri}/other` }),
    }),
    "request_not_supported",
  ),

  async "oidcc-claims-essential"(world) {
    // The metadata say that the parameter is not supported, so it is ignored
    // (OpenID Connect Core §5.5).
    const party = await RelyingParty.register(world);
    const claims = JSON.stringify({ userinfo: { name: { essential: true } } });
    const { tokens } = await party.signIn(world.browser(), { claims });
    assert.equal((await party.userinfo(tokens.access_token)).status, 200);
  },

  async "oidcc-refresh-token"(world) {
    const party = await RelyingParty.register(world);
    const other = await RelyingParty.register(world);
    const scope = "openid offline_access";
    const { tokens, claims } = await party.signIn(world.browser(), { scope, prompt: "consent" });
    const { status, answer } = await party.renew(tokens.refresh_token);
    assert.equal(status, 200);
    assert.notEqual(answer.access_token, tokens.access_token);
    // Without a nonce, which is the sign-in's (OpenID Connect Core §12.2).
    const renewed = await party.verified(answer.id_token, { accessToken: answer.access_token });
    for (const name of ["iss", "sub", "aud", "auth_time"]) {
      assert.deepEqual(renewed.claims[name], claims[name], name);
    }
    assert.equal((await party.userinfo(answer.access_token)).claims.sub, claims.sub);
    // Another application gets nothing by it, and ends nothing.
    assert.equal((await other.renew(tokens.refresh_token)).answer.error, "invalid_grant");
    assert.equal((await party.renew(tokens.refresh_token)).status, 200);
  },

  async "oidcc-ensure-request-with-valid-pkce-succeeds"(world) {
    const party = await RelyingParty.register(world);
    const verifier = random();
    const challenge = { code_challenge: challengeOf(verifier), code_challenge_method: "S256" };
    await party.signIn(world.browser(), challenge, { redemption: { code_verifier: verifier } });
    const parameters = party.parameters(challenge);
    const code = (await party.answer(world.browser(), parameters)).get("code");
    const other = await party.redeem(code, { code_verifier: random() });
    assert.equal(other.answer.error, "invalid_grant");
  },
};
