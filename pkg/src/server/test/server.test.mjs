import assert from "node:assert/strict";
import { test } from "node:test";

import { decodeJwt } from "jose";

import { AccessError, CoraConfigurationError, createCora } from "../../../dist/server/index.js";
import { Cookies } from "../../../dist/server/cookies.js";
import { SECRET, signedIn, world } from "./application.mjs";
import { createBrowser } from "./browser.mjs";
import { ACME, APP, CLIENT, ISSUER, IVAN, OTHER, createIssuer, newKey } from "./issuer.mjs";

const renewals = (issuer) => issuer.count("/oauth2/token");
const session = (browser) => browser.cookies().find(({ name }) => name.endsWith(CLIENT.id));
const MEMBER = { permission: "members:manage" };

/** Returns the code of the refusal of `protect`. */
const refusal = (promise) =>
  promise.then(
    () => "allowed",
    (error) => {
      assert.ok(error instanceof AccessError, error.stack);
      return error.code;
    },
  );

test("a_person_who_signs_in_sees_the_page_that_they_asked_for", async () => {
  const { browser, cora, response, url } = await signedIn();
  assert.equal(url, `${APP}/reports?x=1`);
  assert.equal(response.status, 200);
  const auth = await cora.auth(browser.request(`${APP}/`));
  assert.deepEqual(
    { ...auth, token: null, sid: null, authTime: null, expiresAt: null, can: null, has: null },
    {
      status: "authenticated",
      userId: IVAN.id,
      organization: { id: ACME.id, role: "org_admin", name: "Acme", slug: "acme" },
      platformRole: "platform_user",
      roleVersion: 3,
      sid: null,
      authTime: null,
      acr: "mfa",
      amr: ["pwd", "otp"],
      fullName: "Ivan Invited",
      email: "ivan@acme.example",
      actor: null,
      expiresAt: null,
      token: null,
      can: null,
      has: null,
    },
  );
});

test("the_authorization_request_has_pkce_state_and_nonce_and_only_known_hints", async () => {
  const { browser } = world();
  const path =
    "/api/auth/sign-in?return_to=/x&login_hint=ivan@acme.example&acr_values=mfa&connection=c1&redirect_uri=evil";
  const { headers } = await browser.send(APP + path);
  const query = new URL(headers.get("location")).searchParams;
  assert.equal(query.get("code_challenge_method"), "S256");
  assert.equal(query.get("code_challenge").length, 43);
  assert.ok(query.get("state").length >= 43 && query.get("nonce").length >= 43);
  assert.equal(query.get("redirect_uri"), `${APP}/api/auth/callback`);
  // w26: hints and acr_values pass.
  assert.deepEqual(
    ["login_hint", "acr_values", "connection"].map((name) => query.get(name)),
    ["ivan@acme.example", "mfa", "c1"],
  );
});

test("the_return_path_is_a_place_of_the_application", async () => {
  for (const [wanted, landed] of [
    ["https://evil.example/x", `${APP}/`],
    ["//evil.example", `${APP}/`],
    ["/\\evil.example", `${APP}/`],
    ["/reports?x=1", `${APP}/reports?x=1`],
  ]) {
    const { browser } = world();
    const { url } = await browser.go(`${APP}/api/auth/sign-in?return_to=${encodeURIComponent(wanted)}`);
    assert.equal(url, landed, wanted);
  }
});

test("w21_nothing_is_read_until_the_first_request_which_names_all_that_is_missing_at_once", async () => {
  const cora = createCora({ env: {} });
  await assert.rejects(cora.auth(new Request(`${APP}/`)), (error) => {
    assert.ok(error instanceof CoraConfigurationError);
    assert.deepEqual(
      error.issues.map(({ option, variable }) => [option, variable]),
      [
        ["url", "CORA_URL"],
        ["clientId", "CORA_CLIENT_ID"],
        ["clientSecret", "CORA_CLIENT_SECRET"],
        ["cookieSecret", "CORA_COOKIE_SECRET"],
      ],
    );
    return true;
  });
});

test("options_come_from_the_environment_and_a_short_secret_or_plain_http_is_refused_without_its_value", async () => {
  const env = {
    CORA_URL: "http://cora.acme.example",
    CORA_CLIENT_ID: "a",
    CORA_CLIENT_SECRET: "b",
    CORA_COOKIE_SECRET: "short",
  };
  await assert.rejects(createCora({ env }).auth(new Request(`${APP}/`)), (error) => {
    assert.deepEqual(
      error.issues.map(({ code }) => code),
      ["too_short", "insecure_url"],
    );
    assert.doesNotMatch(error.message, /\bshort\b/);
    return true;
  });
});

test("an_origin_has_to_be_configured_but_on_this_machine_and_forwarded_hosts_do_not_count", async () => {
  const { create, issuer } = world();
  const unnamed = create({ origins: [] });
  await assert.rejects(unnamed.handler(new Request(`${APP}/api/auth/session`)), /CORA_ORIGINS/);
  const local = new Request("http://localhost:3000/api/auth/sign-in", {
    headers: { "x-forwarded-host": "evil.example" },
  });
  const answer = await unnamed.handler(local);
  assert.match(answer.headers.get("location"), /redirect_uri=http%3A%2F%2Flocalhost%3A3000%2Fapi%2Fauth%2Fcallback/);
  const spoofed = new Request(`${APP}/api/auth/sign-in`, {
    headers: { host: "evil.example", "x-forwarded-host": "evil.example" },
  });
  const named = await create().handler(spoofed);
  assert.match(named.headers.get("location"), /redirect_uri=https%3A%2F%2Fapp\.acme\.example%2F/);
  assert.equal(issuer.count("/oauth2/token"), 0);
});

test("w23_several_origins_in_one_process_each_come_back_to_their_own", async () => {
  const second = "https://second.acme.example";
  const { browser, cora, issuer, server } = world({ options: { origins: [APP, second] } });
  issuer.applications.get(CLIENT.id).redirectUris.push(`${second}/api/auth/callback`);
  const both = createBrowser({ [APP]: server(cora), [second]: server(cora), [ISSUER]: issuer.fetch });
  const { response, url } = await both.go(`${second}/reports`, { headers: { host: "second.acme.example" } });
  assert.equal(new URL(url).origin, second);
  assert.equal(response.status, 200);
  assert.equal((await browser.go(`${APP}/reports`)).url, `${APP}/reports`);
});

