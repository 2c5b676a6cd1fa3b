import assert from "node:assert/strict";
import { createHash, createPublicKey, randomBytes, verify } from "node:crypto";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { signingKeys } from "../keys.mjs";
import { peopleAt } from "../people.mjs";
import { createProvider, requestHandler } from "../provider.mjs";
import { PROVIDERS, audienceOf } from "../registry.mjs";

const REDIRECT_URI = "http://127.0.0.1:65002/callback";
const SECRET = "demo-web-secret-of-the-test";

const directory = mkdtempSync(join(tmpdir(), "cora-provider-"));
const keyFile = (name) => join(directory, `${name}.json`);
const issuerOf = (name) => `http://127.0.0.1:65001${PROVIDERS[name].path}`;
const servers = [];
/** The addresses of the two providers. */
const addresses = {};

before(async () => {
  for (const [name, { path }] of Object.entries(PROVIDERS)) {
    const provider = createProvider({
      name,
      issuer: issuerOf(name),
      clientSecret: SECRET,
      redirectUris: ["http://127.0.0.1:65002/other", REDIRECT_URI],
      jwks: signingKeys(keyFile(name)),
    });
    const hosts = [];
    const server = createServer(requestHandler(provider, name, hosts));
    await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address();
    hosts.push(`127.0.0.1:${port}`);
    addresses[name] = `http://127.0.0.1:${port}${path}`;
    servers.push(server);
  }
});

after(() => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
  rmSync(directory, { recursive: true });
});

const documentOf = async (name) => (await fetch(`${addresses[name]}/.well-known/openid-configuration`)).json();

/** A browser's cookies, for one login. */
function browser(name) {
  const jar = new Map();
  return async (url, init = {}) => {
    const response = await fetch(new URL(url, addresses[name]), {
      redirect: "manual",
      ...init,
      headers: { ...init.headers, cookie: [...jar].map(([name, value]) => `${name}=${value}`).join("; ") },
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie);
      if (value) jar.set(name, value);
      else jar.delete(name);
    }
    return response;
  };
}

function authorizationUrl(name, document, extra) {
  const url = new URL(document.authorization_endpoint);
  url.search = new URLSearchParams({
    client_id: PROVIDERS[name].clientId,
    response_type: "code",
    redirect_uri: REDIRECT_URI,
    scope: "openid email profile",
    state: "s1",
    nonce: "n1",
    prompt: "login",
    ...extra,
  });
  return url;
}

async function logIn(name, subject, visit = browser(name)) {
  const document = await documentOf(name);
  const verifier = randomBytes(32).toString("base64url");
  const challenge = createHash("sha256").update(verifier).digest("base64url");
  let response = await visit(
    authorizationUrl(name, document, { code_challenge: challenge, code_challenge_method: "S256" }),
  );
  const login = response.headers.get("location");
  assert.ok(login.startsWith(`${PROVIDERS[name].path}/interaction/`), login);
  const page = await (await visit(login)).text();
  assert.match(page, /Who is signing in\?/);
  assert.ok(page.includes(PROVIDERS[name].displayName));
  response = await visit(login, { method: "POST", body: new URLSearchParams({ person: subject }) });
  while (
    response.status >= 300 &&
    response.status < 400 &&
    !response.headers.get("location").startsWith(REDIRECT_URI)
  ) {
    response = await visit(response.headers.get("location"));
  }
  const back = new URL(response.headers.get("location"));
  assert.equal(back.searchParams.get("iss"), issuerOf(name));
  const tokens = await fetch(document.token_endpoint, {
    method: "POST",
    headers: { authorization: `Basic ${btoa(`${PROVIDERS[name].clientId}:${SECRET}`)}` },
    body: new URLSearchParams({
      grant_type: "authorization_code",
      code: back.searchParams.get("code"),
      redirect_uri: REDIRECT_URI,
      code_verifier: verifier,
    }),
  });
  assert.equal(tokens.status, 200);
  return tokens.json();
}

const decode = (part) => JSON.parse(Buffer.from(part, "base64url"));

async function verified(name, token) {
  const [head, body, signature] = token.split(".");
  const header = decode(head);
  const { keys } = await (await fetch((await documentOf(name)).jwks_uri)).json();
  const key = createPublicKey({ key: keys.find((candidate) => candidate.kid === header.kid), format: "jwk" });
  const good = verify("RSA-SHA256", Buffer.from(`${head}.${body}`), key, Buffer.from(signature, "base64url"));
  assert.ok(good, "the signature is not by a published key");
  return { header, claims: decode(body) };
}

/** Returns the members of an object that another object also has. */
const partLike = (whole, part) => Object.fromEntries(Object.keys(part).map((name) => [name, whole[name]]));

