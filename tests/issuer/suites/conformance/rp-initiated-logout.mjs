// OpenID Connect RP-Initiated Logout 1.0, as the plan
// `oidcc-rp-initiated-logout-certification-test-plan` asks for it.
import assert from "node:assert/strict";

import { random, RelyingParty } from "../../relying-party.mjs";

const SIGNED_OUT = "http://127.0.0.1:9/signed-out";

/** A person who is signed in to an application with a registered post-logout redirect URI. */
async function signedIn(world) {
  const party = await RelyingParty.register(world, { more: ["--post-logout-redirect-uri", SIGNED_OUT] });
  const browser = world.browser();
  const { tokens } = await party.signIn(browser, { scope: "openid offline_access" });
  return {
    party,
    browser,
    tokens,
    /** Opens the end-session endpoint with these parameters. */
    logout: (parameters = {}, options = {}) => {
      const url = new URL(party.metadata.end_session_endpoint);
      url.search = new URLSearchParams(parameters);
      return browser.open(url, { stopAt: "http://127.0.0.1:9/", ...options });
    },
    /** Returns whether Cora still has the browser's session. */
    hasSession: async () => {
      const answer = await party.answer(browser, party.parameters({ prompt: "none" }));
      assert.ok(answer.get("code") || answer.get("error") === "login_required");
      return answer.has("code");
    },
  };
}

/** Signs out, with parameters that do not come back to the application: Cora shows a page, asks if
the hint does not count, and in the end the person is signed out. */
async function asksAndStays({ logout, hasSession }, parameters) {
  const page = await logout(parameters);
  assert.equal(page.location, undefined, "the browser is sent nowhere");
  assert.match(page.response.headers.get("content-type"), /^text\/html/);
  if (await hasSession()) {
    const end = await page.submit({}, { stopAt: "http://127.0.0.1:9/", button: "Sign out" });
    assert.equal(end.location, undefined, "the browser is sent nowhere");
    assert.equal(await hasSession(), false);
  }
}

export const tests = {
  async "oidcc-rp-initiated-logout-discovery-endpoint-verification"(world) {
    const { metadata } = await RelyingParty.register(world);
    assert.ok(metadata.end_session_endpoint.startsWith(world.issuer));
  },

  async "oidcc-rp-initiated-logout"(world) {
    const { party, tokens, logout, hasSession } = await signedIn(world);
    const state = random();
    const page = await logout({ id_token_hint: tokens.id_token, post_logout_redirect_uri: SIGNED_OUT, state });
    assert.equal(page.location?.href, `${SIGNED_OUT}?state=${state}`);
    assert.equal(await hasSession(), false);
    assert.equal((await party.renew(tokens.refresh_token)).answer.error, "invalid_grant");
  },

  async "oidcc-rp-initiated-logout by POST"(world) {
    const { party, browser, tokens, hasSession } = await signedIn(world);
    const body = new URLSearchParams({ id_token_hint: tokens.id_token, post_logout_redirect_uri: SIGNED_OUT });
    const page = await browser.open(party.metadata.end_session_endpoint, {
      method: "POST",
      body,
      stopAt: SIGNED_OUT,
    });
    assert.equal(page.location?.href, SIGNED_OUT);
    assert.equal(await hasSession(), false);
  },

  async "oidcc-rp-initiated-logout-bad-post-logout-redirect-uri"(world) {
    const person = await signedIn(world);
    await asksAndStays(person, {
      id_token_hint: person.tokens.id_token,
      post_logout_redirect_uri: "http://127.0.0.1:9/other",
      state: random(),
    });
  },

  async "oidcc-rp-initiated-logout-modified-id-token-hint"(world) {
    const person = await signedIn(world);
    const [header, claims, signature] = person.tokens.id_token.split(".");
    const changed = { ...JSON.parse(Buffer.from(claims, "base64url")), sub: random() };
    const hint = [header, Buffer.from(JSON.stringify(changed)).toString("base64url"), signature].join(".");
    await asksAndStays(person, { id_token_hint: hint, post_logout_redirect_uri: SIGNED_OUT, state: random() });
  },

  async "oidcc-rp-initiated-logout-no-id-token-hint"(world) {
    const person = await signedIn(world);
    await asksAndStays(person, { post_logout_redirect_uri: SIGNED_OUT, state: random() });
  },

  async "oidcc-rp-initiated-logout-no-params"(world) {
    await asksAndStays(await signedIn(world), {});
  },

  async "oidcc-rp-initiated-logout-no-post-logout-redirect-uri"(world) {
    const { tokens, logout, hasSession } = await signedIn(world);
    const page = await logout({ id_token_hint: tokens.id_token, state: random() });
    assert.equal(page.location, undefined);
    assert.equal(page.status, 200);
    assert.equal(await hasSession(), false);
  },

  async "oidcc-rp-initiated-logout-no-state"(world) {
    const { tokens, logout, hasSession } = await signedIn(world);
    const page = await logout({ id_token_hint: tokens.id_token, post_logout_redirect_uri: SIGNED_OUT });
    assert.equal(page.location?.href, SIGNED_OUT, "without a state");
    assert.equal(await hasSession(), false);
  },

  async "oidcc-rp-initiated-logout-only-state"(world) {
    await asksAndStays(await signedIn(world), { state: random() });
  },

  async "oidcc-rp-initiated-logout-query-added-to-post-logout-redirect-uri"(world) {
    const person = await signedIn(world);
    await asksAndStays(person, {
      id_token_hint: person.tokens.id_token,
      post_logout_redirect_uri: `${SIGNED_OUT}?foo=bar`,
      state: random(),
    });
  },

  async "oidcc-rp-initiated-logout-bad-id-token-hint"(world) {
    const person = await signedIn(world);
    await asksAndStays(person, {
      id_token_hint: "not-a-token",
      post_logout_redirect_uri: SIGNED_OUT,
      state: random(),
    });
  },

  async "the hint of another person's session asks first, and an image signs nobody out"(world) {
    const [person, other] = [await signedIn(world), await signedIn(world)];
    const page = await person.logout({
      id_token_hint: other.tokens.id_token,
      post_logout_redirect_uri: SIGNED_OUT,
    });
    assert.equal(page.location, undefined);
    await person.logout({}, { headers: { "sec-fetch-dest": "image", "sec-fetch-mode": "no-cors" } });
    assert.equal(await person.hasSession(), true);
  },
};
