// Pages without a server of their own, in Chromium, with `@cora/auth/browser`: they call Cora
// itself. It needs a built package.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { serving } from "../listen.mjs";
import { openWorld } from "../world.mjs";

const PACKAGE = fileURLToPath(new URL("../../../pkg", import.meta.url));
const { chromium } = createRequire(join(PACKAGE, "package.json"))("playwright-core");
const OAUTH = createRequire(join(PACKAGE, "package.json")).resolve("oauth4webapi");

const page = (issuer, id) => `<!doctype html><meta charset="utf-8"><title>page</title>
<script type="importmap">{ "imports": { "oauth4webapi": "/oauth4webapi.js" } }</script>
<script type="module">
import { createBrowserCora } from "/dist/browser/index.js";
window.cora = createBrowserCora({ url: ${JSON.stringify(issuer)}, clientId: ${JSON.stringify(id)} });
window.ask = async (path) => {
  const token = await window.cora.getToken();
  const response = await fetch(${JSON.stringify(issuer)} + path, { headers: { authorization: "Bearer " + token } });
  return { status: response.status, body: await response.json() };
};
window.ready = window.cora.getToken();
</script>`;

const test = (name, run) => [name, run];

export const tests = Object.fromEntries([
  test("w31_a_page_calls_cora_itself_and_pages_of_other_origins_do_not", ({ cora }) =>
    serving(async ({ origin, answer }) => {
      const world = await openWorld({ cora, servers: 1, serve: ["--cors-origins", origin] });
      const browser = await chromium.launch({
        executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
        args: ["--no-sandbox", "--disable-gpu"],
      });
      try {
        const { id } = await world.register("Pages", "spa", [
          ...["--redirect-uri", `${origin}/`, "--post-logout-redirect-uri", `${origin}/`, "--origin", origin],
        ]);
        answer((request, response) => {
          const { pathname } = new URL(request.url, origin);
          const script = pathname === "/oauth4webapi.js" ? OAUTH : pathname.startsWith("/dist/") && PACKAGE + pathname;
          response.setHeader("content-type", script ? "text/javascript" : "text/html");
          response.end(script ? readFileSync(script) : page(world.issuer, id));
        });
        const context = await browser.newContext();
        const tab = await context.newPage();
        const errors = [];
        tab.on("pageerror", (error) => errors.push(String(error)));
        await tab.goto(`${origin}/`);
        await tab.waitForFunction(() => window.cora !== undefined);
        // It looks for a session at Cora once, by a redirect that asks nobody.
        await tab.waitForURL((url) => url.origin === origin && url.search === "");
        await tab.waitForFunction(async () => (await window.ready) === null);
        // The page asks which connection an address leads to, without a token.
        // Waited for, because the page may still be on its way back.
        await tab.waitForFunction(async () => (await window.cora.adapter.connectionOf("ana@nobody.example")) === null);
        await tab.evaluate(() => void window.cora.adapter.signIn());
        await tab.getByRole("button", { name: /Dora/ }).click();
        await tab.waitForURL((url) => url.origin === origin && url.search === "");
        await tab.waitForFunction(async () => typeof (await window.ready) === "string");

        const me = await tab.evaluate(() => window.ask("/profiles/me"));
        assert.deepEqual([me.status, me.body.data.email], [200, "dora@acme.example"]);
        const refused = await tab.evaluate(() => window.ask("/admin/users"));
        assert.equal(refused.status, 403, "a refusal can be read too");

        // Another page with the token, of an origin that was not named.
        const token = await tab.evaluate(() => window.cora.getToken());
        const stranger = await context.newPage();
        // A document that runs nothing of its own, so that it stays.
        await stranger.goto(`${origin.replace("127.0.0.1", "localhost")}/oauth4webapi.js`);
        const seen = await stranger.evaluate(
          ([url, bearer]) =>
            fetch(url, { headers: { authorization: `Bearer ${bearer}` } }).then(
              ({ status }) => status,
              (error) => error.name,
            ),
          [`${world.issuer}/profiles/me`, token],
        );
        assert.equal(seen, "TypeError", "the browser refuses it");
        assert.deepEqual(errors, []);
      } finally {
        await browser.close();
        world.close();
      }
    })),
]);