test("the_cookie_is_encrypted_host_bound_small_and_marked_private", async () => {
  const { browser, cora } = world();
  await browser.send(`${APP}/api/auth/sign-in`);
  const { text: flow } = browser.cookies(".flow.")[0];
  assert.match(flow, /^__Host-cora\.[^=]+\.flow\.[\w-]+=/);
  assert.match(flow, /; Path=\/; Max-Age=600; HttpOnly; SameSite=Lax; Secure$/);
  const { response } = await browser.go(`${APP}/api/auth/sign-in`);
  assert.equal(response.status, 200);
  const { text, value } = session(browser);
  assert.match(text, /^__Host-cora\.[^=]+=[^;]+; Path=\/; Max-Age=2592000; HttpOnly; SameSite=Lax; Secure$/);
  assert.doesNotMatch(Buffer.from(value.split(".")[3], "base64url").toString("latin1"), /ivan/i);
  assert.ok(text.length <= 2048, `${text.length}`);
  assert.equal((await cora.auth(browser.request(`${APP}/`))).status, "authenticated");
});

test("w17_the_largest_token_leaves_the_cookie_within_2_kb", async () => {
  const { browser, issuer } = await signedIn();
  // §14.8: an access token has at most 1024 bytes; a refresh token here is of 43.
  issuer.claims = { amr: Array.from({ length: 6 }, (_, at) => `method-${at}-${"x".repeat(18)}`) };
  issuer.user = { ...IVAN, name: "N".repeat(64), email: `${"e".repeat(50)}@acme.example` };
  await browser.go(`${APP}/api/auth/sign-in`);
  const { text } = session(browser);
  assert.ok(text.length <= 2048, `${text.length}`);
});

test("a_cookie_that_browsers_would_drop_is_an_error_when_it_is_made", async () => {
  const { browser, issuer } = world();
  issuer.claims = { amr: Array.from({ length: 10 }, () => "x".repeat(300)) };
  const { response } = await browser.go(`${APP}/api/auth/sign-in`);
  assert.equal(response.status, 400);
  assert.match(await response.text(), /too large/);
  assert.equal(session(browser), undefined);
});

test("on_a_loopback_host_the_cookie_has_no_prefix_and_is_not_secure", async () => {
  const local = "http://localhost:3000";
  const { create, issuer, server } = world();
  issuer.applications.get(CLIENT.id).redirectUris.push(`${local}/api/auth/callback`);
  const browser = createBrowser({ [local]: server(create({ origins: [] })), [ISSUER]: issuer.fetch });
  const { response } = await browser.go(`${local}/reports`);
  assert.equal(response.status, 200);
  assert.doesNotMatch(session(browser).text, /__Host-|Secure/);
});

test("w12_two_applications_on_one_host_keep_their_sessions_apart", async () => {
  const { browser: first, cora, create, issuer, server } = await signedIn();
  const id = "0198c0de-0000-7000-8000-0000000000b9";
  issuer.applications.set(id, {
    kind: "web",
    secret: "s".repeat(40),
    redirectUris: [`${APP}/second/auth/callback`],
    postLogoutRedirectUris: [`${APP}/`],
  });
  const second = create({ clientId: id, clientSecret: "s".repeat(40), authPath: "/second/auth" });
  const both = createBrowser({
    [APP]: (request) => server(new URL(request.url).pathname.startsWith("/second") ? second : cora)(request),
    [ISSUER]: issuer.fetch,
  });
  for (const [key, value] of first.jar) both.jar.set(key, value);
  assert.equal((await both.go(`${APP}/second/page`)).response.status, 200);
  await both.send(`${APP}/second/auth/sign-out`, { method: "POST" });
  assert.equal((await second.auth(both.request(`${APP}/`))).status, "unauthenticated");
  assert.equal((await cora.auth(both.request(`${APP}/`))).status, "authenticated");
});

test("a_cookie_of_another_application_purpose_or_secret_is_not_a_session", async () => {
  const { browser, create } = await signedIn();
  const hint = browser.cookies(".hint")[0].value;
  const real = session(browser);
  const status = async (cora, value) => {
    const headers = { cookie: `${real.name}=${value}` };
    return await cora.auth(new Request(`${APP}/`, { headers }));
  };
  assert.deepEqual(await status(create(), hint), { status: "unauthenticated", code: "session_invalid" });
  const other = create({ cookieSecret: "another-secret-for-cookies-of-32-characters" });
  assert.deepEqual(await status(other, real.value), { status: "unauthenticated", code: "session_invalid" });
  assert.equal((await status(create(), `${real.value.slice(0, -2)}AA`)).code, "session_invalid");
});

test("two_secrets_at_a_change_open_the_cookies_of_both", async () => {
  const { browser, create } = await signedIn();
  const changed = create({ cookieSecret: ["another-secret-for-cookies-of-32-characters", SECRET] });
  assert.equal((await changed.auth(browser.request(`${APP}/`))).status, "authenticated");
});

test("a_live_token_asks_nobody", async () => {
  const { browser, create, issuer } = await signedIn();
  const cora = create();
  await cora.auth(browser.request(`${APP}/`));
  const before = issuer.requests.length;
  for (let at = 0; at < 20; at += 1)
    assert.equal((await cora.auth(browser.request(`${APP}/`))).status, "authenticated");
  assert.equal(issuer.requests.length, before);
});

test("w02_somebody_who_comes_back_after_the_token_ended_sees_the_page_that_they_ask_for", async () => {
  const { browser, clock, issuer } = await signedIn();
  const before = renewals(issuer);
  clock.at += 3 * 86_400;
  const response = await browser.send(`${APP}/reports`);
  assert.equal(response.status, 200);
  assert.equal(renewals(issuer), before + 1);
  // c67: the response that writes the cookie is in no cache.
  assert.equal(response.headers.get("cache-control"), "private, no-store");
  assert.equal((await browser.send(`${APP}/reports`)).headers.getSetCookie().length, 0);
});

test("w13_w14_c66_requests_at_the_end_of_a_token_share_one_renewal_in_each_process", async () => {
  const { browser, clock, cora, create, issuer, server } = await signedIn();
  const other = create();
  clock.at += 290;
  const before = renewals(issuer);
  const ask = (one) => server(one)(browser.request(`${APP}/reports`));
  const answers = await Promise.all([ask(cora), ask(cora), ask(cora), ask(other), ask(other)]);
  assert.deepEqual(
    answers.map(({ status }) => status),
    [200, 200, 200, 200, 200],
  );
  assert.equal(renewals(issuer), before + 2, "one for each of the two instances");
});

