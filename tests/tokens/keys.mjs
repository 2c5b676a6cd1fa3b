// The keys of the signed corpus: for tests, public, and worthless. They are stored so that tokens
// stay the same.
//
//   node tests/tokens/keys.mjs > tests/tokens/keys.json      makes new ones
import { generateKeyPairSync } from "node:crypto";

const made = (type, options) => generateKeyPairSync(type, options).privateKey.export({ format: "jwk" });
const keys = {
  rsa: made("rsa", { modulusLength: 2048 }),
  rsaOther: made("rsa", { modulusLength: 2048 }),
  rsaSmall: made("rsa", { modulusLength: 1024 }),
  // As many bytes as 2048 bits have.
  rsa2041: made("rsa", { modulusLength: 2041 }),
  rsa2047: made("rsa", { modulusLength: 2047 }),
  p256: made("ec", { namedCurve: "P-256" }),
  p256Other: made("ec", { namedCurve: "P-256" }),
  p384: made("ec", { namedCurve: "P-384" }),
  p521: made("ec", { namedCurve: "P-521" }),
  ed25519: made("ed25519"),
};
console.log(JSON.stringify({ warning: "Test keys. Everybody has them.", ...keys }, null, 2));
