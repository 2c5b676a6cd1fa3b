// Compares our verifier with jose, Clerk's and Okta's, on the signed corpus and on mutated tokens:
//
//   node tests/differential/run.mjs
//
// We refuse everything that a peer refuses, except for the reasons in looser.json. Everything that
// we refuse and a peer accepts has a reason in stricter.json, by our code. A difference without a
// reason is a failure, and so is a reason that no difference needs.
import { constants, createPrivateKey, createPublicKey, sign } from "node:crypto";
import { readFileSync } from "node:fs";
import { mock } from "node:test";

import { verifyToken } from "@clerk/backend";
import OktaJwtVerifier from "@okta/jwt-verifier";
import { createLocalJWKSet, importSPKI, jwtVerify } from "jose";

import { CoraError, TokenVerifier } from "../../pkg/dist/session/index.js";

const file = (path) => new URL(path, import.meta.url);
const read = (path) => JSON.parse(readFileSync(file(path), "utf8"));
const reasons = read("stricter.json");
const looser = read("looser.json");
const keys = read("../tokens/keys.json");
const LEEWAY = 30;
const CHANGED = Number(process.env.CORA_DEEP ? 50_000 : 3000);

const cases = Object.keys(read("../tokens/cases.json")).map((name) => ({
  name,
  ...read(`../corpus/verify/${name}.json`),
}));

/**
 * A pseudorandom sequence that is the same in every run. It starts again at each case, so that a
 * further case changes no token of the others.
 */
let seed = 0;
function begin(name) {
  seed = 0x2545f491;
  for (const character of name) seed = Math.imul(seed ^ character.codePointAt(0), 0x01000193);
  seed ||= 1;
}
function random(below) {
  seed ^= seed << 13;
  seed ^= seed >>> 17;
  seed ^= seed << 5;
  return (seed >>> 0) % below;
}
const pick = (list) => list[random(list.length)];

async function ours({ now, token, connections, documents }) {
  const fetch = async (url) => {
    const found = documents[String(url)];
    if (found === undefined) throw new TypeError("there is no such document");
    return Response.json(found);
  };
  const verifier = new TokenVerifier({ connections, now: () => now, fetch });
  try {
    return { subject: (await verifier.verify(token)).login.subject };
  } catch (error) {
    if (!(error instanceof CoraError)) throw error;
    return { code: error.code };
  } finally {
    verifier.free();
  }
}

const partOf = (token, at) => {
  try {
    return JSON.parse(Buffer.from(token.split(".")[at], "base64url").toString());
  } catch {
    return {};
  }
};
const headerOf = (token) => partOf(token, 0);
const claimsOf = (token) => partOf(token, 1);

/**
 * Filters out RSA keys below 2048 bits. jose does not use them either, but one in the set makes it
 * ambiguous which key a token without a key id means.
 */
const isLargeEnough = ({ kty, n }) => kty !== "RSA" || n.length >= 342;

/** Asks jose, configured with as much as it accepts of the connection with the token's issuer. */
async function jose({ now, token, connections, documents }) {
  const known = connections.find(({ connection }) => connection.issuer === claimsOf(token)?.iss) ?? connections[0];
  const { connection, keys: place } = known;
  const algorithms = connection.algorithms ?? ["RS256"];
  try {
    const uri = place?.jwksUri ?? documents[`${connection.issuer}/.well-known/openid-configuration`]?.jwks_uri;
    const key = place?.publicKeyPem
      ? await importSPKI(place.publicKeyPem, JSON.parse(Buffer.from(token.split(".")[0], "base64url").toString()).alg)
      : createLocalJWKSet({ keys: documents[uri].keys.filter(isLargeEnough) });
    await jwtVerify(token, key, {
      algorithms,
      issuer: connection.issuer,
      ...(connection.audiences && { audience: connection.audiences }),
      clockTolerance: LEEWAY,
      currentDate: new Date(now * 1000),
      requiredClaims: ["exp", "iat", "sub"],
    });
    return true;
  } catch {
    return false;
  }
}