test("c66_a_render_that_cannot_set_the_cookie_loses_nothing", async () => {
  const { browser, clock, cora, create, issuer } = await signedIn();
  clock.at += 290;
  const before = renewals(issuer);
  // Nobody writes the cookie of this renewal.
  assert.equal((await cora.auth(browser.request(`${APP}/`))).status, "authenticated");
  clock.at += 600;
  assert.equal((await cora.auth(browser.request(`${APP}/`))).status, "authenticated", "10 minutes later");
  assert.equal((await create().auth(browser.request(`${APP}/`))).status, "authenticated", "another instance");
  assert.equal(renewals(issuer), before + 3);
  // The next response that can writes the newest.
  const response = cora.commit(...(await renewed(cora, browser)));
  assert.equal(response.headers.getSetCookie().length, 1);
});

/** Returns a request whose session was opened, and a response to it. */
async function renewed(cora, browser) {
  const request = browser.request(`${APP}/`);
  await cora.auth(request);
  return [request, new Response("")];
}

test("c66_an_older_cookie_never_replaces_a_newer_one", async () => {
  const { browser, clock, cora, issuer } = await signedIn();
  const old = browser.header(`${APP}/`);
  clock.at += 290;
  const first = new Request(`${APP}/`, { headers: { cookie: old } });
  const { token } = await cora.auth(first);
  const before = renewals(issuer);
  // A late request with the older cookie is answered with the newer session, and writes it.
  const late = new Request(`${APP}/`, { headers: { cookie: old } });
  const { cookie, headers, session: auth } = await cora.open(late);
  assert.equal(auth.token, token);
  assert.equal(renewals(issuer), before);
  assert.equal(headers[0][0], "set-cookie");
  assert.ok(cookie.includes(headers[0][1].split(";")[0]), "what comes after sees the newer cookie");
});

test("c66_a_late_answer_does_not_bring_back_a_session_that_was_signed_out", async () => {
  const { browser, clock, cora, issuer } = await signedIn();
  clock.at += 290;
  const old = browser.header(`${APP}/`);
  let go;
  issuer.pause = new Promise((resolve) => {
    go = resolve;
  });
  const late = cora.auth(new Request(`${APP}/`, { headers: { cookie: old } }));
  await new Promise((resolve) => setTimeout(resolve, 20));
  const out = browser.send(`${APP}/api/auth/sign-out`, { method: "POST" });
  go();
  await out;
  await late;
  const after = await cora.auth(new Request(`${APP}/`, { headers: { cookie: old } }));
  assert.deepEqual(after, { status: "unauthenticated", code: "session_ended" });
});

test("a_network_failure_keeps_the_old_token_until_its_end_and_clears_nothing", async () => {
  const { browser, clock, cora, issuer } = await signedIn();
  clock.at += 260;
  issuer.down = true;
  assert.equal((await cora.auth(browser.request(`${APP}/`))).status, "authenticated", "40 seconds before its end");
  clock.at += 60;
  const failed = await browser.send(`${APP}/reports`, { headers: { "sec-fetch-mode": "cors" } });
  assert.equal(failed.status, 503);
  assert.equal(failed.headers.getSetCookie().length, 0);
  const { code, status } = await cora.auth(browser.request(`${APP}/`));
  assert.deepEqual([status, code], ["error", "issuer_unreachable"]);
  // w11: one failed request is not for good.
  issuer.down = false;
  clock.at += 31;
  assert.equal((await browser.send(`${APP}/reports`)).status, 200);
});

test("failed_renewals_are_tried_again_after_growing_times", async () => {
  const { browser, clock, cora, issuer } = await signedIn();
  clock.at += 260;
  issuer.down = 503;
  await cora.auth(browser.request(`${APP}/`));
  const before = renewals(issuer);
  for (let at = 0; at < 10; at += 1) await cora.auth(browser.request(`${APP}/`));
  assert.equal(renewals(issuer), before);
  clock.at += 2;
  await cora.auth(browser.request(`${APP}/`));
  assert.ok(renewals(issuer) > before);
});

test("only_invalid_grant_ends_the_session_and_clears_the_cookie", async () => {
  const { browser, clock, cora, issuer } = await signedIn();
  for (const one of issuer.sessions.values()) one.ended = true;
  assert.equal((await cora.auth(browser.request(`${APP}/`))).status, "authenticated", "until the next renewal");
  clock.at += 290;
  issuer.user = null;
  const response = await browser.send(`${APP}/reports`, { headers: { "sec-fetch-mode": "cors" } });
  assert.equal(response.status, 401);
  assert.equal((await response.json()).code, "sign_in_required");
  assert.equal(session(browser), undefined);
});

test("w07_the_session_lasts_as_long_as_cora_says_and_not_as_the_cookie_does", async () => {
  const { browser, clock, cora, issuer } = await signedIn();
  for (let day = 0; day < 20; day += 1) {
    clock.at += 86_400;
    assert.equal((await browser.send(`${APP}/reports`)).status, 200);
  }
  for (const one of issuer.sessions.values()) one.ended = true;
  clock.at += 241;
  assert.equal((await cora.auth(browser.request(`${APP}/`))).code, "session_ended");
});

test("the_type_issuer_audience_and_client_of_an_access_token_are_exact", async () => {
  for (const [name, change] of Object.entries({
    issuer: { claims: { iss: `${ISSUER}/` } },
    audience: { claims: { aud: "another" } },
    audiences: { claims: { aud: [CLIENT.id, "another"] } },
    client: { claims: { client_id: "another" } },
    role: { claims: { platform_role: "root" } },
    "organization without a role": { claims: { org_role: undefined } },
    session: { claims: { sid: undefined } },
    type: { header: { typ: "JWT" } },
    "long type": { header: { typ: "application/at+jwt" } },
    expired: { claims: { exp: 1 } },
  })) {
    const { browser, issuer } = world();
    Object.assign(issuer, change);
    const { response, url } = await browser.go(`${APP}/api/auth/sign-in`);
    assert.ok(response.status === 400 && url.includes("/callback"), `${name}: ${response.status} ${url}`);
    assert.equal(session(browser), undefined, name);
  }
});

test("the_id_token_is_of_the_same_session_and_signed_by_the_issuer", async () => {
  for (const idClaims of [{ sub: "other" }, { sid: "other" }, { nonce: "other" }, { aud: "other" }, { iss: APP }]) {
    const { browser, issuer } = world();
    issuer.idClaims = idClaims;
    await browser.go(`${APP}/api/auth/sign-in`);
    assert.equal(session(browser), undefined, JSON.stringify(idClaims));
  }
});

