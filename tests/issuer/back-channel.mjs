// An application that is told of logouts: it keeps what it receives, and answers as it is told to.
import assert from "node:assert/strict";

import { serving } from "./listen.mjs";
import { RelyingParty } from "./relying-party.mjs";
import { REDIRECT_URI } from "./world.mjs";

export const SIGNED_OUT = "http://127.0.0.1:9/signed-out";

/** Waits until `found` is truthy, and returns it. */
export async function until(found, what, seconds = 15) {
  for (let tries = 0; tries < seconds * 20; tries += 1) {
    const value = await found();
    if (value) return value;
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error(`waited in vain for ${what}`);
}

/** Registers an application by the API, with a URI for logouts. */
export async function registerWithLogoutUri(world, backChannelLogoutUri) {
  const { status, answer } = await world.admin("POST", "/admin/applications", {
    settings: {
      name: "Told of logouts",
      kind: "web",
      development: true,
      pkce: "nonce",
      redirectUris: [{ uri: REDIRECT_URI }],
      postLogoutRedirectUris: [{ uri: SIGNED_OUT }],
      backChannelLogoutUri,
    },
  });
  return { status, answer };
}

/** Runs `use` with a relying party that is told of logouts at a server of its own. */
export const toldOfLogouts = (world, use) =>
  serving(async ({ origin, answer }) => {
    const received = [];
    let respond = (response) => response.writeHead(200).end();
    answer(async (request, response) => {
      let body = "";
      for await (const chunk of request) body += chunk;
      const { method, url, headers } = request;
      received.push({ method, url, headers, token: new URLSearchParams(body).get("logout_token"), body });
      respond(response, request);
    });
    const registered = await registerWithLogoutUri(world, `${origin}/back-channel`);
    assert.equal(registered.status, 200, JSON.stringify(registered.answer));
    const { id } = registered.answer.data;
    const printed = await world.run(["application", "secret", id]);
    const secret = /^client_secret +(\S+)$/m.exec(printed)[1];
    const response = await fetch(`${world.issuer}/.well-known/openid-configuration`);
    const party = new RelyingParty(world, await response.json(), { id, secret });
    const browser = world.browser();
    const signIn = () => party.signIn(browser, { scope: "openid offline_access" });
    const logout = async (tokens) => {
      const url = new URL(party.metadata.end_session_endpoint);
      url.search = new URLSearchParams({ id_token_hint: tokens.id_token, post_logout_redirect_uri: SIGNED_OUT });
      const began = Date.now();
      const page = await browser.open(url, { stopAt: SIGNED_OUT });
      assert.equal(page.location?.href, SIGNED_OUT);
      return Date.now() - began;
    };
    const answerWith = (next) => {
      respond = next;
    };
    await use({ party, origin, received, signIn, logout, answerWith });
  });
