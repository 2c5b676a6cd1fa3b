import assert from "node:assert/strict";
import { createHash, createPublicKey, randomBytes, verify } from "node:crypto";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { AUDIENCE } from "../audience.mjs";
import { signingKeys } from "../keys.mjs";
import { createProvider, requestHandler } from "../provider.mjs";

const ISSUER = "http://127.0.0.1:65001";
const REDIRECT_URI = "http://127.0.0.1:65002/callback";
const CLIENT = { id: "demo-web", secret: "demo-web-secret-of-the-test" };

const directory = mkdtempSync(join(tmpdir(), "cora-provider-"));
const keyFile = join(directory, "jwks.json");
let server;
let address;

before(async () => {
  const provider = createProvider({
    issuer: ISSUER,
    clientId: CLIENT.id,
    clientSecret: CLIENT.secret,
    redirectUri: REDIRECT_URI,
    jwks: signingKeys(keyFile),
  });
  const hosts = [];
  server = createServer(requestHandler(provider, hosts));
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  hosts.push(`127.0.0.1:${port}`);
  address = `http://127.0.0.1:${port}`;
});

after(() => {
  server.closeAllConnections();
  server.close();
  rmSync(directory, { recursive: true });
});

/** A browser's worth of cookies, for one login. */
function browser() {
  const jar = new Map();
  return async (url, init = {}) => {
    const response = await fetch(new URL(url, address), {
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

function authorizationUrl(extra) {
  const url = new URL("/auth", address);
  url.search = new URLSearchParams({
    client_id: CLIENT.id,
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

async function logIn(subject) {
  const visit = browser();
  const verifier = randomBytes(32).toString("base64url");
  const challenge = createHash("sha256").update(verifier).digest("base64url");
  let response = await visit(authorizationUrl({ code_challenge: challenge, code_challenge_method: "S256" }));
  const login = response.headers.get("location");
  assert.match(login, /^\/interaction\//);
  assert.match(await (await visit(login)).text(), /Who is signing in\?/);
  response = await visit(login, { method: "POST", body: new URLSearchParams({ person: subject }) });
  while (response.status >= 300 && response.status < 400 && !response.headers.get("location").startsWith(REDIRECT_URI)) {
    response = await visit(response.headers.get("location"));
  }
  const back = new URL(response.headers.get("location"));
  assert.equal(back.searchParams.get("iss"), ISSUER);
  const tokens = await fetch(new URL("/token", address), {
    method: "POST",
    headers: { authorization: `Basic ${btoa(`${CLIENT.id}:${CLIENT.secret}`)}` },
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

async function verified(token) {
  const [head, body, signature] = token.split(".");
  const header = decode(head);
  const { keys } = await (await fetch(new URL("/jwks", address))).json();
  const key = createPublicKey({ key: keys.find((candidate) => candidate.kid === header.kid), format: "jwk" });
  const good = verify("RSA-SHA256", Buffer.from(`${head}.${body}`), key, Buffer.from(signature, "base64url"));
  assert.ok(good, "the signature is not by a published key");
  return { header, claims: decode(body) };
}

test("endpoints_follow_the_address_while_the_issuer_stays", async () => {
  const document = await (await fetch(new URL("/.well-known/openid-configuration", address))).json();
  assert.equal(document.issuer, ISSUER);
  for (const name of ["authorization_endpoint", "token_endpoint", "jwks_uri"]) {
    assert.ok(document[name].startsWith(`${address}/`), `${name} is ${document[name]}`);
  }
  assert.deepEqual(document.code_challenge_methods_supported, ["S256"]);
});

test("a_login_gets_a_jwt_access_token_for_the_api_with_the_persons_claims", async () => {
  const tokens = await logIn("usr_uma");
  const access = await verified(tokens.access_token);
  assert.equal(access.header.typ, "at+jwt");
  assert.equal(access.header.alg, "RS256");
  const { iss, aud, sub, client_id, email, email_verified, name, given_name, family_name } = access.claims;
  assert.deepEqual(
    { iss, aud, sub, client_id, email, email_verified, name, given_name, family_name },
    {
      iss: ISSUER,
      aud: AUDIENCE,
      sub: "usr_uma",
      client_id: CLIENT.id,
      email: "uma@acme.example",
      email_verified: false,
      name: "Uma Unverified",
      given_name: "Uma",
      family_name: "Unverified",
    },
  );
  const id = await verified(tokens.id_token);
  assert.equal(id.claims.iss, ISSUER);
  assert.equal(id.claims.aud, CLIENT.id);
  assert.equal(id.claims.nonce, "n1");
  assert.equal(id.claims.email_verified, false);
  assert.equal(id.claims.name, "Uma Unverified");
});

test("a_request_without_pkce_is_refused", async () => {
  const response = await browser()(authorizationUrl({}));
  assert.equal(new URL(response.headers.get("location")).searchParams.get("error"), "invalid_request");
});

test("another_host_is_not_answered", async () => {
  const { request } = await import("node:http");
  const status = await new Promise((resolve, reject) => {
    const call = request(`${address}/.well-known/openid-configuration`, { headers: { host: "evil.example" } }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    });
    call.on("error", reject);
    call.end();
  });
  assert.equal(status, 421);
});

test("an_unknown_person_is_refused", async () => {
  const visit = browser();
  const response = await visit(authorizationUrl({ code_challenge: "x".repeat(43), code_challenge_method: "S256" }));
  const answer = await visit(response.headers.get("location"), {
    method: "POST",
    body: new URLSearchParams({ person: "usr_nobody" }),
  });
  assert.equal(answer.status, 400);
});

test("the_signing_key_is_kept_for_its_owner_and_outlives_a_restart", () => {
  assert.equal(statSync(keyFile).mode & 0o777, 0o600);
  assert.deepEqual(signingKeys(keyFile), signingKeys(keyFile));
});
