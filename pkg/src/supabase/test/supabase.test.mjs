// Tokens for Supabase: what they say, who gets one, and how a page keeps one.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

import { exportJWK, generateKeyPair, jwtVerify } from "jose";
import { mintSupabaseToken, supabaseAccessToken, supabaseHandler } from "@cora/auth/supabase";

const NOW = 1_767_225_600;
const USER = "00000000-0000-7000-8000-000000000001";
const SECRET = "super-secret-jwt-token-with-at-least-32-characters";
const user = { userId: USER, expiresAt: NOW + 300 };
const verified = (token, key) => jwtVerify(token, key, { currentDate: new Date(NOW * 1000) });

test("a token says who it is and nothing else, and ends with the session's", async () => {
  const { token, expiresAt } = await mintSupabaseToken(user, { secret: SECRET }, NOW + 0.5);
  assert.equal(expiresAt, NOW + 300);
  const { payload, protectedHeader } = await verified(token, new TextEncoder().encode(SECRET));
  assert.deepEqual(payload, { sub: USER, role: "authenticated", aud: "authenticated", iat: NOW, exp: NOW + 300 });
  assert.deepEqual(protectedHeader, { alg: "HS256", typ: "JWT" });
  const long = await mintSupabaseToken({ ...user, expiresAt: NOW + 86_400 }, { secret: SECRET }, NOW);
  assert.equal(long.expiresAt, NOW + 3600);
});

test("the tokens that row-level security is tested by are these", async () => {
  const file = new URL("../../../../tests/supabase/tokens.json", import.meta.url);
  for (const { userId, token } of JSON.parse(readFileSync(file, "utf8"))) {
    assert.deepEqual(await mintSupabaseToken({ ...user, userId }, { secret: SECRET }, NOW), {
      token,
      expiresAt: NOW + 300,
    });
  }
});

test("a signing key of the project signs too", async () => {
  const { publicKey, privateKey } = await generateKeyPair("ES256", { extractable: true });
  const jwk = { ...(await exportJWK(privateKey)), alg: "ES256", kid: "of-the-project" };
  const { token } = await mintSupabaseToken(user, { privateKey: jwk }, NOW);
  const { payload, protectedHeader } = await verified(token, publicKey);
  assert.equal(payload.sub, USER);
  assert.deepEqual(protectedHeader, { alg: "ES256", typ: "JWT", kid: "of-the-project" });
});

test("a key that cannot be used is refused, and not quoted", async () => {
  const { privateKey, publicKey } = await generateKeyPair("ES256", { extractable: true });
  const jwk = { ...(await exportJWK(privateKey)), alg: "ES256", kid: "a" };
  const unfit = [
    { secret: undefined },
    { secret: "short-secret" },
    { privateKey: { ...jwk, kid: undefined } },
    { privateKey: { ...jwk, alg: "HS256" } },
    { privateKey: { ...(await exportJWK(publicKey)), alg: "ES256", kid: "a" } },
    { privateKey: { ...jwk, x: "short-secret" } },
  ];
  for (const key of unfit) {
    await assert.rejects(mintSupabaseToken(user, key, NOW), (error) => {
      assert.equal(error.code, "supabase_key_invalid");
      assert.doesNotMatch(String(error), /short-secret/);
      return true;
    });
  }
});

const source = (session) => ({
  auth: async () => session,
  commit(_, response) {
    response.headers.append("set-cookie", "renewed=1");
    return response;
  },
});
const request = (method = "GET") => new Request("https://app.acme.example/api/supabase-token", { method });

test("the route gives a token to who is signed in, and to nobody else", async () => {
  const session = { status: "authenticated", userId: USER, expiresAt: Math.floor(Date.now() / 1000) + 300 };
  const given = await supabaseHandler(source(session), { secret: SECRET })(request());
  assert.equal(given.status, 200);
  assert.equal(given.headers.get("cache-control"), "no-store");
  assert.equal(given.headers.get("access-control-allow-origin"), null);
  // A session that was renewed keeps its new cookie.
  assert.equal(given.headers.get("set-cookie"), "renewed=1");
  const { data } = await given.json();
  const { payload } = await jwtVerify(data.token, new TextEncoder().encode(SECRET));
  assert.deepEqual([payload.sub, payload.exp], [USER, data.expiresAt]);

  const nobody = supabaseHandler(source({ status: "unauthenticated", code: "session_ended" }), { secret: SECRET });
  const refused = await nobody(request());
  assert.deepEqual([refused.status, (await refused.json()).code], [401, "session_ended"]);
  assert.equal((await nobody(request("POST"))).status, 405);
  const failing = { status: "error", code: "issuer_unreachable", message: "The server cannot be reached." };
  const unknown = await supabaseHandler(source(failing), { secret: SECRET })(request());
  assert.deepEqual([unknown.status, (await unknown.json()).code], [503, "issuer_unreachable"]);
});

/** A route that counts its requests. */
function route(answers) {
  const calls = [];
  const fetch = async (url, init) => {
    calls.push([String(url), init.credentials]);
    const { status = 200, body } = answers[Math.min(calls.length, answers.length) - 1];
    return Response.json(body ?? null, { status });
  };
  return { calls, fetch };
}
const held = (token, expiresAt) => ({ body: { success: true, data: { token, expiresAt } } });

test("a page asks once, and again before the token ends", async () => {
  const { calls, fetch } = route([held("first", NOW + 300), held("second", NOW + 600)]);
  let time = NOW;
  const accessToken = supabaseAccessToken({ url: "/api/supabase-token", fetch, now: () => time });
  assert.deepEqual(await Promise.all([accessToken(), accessToken()]), ["first", "first"]);
  assert.deepEqual(calls, [["/api/supabase-token", "same-origin"]]);
  time = NOW + 269;
  assert.equal(await accessToken(), "first");
  time = NOW + 270;
  assert.equal(await accessToken(), "second");
  assert.equal(calls.length, 2);
});

test("nobody has no token, and a failure is no answer", async () => {
  const { fetch } = route([{ status: 401 }, { status: 503 }, { body: { data: {} } }, held("again", NOW + 300)]);
  const accessToken = supabaseAccessToken({ url: "/t", fetch, now: () => NOW });
  assert.equal(await accessToken(), null);
  await assert.rejects(accessToken(), /503/);
  await assert.rejects(accessToken(), /supabaseHandler/);
  assert.equal(await accessToken(), "again");
});

test("a page asks `cora serve` with its access token, and again for another one", async () => {
  const calls = [];
  let bearer = null;
  const fetch = async (url, init) => {
    calls.push([String(url), init.credentials, init.headers.authorization]);
    if (bearer === "over") return Response.json({ success: false, code: "token_expired" }, { status: 401 });
    return Response.json({ success: true, data: { token: `for ${bearer}`, expiresAt: NOW + 300 } });
  };
  const url = "https://cora.acme.example/profiles/me/supabase-token";
  const accessToken = supabaseAccessToken({ url, fetch, now: () => NOW, bearer: async () => bearer });
  assert.equal(await accessToken(), null);
  assert.deepEqual(calls, []);
  bearer = "olga";
  assert.deepEqual(await Promise.all([accessToken(), accessToken()]), ["for olga", "for olga"]);
  assert.deepEqual(calls, [[url, "omit", "Bearer olga"]]);
  // Somebody else signs in, and is not read as the one before.
  bearer = "ada";
  assert.equal(await accessToken(), "for ada");
  bearer = "over";
  await assert.rejects(accessToken(), /401/);
  bearer = null;
  assert.equal(await accessToken(), null);
  assert.equal(calls.length, 3);
});
