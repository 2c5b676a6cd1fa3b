// An application of `@cora/auth/node`: it needs a built package.
import assert from "node:assert/strict";
import { createServer } from "node:http";

import { createCora } from "../../../pkg/dist/server/node.js";
import { overHttp } from "../../../pkg/src/server/test/browser.mjs";
import { ACME } from "../world.mjs";

const PAGE = { "sec-fetch-mode": "navigate" };

/** Runs an application over the issuer while `use` runs. Its clock may be ahead. */
async function application(world, use) {
  const server = createServer();
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const origin = `http://127.0.0.1:${server.address().port}`;
  // WHY not `fetch` for the browser: it says of itself that it is no navigation.
  const { fetch } = globalThis;
  globalThis.fetch = (url, init) => overHttp(new Request(url, init));
  try {
    const { id, secret } = await world.register("Web", "web", [
      ...["--redirect-uri", `${origin}/api/auth/callback`],
      ...["--post-logout-redirect-uri", `${origin}/`],
    ]);
    const clock = { ahead: 0 };
    const cora = createCora({
      url: world.issuer,
      clientId: id,
      clientSecret: secret,
      cookieSecret: "a-secret-for-cookies-of-at-least-32-characters",
      env: {},
      fetch,
      now: () => Date.now() / 1000 + clock.ahead,
    });
    server.on("request", async (req, res) => {
      if (await cora.handler(req, res)) return;
      if (req.url === "/") return res.end("home");
      const user = await cora.protect(req, res);
      if (user === null) return;
      const { fullName, organization, platformRole, sid, token } = user;
      const isOwner = user.has({ role: "platform_owner" });
      res.end(JSON.stringify({ fullName, organization, platformRole, sid, bytes: token.length, isOwner }));
    });
    await use({ browser: world.browser(), clock, id, origin });
  } finally {
    globalThis.fetch = fetch;
    server.closeAllConnections();
    server.close();
  }
}

/** Opens a page of the application, and signs in as a person if the provider asks. */
async function open(browser, url, name = "Grace") {
  const page = await browser.open(url, { headers: PAGE });
  const person = page.html.split("<button").find((part) => part.includes(name));
  const value = /value="([^"]+)"/.exec(person ?? "")?.[1];
  return value === undefined ? page : await page.submit({ person: value }, { headers: PAGE });
}

const cookie = (browser, id) => browser.cookies.get("127.0.0.1").get(`cora.${id}`);

export const tests = {
  "an application signs a person in, renews, and signs them out here and at Cora": (world) =>
    application(world, async ({ browser, clock, id, origin }) => {
      const page = await open(browser, `${origin}/reports?x=1`);
      assert.equal(page.url.href, `${origin}/reports?x=1`, `${page.url.href} ${page.title}`);
      const user = JSON.parse(page.html);
      assert.deepEqual(
        [user.fullName, user.platformRole, user.isOwner],
        ["Grace Owner", "platform_owner", true],
        page.html,
      );
      assert.ok(user.bytes <= 1024, `the token has ${user.bytes} bytes`);
      const first = cookie(browser, id);
      assert.ok(first.length <= 2048, `the cookie has ${first.length} bytes`);

      const { data } = JSON.parse((await browser.open(`${origin}/api/auth/session`)).html);
      assert.equal(data.session.status, "authenticated");
      assert.deepEqual(data.answers.platform.roles, [
        "platform_user",
        "platform_auditor",
        "platform_admin",
        "platform_owner",
      ]);

      clock.ahead = 250;
      const renewed = await browser.open(`${origin}/reports`, { headers: PAGE });
      assert.equal(JSON.parse(renewed.html).sid, user.sid);
      assert.notEqual(cookie(browser, id), first);

      const foreign = await browser.open(`${origin}/api/auth/session`, {
        method: "PUT",
        body: JSON.stringify({ currentOrganizationId: ACME }),
        headers: { origin },
      });
      assert.deepEqual([foreign.status, JSON.parse(foreign.html).code], [403, "not_a_member"]);

      const out = await browser.open(`${origin}/api/auth/sign-out`, { method: "POST", headers: { origin } });
      assert.equal(out.url.href, `${origin}/`, `${out.url.href} ${out.title}`);
      assert.equal((await browser.open(`${origin}/api/auth/session`)).status, 401);
    }),

  "a member works in their organization, with its name": (world) =>
    application(world, async ({ browser, origin }) => {
      const page = await open(browser, `${origin}/reports`, "Dora");
      const { organization } = JSON.parse(page.html);
      assert.deepEqual(organization, { id: ACME, role: "org_user", name: "Acme", slug: "acme" });
      const list = await browser.open(`${origin}/api/auth/organization`);
      assert.deepEqual(
        JSON.parse(list.html).data.organizations.map(({ name }) => name),
        ["Acme"],
      );
      const same = await browser.open(`${origin}/api/auth/session`, {
        method: "PUT",
        body: JSON.stringify({ currentOrganizationId: ACME }),
        headers: { origin },
      });
      assert.equal(JSON.parse(same.html).data.session.session.currentOrganizationId, ACME);
    }),
};
