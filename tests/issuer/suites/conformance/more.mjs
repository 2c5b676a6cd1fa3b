// Modules of `oidcc-test-plan` that no certification asks for, and what other makers' clients rely
// on.
import assert from "node:assert/strict";

import * as jose from "jose";

import { until } from "../../back-channel.mjs";
import { random, RelyingParty } from "../../relying-party.mjs";

const WITH_QUERY = "http://127.0.0.1:9/callback?dummy=lorem";

/** Opens a request with a redirect URI that is not the registered one: the browser stays here. */
async function staysHere(world, party, redirect_uri) {
  const url = party.url(party.parameters({ redirect_uri }));
  const page = await world.browser().open(url, { stopAt: "http://127.0.0.1:9/" });
  assert.equal(page.location, undefined, redirect_uri);
  assert.equal(page.status, 400, redirect_uri);
  assert.ok(!page.html.includes("dummy"), "the page does not repeat what it was sent");
}

export const tests = {
  async "oidcc-redirect-uri-query-OK"(world) {
    const party = await RelyingParty.register(world, { redirectUri: WITH_QUERY });
    const parameters = party.parameters();
    const page = await party.open(world.browser(), parameters);
    assert.equal(page.location.searchParams.get("dummy"), "lorem");
    assert.ok(page.location.searchParams.get("code"));
    assert.equal(page.location.searchParams.get("state"), parameters.state);
  },

  async "oidcc-redirect-uri-query-added"(world) {
    const party = await RelyingParty.register(world);
    await staysHere(world, party, WITH_QUERY);
  },

  async "oidcc-redirect-uri-query-mismatch"(world) {
    const party = await RelyingParty.register(world, { redirectUri: WITH_QUERY });
    await staysHere(world, party, "http://127.0.0.1:9/callback?dummy=ipsum");
    await staysHere(world, party, "http://127.0.0.1:9/callback");
  },

  async "oidcc-redirect-uri-regfrag"(world) {
    const redirectUri = "http://127.0.0.1:9/callback#fragment";
    await assert.rejects(RelyingParty.register(world, { redirectUri }), /fragment/);
  },

  async "oidcc-ensure-redirect-uri-in-authorization-request"(world) {
    const party = await RelyingParty.register(world);
    await staysHere(world, party, undefined);
  },

  async "oidcc-server-rotate-keys"(world) {
    const party = await RelyingParty.register(world);
    const published = async () => (await (await fetch(party.metadata.jwks_uri)).json()).keys.map(({ kid }) => kid);
    const { tokens, header } = await party.signIn(world.browser());
    const before = await published();
    await world.run(["key", "rotate", "--use", "id-token"]);
    // The successor is published before it signs, so that no client meets a key it cannot find.
    const after = await until(async () => {
      const now = await published();
      return now.length > before.length && now;
    }, "the successor");
    assert.ok(after.includes(header.kid));
    const again = await party.signIn(world.browser());
    assert.ok(after.includes(again.header.kid));
    await party.verified(tokens.id_token, {
      nonce: jose.decodeJwt(tokens.id_token).nonce,
      accessToken: tokens.access_token,
    });
  },

  async "oidcc-refresh-token-rp-key-rotation"(world) {
    const keyPair = async (kid) => {
      const { publicKey, privateKey } = await jose.generateKeyPair("RS256", { extractable: true });
      return { kid, privateKey, jwk: { ...(await jose.exportJWK(publicKey)), kid, alg: "RS256", use: "sig" } };
    };
    const [first, second] = [await keyPair("one"), await keyPair("two")];
    const file = (name, ...keys) => world.file(name, JSON.stringify({ keys: keys.map(({ jwk }) => jwk) }));
    const party = await RelyingParty.register(world, {
      more: ["--authentication", "private_key_jwt", "--keys", file("one.json", first)],
    });
    const asserted = async (key, form) => {
      const assertion = await new jose.SignJWT({})
        .setProtectedHeader({ alg: "RS256", kid: key.kid })
        .setIssuer(party.id)
        .setSubject(party.id)
        .setAudience(world.issuer)
        .setIssuedAt()
        .setExpirationTime("1m")
        .setJti(random())
        .sign(key.privateKey);
      const body = new URLSearchParams({
        ...form,
        client_assertion: assertion,
        client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
      });
      const response = await fetch(party.metadata.token_endpoint, { method: "POST", body });
      return { status: response.status, answer: await response.json() };
    };
    const parameters = party.parameters({ scope: "openid offline_access" });
    const code = (await party.answer(world.browser(), parameters)).get("code");
    const redemption = { grant_type: "authorization_code", code, redirect_uri: party.redirectUri };
    // `oidcc-ensure-client-assertion-with-iss-aud-succeeds`: `aud` is the issuer.
    const { status, answer } = await asserted(first, redemption);
    assert.equal(status, 200, JSON.stringify(answer));
    const renewal = { grant_type: "refresh_token", refresh_token: answer.refresh_token };
    assert.equal((await asserted(second, renewal)).status, 401);
    await world.run(["application", "change", party.id, "--keys", file("two.json", second)]);
    assert.equal((await asserted(second, renewal)).status, 200);
    assert.equal((await asserted(first, renewal)).status, 401);
  },

  async "oidcc-ensure-client-assertion-with-iss-aud-succeeds"(world) {
    const { publicKey, privateKey } = await jose.generateKeyPair("ES256", { extractable: true });
    const jwk = { ...(await jose.exportJWK(publicKey)), kid: "k", alg: "ES256", use: "sig" };
    const keys = world.file("service.json", JSON.stringify({ keys: [jwk] }));
    const { id } = await world.register("Service", "service", ["--authentication", "private_key_jwt", "--keys", keys]);
    const ask = async (audience) => {
      const assertion = await new jose.SignJWT({})
        .setProtectedHeader({ alg: "ES256", kid: "k" })
        .setIssuer(id)
        .setSubject(id)
        .setAudience(audience)
        .setIssuedAt()
        .setExpirationTime("1m")
        .setJti(random())
        .sign(privateKey);
      return fetch(`${world.issuer}/oauth2/introspect`, {
        method: "POST",
        body: new URLSearchParams({
          token: "unknown",
          client_assertion: assertion,
          client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        }),
      });
    };
    assert.equal((await ask(world.issuer)).status, 200);
    // Audience injection (pitfall C57): neither a list nor an endpoint is the issuer.
    assert.equal((await ask([world.issuer])).status, 401);
    assert.equal((await ask(`${world.issuer}/oauth2/token`)).status, 401);
  },
};
