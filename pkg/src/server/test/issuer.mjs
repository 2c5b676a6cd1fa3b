/**
 * An issuer for tests, which follows §14 of the specification strictly: exact redirect URIs, PKCE,
 * `iss` in answers, at+jwt by ES256, ID tokens by RS256, refresh, logout, rotation for public
 * applications. It answers a `fetch`, and runs as a server with `listen`.
 */
import { createHash, randomUUID, timingSafeEqual } from "node:crypto";
import { createServer } from "node:http";

import { SignJWT, calculateJwkThumbprint, exportJWK, generateKeyPair } from "jose";

export const ISSUER = "https://cora.acme.example";
export const APP = "https://app.acme.example";
export const CLIENT = { id: "0198c0de-0000-7000-8000-0000000000a9", secret: "s3cret-of-the-application-0123456789" };
export const ACME = { id: "0198c0de-0000-7000-8000-00000000000a", name: "Acme", slug: "acme", role: "org_admin" };
export const OTHER = { id: "0198c0de-0000-7000-8000-00000000000b", name: "Other", slug: "other", role: "org_user" };
export const IVAN = {
  id: "0198c0de-0000-7000-8000-000000000001",
  name: "Ivan Invited",
  email: "ivan@acme.example",
  organizations: [ACME, OTHER],
  current: ACME.id,
  platformRole: "platform_user",
  roleVersion: 3,
};

async function keyOf(alg) {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  const jwk = await exportJWK(publicKey);
  const kid = await calculateJwkThumbprint(jwk);
  return { alg, kid, privateKey, jwk: { ...jwk, kid, alg, use: "sig" } };
}

const [ES, RS] = await Promise.all([keyOf("ES256"), keyOf("RS256")]);
export const newKey = (alg = "ES256") => keyOf(alg);

const hash = (text) => createHash("sha256").update(text).digest("base64url");
const same = (one, other) => one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));

