import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, test } from "node:test";

import express from "express";
import { Hono } from "hono";

import { createCora as createExpressCora } from "../../../dist/server/express.js";
import { createCora as createHonoCora } from "../../../dist/server/hono.js";
import { createCora as createNodeCora, requestOf } from "../../../dist/server/node.js";
import { SECRET } from "./application.mjs";
import { createBrowser, overHttp } from "./browser.mjs";
import { CLIENT, ISSUER, OTHER, createIssuer } from "./issuer.mjs";

const servers = [];
after(() => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
});

/** An issuer with a clock, and the options of an application over it. */
function setUp() {
  const clock = { at: Math.floor(Date.now() / 1000) };
  const issuer = createIssuer({ now: () => clock.at });
  const options = {
    url: ISSUER,
    clientId: CLIENT.id,
    clientSecret: CLIENT.secret,
    cookieSecret: SECRET,
    env: {},
    fetch: issuer.fetch,
    now: () => clock.at,
  };
  return { clock, issuer, options };
}

/** Listens, and returns a browser for the server. */
async function listening(listener, issuer) {
  const server = createServer(listener);
  servers.push(server);
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const origin = `http://127.0.0.1:${server.address().port}`;
  issuer.applications.get(CLIENT.id).redirectUris.push(`${origin}/api/auth/callback`);
  issuer.applications.get(CLIENT.id).postLogoutRedirectUris.push(`${origin}/`);
  return { browser: createBrowser({ [origin]: overHttp, [ISSUER]: issuer.fetch }), origin };
}

/**
 * Signs in, renews, is refused, switches the organization and signs out: the same for each adapter.
 */
async function walk({ browser, origin }, { clock, issuer }) {
  const { response, url } = await browser.go(`${origin}/reports?x=1`);
  assert.equal(url, `${origin}/reports?x=1`);
  assert.deepEqual(await response.json(), { hello: "Ivan Invited" });
  assert.equal((await browser.send(`${origin}/owners`)).status, 403);
  clock.at += 290;
  const renewed = await browser.send(`${origin}/reports`);
  assert.equal(renewed.status, 200);
  assert.equal(renewed.headers.getSetCookie().length, 1);
  assert.equal(renewed.headers.get("cache-control"), "private, no-store");
  const switched = await browser.send(`${origin}/api/auth/organization`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ currentOrganizationId: OTHER.id }),
  });
  assert.equal(switched.status, 200);
  const call = await browser.send(`${origin}/who`, { headers: { "sec-fetch-mode": "cors" } });
  assert.deepEqual(await call.json(), { organization: "Other" });
  await browser.send(`${origin}/api/auth/sign-out`, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: "a=b",
  });
  issuer.user = null;
  const after = await browser.send(`${origin}/reports`, { headers: { "sec-fetch-mode": "cors" } });
  assert.deepEqual([after.status, (await after.json()).code], [401, "sign_in_required"]);
}

test("express_signs_in_renews_refuses_and_signs_out", async () => {
  for (const parsers of [[], [express.json(), express.urlencoded({ extended: true })]]) {
    const world = setUp();
    const cora = createExpressCora(world.options);
    const app = express();
    for (const parser of parsers) app.use(parser);
    app.use(cora.handler);
    app.get("/reports", cora.protect(), (req, res) => res.json({ hello: res.locals.cora.fullName }));
    app.get("/owners", cora.protect({ role: "org_owner" }), (req, res) => res.json({}));
    app.get("/who", async (req, res) => res.json({ organization: (await cora.auth(req, res)).organization?.name }));
    await walk(await listening(app, world.issuer), world);
  }
});

test("hono_signs_in_renews_refuses_and_signs_out", async () => {
  const world = setUp();
  const cora = createHonoCora(world.options);
  const app = new Hono();
  app.use(cora.handler);
  app.get("/reports", async (c) => c.json({ hello: (await cora.protect(c)).fullName }));
  app.get("/owners", async (c) => c.json(await cora.protect(c, { role: "org_owner" })));
  app.get("/who", async (c) => c.json({ organization: (await cora.auth(c)).organization?.name }));
  const origin = "http://localhost:3000";
  world.issuer.applications.get(CLIENT.id).redirectUris.push(`${origin}/api/auth/callback`);
  world.issuer.applications.get(CLIENT.id).postLogoutRedirectUris.push(`${origin}/`);
  const browser = createBrowser({ [origin]: (request) => app.fetch(request), [ISSUER]: world.issuer.fetch });
  await walk({ browser, origin }, world);
});

test("a_server_of_node_signs_in_renews_refuses_and_signs_out", async () => {
  const world = setUp();
  const cora = createNodeCora(world.options);
  const pages = async (req, res) => {
    if (await cora.handler(req, res)) return;
    if (req.url.startsWith("/who")) {
      const { organization } = await cora.auth(req, res);
      return res.end(JSON.stringify({ organization: organization?.name }));
    }
    const user = await cora.protect(req, res, req.url === "/owners" ? { role: "org_owner" } : {});
    if (user !== null) res.end(JSON.stringify({ hello: user.fullName }));
  };
  await walk(await listening(pages, world.issuer), world);
});

test("the_path_of_a_request_never_names_another_host", () => {
  const of = (url, host, rawHeaders = ["Host", host]) =>
    requestOf({ url, method: "GET", headers: { host }, rawHeaders, socket: {} }).url;
  assert.equal(of("//evil.example/x", "app.acme.example"), "http://app.acme.example//evil.example/x");
  assert.equal(of("http://evil.example/x", "app.acme.example"), "http://app.acme.example/");
  assert.equal(of("*", "app.acme.example"), "http://app.acme.example/");
  assert.equal(of("/x", "a b"), "http://localhost/");
  const overHttp2 = [":path", "/x", ":authority", "app.acme.example"];
  assert.equal(of("/x", undefined, overHttp2), "http://app.acme.example/x");
});
