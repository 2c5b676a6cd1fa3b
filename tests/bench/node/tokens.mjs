// Tokens for the bench, signed again in each run, and the options to verify them with.
import { generateKeyPairSync, sign } from "node:crypto";

export const NOW = Math.floor(Date.now() / 1000);
const ISSUER = "https://clerk.acme.example";
const PARTY = "https://app.acme.example";
const encode = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");

const PAIRS = {
  RS256: generateKeyPairSync("rsa", { modulusLength: 2048 }),
  ES256: generateKeyPairSync("ec", { namedCurve: "P-256" }),
  EdDSA: generateKeyPairSync("ed25519"),
};

/** A session token of the size of Clerk's, by algorithm. */
export const tokens = Object.fromEntries(
  Object.entries(PAIRS).map(([alg, { privateKey, publicKey }]) => {
    const claims = {
      iss: ISSUER,
      sub: "user_2abcdefghijklmnopqrstuvwxyz",
      sid: "sess_2abcdefghijklmnopqrstuvwxyz",
      azp: PARTY,
      iat: NOW - 10,
      nbf: NOW - 20,
      exp: NOW + 3600,
      v: 2,
      sts: "active",
      fva: [5, -1],
      jti: "0123456789abcdef",
      o: { id: "org_2abc", slg: "acme", rol: "admin", per: "manage,read", fpm: "3,2" },
      fea: "o:dashboard,o:teams",
    };
    const text = `${encode({ alg, typ: "JWT", kid: "ins_1" })}.${encode(claims)}`;
    const key = { key: privateKey, dsaEncoding: "ieee-p1363" };
    const token = `${text}.${sign(alg === "EdDSA" ? null : "sha256", Buffer.from(text), key).toString("base64url")}`;
    const jwks = { keys: [{ ...publicKey.export({ format: "jwk" }), kid: "ins_1", use: "sig", alg }] };
    return [alg, { token, jwks, pem: publicKey.export({ type: "spki", format: "pem" }) }];
  }),
);

/** Returns our verifier's options. */
export const options = (alg) => ({
  connections: [
    {
      connection: {
        id: "0198c0de-0000-7000-8000-0000000000c1",
        kind: "clerk",
        issuer: ISSUER,
        status: "active",
        tokenUse: "session_token",
        authorizedParties: [PARTY],
        algorithms: [alg],
      },
      keys: { jwks: tokens[alg].jwks },
    },
  ],
});

/** Returns jose's options: the checks that it shares with ours. */
export const joseOptions = (alg) => ({
  algorithms: [alg],
  issuer: ISSUER,
  requiredClaims: ["exp", "iat", "sub"],
  clockTolerance: 30,
});
/** Clerk's options. */
export const clerkOptions = { authorizedParties: [PARTY], clockSkewInMs: 30_000 };