test("c56_a_rotated_key_is_fetched_once_and_a_flood_of_unknown_ones_once_a_minute", async () => {
  const { browser, clock, issuer } = await signedIn();
  const next = await newKey();
  issuer.published = [...issuer.published, next];
  issuer.key = next;
  const before = issuer.count("/oauth2/jwks");
  clock.at += 290;
  assert.equal((await browser.send(`${APP}/reports`)).status, 200);
  assert.equal(issuer.count("/oauth2/jwks"), before + 1);
  issuer.key = await newKey();
  clock.at += 290;
  for (let at = 0; at < 5; at += 1) await browser.send(`${APP}/reports`);
  assert.equal(issuer.count("/oauth2/jwks"), before + 2);
});

test("c56_strangers_tokens_with_unknown_keys_cause_one_fetch_a_minute", async () => {
  const revoked = { add: async () => {}, has: async () => false };
  const { clock, cora, issuer } = await signedIn({ options: { revoked } });
  clock.at += 61;
  const before = issuer.count("/oauth2/jwks");
  for (let at = 0; at < 4; at += 1) {
    const token = await issuer.logoutToken({ sid: "x" }, { key: await newKey("RS256") });
    const body = new URLSearchParams({ logout_token: token });
    const path = `${APP}/api/auth/back-channel-logout`;
    assert.equal((await cora.handler(new Request(path, { method: "POST", body }))).status, 400);
  }
  assert.equal(issuer.count("/oauth2/jwks"), before + 1);
});

test("a_cookie_of_a_session_that_was_signed_out_is_worth_nothing_here_while_its_token_lives", async () => {
  const { browser, cora } = await signedIn();
  const old = browser.header(`${APP}/`);
  await browser.send(`${APP}/api/auth/sign-out`, { method: "POST" });
  const { code } = await cora.auth(new Request(`${APP}/`, { headers: { cookie: old } }));
  assert.equal(code, "session_ended");
});

test("keys_of_before_count_while_they_cannot_be_fetched_again", async () => {
  const { browser, clock, cora, issuer } = await signedIn();
  issuer.life = 3600;
  clock.at += 290;
  await browser.send(`${APP}/reports`);
  clock.at += 900;
  issuer.down = true;
  assert.equal((await cora.auth(browser.request(`${APP}/`))).status, "authenticated");
});

test("w04_a_sign_in_that_was_canceled_says_so_and_still_leads_where_one_wanted", async () => {
  const { browser, create, issuer, server } = world();
  issuer.refuse = "access_denied";
  const { response } = await browser.go(`${APP}/reports?x=1`);
  const html = await response.text();
  assert.equal(response.status, 400);
  assert.match(html, /canceled/);
  assert.match(html, /sign-in\?return_to=%2Freports%3Fx%3D1/);
  assert.doesNotMatch(html, /secret text/, "the issuer's description is shown nowhere");
  const cora = create({ errorPath: "/welcome" });
  const other = createBrowser({ [APP]: server(cora), [ISSUER]: issuer.fetch });
  const begun = await other.send(`${APP}/reports?x=1`);
  const asked = await other.send(new URL(begun.headers.get("location")).href);
  const back = await other.send(asked.headers.get("location"));
  const shown = await other.send(back.headers.get("location"));
  assert.equal(shown.headers.get("location"), `${APP}/welcome?error=access_denied&from=%2Freports%3Fx%3D1`);
  assert.equal(other.cookies(".flow.").length, 0);
});

test("an_answer_counts_once_and_only_in_the_browser_that_asked", async () => {
  const { browser, cora, issuer, server } = world();
  const begun = await browser.send(`${APP}/api/auth/sign-in?return_to=/x`);
  const answered = await browser.send(begun.headers.get("location"));
  const callback = answered.headers.get("location");
  const stranger = createBrowser({ [APP]: server(cora), [ISSUER]: issuer.fetch });
  const refused = await stranger.send(callback);
  assert.match(await refused.text(), /took too long/);
  assert.equal(renewals(issuer), 0, "no code was redeemed");
  assert.equal((await browser.send(callback)).headers.get("location"), `${APP}/x`);
  // Once more: the person went back in their browser, and is signed in already.
  const again = await browser.send(callback);
  assert.equal(again.headers.get("location"), `${APP}/`);
  assert.equal(renewals(issuer), 1);
});

test("rfc_9207_an_answer_of_another_issuer_or_of_none_is_refused", async () => {
  for (const iss of ["https://evil.example", null]) {
    const { browser, issuer } = world();
    issuer.answer = { iss };
    const { response } = await browser.go(`${APP}/api/auth/sign-in`);
    assert.equal(response.status, 400);
    assert.equal(renewals(issuer), 0);
  }
});

test("a_flow_ends_after_10_minutes", async () => {
  const { browser, clock } = world();
  const begun = await browser.send(`${APP}/api/auth/sign-in`);
  const answered = await browser.send(begun.headers.get("location"));
  clock.at += 600;
  assert.match(await (await browser.send(answered.headers.get("location"))).text(), /took too long/);
});

test("c67_prefetches_begin_nothing_and_a_browser_has_at_most_three_flows", async () => {
  const { browser, clock, issuer } = world();
  const prefetches = [
    { "sec-purpose": "prefetch" },
    { "sec-purpose": "prefetch;prerender" },
    { purpose: "prefetch" },
    { "next-router-prefetch": "1" },
    { rsc: "1" },
    { "sec-fetch-mode": "cors" },
  ];
  for (const headers of prefetches) {
    for (const path of ["sign-in", "sign-out"]) {
      const response = await browser.send(`${APP}/api/auth/${path}`, { headers });
      assert.equal(response.status, 204, `${path} ${JSON.stringify(headers)}`);
      assert.equal(response.headers.getSetCookie().length, 0);
    }
  }
  assert.equal(issuer.requests.length, 0);
  const begun = [];
  for (let at = 0; at < 50; at += 1) {
    clock.at += 1;
    begun.push(await browser.send(`${APP}/api/auth/sign-in?return_to=/page-${at}`));
  }
  assert.equal(browser.cookies(".flow.").length, 3);
  assert.equal((await browser.go(begun[49].headers.get("location"))).url, `${APP}/page-49`);
});

test("w13_two_tabs_may_sign_in_at_once", async () => {
  const { browser } = world();
  const first = await browser.send(`${APP}/api/auth/sign-in?return_to=/one`);
  const second = await browser.send(`${APP}/api/auth/sign-in?return_to=/two`);
  assert.equal((await browser.go(second.headers.get("location"))).url, `${APP}/two`);
  assert.equal((await browser.go(first.headers.get("location"))).url, `${APP}/one`);
});

