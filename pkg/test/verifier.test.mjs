// Verification of tokens: documents fetched and their timing, keys used, tokens refused. The test
// controls the clock and the provider.
import assert from "node:assert/strict";
import { generateKeyPairSync, sign } from "node:crypto";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { CoraError, TokenVerifier, verify } from "../dist/session/index.js";

const NOW = 1767225600;
const ISSUER = "https://login.acme.example";
const KEYS = `${ISSUER}/keys`;
const encode = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");

const PAIRS = {
  RS256: generateKeyPairSync("rsa", { modulusLength: 2048 }),
  ES256: generateKeyPairSync("ec", { namedCurve: "P-256" }),
  EdDSA: generateKeyPairSync("ed25519"),
};
const other = generateKeyPairSync("ec", { namedCurve: "P-256" });

const jwk = (pair, kid) => ({ ...pair.publicKey.export({ format: "jwk" }), ...(kid && { kid }) });

function signed(pair, header, claims) {
  const text = `${encode(header)}.${encode(claims)}`;
  const hash = header.alg === "EdDSA" ? null : "sha256";
  const signature = sign(hash, Buffer.from(text), { key: pair.privateKey, dsaEncoding: "ieee-p1363" });
  return `${text}.${signature.toString("base64url")}`;
}

const claims = (issuer = ISSUER) => ({
  iss: issuer,
  sub: "u1",
  aud: "https://api.acme.example",
  scope: "openid",
  iat: NOW - 5,
  exp: NOW + 3000,
});
const token = (kid = "k1", { alg = "ES256", pair = PAIRS[alg], issuer } = {}) =>
  signed(pair, { alg, typ: "at+jwt", kid }, claims(issuer));

let ids = 0;
const connection = (issuer = ISSUER, more = {}) => ({
  id: `0198c0de-0000-7000-8000-${String((ids += 1)).padStart(12, "0")}`,
  kind: "oidc",
  issuer,
  status: "active",
  audiences: ["https://api.acme.example"],
  algorithms: ["RS256", "ES256", "EdDSA"],
  ...more,
});

/** A world: a clock, documents by URL, and the number of fetches of each. */
function world(documents = { [KEYS]: { keys: [jwk(PAIRS.ES256, "k1")] } }) {
  const here = { now: NOW, documents, fetches: [], delay: undefined };
  here.options = (more = {}) => ({
    connections: [{ connection: connection(), keys: { jwksUri: KEYS } }],
    now: () => here.now,
    fetch: async (url, init) => {
      here.fetches.push(String(url));
      here.init = init;
      await here.delay;
      const found = here.documents[String(url)];
      if (found === undefined) throw new TypeError("cannot be reached");
      return found instanceof Response ? found.clone() : Response.json(found);
    },
    ...more,
  });
  return here;
}

const codeOf = (promise) =>
  promise.then(
    () => "accepted",
    (error) => (error instanceof CoraError ? error.code : String(error)),
  );

test("a token of each kind of key is accepted, and its key is fetched once", async () => {
  const here = world({ [KEYS]: { keys: Object.entries(PAIRS).map(([alg, pair]) => jwk(pair, alg)) } });
  const verifier = new TokenVerifier(here.options());
  for (const alg of Object.keys(PAIRS))
    assert.equal((await verifier.verify(token(alg, { alg }))).login.subject, "u1", alg);
  assert.deepEqual(here.fetches, [KEYS]);
  assert.equal(here.init.redirect, "error");
});

test("a wrong signature is refused before any claim is looked at", async () => {
  const verifier = new TokenVerifier(world().options());
  const expired = signed(other, { alg: "ES256", typ: "at+jwt", kid: "k1" }, { ...claims(), exp: 1 });
  assert.equal(await codeOf(verifier.verify(expired)), "signature_invalid");
  const der = sign("sha256", Buffer.from("x"), PAIRS.ES256.privateKey).toString("base64url");
  assert.equal(
    await codeOf(verifier.verify(`${token().split(".").slice(0, 2).join(".")}.${der}`)),
    "signature_invalid",
  );
});

test("what is no token is refused", async () => {
  const verifier = new TokenVerifier(world().options());
  for (const text of [
    "",
    "a.b.c",
    `${token()}.`,
    `${token()}x=`,
    `${encode({})}.${encode([])}.AA`,
    "ä.b.c",
    "x".repeat(20_000),
  ]) {
    assert.equal(await codeOf(verifier.verify(text)), "token_malformed", text.slice(0, 20));
  }
  assert.equal(await codeOf(verifier.verify(undefined)), "wrong_type");
});