export function createIssuer({ url = ISSUER, now = () => Math.floor(Date.now() / 1000), ...changes } = {}) {
  const applications = new Map();
  const codes = new Map();
  /** Application sessions, by sid. */
  const sessions = new Map();
  const requests = [];
  const issuer = {
    url,
    applications,
    sessions,
    requests,
    /** The keys: the one that signs access tokens, and the published ones. */
    key: ES,
    rsa: RS,
    published: [ES, RS],
    /** The user of the browser's session; `null` if nobody is signed in. */
    user: IVAN,
    authTime: null,
    acr: "mfa",
    /** The error of the next authorization; `null` if it succeeds. */
    refuse: null,
    /** Set if the issuer does not answer; a status if it answers with one. */
    down: false,
    /** Claims that replace those of the next access tokens. */
    claims: {},
    /** Claims that userinfo adds to `sub`; it answers with this status if it is a number. */
    userinfo: {},
    /** Parameters that replace those of the next authorization answer. */
    answer: {},
    /** The life of access tokens, in seconds. */
    life: 300,
    apiAccess: true,
    /** The connections of the platform, and those of organizations by domain. */
    connections: [
      { id: "0198c0de-0000-7000-8000-0000000000c1", name: "Acme" },
      { id: "0198c0de-0000-7000-8000-0000000000c2", name: "Partner" },
    ],
    owners: { "globex.example": "0198c0de-0000-7000-8000-0000000000c3" },
    /** Waits for this before a token is answered. */
    pause: null,
    count: (path) => requests.filter((one) => one.path === path).length,
    ...changes,
  };
  applications.set(CLIENT.id, {
    kind: "web",
    secret: CLIENT.secret,
    redirectUris: [`${APP}/api/auth/callback`],
    postLogoutRedirectUris: [`${APP}/`],
  });

  const json = (status, body, headers = {}) =>
    new Response(JSON.stringify(body), {
      status,
      headers: { "content-type": "application/json", "cache-control": "no-store", ...headers },
    });
  const page = (text) => new Response(text, { status: 400, headers: { "content-type": "text/html" } });

  const discovery = () => ({
    issuer: url,
    authorization_endpoint: `${url}/oauth2/authorize`,
    token_endpoint: `${url}/oauth2/token`,
    revocation_endpoint: `${url}/oauth2/revoke`,
    userinfo_endpoint: `${url}/oauth2/userinfo`,
    end_session_endpoint: `${url}/oauth2/logout`,
    jwks_uri: `${url}/oauth2/jwks`,
    response_types_supported: ["code"],
    response_modes_supported: ["query"],
    grant_types_supported: ["authorization_code", "refresh_token"],
    subject_types_supported: ["public"],
    id_token_signing_alg_values_supported: ["RS256"],
    code_challenge_methods_supported: ["S256"],
    token_endpoint_auth_methods_supported: ["client_secret_basic", "client_secret_post", "private_key_jwt", "none"],
    authorization_response_iss_parameter_supported: true,
  });

  function authorize(query) {
    const application = applications.get(query.get("client_id"));
    const redirectUri = query.get("redirect_uri");
    if (application === undefined) return page("unknown application");
    const uris = query.getAll("redirect_uri");
    if (uris.length !== 1 || !application.redirectUris.includes(redirectUri)) return page("redirect URI");
    const back = (parameters) => {
      const to = new URL(redirectUri);
      const all = { state: query.get("state"), iss: url, ...parameters, ...issuer.answer };
      for (const [name, value] of Object.entries(all)) if (value != null) to.searchParams.set(name, value);
      return new Response(null, { status: 303, headers: { location: to.href, "cache-control": "no-store" } });
    };
    for (const name of new Set(query.keys()))
      if (query.getAll(name).length > 1) return back({ error: "invalid_request" });
    if (query.get("response_type") !== "code") return back({ error: "unsupported_response_type" });
    const scope = (query.get("scope") ?? "").split(" ");
    if (!scope.includes("openid")) return back({ error: "invalid_scope" });
    const challenge = query.get("code_challenge");
    if (!/^[A-Za-z0-9_-]{43}$/.test(challenge ?? "") || query.get("code_challenge_method") !== "S256")
      return back({ error: "invalid_request" });
    if (issuer.refuse !== null) return back({ error: issuer.refuse, error_description: "<b>secret text</b>" });
    const maxAge = query.get("max_age");
    if (issuer.user === null) {
      if (query.get("prompt") === "none") return back({ error: "login_required" });
      return page("sign-in page");
    }
    // The person signs in again at the provider, which states the time.
    const authTime =
      maxAge !== null && issuer.authTime === null
        ? now()
        : issuer.authTime === undefined
          ? undefined
          : (issuer.authTime ?? now() - 1000);
    const code = hash(randomUUID());
    const sid = randomUUID();
    sessions.set(sid, {
      sid,
      clientId: query.get("client_id"),
      user: issuer.user,
      organization: query.get("organization") ?? issuer.user.current,
      scope,
      authTime,
      generation: 0,
      ended: false,
      head: hash(`refresh ${sid} 0`),
      parent: null,
      rotatedAt: 0,
    });
    codes.set(code, { redirectUri, challenge, nonce: query.get("nonce"), sid, at: now(), used: false });
    return back({ code });
  }

  async function tokens(session, nonce) {
    const { user } = session;
    const organization = user.organizations.find(({ id }) => id === session.organization);
    const at = now();
    const common = {
      sid: session.sid,
      ...(session.authTime !== undefined && { auth_time: session.authTime }),
      acr: issuer.acr,
      amr: ["pwd", "otp"],
    };
    const access = await new SignJWT({
      ...common,
      iss: url,
      sub: user.id,
      aud: session.clientId,
      client_id: session.clientId,
      iat: at,
      exp: at + issuer.life,
      jti: randomUUID(),
      scope: session.scope.join(" "),
      ...(organization && { org_id: organization.id, org_role: organization.role }),
      platform_role: user.platformRole,
      role_version: user.roleVersion,
      ...issuer.claims,
    })
      .setProtectedHeader({ alg: issuer.key.alg, kid: issuer.key.kid, typ: "at+jwt", ...issuer.header })
      .sign(issuer.key.privateKey);
    const id = await new SignJWT({
      ...common,
      iss: url,
      sub: user.id,
      aud: session.clientId,
      iat: at,
      exp: at + 3600,
      ...(nonce && { nonce }),
      name: user.name,
      email: user.email,
      email_verified: true,
      ...issuer.idClaims,
    })
      .setProtectedHeader({ alg: "RS256", kid: RS.kid, typ: "JWT" })
      .sign(RS.privateKey);
    return {
      access_token: access,
      token_type: "Bearer",
      expires_in: issuer.life,
      refresh_token: session.head,
      id_token: id,
      scope: session.scope.join(" "),
    };
  }

  function client(request, form) {
    const header = request.headers.get("authorization");
    let [id, secret] = [form.get("client_id"), form.get("client_secret")];
    if (header?.startsWith("Basic ")) {
      if (secret !== null) return null;
      [id, secret] = Buffer.from(header.slice(6), "base64").toString().split(":").map(decodeURIComponent);
    }
    const application = applications.get(id);
    if (application === undefined) return null;
    const isPublic = application.secret === undefined;
    if (isPublic ? secret !== null : secret === null || !same(secret, application.secret)) return null;
    return { id, application };
  }

  async function token(request) {
    const form = new URLSearchParams(await request.text());
    const cors = { "access-control-allow-origin": request.headers.get("origin") ?? "null", vary: "Origin" };
    const error = (code, status = 400) => json(status, { error: code }, cors);
    const found = client(request, form);
    if (found === null) return json(401, { error: "invalid_client" }, { "www-authenticate": "Basic" });
    const { application, id } = found;
    for (const name of new Set(form.keys())) if (form.getAll(name).length > 1) return error("invalid_request");
    if (form.get("grant_type") === "authorization_code") {
      const code = codes.get(form.get("code"));
      if (code === undefined) return error("invalid_grant");
      const session = sessions.get(code.sid);
      const isRight =
        session.clientId === id &&
        code.redirectUri === form.get("redirect_uri") &&
        hash(form.get("code_verifier") ?? "") === code.challenge &&
        now() - code.at < 60;
      if (!isRight) return error("invalid_grant");
      if (code.used) {
        session.ended = true;
        return error("invalid_grant");
      }
      code.used = true;
      return json(200, await tokens(session, code.nonce), cors);
    }
    if (form.get("grant_type") !== "refresh_token") return error("unsupported_grant_type");
    const presented = form.get("refresh_token");
    const session = [...sessions.values()].find(({ head, parent }) => presented === head || presented === parent);
    if (session === undefined || session.clientId !== id || session.ended) return error("invalid_grant");
    const organization = form.get("organization");
    if (organization !== null) {
      if (!session.user.organizations.some((one) => one.id === organization)) return error("invalid_request");
      session.organization = organization;
    }
    if (application.kind === "spa" || application.kind === "native") {
      if (presented === session.head) {
        session.parent = session.head;
        session.generation += 1;
        session.head = hash(`refresh ${session.sid} ${session.generation} ${session.parent}`);
        session.rotatedAt = now();
      } else if (now() - session.rotatedAt > 30) {
        session.ended = true;
        return error("invalid_grant");
      }
    }
    if (issuer.pause) await issuer.pause;
    return json(200, await tokens(session, null), cors);
  }

  async function revoke(request) {
    const form = new URLSearchParams(await request.text());
    if (client(request, form) === null) return json(401, { error: "invalid_client" });
    for (const session of sessions.values()) if (session.head === form.get("token")) session.ended = true;
    return new Response(null, { status: 200 });
  }

  function logout(query) {
    const hint = query.get("id_token_hint");
    if (hint === null) return page("Do you want to sign out?");
    const claims = JSON.parse(Buffer.from(hint.split(".")[1], "base64url").toString());
    const application = applications.get(claims.aud);
    for (const session of sessions.values()) if (session.user.id === claims.sub) session.ended = true;
    issuer.user = null;
    const to = query.get("post_logout_redirect_uri");
    if (!application?.postLogoutRedirectUris.includes(to)) return page("You are signed out.");
    return new Response(null, { status: 303, headers: { location: to } });
  }

  function me(request) {
    const [, text] = (request.headers.get("authorization") ?? "").split(" ");
    if (!issuer.apiAccess || !text) return json(401, { success: false, code: "token_missing" });
    const { sid } = JSON.parse(Buffer.from(text.split(".")[1], "base64url").toString());
    const session = sessions.get(sid);
    if (session === undefined || session.ended) return json(401, { success: false, code: "token_missing" });
    const { organizations } = session.user;
    return json(200, { success: true, data: { session: { status: "authenticated", session: { organizations } } } });
  }

  function userinfo(request) {
    const [, text] = (request.headers.get("authorization") ?? "").split(" ");
    if (typeof issuer.userinfo === "number") return json(issuer.userinfo, { error: "server_error" });
    const { org_id, org_role, sub } = JSON.parse(Buffer.from(text.split(".")[1], "base64url").toString());
    return json(200, { sub, org_id, org_role, ...issuer.userinfo });
  }

  issuer.fetch = async (input, init) => {
    const request = new Request(input, init);
    const { pathname: path, searchParams } = new URL(request.url);
    requests.push({ path, method: request.method, query: searchParams });
    if (issuer.down === true) throw new TypeError("fetch failed");
    if (typeof issuer.down === "number") return json(issuer.down, { error: "server_error" });
    if (request.method === "OPTIONS")
      return new Response(null, {
        status: 204,
        headers: {
          "access-control-allow-origin": request.headers.get("origin") ?? "null",
          "access-control-allow-headers": "content-type, authorization",
        },
      });
    switch (path) {
      case "/.well-known/openid-configuration":
        return json(200, discovery(), { "access-control-allow-origin": "*" });
      case "/oauth2/jwks":
        return json(200, { keys: issuer.published.map(({ jwk }) => jwk) }, { "access-control-allow-origin": "*" });
      case "/oauth2/authorize":
        return authorize(searchParams);
      case "/oauth2/token":
        return await token(request);
      case "/oauth2/revoke":
        return await revoke(request);
      case "/oauth2/logout":
        return logout(searchParams);
      case "/oauth2/userinfo":
        return userinfo(request);
      case "/auth/connections": {
        const domain = searchParams.get("address")?.split("@")[1];
        const known = { connection: issuer.owners[domain] ?? null, connections: issuer.connections };
        return json(200, known, { "access-control-allow-origin": "*" });
      }
      case "/profiles/me":
        return me(request);
      default:
        return page("not found");
    }
  };

  /** Signs a logout token (OpenID Connect Back-Channel Logout 1.0 §2.4). */
  issuer.logoutToken = (claims = {}, { key = RS, typ = "logout+jwt" } = {}) =>
    new SignJWT({
      iss: url,
      aud: CLIENT.id,
      iat: now(),
      exp: now() + 120,
      jti: randomUUID(),
      sub: IVAN.id,
      events: { "http://schemas.openid.net/event/backchannel-logout": {} },
      ...claims,
    })
      .setProtectedHeader({ alg: key.alg, kid: key.kid, typ })
      .sign(key.privateKey);

  /** Runs the issuer as a server on a port of this machine. Its URL becomes the server's. */
  issuer.listen = async (port = 0) => {
    const server = createServer(async (request, response) => {
      const chunks = [];
      for await (const chunk of request) chunks.push(chunk);
      const body = chunks.length === 0 ? undefined : Buffer.concat(chunks);
      const answer = await issuer.fetch(`${url}${request.url}`, {
        method: request.method,
        headers: Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
        ...(body && { body }),
      });
      response.writeHead(answer.status, Object.fromEntries(answer.headers));
      response.end(Buffer.from(await answer.arrayBuffer()));
    });
    await new Promise((done) => server.listen(port, "127.0.0.1", done));
    url = issuer.url = `http://127.0.0.1:${server.address().port}`;
    issuer.close = () => {
      server.closeAllConnections();
      server.close();
    };
    return url;
  };

  return issuer;
}
