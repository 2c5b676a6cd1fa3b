import assert from "node:assert/strict";
import { test } from "node:test";

import { createBrowserCora } from "../../../dist/browser/index.js";
import { APP, ISSUER, IVAN, createIssuer } from "../../server/test/issuer.mjs";

const ID = "0198c0de-0000-7000-8000-0000000000c9";

/** A page whose loads the test plays: `cora()` is the script of a new load. */
function tab({ url = `${APP}/reports?x=1#a`, issuer: changes = {}, options = {} } = {}) {
  const clock = { at: Date.now() };
  const issuer = createIssuer({ now: () => Math.floor(clock.at / 1000), ...changes });
  issuer.applications.set(ID, { kind: "spa", redirectUris: [`${APP}/`], postLogoutRedirectUris: [`${APP}/`] });
  const stored = new Map();
  const made = {
    at: url,
    clock,
    issuer,
    stored,
    left: [],
    page: {
      fetch: issuer.fetch,
      storage: {
        getItem: (key) => stored.get(key) ?? null,
        setItem: (key, value) => stored.set(key, value),
        removeItem: (key) => stored.delete(key),
      },
      url: () => new URL(made.at),
      replace: (next) => {
        made.at = new URL(next, made.at).href;
      },
      goTo: (next) => made.left.push(next),
      now: () => clock.at,
      locked: (_name, work) => work(),
    },
    cora: () => createBrowserCora({ url: ISSUER, clientId: ID, page: made.page, ...options }),
    /** Follows where the page has gone, to the application again. */
    async follow() {
      const response = await issuer.fetch(made.left.at(-1));
      const location = response.headers.get("location");
      if (location !== null) made.at = location;
      return { location, response };
    },
  };
  return made;
}

/** Waits until the adapter knows, or the page has been left. */
async function settled(made, cora) {
  const left = made.left.length;
  cora.adapter.subscribe(() => {});
  for (let at = 0; at < 200; at += 1) {
    await new Promise((resolve) => setTimeout(resolve, 2));
    if (made.left.length > left || cora.adapter.getSnapshot().status !== "loading") return;
  }
  assert.fail("it does not settle");
}

/** A page that was loaded while Cora knows the person. */
async function known(given) {
  const made = tab(given);
  await settled(made, made.cora());
  await made.follow();
  const cora = made.cora();
  await settled(made, cora);
  return { ...made, made, cora };
}

test("k12_a_load_finds_the_session_by_a_redirect_that_asks_nobody", async () => {
  const { cora, issuer, left, made } = await known();
  const query = new URL(left[0]).searchParams;
  assert.equal(query.get("prompt"), "none");
  assert.equal(query.get("code_challenge_method"), "S256");
  assert.deepEqual(cora.adapter.getSnapshot(), { status: "signed_in", sessionKey: IVAN.id });
  assert.equal(made.at, `${APP}/reports?x=1#a`, "the page has the address that it had");
  assert.match(await cora.getToken(), /^eyJ/);
  assert.equal(issuer.count("/oauth2/token"), 1);
});

test("tokens_are_in_memory_alone", async () => {
  const { cora, stored } = await known();
  const token = await cora.getToken();
  assert.equal(
    [...stored.values()].some((value) => value.includes(token) || value.includes("eyJ")),
    false,
  );
  assert.equal(stored.size, 0);
});

test("k12_a_load_without_a_session_looks_once_and_stays", async () => {
  const { cora, left, made } = await known({ issuer: { user: null } });
  assert.equal(cora.adapter.getSnapshot().status, "signed_out");
  assert.equal(left.length, 1);
  assert.equal(cora.signInError(), null);
  assert.equal(made.at, `${APP}/reports?x=1#a`);
});

test("a_page_may_do_without_looking", async () => {
  const made = tab({ options: { findsSession: false } });
  const cora = made.cora();
  await settled(made, cora);
  assert.equal(cora.adapter.getSnapshot().status, "signed_out");
  await cora.adapter.signIn({ redirectTo: "/next", connectionId: "c1" });
  assert.equal(new URL(made.left[0]).searchParams.get("connection"), "c1");
  await made.follow();
  const next = made.cora();
  await settled(made, next);
  assert.equal(next.adapter.getSnapshot().status, "signed_in");
  assert.equal(made.at, `${APP}/next`);
});

test("an_address_leads_to_its_organizations_connection_and_is_the_hint_of_the_sign_in", async () => {
  const made = tab({ options: { findsSession: false } });
  const { adapter } = made.cora();
  const owned = await adapter.connectionOf("ana@globex.example");
  assert.equal(owned, made.issuer.owners["globex.example"]);
  assert.equal(await adapter.connectionOf("ana@nobody.example"), null);
  await adapter.signIn({ connectionId: owned, loginHint: "ana@globex.example" });
  const { searchParams } = new URL(made.left[0]);
  assert.equal(searchParams.get("connection"), owned);
  assert.equal(searchParams.get("login_hint"), "ana@globex.example");
  // The address is for Cora alone: it is not kept for the way back.
  assert.equal(
    [...made.stored.values()].some((value) => value.includes("ana@")),
    false,
  );
});

