// OpenID Connect Back-Channel Logout 1.0, as the plan
// `oidcc-backchannel-rp-initiated-logout-certification-test-plan` asks for it.
import assert from "node:assert/strict";

import * as jose from "jose";

import { toldOfLogouts, until } from "../../back-channel.mjs";
import { RelyingParty } from "../../relying-party.mjs";

export const tests = {
  async "oidcc-backchannel-logout-discovery-endpoint-verification"(world) {
    const { metadata } = await RelyingParty.register(world);
    assert.equal(metadata.backchannel_logout_supported, true);
    assert.equal(metadata.backchannel_logout_session_supported, true);
    // Logout in frames is not offered: browsers block their cookies.
    assert.equal(metadata.frontchannel_logout_supported, undefined);
  },

  "oidcc-backchannel-rp-initiated-logout": (world) =>
    toldOfLogouts(world, async ({ party, received, signIn, logout }) => {
      const { tokens, claims } = await signIn();
      await logout(tokens);
      const [{ method, headers, token, body }] = await until(() => received.length > 0 && received, "a logout token");
      assert.equal(method, "POST");
      assert.match(headers["content-type"], /^application\/x-www-form-urlencoded/);
      assert.deepEqual([...new URLSearchParams(body).keys()], ["logout_token"]);
      const keys = jose.createLocalJWKSet(await (await fetch(party.metadata.jwks_uri)).json());
      const { payload, protectedHeader } = await jose.jwtVerify(token, keys, {
        issuer: world.issuer,
        audience: party.id,
        algorithms: ["RS256"],
        typ: "logout+jwt",
        requiredClaims: ["iss", "aud", "iat", "exp", "jti", "events"],
      });
      assert.equal(protectedHeader.alg, "RS256");
      assert.deepEqual(payload.events, { "http://schemas.openid.net/event/backchannel-logout": {} });
      assert.deepEqual([payload.sub, payload.sid], [claims.sub, claims.sid]);
      assert.equal(payload.nonce, undefined, "a nonce is forbidden");
      assert.ok(payload.exp - payload.iat <= 120);
      assert.equal((await party.renew(tokens.refresh_token)).answer.error, "invalid_grant");
      // A logout token opens nothing.
      assert.equal((await party.userinfo(token)).status, 401);
    }),
};