test("signing_out_is_a_post_of_an_own_page_and_ends_the_session_here_and_at_cora", async () => {
  const { browser, cora, issuer } = await signedIn();
  assert.equal((await browser.send(`${APP}/api/auth/sign-out`)).status, 405);
  for (const headers of [
    { origin: "https://evil.example", "sec-fetch-site": "cross-site" },
    { origin: "https://evil.example", "sec-fetch-site": "same-origin" },
    { origin: "null", "sec-fetch-site": "cross-site" },
    { origin: APP, "sec-fetch-site": "same-site" },
  ]) {
    const response = await browser.send(`${APP}/api/auth/sign-out`, { method: "POST", headers });
    assert.equal(response.status, 403, JSON.stringify(headers));
  }
  const { url } = await browser.go(`${APP}/api/auth/sign-out`, { method: "POST" });
  assert.equal(url.split("?")[0], `${ISSUER}/oauth2/authorize`, "the first page leads to the sign-in again");
  assert.equal(issuer.user, null);
  assert.deepEqual(
    browser.cookies(CLIENT.id).filter(({ name }) => !name.includes(".flow.")),
    [],
  );
  assert.equal((await cora.auth(browser.request(`${APP}/`))).status, "unauthenticated");
});

test("signing_out_ends_the_session_here_even_if_cora_does_not_answer", async () => {
  const { browser, create, issuer, server } = await signedIn();
  issuer.down = true;
  const fresh = createBrowser({ [APP]: server(create()) });
  for (const [key, value] of browser.jar) fresh.jar.set(key, value);
  const response = await fresh.send(`${APP}/api/auth/sign-out`, {
    method: "POST",
    headers: { accept: "application/json" },
  });
  const { location } = (await response.json()).data;
  assert.equal(session(fresh), undefined);
  assert.equal((await fresh.send(location)).headers.get("location"), `${APP}/`);
  assert.equal(fresh.jar.size, 0);
});

test("a_script_that_signs_out_gets_no_token_and_coras_session_ends_all_the_same", async () => {
  const { browser, issuer } = await signedIn();
  const path = `${APP}/api/auth/signed-out`;
  // Before the sign-out the path signs nobody out, not by anyone's link.
  const early = await browser.send(path);
  assert.deepEqual([early.headers.get("location"), early.headers.getSetCookie()], [`${APP}/`, []]);
  const response = await browser.send(`${APP}/api/auth/sign-out`, {
    method: "POST",
    headers: { accept: "application/json" },
  });
  const text = await response.text();
  assert.doesNotMatch(text, /eyJ/);
  assert.equal(JSON.parse(text).data.location, path);
  assert.equal(session(browser), undefined);
  const [leaving] = browser.cookies(".leaving");
  assert.match(leaving.text, /^__Secure-.* Path=\/api\/auth; Max-Age=600; HttpOnly/);
  const onward = (await browser.send(path)).headers.get("location");
  assert.match(onward, /^https:\/\/cora\.acme\.example\/oauth2\/logout\?.*id_token_hint=eyJ/);
  assert.equal(browser.jar.size, 0);
  assert.equal((await browser.send(onward)).headers.get("location"), `${APP}/`);
  assert.equal(issuer.user, null, "the issuer's own session has ended");
});

test("a_sign_out_that_was_not_followed_to_its_end_is_not_of_the_next_session", async () => {
  const { browser } = await signedIn();
  const headers = { accept: "application/json" };
  await browser.send(`${APP}/api/auth/sign-out`, { method: "POST", headers });
  assert.equal(browser.cookies(".leaving").length, 1);
  await browser.go(`${APP}/reports`);
  assert.deepEqual(browser.cookies(".leaving"), []);
  const link = await browser.send(`${APP}/api/auth/signed-out`);
  assert.deepEqual([link.headers.get("location"), link.headers.getSetCookie()], [`${APP}/`, []]);
});

test("a_sign_out_by_a_form_of_ones_own_which_has_no_hint_ends_coras_session_without_a_question", async () => {
  const { browser, cora, issuer } = await signedIn();
  const sent = browser.request(`${APP}/leave`, { method: "POST" });
  assert.equal(sent.headers.get("cookie").includes(".hint="), false);
  const response = await cora.signOut(sent);
  browser.keep(`${APP}/leave`, response);
  const onward = (await browser.send(response.headers.get("location"))).headers.get("location");
  assert.match(onward, /\/oauth2\/logout\?.*id_token_hint=eyJ/);
  await browser.send(onward);
  assert.equal(issuer.user, null);
  assert.equal(browser.jar.size, 0);
});

test("a_sign_in_page_of_ones_own_is_told_the_connections_the_error_and_the_way_on", async () => {
  const { cora, issuer } = world();
  const ask = (parameters) => cora.signInState(new Request(`${APP}/sign-in`), parameters);
  const [acme, partner] = issuer.connections;
  assert.deepEqual(await ask({ error: "access_denied", from: "/reports?x=1" }), {
    by: {
      displayName: "Acme",
      choices: [
        { id: acme.id, displayName: "Acme" },
        { id: partner.id, displayName: "Partner" },
      ],
    },
    error: {
      code: "access_denied",
      sentence: "You were not signed in: the sign-in was canceled, or you do not have access.",
    },
    wanted: "/reports?x=1",
    invitation: null,
    byAddress: true,
  });
  for (const parameters of [
    {},
    { error: "<b>now</b>", from: "https://evil.example/" },
    { error: ["access_denied"], from: ["/a", "/b"] },
    { from: "/" },
  ]) {
    const { error, wanted } = await ask(parameters);
    assert.deepEqual({ error, wanted }, { error: null, wanted: null }, JSON.stringify(parameters));
  }
  issuer.connections = [];
  assert.deepEqual((await ask({})).by, { displayName: "", choices: [] });
  issuer.connections = [{ id: "../x", name: "Evil" }, { id: acme.id }, null, partner];
  assert.deepEqual((await ask({})).by.choices, [{ id: partner.id, displayName: "Partner" }]);
  issuer.connections = "none";
  assert.equal((await ask({})).by.problem, "issuer_invalid_answer");
  issuer.down = true;
  assert.deepEqual((await ask({})).by, {
    problem: "issuer_unreachable",
    sentence: "The sign-in server cannot be reached. Please try again.",
  });
});