test("c20 callers at the same time share one fetch", async () => {
  const here = world();
  let open;
  here.delay = new Promise((resolve) => (open = resolve));
  const verifier = new TokenVerifier(here.options());
  const answers = Array.from({ length: 100 }, () => codeOf(verifier.verify(token())));
  open();
  assert.deepEqual(new Set(await Promise.all(answers)), new Set(["accepted"]));
  assert.equal(here.fetches.length, 1);
});

test("c20 a key that was rotated in is fetched, once in thirty seconds whatever is asked for", async () => {
  const here = world();
  const verifier = new TokenVerifier(here.options());
  await verifier.verify(token());
  here.documents[KEYS] = { keys: [jwk(PAIRS.ES256, "k1"), jwk(other, "k2")] };
  here.now += 29;
  assert.equal(await codeOf(verifier.verify(token("k2", { pair: other }))), "key_unknown");
  here.now += 1;
  assert.equal(await codeOf(verifier.verify(token("k2", { pair: other }))), "accepted");
  for (let at = 0; at < 200; at += 1)
    assert.equal(await codeOf(verifier.verify(token(`made-up-${at}`))), "key_unknown");
  assert.equal(here.fetches.length, 2);
});

test("c20 a key that was withdrawn is believed no longer than ten minutes", async () => {
  const here = world();
  const verifier = new TokenVerifier(here.options());
  await verifier.verify(token());
  here.documents[KEYS] = { keys: [jwk(other, "k2")] };
  here.now += 599;
  assert.equal(await codeOf(verifier.verify(token())), "accepted");
  here.now += 1;
  assert.equal(await codeOf(verifier.verify(token())), "key_unknown");
});

test("c20 the last good keys count while the provider cannot be reached", async () => {
  const here = world();
  const verifier = new TokenVerifier(here.options());
  await verifier.verify(token());
  delete here.documents[KEYS];
  here.now += 700;
  assert.equal(await codeOf(verifier.verify(token())), "accepted");
  assert.equal(await codeOf(verifier.verify(token())), "accepted");
  assert.equal(here.fetches.length, 2);
});

test("without keys nothing is believed, and it is tried again after two seconds", async () => {
  const here = world({});
  const verifier = new TokenVerifier(here.options());
  assert.equal(await codeOf(verifier.verify(token())), "keys_unavailable");
  assert.equal(await codeOf(verifier.verify(token())), "keys_unavailable");
  assert.equal(here.fetches.length, 1);
  here.documents[KEYS] = { keys: [jwk(PAIRS.ES256, "k1")] };
  here.now += 2;
  assert.equal(await codeOf(verifier.verify(token())), "accepted");
});

test("c18 two issuers with one key id never share a key", async () => {
  const evil = "https://login.evil.example";
  const here = world({ [KEYS]: { keys: [jwk(PAIRS.ES256, "k1")] }, [`${evil}/keys`]: { keys: [jwk(other, "k1")] } });
  const connections = [
    { connection: connection(), keys: { jwksUri: KEYS } },
    { connection: connection(evil), keys: { jwksUri: `${evil}/keys` } },
  ];
  const verifier = new TokenVerifier(here.options({ connections }));
  assert.equal((await verifier.verify(token("k1", { pair: other, issuer: evil }))).login.issuer, evil);
  assert.equal(await codeOf(verifier.verify(token("k1", { pair: other }))), "signature_invalid");
  assert.equal(await codeOf(verifier.verify(token())), "accepted");
});

test("the discovery document has to be the issuer's", async () => {
  const document = `${ISSUER}/.well-known/openid-configuration`;
  for (const [issuer, expected] of [
    [ISSUER, "accepted"],
    [`${ISSUER}/`, "keys_unavailable"],
    ["https://login.evil.example", "keys_unavailable"],
  ]) {
    const here = world({ [document]: { issuer, jwks_uri: KEYS }, [KEYS]: { keys: [jwk(PAIRS.ES256, "k1")] } });
    const verifier = new TokenVerifier(here.options({ connections: [{ connection: connection() }] }));
    assert.equal(await codeOf(verifier.verify(token())), expected, issuer);
  }
});

test("a public key as PEM is used for any key id, and nothing is fetched", async () => {
  const here = world({});
  for (const [alg, pair] of Object.entries(PAIRS)) {
    const publicKeyPem = pair.publicKey.export({ type: "spki", format: "pem" });
    const verifier = new TokenVerifier(
      here.options({ connections: [{ connection: connection(), keys: { publicKeyPem } }] }),
    );
    assert.equal(await codeOf(verifier.verify(token("whatever", { alg }))), "accepted", alg);
  }
  const privateKey = PAIRS.ES256.privateKey.export({ type: "pkcs8", format: "pem" });
  const verifier = new TokenVerifier(
    here.options({ connections: [{ connection: connection(), keys: { publicKeyPem: privateKey } }] }),
  );
  assert.equal(await codeOf(verifier.verify(token())), "keys_unavailable");
  assert.deepEqual(here.fetches, []);
});

