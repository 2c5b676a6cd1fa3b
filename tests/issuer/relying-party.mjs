// A relying party that sends exactly the parameters it is given: the conformance modules send what
// no library would.
import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";

import * as jose from "jose";

import { REDIRECT_URI } from "./world.mjs";

export const random = () => randomBytes(32).toString("base64url");
export const challengeOf = (verifier) => createHash("sha256").update(verifier).digest("base64url");

export class RelyingParty {
  constructor(world, metadata, { id, secret }, { authentication = "basic", redirectUri = REDIRECT_URI } = {}) {
    Object.assign(this, { world, metadata, id, secret, authentication, redirectUri });
  }

  /** Registers an application of which a request has a challenge or a nonce. */
  static async register(world, { kind = "web", pkce = "nonce", more = [], ...options } = {}) {
    const { redirectUri = REDIRECT_URI } = options;
    const own = kind === "web" ? ["--pkce", pkce] : [];
    const application = await world.register("Conformance", kind, ["--redirect-uri", redirectUri, ...own, ...more]);
    const response = await fetch(`${world.issuer}/.well-known/openid-configuration`);
    return new RelyingParty(world, await response.json(), application, options);
  }

  /** Returns the parameters of an ordinary request. One that is undefined is left out. */
  parameters(changes = {}) {
    const all = {
      client_id: this.id,
      redirect_uri: this.redirectUri,
      response_type: "code",
      scope: "openid",
      state: random(),
      nonce: random(),
      ...changes,
    };
    return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
  }

  /** Returns the URL of an authorization request with these parameters. */
  url(parameters) {
    const url = new URL(this.metadata.authorization_endpoint);
    url.search = new URLSearchParams(parameters);
    return url;
  }

  /** Opens an authorization request. Returns the page at which the browser stops. */
  async open(browser, parameters, person = "Dora") {
    const stopAt = this.redirectUri;
    return this.world.choose(await browser.open(this.url(parameters), { stopAt }), person, { stopAt });
  }

  /** Opens an authorization request. Returns the parameters of the answer at the redirect URI. */
  async answer(browser, parameters, person) {
    const page = await this.open(browser, parameters, person);
    assert.ok(page.location, `the browser stopped at “${page.title}” (${page.status})`);
    const answer = page.location.searchParams;
    assert.equal(answer.get("state"), parameters.state ?? null);
    assert.equal(answer.get("iss"), this.metadata.issuer);
    return answer;
  }

  /** Posts a form as the application, which authenticates in its way. */
  post(endpoint, form, { authentication = this.authentication } = {}) {
    const body = new URLSearchParams(form);
    const headers = {};
    if (authentication === "basic") {
      headers.authorization = `Basic ${Buffer.from(`${this.id}:${this.secret}`).toString("base64")}`;
    } else {
      body.set("client_id", this.id);
      if (this.secret !== undefined) body.set("client_secret", this.secret);
    }
    return fetch(endpoint, { method: "POST", headers, body });
  }

  /** Asks for tokens. Returns the status, the headers and the answer. */
  async token(form) {
    const response = await this.post(this.metadata.token_endpoint, form);
    const answer = await response.json();
    assert.match(response.headers.get("cache-control"), /no-store/);
    return { status: response.status, headers: response.headers, answer };
  }

  redeem(code, more = {}) {
    return this.token({ grant_type: "authorization_code", code, redirect_uri: this.redirectUri, ...more });
  }

  renew(refresh_token, more = {}) {
    return this.token({ grant_type: "refresh_token", refresh_token, ...more });
  }

  /** Checks an ID token by OpenID Connect Core §3.1.3.7. Returns its claims and its header. */
  async verified(idToken, { nonce, accessToken } = {}) {
    const keys = jose.createLocalJWKSet(await (await fetch(this.metadata.jwks_uri)).json());
    const { payload, protectedHeader } = await jose.jwtVerify(idToken, keys, {
      issuer: this.metadata.issuer,
      audience: this.id,
      algorithms: this.metadata.id_token_signing_alg_values_supported,
      requiredClaims: ["iss", "sub", "aud", "exp", "iat"],
    });
    assert.equal(payload.nonce, nonce);
    assert.ok(payload.sub.length > 0 && payload.sub.length <= 255 && /^[\x20-\x7e]+$/.test(payload.sub));
    assert.equal(payload.aud, this.id);
    if (payload.azp !== undefined) assert.equal(payload.azp, this.id);
    if (accessToken !== undefined) {
      const hash = createHash("sha256").update(accessToken).digest().subarray(0, 16).toString("base64url");
      assert.equal(payload.at_hash, hash);
    }
    return { claims: payload, header: protectedHeader };
  }

  /** Signs in, checks every answer on the way, and returns what came of it. */
  async signIn(browser, changes = {}, { person, redemption } = {}) {
    const parameters = this.parameters(changes);
    const code = (await this.answer(browser, parameters, person)).get("code");
    assert.ok(code, "an answer without an error has a code");
    const { status, answer: tokens } = await this.redeem(code, redemption);
    assert.equal(status, 200, JSON.stringify(tokens));
    assert.equal(tokens.token_type.toLowerCase(), "bearer");
    assert.ok(Number.isInteger(tokens.expires_in) && tokens.expires_in > 0);
    const { claims, header } = await this.verified(tokens.id_token, {
      nonce: parameters.nonce,
      accessToken: tokens.access_token,
    });
    return { parameters, code, tokens, claims, header };
  }

  /** Asks for userinfo, with the token in the header. */
  async userinfo(accessToken, init = {}) {
    const headers = { authorization: `Bearer ${accessToken}` };
    const response = await fetch(this.metadata.userinfo_endpoint, { headers, ...init });
    return { status: response.status, headers: response.headers, claims: await response.json().catch(() => null) };
  }
}