for (const name of Object.keys(PROVIDERS)) {
  test(`${name}: endpoints_follow_the_address_while_the_issuer_stays`, async () => {
    const document = await documentOf(name);
    assert.equal(document.issuer, issuerOf(name));
    for (const endpoint of ["authorization_endpoint", "token_endpoint", "jwks_uri"]) {
      assert.ok(document[endpoint].startsWith(`${addresses[name]}/`), `${endpoint} is ${document[endpoint]}`);
    }
    assert.deepEqual(document.code_challenge_methods_supported, ["S256"]);
  });

  test(`${name}: a_request_without_pkce_is_refused`, async () => {
    const response = await browser(name)(authorizationUrl(name, await documentOf(name), {}));
    assert.equal(new URL(response.headers.get("location")).searchParams.get("error"), "invalid_request");
  });

  test(`${name}: another_host_is_not_answered`, async () => {
    const { request } = await import("node:http");
    const status = await new Promise((resolve, reject) => {
      const headers = { host: "evil.example" };
      const call = request(`${addresses[name]}/.well-known/openid-configuration`, { headers }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      });
      call.on("error", reject);
      call.end();
    });
    assert.equal(status, 421);
  });

  test(`${name}: an_unknown_person_is_refused`, async () => {
    const visit = browser(name);
    const pkce = { code_challenge: "x".repeat(43), code_challenge_method: "S256" };
    const response = await visit(authorizationUrl(name, await documentOf(name), pkce));
    const answer = await visit(response.headers.get("location"), {
      method: "POST",
      body: new URLSearchParams({ person: "usr_nobody" }),
    });
    assert.equal(answer.status, 400);
  });
}

test("a_login_gets_a_jwt_access_token_for_the_api_with_the_persons_claims", async () => {
  const tokens = await logIn("demo", "usr_uma");
  const access = await verified("demo", tokens.access_token);
  assert.equal(access.header.typ, "at+jwt");
  assert.equal(access.header.alg, "RS256");
  const expected = {
    iss: issuerOf("demo"),
    aud: audienceOf("demo"),
    sub: "usr_uma",
    client_id: PROVIDERS.demo.clientId,
    email: "uma@acme.example",
    email_verified: false,
    name: "Uma Unverified",
    given_name: "Uma",
    family_name: "Unverified",
    typ: undefined,
    groups: undefined,
  };
  assert.deepEqual(partLike(access.claims, expected), expected);
  const id = await verified("demo", tokens.id_token);
  assert.equal(id.claims.iss, issuerOf("demo"));
  assert.equal(id.claims.aud, PROVIDERS.demo.clientId);
  assert.equal(id.claims.nonce, "n1");
  assert.equal(id.claims.email_verified, false);
  assert.equal(id.claims.name, "Uma Unverified");
});

test("the_realms_tokens_have_the_form_of_keycloaks", async () => {
  const [{ subject }] = peopleAt("partner");
  const tokens = await logIn("partner", subject);
  const access = await verified("partner", tokens.access_token);
  assert.equal(access.header.typ, "JWT");
  const expected = {
    iss: issuerOf("partner"),
    aud: ["cora-api", "account"],
    sub: subject,
    typ: "Bearer",
    azp: PROVIDERS.partner.clientId,
    client_id: undefined,
    realm_access: { roles: ["offline_access", "platform-operator"] },
    preferred_username: "grace",
    groups: ["/staff", "/staff/platform"],
    email: "grace@platform.example",
    email_verified: true,
    scope: "openid email profile",
  };
  assert.deepEqual(partLike(access.claims, expected), expected);
  const id = await verified("partner", tokens.id_token);
  const expectedOfId = {
    typ: "ID",
    azp: PROVIDERS.partner.clientId,
    aud: PROVIDERS.partner.clientId,
    preferred_username: "grace",
    nonce: "n1",
  };
  assert.deepEqual(partLike(id.claims, expectedOfId), expectedOfId);
  assert.equal(id.claims.realm_access, undefined);
});

test("who_is_at_both_has_one_address_and_two_subjects", () => {
  const here = new Map(peopleAt("demo").map((person) => [person.email, person.subject]));
  const both = peopleAt("partner").filter(({ email }) => here.has(email));
  assert.ok(both.length >= 2);
  for (const { email, subject } of both) assert.notEqual(here.get(email), subject);
  assert.deepEqual(
    peopleAt("partner")
      .filter(({ email }) => !here.has(email))
      .map(({ givenName }) => givenName),
    ["Petra"],
  );
});

test("a_person_of_one_provider_is_nobody_at_the_other", async () => {
  const visit = browser("partner");
  const pkce = { code_challenge: "x".repeat(43), code_challenge_method: "S256" };
  const response = await visit(authorizationUrl("partner", await documentOf("partner"), pkce));
  const answer = await visit(response.headers.get("location"), {
    method: "POST",
    body: new URLSearchParams({ person: "usr_grace" }),
  });
  assert.equal(answer.status, 400);
});

test("whoever_has_logged_in_is_asked_again_who_they_are", async () => {
  const visit = browser("demo");
  await logIn("demo", "usr_uma", visit);
  const pkce = { code_challenge: "x".repeat(43), code_challenge_method: "S256" };
  const url = authorizationUrl("demo", await documentOf("demo"), pkce);
  url.searchParams.delete("prompt");
  const response = await visit(url);
  assert.match(response.headers.get("location"), /^\/interaction\//);
  assert.ok((await logIn("demo", "usr_uma", visit)).access_token);
});

test("the_realm_is_nowhere_but_below_its_path", async () => {
  const { origin } = new URL(addresses.partner);
  assert.equal((await fetch(`${origin}/.well-known/openid-configuration`)).status, 404);
  assert.equal((await fetch(`${origin}/realms/partner-too/.well-known/openid-configuration`)).status, 404);
});

test("the_providers_sign_with_keys_of_their_own", () => {
  assert.notEqual(signingKeys(keyFile("demo")).keys[0].kid, signingKeys(keyFile("partner")).keys[0].kid);
});

test("the_signing_key_is_kept_for_its_owner_and_outlives_a_restart", () => {
  assert.equal(statSync(keyFile("demo")).mode & 0o777, 0o600);
  assert.deepEqual(signingKeys(keyFile("demo")), signingKeys(keyFile("demo")));
});
