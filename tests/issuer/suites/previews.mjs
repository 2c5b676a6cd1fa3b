// Preview deployments: a redirect URI for a time, as a deployment's script registers it.
import assert from "node:assert/strict";

import { until } from "../back-channel.mjs";
import { RelyingParty } from "../relying-party.mjs";

const PREVIEW = "https://preview-42.acme.example/api/auth/callback";

export const tests = {
  async "k17: a preview signs people in until its redirect URI expires, and no other host does"(world) {
    const party = await RelyingParty.register(world, {
      redirectUri: "https://app.acme.example/api/auth/callback",
      more: ["--development", "false"],
    });
    const at = (redirectUri) => new RelyingParty(world, party.metadata, party, { redirectUri });
    /** Opens a request of a deployment. Returns the page at which the browser stops. */
    const open = (deployment) => {
      const { redirectUri } = deployment;
      return deployment.open(world.browser(), deployment.parameters({ redirect_uri: redirectUri }));
    };
    const preview = at(PREVIEW);
    assert.equal((await open(preview)).location, undefined, "before it is registered");

    await world.run(["application", "add-redirect", party.id, PREVIEW, "--expires", "7d"]);
    const browser = world.browser();
    const { claims } = await preview.signIn(browser);
    assert.equal(claims.email, undefined);
    assert.ok((await party.signIn(browser, { prompt: "none" })).tokens, "production goes on");
    for (const other of [
      PREVIEW.replace("preview-42", "preview-43"),
      PREVIEW.replace("acme.example", "acme.example.evil.example"),
      `${PREVIEW}/x`,
    ]) {
      const page = await open(at(other));
      assert.deepEqual([page.location, page.status], [undefined, 400], other);
    }
    // A script runs at each deployment: the same URI again gets a new end.
    await world.run(["application", "add-redirect", party.id, PREVIEW, "--expires", "1h"]);
    const shown = await world.run(["application", "show", party.id]);
    assert.equal(shown.split(PREVIEW).length - 1, 1, "once");

    const code = (await preview.answer(browser, preview.parameters({ prompt: "none" }))).get("code");
    await world.sql(
      `UPDATE applications SET document = json_set(document, '$.redirectUris[1].expiresAt', 1) WHERE id = '${party.id}'`,
    );
    await until(async () => (await open(preview)).location === undefined, "the end of the preview");
    assert.equal((await open(preview)).status, 400);
    assert.equal((await preview.redeem(code)).status, 200, "a person who was on the way arrives");
    assert.ok((await party.signIn(browser, { prompt: "none" })).tokens);
  },
};