test("an_address_leads_to_its_organizations_connection_and_is_in_no_url_of_the_application", async () => {
  const { browser, issuer } = world();
  const ask = async (body, headers) => {
    const response = await browser.send(`${APP}/api/auth/connections`, { method: "POST", body, headers });
    return [response.status, await response.json()];
  };
  const [status, found] = await ask(JSON.stringify({ address: "ana@globex.example" }));
  assert.deepEqual([status, found.data], [200, { connectionId: issuer.owners["globex.example"] }]);
  for (const address of ["ana@nobody.example", "x@localhost"])
    assert.deepEqual((await ask(JSON.stringify({ address })))[1].data, { connectionId: null }, address);
  for (const body of [
    "",
    "[]",
    "{}",
    '{"address":"ana"}',
    '{"address":"a b@c"}',
    `{"address":"${"a".repeat(400)}@b.example"}`,
  ])
    assert.deepEqual((await ask(body))[0], 400, body);
  assert.equal((await ask('{"address":"ana@globex.example"}', { origin: "https://evil.example" }))[0], 403);
  assert.equal((await browser.send(`${APP}/api/auth/connections?address=ana@globex.example`)).status, 405);
  issuer.down = true;
  const [refused, { code, error }] = await ask(JSON.stringify({ address: "ana@globex.example" }));
  assert.deepEqual([refused, code], [503, "issuer_unreachable"]);
  assert.doesNotMatch(error, /ana@/);
});

test("visitors_are_led_to_the_sign_in_page_of_ones_own_and_users_who_have_to_prove_more_to_cora", async () => {
  const routes = [{ pattern: "/api/*", access: "public" }];
  const { browser, create } = await signedIn();
  const visitor = createBrowser({});
  const one = create({ routes, signInPath: "/sign-in" });
  const proxied = await one.proxy(visitor.request(`${APP}/reports?x=1`));
  assert.equal(proxied.headers.get("location"), `${APP}/sign-in?from=%2Freports%3Fx%3D1`);
  assert.equal(await one.proxy(visitor.request(`${APP}/sign-in?from=%2F`)), undefined, "it leads to itself");
  const refused = await one.protect(visitor.request(`${APP}/reports`)).catch((error) => error);
  assert.deepEqual([refused.code, refused.signInUrl], ["sign_in_required", `${APP}/sign-in?from=%2Freports`]);
  const stepUp = await one.protect(browser.request(`${APP}/reports`), { acr: "phr" }).catch((error) => error);
  assert.equal(stepUp.code, "stronger_sign_in_required");
  assert.match(stepUp.signInUrl, /^https:\/\/app\.acme\.example\/api\/auth\/sign-in\?/);
});

test("k7_a_back_channel_logout_is_honored_at_once_by_a_store_and_refused_without_one", async () => {
  const ended = new Map();
  const revoked = { add: async (sid, seconds) => void ended.set(sid, seconds), has: async (sid) => ended.has(sid) };
  const { browser, clock, cora, create, issuer } = await signedIn({ options: { revoked } });
  const { sid } = await cora.auth(browser.request(`${APP}/`));
  const post = (one, token) =>
    one.handler(
      new Request(`${APP}/api/auth/back-channel-logout`, {
        method: "POST",
        body: new URLSearchParams({ logout_token: token }),
      }),
    );
  const without = await post(create({ revoked: undefined }), await issuer.logoutToken({ sid }));
  assert.equal(without.status, 501);
  const bad = {
    "no event": [{ events: {} }],
    "a nonce": [{ nonce: "n" }],
    "another audience": [{ aud: "another" }],
    "another issuer": [{ iss: APP }],
    "no session": [{ sid: undefined }],
    expired: [{ iat: clock.at - 400, exp: clock.at - 200 }],
    "too long a life": [{ exp: clock.at + 3600 }],
    "another type": [{}, { typ: "JWT" }],
    "another key": [{}, { key: await newKey() }],
  };
  for (const [name, [claims, header]] of Object.entries(bad))
    assert.equal((await post(cora, await issuer.logoutToken({ sid, ...claims }, header))).status, 400, name);
  assert.equal((await cora.auth(browser.request(`${APP}/`))).status, "authenticated");
  assert.equal((await post(cora, await issuer.logoutToken({ sid }))).status, 200);
  assert.equal(ended.get(sid), 360);
  // Another instance sees it too.
  assert.equal((await create().auth(browser.request(`${APP}/`))).code, "session_ended");
  assert.equal((await post(cora, decodeJwt(await issuer.logoutToken({ sid })).jti)).status, 400);
});

test("a_store_of_ended_sessions_that_does_not_answer_permits_nothing", async () => {
  const revoked = { add: () => Promise.reject(new Error("x")), has: () => Promise.reject(new Error("x")) };
  const { browser, create, issuer } = await signedIn();
  const cora = create({ revoked });
  assert.equal((await cora.auth(browser.request(`${APP}/`))).code, "revocation_unavailable");
  const body = new URLSearchParams({ logout_token: await issuer.logoutToken({ sid: "x" }) });
  const response = await cora.handler(new Request(`${APP}/api/auth/back-channel-logout`, { method: "POST", body }));
  assert.equal(response.status, 503);
});

test("the_session_path_tells_pages_who_is_signed_in_and_no_token", async () => {
  const { browser, clock, issuer } = await signedIn();
  const response = await browser.send(`${APP}/api/auth/session`, { headers: { accept: "application/json" } });
  assert.equal(response.headers.get("cache-control"), "private, no-store");
  const text = await response.text();
  assert.doesNotMatch(text, /eyJ/);
  const { data } = JSON.parse(text);
  assert.equal(data.session.session.userId, IVAN.id);
  assert.equal(data.session.session.organizations[0].name, "Acme");
  assert.deepEqual(data.answers.organizations[ACME.id].roles, ["org_user", "org_admin"]);
  assert.ok(data.answers.organizations[ACME.id].capabilities.includes("members:manage"));
  assert.deepEqual([data.answers.refreshIn, data.answers.endsIn], [250, 300]);
  // w01: the page asks 50 seconds before the end, and the token is renewed then.
  const before = renewals(issuer);
  clock.at += 250;
  const { data: next } = await (await browser.send(`${APP}/api/auth/session`)).json();
  assert.equal(renewals(issuer), before + 1);
  assert.equal(next.answers.endsIn, 300);
  const nobody = await createBrowser({ [APP]: world().cora.handler }).send(`${APP}/api/auth/session`);
  assert.deepEqual([nobody.status, (await nobody.json()).code], [401, "session_missing"]);
});

