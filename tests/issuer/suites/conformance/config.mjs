// OpenID Connect Discovery 1.0 §3 and RFC 8414 §2, as the plan
// `oidcc-config-certification-test-plan` asks for them.
import assert from "node:assert/strict";

import * as jose from "jose";

import { random, RelyingParty } from "../../relying-party.mjs";

/** Private parts of keys (RFC 7518 §6), which a published set must not have. */
const PRIVATE = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

export const tests = {
  async "oidcc-discovery-endpoint-verification"(world) {
    const response = await fetch(`${world.issuer}/.well-known/openid-configuration`);
    assert.equal(response.status, 200);
    assert.match(response.headers.get("content-type"), /^application\/json\b/);
    const metadata = await response.json();
    assert.equal(metadata.issuer, world.issuer);
    for (const name of [
      "authorization_endpoint",
      "token_endpoint",
      "userinfo_endpoint",
      "jwks_uri",
      "end_session_endpoint",
      "revocation_endpoint",
      "introspection_endpoint",
    ]) {
      assert.ok(metadata[name].startsWith(`${world.issuer}/`), name);
      assert.equal(new URL(metadata[name]).hash, "", name);
    }
    assert.ok(metadata.response_types_supported.includes("code"));
    assert.ok(metadata.subject_types_supported.includes("public"));
    assert.ok(metadata.id_token_signing_alg_values_supported.includes("RS256"));
    assert.ok(!metadata.id_token_signing_alg_values_supported.includes("none"));
    assert.ok(metadata.scopes_supported.includes("openid"));
    assert.deepEqual(metadata.code_challenge_methods_supported, ["S256"]);
    for (const name of ["claims_parameter", "request_parameter", "request_uri_parameter"]) {
      assert.equal(metadata[`${name}_supported`], false, name);
    }
    assert.ok(metadata.claims_supported.includes("sub"));
    assert.ok(metadata.token_endpoint_auth_methods_supported.includes("client_secret_basic"));
    assert.ok(metadata.token_endpoint_auth_methods_supported.includes("client_secret_post"));

    const { keys } = await (await fetch(metadata.jwks_uri)).json();
    assert.ok(keys.some(({ kty, use }) => kty === "RSA" && use === "sig"));
    assert.equal(new Set(keys.map(({ kid }) => kid)).size, keys.length, "key identifiers are different");
    for (const key of keys) {
      assert.ok(!PRIVATE.some((name) => name in key), `the private part of ${key.kid} is published`);
      await jose.importJWK(key);
    }
  },

  async "oidcc-discovery-endpoint-verification: an assertion may be signed in each way that is listed"(world) {
    const { metadata } = await RelyingParty.register(world);
    for (const name of ["token", "revocation", "introspection"]) {
      assert.deepEqual(
        metadata[`${name}_endpoint_auth_signing_alg_values_supported`],
        metadata.token_endpoint_auth_signing_alg_values_supported,
      );
    }
    for (const alg of metadata.token_endpoint_auth_signing_alg_values_supported) {
      const { publicKey, privateKey } = await jose.generateKeyPair(alg, { extractable: true });
      const jwk = { ...(await jose.exportJWK(publicKey)), kid: alg, alg, use: "sig" };
      const file = world.file(`${alg}.json`, JSON.stringify({ keys: [jwk] }));
      const { id } = await world.register(`Key ${alg}`, "service", [
        ...["--authentication", "private_key_jwt", "--keys", file],
      ]);
      const assertion = await new jose.SignJWT({})
        .setProtectedHeader({ alg, kid: alg })
        .setIssuer(id)
        .setSubject(id)
        .setAudience(metadata.issuer)
        .setIssuedAt()
        .setExpirationTime("1m")
        .setJti(random())
        .sign(privateKey);
      const response = await fetch(metadata.introspection_endpoint, {
        method: "POST",
        body: new URLSearchParams({
          token: "unknown",
          client_assertion: assertion,
          client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        }),
      });
      assert.deepEqual(await response.json(), { active: false }, alg);
    }
  },
};