test("what comes from elsewhere than https, or is too long, or no set, is not used", async () => {
  const set = JSON.stringify({ keys: [jwk(PAIRS.ES256, "k1")] });
  for (const answer of [
    new Response(set, { status: 404 }),
    new Response(set + " ".repeat(300_000)),
    new Response("[]"),
    new Response('{"keys":{}}'),
    new Response("<html>"),
    new Response(null),
  ]) {
    const here = world({ [KEYS]: answer });
    assert.equal(await codeOf(new TokenVerifier(here.options()).verify(token())), "keys_unavailable");
  }
  for (const [jwksUri, allowLoopback, expected] of [
    ["http://login.acme.example/keys", false, "keys_unavailable"],
    ["http://127.0.0.1:1/keys", false, "keys_unavailable"],
    ["http://127.0.0.1:1/keys", true, "accepted"],
    ["http://login.acme.example/keys", true, "keys_unavailable"],
    ["file:///keys", true, "keys_unavailable"],
  ]) {
    const here = world({ [jwksUri]: { keys: [jwk(PAIRS.ES256, "k1")] } });
    const verifier = new TokenVerifier(
      here.options({ connections: [{ connection: connection(), keys: { jwksUri } }], allowLoopback }),
    );
    assert.equal(await codeOf(verifier.verify(token())), expected, jwksUri);
  }
});

test("keys are kept in a store beyond the life of a verifier", async () => {
  const kept = new Map();
  const keyStore = { get: async (id) => kept.get(id), set: async (id, value) => void kept.set(id, value) };
  const here = world();
  assert.equal(await codeOf(new TokenVerifier(here.options({ keyStore })).verify(token())), "accepted");
  assert.equal(await codeOf(new TokenVerifier(here.options({ keyStore })).verify(token())), "accepted");
  assert.equal(here.fetches.length, 1);
  here.now += 600;
  assert.equal(await codeOf(new TokenVerifier(here.options({ keyStore })).verify(token())), "accepted");
  assert.equal(here.fetches.length, 2, "what is old in the store is fetched");
  const failing = {
    get: async () => {
      throw new Error("x");
    },
    set: async () => {
      throw new Error("x");
    },
  };
  assert.equal(await codeOf(new TokenVerifier(here.options({ keyStore: failing })).verify(token())), "accepted");
  kept.forEach((_, id) => kept.set(id, { keySet: { keys: "none" }, fetchedAt: "now" }));
  assert.equal(await codeOf(new TokenVerifier(here.options({ keyStore })).verify(token())), "accepted");
});

test("the one call keeps its verifier for as long as its options are the same object", async () => {
  const here = world();
  const options = here.options();
  for (let at = 0; at < 3; at += 1) assert.equal((await verify(token(), options)).session.tokenUse, "access_token");
  assert.equal(here.fetches.length, 1);
});

test("a verifier that was freed is not used any more", async () => {
  const verifier = new TokenVerifier(world().options());
  await verifier.verify(token());
  verifier.free();
  verifier.free();
  assert.equal(await codeOf(verifier.verify(token())), "engine_closed");
});

test("a connection that cannot be read is said at the first use", async () => {
  const verifier = new TokenVerifier(
    world().options({ connections: [{ connection: { ...connection(), audience: "x" } }] }),
  );
  assert.equal(await codeOf(verifier.verify(token())), "unknown_field");
});

test("no token, claim or address is in a message", async () => {
  const verifier = new TokenVerifier(world().options());
  const secret = signed(
    PAIRS.ES256,
    { alg: "ES256", typ: "at+jwt", kid: "k1" },
    { ...claims(), email: "ana@acme.example", aud: "secret-audience" },
  );
  const error = await verifier.verify(secret).catch((thrown) => thrown);
  assert.equal(error.code, "audience_mismatch");
  assert.ok(!/ana@|secret-audience|eyJ/.test(`${error.message} ${error.stack} ${JSON.stringify(error)}`));
});

test("published_signatures_are_right_and_changed_ones_wrong_by_either_host", async () => {
  const vectors = JSON.parse(readFileSync(new URL("../../tests/tokens/published.json", import.meta.url), "utf8"));
  for (const host of ["node", "web"]) {
    const { signatures } = await import(`../dist/session/crypto/${host}.js`);
    for (const { algorithm, key, source, token } of vectors) {
      const ready = await signatures.importKey(key, algorithm);
      const signed = token.lastIndexOf(".");
      assert.equal(await ready.verify(token, signed), true, `${host}: ${source}`);
      assert.equal(await ready.verify(token.replace("e", "f"), signed), false, `${host}: ${source}`);
    }
  }
});