test("a_member_switches_the_organization_and_nobody_else", async () => {
  const { browser, cora } = await signedIn();
  const put = (id, init) =>
    browser.send(`${APP}/api/auth/session`, {
      method: "PUT",
      body: JSON.stringify({ currentOrganizationId: id }),
      ...init,
    });
  const list = await (await browser.send(`${APP}/api/auth/organization`)).json();
  assert.deepEqual(
    list.data.organizations.map(({ name }) => name),
    ["Acme", "Other"],
  );
  const switched = await (await put(OTHER.id)).json();
  assert.equal(switched.data.session.session.currentOrganizationId, OTHER.id);
  const { organization } = await cora.auth(browser.request(`${APP}/`));
  assert.deepEqual(organization, { id: OTHER.id, name: "Other", slug: "other", role: "org_user" });
  assert.equal((await put("0198c0de-0000-7000-8000-00000000000c")).status, 403);
  assert.equal((await put("x")).status, 400);
  assert.equal((await put(ACME.id, { headers: { origin: "https://evil.example" } })).status, 403);
  assert.equal((await cora.auth(browser.request(`${APP}/`))).organization.id, OTHER.id);
});

test("tokens_that_do_not_reach_the_api_leave_identifiers_in_the_place_of_names", async () => {
  const { browser, cora } = await signedIn({ issuer: { apiAccess: false } });
  const { can, organization } = await cora.auth(browser.request(`${APP}/`));
  assert.deepEqual(organization, { id: ACME.id, role: "org_admin", name: ACME.id, slug: null });
  assert.equal(can("members:manage", ACME.id), true);
});

test("w32_null_is_no_organization_and_never_widens_a_question_to_the_platform", async () => {
  const owner = { ...IVAN, platformRole: "platform_owner", current: null };
  const { browser, cora } = await signedIn({ issuer: { user: owner } });
  const auth = await cora.auth(browser.request(`${APP}/`));
  assert.equal(auth.organization, null);
  assert.equal(auth.can("organizations:manage"), true, "without the argument it is the platform");
  assert.equal(auth.can("organizations:manage", null), false);
  assert.equal(auth.can("organizations:manage", auth.organization?.id), false);
  for (const requirement of [
    { permission: "organizations:manage" },
    { permission: "organizations:manage", organization: null },
    { permission: "organizations:manage", organization: undefined },
    { permission: "organizations:manage", organization: null, platform: true },
    { role: "org_user" },
    { organization: null },
  ])
    assert.equal(auth.has(requirement), false, JSON.stringify(requirement));
  assert.equal(auth.has({ permission: "organizations:manage", platform: true }), true);
  assert.equal(auth.has({ role: "platform_admin" }), true);
});

test("an_organization_is_named_by_its_slug_as_well_and_a_slug_like_an_identifier_is_none", async () => {
  const { browser, cora } = await signedIn();
  const auth = await cora.auth(browser.request(`${APP}/`));
  assert.equal(auth.organization.slug, "acme");
  for (const [organization, expected] of [
    ["acme", true],
    [ACME.id, true],
    ["Acme", false],
    ["other", false],
    ["", false],
    ["0198c0de-0000-7000-8000-0000000000ff", false],
  ]) {
    assert.equal(auth.has({ organization }), expected, organization);
    assert.equal(auth.has({ ...MEMBER, organization }), expected, organization);
    const asked = await refusal(cora.protect(browser.request(`${APP}/x`), { ...MEMBER, organization }));
    assert.equal(asked, expected ? "allowed" : "permission_denied", organization);
  }
  const { questionOf } = await import("../../../dist/access-requirement.js");
  const known = [{ id: ACME.id, slug: "0198c0de-0000-7000-8000-0000000000ff" }];
  const asked = questionOf({ organization: known[0].slug }, null, known);
  assert.equal(asked.organizationId, known[0].slug, "an identifier stays the one that it is");
});

test("protect_asks_for_permission_role_and_membership", async () => {
  const { browser, cora } = await signedIn();
  const ask = (requirement) => refusal(cora.protect(browser.request(`${APP}/x`), requirement));
  for (const requirement of [
    {},
    MEMBER,
    { role: "org_admin" },
    { organization: ACME.id },
    { ...MEMBER, organization: ACME.id },
  ])
    assert.equal(await ask(requirement), "allowed", JSON.stringify(requirement));
  for (const requirement of [
    { role: "org_owner" },
    { role: "platform_admin" },
    { organization: OTHER.id },
    { organization: null },
    { permission: "members:manage", platform: true },
    { permission: "members:manage", organization: OTHER.id },
  ])
    assert.equal(await ask(requirement), "permission_denied", JSON.stringify(requirement));
});

test("c33_a_sensitive_permission_is_decided_with_the_roles_of_now", async () => {
  const { browser, cora, issuer } = await signedIn();
  const before = renewals(issuer);
  assert.equal(await refusal(cora.protect(browser.request(`${APP}/x`), MEMBER)), "allowed");
  assert.equal(renewals(issuer), before + 1, "Cora is asked");
  for (const one of issuer.sessions.values())
    one.user = { ...IVAN, roleVersion: 4, organizations: [{ ...ACME, role: "org_user" }] };
  assert.equal(await refusal(cora.protect(browser.request(`${APP}/x`), MEMBER)), "permission_denied");
});

test("a_refusal_is_a_redirect_for_pages_and_json_for_the_rest", async () => {
  const { cora } = world();
  const error = async (headers, method = "GET") => {
    const request = new Request(`${APP}/reports?x=1`, { method, headers });
    return await cora.protect(request).catch(({ response }) => response);
  };
  const page = await error({ "sec-fetch-mode": "navigate" });
  assert.deepEqual(
    [page.status, page.headers.get("location")],
    [303, `${APP}/api/auth/sign-in?return_to=%2Freports%3Fx%3D1`],
  );
  assert.equal((await error({ accept: "text/html" })).status, 303);
  const call = await error({ "sec-fetch-mode": "cors", accept: "*/*" });
  assert.deepEqual([call.status, (await call.json()).code], [401, "sign_in_required"]);
  assert.equal((await error({ accept: "text/html" }, "POST")).status, 401);
});