test("a_look_for_a_session_has_no_hint_of_the_person", async () => {
  const made = tab();
  await settled(made, made.cora());
  assert.equal(new URL(made.left[0]).searchParams.has("login_hint"), false);
});

test("an_address_that_cannot_be_asked_about_is_an_error_with_a_sentence", async () => {
  const answers = {
    unreachable: () => Promise.reject(new TypeError("fetch failed")),
    busy: () => Promise.resolve(new Response(null, { status: 429 })),
    broken: () => Promise.resolve(Response.json({ connections: "none" })),
    foreign: () => Promise.resolve(Response.json({ connection: "https://evil.example", connections: [] })),
  };
  for (const [name, answer] of Object.entries(answers)) {
    const made = tab({ options: { findsSession: false } });
    made.page.fetch = answer;
    const asked = made.cora().adapter.connectionOf("ana@globex.example");
    await assert.rejects(asked, { name: "AuthChangeError", code: "unreachable", message: /cannot be reached/ }, name);
  }
  const made = tab({ options: { findsSession: false } });
  for (const address of ["", "ana", "ana@", "a b@globex.example", `${"a".repeat(320)}@globex.example`]) {
    await assert.rejects(made.cora().adapter.connectionOf(address), { code: "invalid_input" }, address);
  }
  assert.equal(made.issuer.count("/auth/connections"), 0, "nothing that is not an address is sent");
});

test("a_token_is_renewed_by_rotation_and_once_for_all_callers", async () => {
  const { clock, cora, issuer } = await known();
  const first = await cora.getToken();
  clock.at += 250_000;
  const tokens = await Promise.all([cora.getToken(), cora.getToken(), cora.getToken()]);
  assert.equal(new Set(tokens).size, 1);
  assert.notEqual(tokens[0], first);
  assert.equal(issuer.count("/oauth2/token"), 2);
  clock.at += 250_000;
  assert.notEqual(await cora.getToken(), tokens[0]);
  assert.deepEqual(
    [...issuer.sessions.values()].map(({ generation }) => generation),
    [2],
  );
});

test("a_network_failure_keeps_the_token_until_its_end_and_only_invalid_grant_ends_the_session", async () => {
  const { clock, cora, issuer } = await known();
  const first = await cora.getToken();
  clock.at += 250_000;
  issuer.down = true;
  assert.equal(await cora.getToken(), first);
  clock.at += 60_000;
  assert.equal(await cora.getToken(), null);
  assert.equal(cora.adapter.getSnapshot().status, "signed_in");
  issuer.down = false;
  assert.match(await cora.getToken(), /^eyJ/);
  for (const session of issuer.sessions.values()) session.ended = true;
  clock.at += 250_000;
  assert.equal(await cora.getToken(), null);
  assert.equal(cora.adapter.getSnapshot().status, "signed_out");
});

test("an_answer_of_another_state_or_issuer_signs_nobody_in", async () => {
  for (const answer of [{ state: "other" }, { iss: "https://evil.example" }, { iss: null }]) {
    const { cora, issuer } = await known({ issuer: { answer } });
    assert.equal(cora.adapter.getSnapshot().status, "signed_out", JSON.stringify(answer));
    assert.equal(issuer.count("/oauth2/token"), 0);
  }
});

test("w04_a_sign_in_that_was_canceled_is_an_error_with_its_code", async () => {
  const made = tab({ options: { findsSession: false }, issuer: { refuse: "access_denied" } });
  await made.cora().adapter.signIn();
  await made.follow();
  const cora = made.cora();
  await settled(made, cora);
  assert.equal(cora.adapter.getSnapshot().status, "signed_out");
  assert.equal(cora.signInError(), "access_denied");
  assert.equal(made.at, `${APP}/reports?x=1#a`);
});

test("a_place_to_return_to_is_of_this_origin", async () => {
  const made = tab({ options: { findsSession: false } });
  await made.cora().adapter.signIn({ redirectTo: "https://evil.example/x" });
  await made.follow();
  await settled(made, made.cora());
  assert.equal(new URL(made.at).origin, APP);
});

test("signing_out_ends_the_session_at_cora_and_the_next_load_does_not_look", async () => {
  const { cora, issuer, left, made } = await known();
  await cora.adapter.signOut();
  assert.equal(cora.adapter.getSnapshot().status, "signed_out");
  const { location } = await made.follow();
  assert.equal(location, `${APP}/`);
  assert.equal(issuer.user, null);
  const next = made.cora();
  await settled(made, next);
  assert.equal(next.adapter.getSnapshot().status, "signed_out");
  assert.equal(left.length, 2);
});

test("a_server_that_cannot_be_reached_is_an_error_that_a_refresh_leaves", async () => {
  const made = tab({ issuer: { down: true } });
  const cora = made.cora();
  await settled(made, cora);
  assert.equal(cora.adapter.getSnapshot().status, "error");
  made.issuer.down = false;
  made.stored.clear();
  await cora.adapter.refresh();
  assert.equal(made.left.length, 1);
});