/** Asks Clerk's verifier, without network, for tokens of its own kind. */
async function clerk({ now, token, connections }) {
  const { connection } = connections[0];
  if (connection.kind !== "clerk") return undefined;
  mock.timers.enable({ apis: ["Date"], now: now * 1000 });
  try {
    await verifyToken(token, {
      jwtKey: CLERK_PEM,
      authorizedParties: connection.authorizedParties,
      clockSkewInMs: LEEWAY * 1000,
    });
    return true;
  } catch {
    return false;
  } finally {
    mock.timers.reset();
  }
}
/**
 * Asks Okta's verifier, given the keys instead of their location. It has no leeway, so it is asked
 * at both ends of Cora's. It requires the nonce, which the party that began the login has to check.
 */
async function okta({ now, token, connections, documents }) {
  const [{ connection, keys: place }] = connections;
  if (connection.kind !== "okta") return undefined;
  const { audiences, authorizedParties: [party] = [], issuer, tokenUse } = connection;
  const verifier = new OktaJwtVerifier({ issuer, ...(party && { assertClaims: { cid: party } }) });
  verifier.jwksClient = {
    getSigningKey(kid, done) {
      const key = documents[place.jwksUri].keys.find((one) => one.kid === kid);
      if (key === undefined) return done(new Error("there is no such key"));
      done(null, { publicKey: createPublicKey({ key, format: "jwk" }).export({ type: "spki", format: "pem" }) });
    },
  };
  for (const skew of [0, -LEEWAY, LEEWAY]) {
    mock.timers.enable({ apis: ["Date"], now: (now + skew) * 1000 });
    try {
      if (tokenUse === "id_token") await verifier.verifyIdToken(token, audiences[0], claimsOf(token)?.nonce);
      else await verifier.verifyAccessToken(token, audiences);
      return true;
    } catch {
      // It may accept the token at another time.
    } finally {
      mock.timers.reset();
    }
  }
  return false;
}

const CLERK_PEM = createPublicKey(createPrivateKey({ key: keys.rsa, format: "jwk" })).export({
  type: "spki",
  format: "pem",
});

const encode = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
const KEY_OF = { RS: "rsa", PS: "rsa", ES256: "p256", ES384: "p384", EdDSA: "ed25519" };

function signed(header, claims) {
  const alg = header.alg;
  const name = KEY_OF[alg] ?? KEY_OF[String(alg).slice(0, 2)];
  if (name === undefined) return undefined;
  const text = `${encode(header)}.${encode(claims)}`;
  const key = createPrivateKey({ key: keys[name], format: "jwk" });
  const options = alg.startsWith("PS")
    ? { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }
    : { key, dsaEncoding: "ieee-p1363" };
  return `${text}.${sign(alg === "EdDSA" ? null : `sha${alg.slice(2)}`, Buffer.from(text), options).toString("base64url")}`;
}

const VALUES = [
  null,
  true,
  0,
  1,
  -1,
  1.5,
  "",
  "1",
  "x",
  [],
  ["x"],
  {},
  1e15,
  9e18,
  "https://api.acme.example",
  ["https://api.acme.example", "other"],
  1767225600,
  1767225569,
  1767225570,
  1767225631,
];
const CLAIMS = [
  "iss",
  "sub",
  "aud",
  "exp",
  "iat",
  "nbf",
  "scope",
  "azp",
  "client_id",
  "jti",
  "sid",
  "act",
  "events",
  "nonce",
  "sts",
  "org_id",
  "o",
  "roles",
  "groups",
  "auth_time",
];
const HEADERS = ["alg", "typ", "kid", "crit", "jwk", "b64", "cty", "x5c"];
const HEADER_VALUES = [
  "ES256",
  "RS256",
  "none",
  "HS256",
  "es256",
  "JWT",
  "at+jwt",
  "application/at+jwt",
  "p256",
  "rsa",
  "new",
  ["exp"],
  [],
  ["b64"],
  1,
  null,
  {},
  false,
];