test("k19_c44_a_fresh_sign_in_is_asked_for_and_its_answer_is_checked", async () => {
  const fresh = { fresh: 60 };
  const { browser, clock, issuer } = await signedIn({ requirement: fresh });
  // The first sign-in was 1000 seconds old, so the page leads to a new one with max_age.
  const asked = issuer.requests.filter(({ path }) => path === "/oauth2/authorize").at(-1);
  assert.equal(asked.query.get("max_age"), "60");
  assert.equal((await browser.send(`${APP}/reports`)).status, 200);
  for (const [name, authTime] of [
    ["absent", undefined],
    ["old", clock.at - 500],
    ["of the future", clock.at + 500],
  ]) {
    const { browser: other, issuer: second } = world({ requirement: fresh });
    second.authTime = authTime;
    const { response, url } = await other.go(`${APP}/reports`);
    assert.ok(url.startsWith(`${APP}/api/auth/callback`), `${name}: ${url}`);
    assert.equal(response.status, 403, name);
    assert.match(await response.text(), /did not confirm/);
  }
  // Somebody else comes back.
  clock.at += 500;
  issuer.user = { ...IVAN, id: "0198c0de-0000-7000-8000-000000000002" };
  const { response } = await browser.go(`${APP}/reports`);
  assert.equal(response.status, 403);
  assert.match(await response.text(), /another user/);
});

test("k19_c44_a_stronger_sign_in_is_asked_for_and_an_api_says_what_it_lacks", async () => {
  const requirement = { acr: ["phr", "phrh"] };
  const { browser, cora, issuer } = await signedIn();
  const error = async (required, init) => {
    const refused = await cora.protect(browser.request(`${APP}/reports`, init), required).catch((found) => found);
    assert.ok(refused instanceof AccessError, refused?.stack);
    return refused;
  };
  // The session has the class `mfa`, and its authentication is 1000 seconds old.
  await cora.protect(browser.request(`${APP}/reports`), { acr: "mfa" });
  await cora.protect(browser.request(`${APP}/reports`), { acr: ["phr", "mfa"] });
  const page = await error(requirement, { headers: { accept: "text/html" } });
  assert.equal(page.code, "stronger_sign_in_required");
  const location = new URL(page.response.headers.get("location"));
  assert.equal(location.searchParams.get("acr_values"), "phr phrh");
  const call = (await error({ ...requirement, fresh: true }, { headers: { "sec-fetch-mode": "cors" } })).response;
  assert.equal(call.status, 401);
  assert.equal(
    call.headers.get("www-authenticate"),
    'Bearer error="insufficient_user_authentication", acr_values="phr phrh", max_age="300"',
  );
  const aged = (await error({ fresh: 60 }, { headers: { "sec-fetch-mode": "cors" } })).response;
  assert.equal(aged.headers.get("www-authenticate"), 'Bearer error="insufficient_user_authentication", max_age="60"');
  const other = (await error({ role: "org_owner" })).response;
  assert.equal(other.headers.get("www-authenticate"), null, "no other refusal asks for it");
  // The provider is asked, and its answer is checked.
  const { response, url } = await browser.go(location.href);
  const asked = issuer.requests.filter(({ path }) => path === "/oauth2/authorize").at(-1);
  assert.equal(asked.query.get("acr_values"), "phr phrh");
  assert.ok(url.startsWith(`${APP}/api/auth/callback`), url);
  assert.equal(response.status, 403);
  assert.match(await response.text(), /did not confirm/);
  issuer.acr = "phr";
  assert.equal((await browser.go(location.href)).url, `${APP}/reports`);
  assert.equal((await cora.protect(browser.request(`${APP}/reports`), requirement)).acr, "phr");
  // Somebody else comes back.
  issuer.user = { ...IVAN, id: "0198c0de-0000-7000-8000-000000000002" };
  assert.match(await (await browser.go(location.href)).response.text(), /another user/);
});

test("w20_the_proxy_leads_pages_to_the_sign_in_and_lets_the_rest_pass", async () => {
  const { browser, create } = world();
  const cora = create({ routes: [{ pattern: "/", access: "public" }] });
  const through = (path, init) => cora.proxy(browser.request(APP + path, init));
  assert.equal(await through("/"), undefined);
  assert.equal((await through("/reports")).status, 303);
  assert.equal(await through("/reports", { method: "OPTIONS" }), undefined, "a preflight");
  assert.equal(await through("/reports", { method: "POST", headers: { "next-action": "x" } }), undefined, "an action");
  assert.equal(await through("/reports", { headers: { "sec-fetch-mode": "cors" } }), undefined);
  assert.equal((await through("/api/auth/session")).status, 401, "the handler's paths are answered");
});

test("w06_a_base_path_is_in_every_url_that_leaves_the_application", async () => {
  const issuer = createIssuer();
  issuer.applications.get(CLIENT.id).redirectUris = [`${APP}/app/api/auth/callback`];
  issuer.applications.get(CLIENT.id).postLogoutRedirectUris = [`${APP}/app/`];
  const { settings } = world();
  const cora = createCora({ ...settings, fetch: issuer.fetch, now: undefined, basePath: "/app" });
  const browser = createBrowser({
    [APP]: async (request) =>
      cora.isHandled(new URL(request.url).pathname) ? await cora.handler(request) : new Response("page"),
    [ISSUER]: issuer.fetch,
  });
  assert.equal((await browser.go(`${APP}/app/api/auth/sign-in?return_to=/app/reports`)).url, `${APP}/app/reports`);
  assert.equal((await browser.go(`${APP}/app/api/auth/sign-in?return_to=//x`)).url, `${APP}/app/`);
  assert.equal((await browser.go(`${APP}/app/api/auth/sign-out`, { method: "POST" })).url, `${APP}/app/`);
});

test("the_handler_answers_unknown_paths_and_methods_with_codes", async () => {
  const { cora } = world();
  const ask = async (path, method = "GET") => {
    const response = await cora.handler(new Request(`${APP}/api/auth/${path}`, { method }));
    return [response.status, response.headers.get("allow"), (await response.json().catch(() => ({}))).code];
  };
  assert.deepEqual(await ask("nothing"), [404, null, "not_found"]);
  assert.deepEqual(await ask("toString"), [404, null, "not_found"]);
  assert.deepEqual(await ask("callback", "POST"), [405, "GET", "method_not_allowed"]);
  assert.deepEqual(await ask("session", "OPTIONS"), [204, "GET, PUT", undefined]);
});

test("a_cookie_has_the_key_of_its_purpose", async () => {
  const { cora } = world();
  const cookies = new Cookies(cora.settings());
  const sealed = await cookies.seal("flow", { state: "x" });
  assert.deepEqual(await cookies.open("flow", sealed), { state: "x" });
  assert.equal(await cookies.open("hint", sealed), undefined);
});