test("options that cannot be read are all named", () => {
  const issuesOf = (options) => {
    try {
      new TokenVerifier(options);
    } catch (error) {
      assert.ok(error instanceof CoraError, String(error));
      return error.issues.map(({ code, path }) => `${code} ${path}`);
    }
    return [];
  };
  assert.deepEqual(issuesOf(undefined), ["wrong_type "]);
  assert.deepEqual(issuesOf({}), ["missing_field /connections"]);
  assert.deepEqual(issuesOf({ connections: {}, now: 7, fetch: "f" }), [
    "wrong_type /connections",
    "wrong_type /fetch",
    "wrong_type /now",
  ]);
  const { id: _, ...nameless } = connection();
  assert.deepEqual(
    issuesOf({
      connections: [
        null,
        {},
        { connection: nameless },
        { connection: connection(7) },
        { connection: connection(ISSUER, { algorithms: null }), keys: [] },
        { connection: connection(), keys: {} },
        { connection: connection(), keys: { jwks: [] } },
        { connection: connection(), keys: { jwksUri: 7 } },
        { connection: connection() },
      ],
    }),
    [
      "wrong_type /connections/0",
      "missing_field /connections/1/connection",
      "missing_field /connections/2/connection/id",
      "wrong_type /connections/3/connection/issuer",
      "wrong_type /connections/4/connection/algorithms",
      "wrong_type /connections/4/keys",
      "missing_field /connections/5/keys",
      "wrong_type /connections/6/keys/jwks",
      "wrong_type /connections/7/keys/jwksUri",
    ],
  );
});

test("c20 the keys that fit a token without a key id are tried, and its thumbprint tells the key", async () => {
  const here = world({ [KEYS]: { keys: [{ ...jwk(other, "k2"), x5t: "BBB" }, jwk(PAIRS.ES256, "k1")] } });
  const verifier = new TokenVerifier(here.options());
  const nameless = (pair, more = {}) => signed(pair, { alg: "ES256", typ: "at+jwt", ...more }, claims());
  for (let again = 0; again < 2; again += 1) {
    assert.equal(await codeOf(verifier.verify(nameless(PAIRS.ES256))), "accepted");
    assert.equal(await codeOf(verifier.verify(nameless(other))), "accepted");
    assert.equal(await codeOf(verifier.verify(nameless(other, { x5t: "BBB" }))), "accepted");
    assert.equal(await codeOf(verifier.verify(nameless(PAIRS.ES256, { x5t: "BBB" }))), "signature_invalid");
    const stranger = generateKeyPairSync("ec", { namedCurve: "P-256" });
    assert.equal(await codeOf(verifier.verify(nameless(stranger))), "signature_invalid");
  }
  assert.equal(here.fetches.length, 1);
});

test("a refusal by time says by how many seconds", async () => {
  const here = world();
  const verifier = new TokenVerifier(here.options());
  here.now = NOW + 3100;
  await assert.rejects(verifier.verify(token()), (error) => {
    assert.deepEqual([error.code, error.claim, error.seconds], ["token_expired", "exp", 100]);
    return true;
  });
});

test("a forged token costs no more for what its claims hold", async () => {
  const clerk = connection("https://clerk.acme.example", {
    kind: "clerk",
    audiences: [],
    authorizedParties: ["https://app.acme.example"],
    tokenUse: "session_token",
  });
  const here = world({ [KEYS]: { keys: [jwk(PAIRS.RS256, "k1")] } });
  const verifier = new TokenVerifier(here.options({ connections: [{ connection: clerk, keys: { jwksUri: KEYS } }] }));
  const session = {
    iss: clerk.issuer,
    sub: "user_1",
    sid: "s",
    azp: "https://app.acme.example",
    iat: NOW,
    exp: NOW + 60,
  };
  const list = (item) => Array(28).fill(item).join(",");
  const o = { id: "org_1", rol: "admin", per: "", fpm: list("9".repeat(400)) };
  const forge = (more) =>
    `${encode({ alg: "RS256", kid: "k1" })}.${encode({ ...session, v: 2, ...more })}.${"A".repeat(342)}`;
  const cost = async (text) => {
    let least = Infinity;
    for (let round = 0; round < 20; round += 1) {
      const began = process.hrtime.bigint();
      assert.equal(await codeOf(verifier.verify(text)), "signature_invalid");
      least = Math.min(least, Number(process.hrtime.bigint() - began));
    }
    return least;
  };
  const plain = await cost(forge({ padding: "x".repeat(11_500) }));
  const masked = await cost(forge({ fea: list("o:a"), o }));
  assert.ok(masked < plain * 3, `${masked} ns against ${plain} ns`);
});