/**
 * Returns a token changed in one place: a character, a claim or a header field, signed again if
 * possible.
 */
function changed(base) {
  const { token } = base.input;
  const [head, body] = token.split(".");
  const how = random(4);
  if (how === 0) {
    const at = random(token.length);
    return token.slice(0, at) + pick("ABab01-_=+. ") + token.slice(at + 1);
  }
  try {
    const header = JSON.parse(Buffer.from(head, "base64url").toString());
    const claims = JSON.parse(Buffer.from(body, "base64url").toString());
    const [object, name, value] =
      how === 1 ? [header, pick(HEADERS), pick(HEADER_VALUES)] : [claims, pick(CLAIMS), pick(VALUES)];
    if (random(5) === 0) delete object[name];
    else object[name] = value;
    return signed(header, claims);
  } catch {
    return undefined;
  }
}

const failures = [];
const used = new Set();
const counts = { tokens: 0, accepted: 0, stricter: {} };

async function compare(name, input) {
  const answer = await ours(input);
  counts.tokens += 1;
  counts.accepted += answer.code === undefined ? 1 : 0;
  for (const [peer, accepts] of [
    ["jose", await jose(input)],
    ["clerk", await clerk(input)],
    ["okta", await okta(input)],
  ]) {
    if (accepts === undefined) continue;
    if (answer.code === undefined && !accepts) {
      const why = `${peer} ${headerOf(input.token).kid === undefined ? "no_key_id" : "other"}`;
      if (looser[why] !== undefined) used.add(why);
      else failures.push(`${name}: accepted, and ${peer} refuses it: ${input.token}`);
    }
    if (answer.code !== undefined && accepts) {
      const reason = reasons[peer]?.[answer.code];
      if (reason === undefined) failures.push(`${name}: ${answer.code}, and ${peer} takes it: ${input.token}`);
      used.add(`${peer} ${answer.code}`);
      counts.stricter[`${peer} ${answer.code}`] = (counts.stricter[`${peer} ${answer.code}`] ?? 0) + 1;
    }
  }
}

for (const one of cases) await compare(one.name, one.input);
const whole = cases.filter(({ input }) => input.token.split(".").length === 3);
// WHY Okta's tokens get extra mutations: they are few, and Okta's verifier is asked about no
// others.
const oktas = whole.filter(({ input }) => input.connections[0].connection.kind === "okta");
for (const base of whole) {
  begin(base.name);
  const further = oktas.includes(base) ? CHANGED / 2 / oktas.length : 0;
  for (let made = 0; made < CHANGED / whole.length + further; ) {
    const token = changed(base);
    if (token === undefined) continue;
    made += 1;
    await compare(`${base.name}, changed`, { ...base.input, token });
  }
}
// Drawn too seldom: a token of Clerk that names another key than its own.
const clerks = whole.filter(({ input }) => input.connections[0].connection.kind === "clerk");
for (const base of clerks) {
  const [header, claims] = base.input.token.split(".", 2).map((part) => Buffer.from(part, "base64url").toString());
  const token = signed({ ...JSON.parse(header), kid: "another" }, JSON.parse(claims));
  if (token !== undefined) await compare(`${base.name}, of another key`, { ...base.input, token });
}
for (const [peer, codes] of Object.entries(reasons)) {
  for (const code of Object.keys(codes))
    if (!used.has(`${peer} ${code}`)) failures.push(`stricter.json: ${peer} takes nothing that is ${code} here`);
}
for (const why of Object.keys(looser)) if (!used.has(why)) failures.push(`looser.json: ${why} has not happened`);
console.log(`${counts.tokens} tokens, ${counts.accepted} accepted; stricter:`, counts.stricter);
for (const failure of failures.slice(0, 20)) console.error(failure);
if (failures.length > 0) {
  console.error(`${failures.length} differences without a reason`);
  process.exitCode = 1;
}
