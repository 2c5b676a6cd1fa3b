// Tests the adapter for Clerk behind `useUnifiedAuth()`'s store, with Clerk's own clerk-js in
// Chromium. Clerk's Frontend API is our stand-in; its script, its cookies and its tokens are
// Clerk's.
//
//   node tests/clerk/run.mjs       (after `npm ci` in tests/projects)
//
// CHROMIUM names the browser; /usr/bin/chromium when it is not set.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { extname, normalize } from "node:path";
import { fileURLToPath } from "node:url";

import { frontendApi } from "./frontend-api.mjs";

const { chromium } = createRequire(new URL("../../pkg/package.json", import.meta.url))("playwright-core");
const { TokenVerifier } = await import(new URL("../../pkg/dist/session/index.js", import.meta.url));
const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const HOST = "clerk.acme.example";
const TYPES = { ".js": "text/javascript", ".mjs": "text/javascript", ".wasm": "application/wasm" };

/** Returns a page with clerk-js as `<ClerkProvider>` embeds it, and the adapter made from it. */
const page = (key) => `<!doctype html><meta charset="utf-8"><title>clerk</title>
<script data-clerk-publishable-key="${key}" src="/tests/projects/node_modules/@clerk/clerk-js/dist/clerk.browser.js"></script>
<script type="module">
import { clerkAdapter } from "/pkg/dist/react/clerk.js";
window.seen = [];
window.adapter = clerkAdapter({ clerk: async () => { await window.Clerk.load({ standardBrowser: true, telemetry: false }); return window.Clerk; } });
const look = () => window.seen.push(window.adapter.getSnapshot().status);
look();
window.adapter.subscribe(look);
</script>`;

let failed = 0;
async function test(name, body) {
  try {
    await body();
    console.log(`ok ${name}`);
  } catch (error) {
    failed += 1;
    console.error(`FAILED ${name}: ${error.stack}`);
  }
}

let api = frontendApi(HOST);
const server = createServer((request, response) => {
  const path = normalize(decodeURIComponent(new URL(request.url, "http://127.0.0.1").pathname));
  if (!extname(path))
    return void response.writeHead(200, { "content-type": "text/html" }).end(page(api.publishableKey));
  try {
    response.writeHead(200, { "content-type": TYPES[extname(path)] ?? "text/plain" }).end(readFileSync(ROOT + path));
  } catch {
    response.writeHead(404).end();
  }
});
await new Promise((done) => server.listen(0, "127.0.0.1", done));
const origin = `http://localhost:${server.address().port}`;
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu"],
});

/** Opens a fresh browser, signed in at Clerk as a user or not. */
async function opened(user, { broken = false } = {}) {
  api = frontendApi(HOST);
  if (user !== undefined) api.signIn(user, origin);
  if (broken) api.break();
  const context = await browser.newContext();
  // Requests to Clerk's host go to the stand-in; requests to any other machine are blocked.
  await context.route(
    (url) => url.hostname !== "localhost",
    (route) => (new URL(route.request().url()).hostname === HOST ? api.route(route) : route.abort()),
  );
  // clerk-js asks for the session only if this cookie says that there was one.
  await context.addCookies([
    { name: "__client_uat", value: user === undefined ? "0" : String(Math.floor(Date.now() / 1000)), url: origin },
  ]);
  const tab = await context.newPage();
  const errors = [];
  tab.on("pageerror", (error) => errors.push(String(error)));
  await tab.goto(origin);
  const is = (status) =>
    tab
      .waitForFunction((status) => window.adapter?.getSnapshot().status === status, status, { timeout: 20_000 })
      .catch(async (error) => {
        throw new Error(
          `${error.message}: ${JSON.stringify(await tab.evaluate(() => [window.seen, window.adapter?.getSnapshot()]))} ${api.requests} ${errors}`,
        );
      });
  return { context, tab, is };
}

try {
  await test("nobody_signed_in_at_clerk_is_nobody", async () => {
    const { context, is, tab } = await opened();
    await is("signed_out");
    assert.equal(await tab.evaluate(() => window.adapter.getToken()), null);
    assert.deepEqual(await tab.evaluate(() => window.seen), ["loading", "signed_out"]);
    await context.close();
  });

  await test("somebody_signed_in_has_a_token_that_cora_believes", async () => {
    const { context, is, tab } = await opened("user_ivan");
    await is("signed_in");
    const token = await tab.evaluate(() => window.adapter.getToken());
    const verifier = new TokenVerifier({
      connections: [
        {
          connection: {
            id: "0198c0de-0000-7000-8000-0000000000c1",
            kind: "clerk",
            issuer: api.issuer,
            status: "active",
            version: 1,
            authorizedParties: [origin],
          },
          keys: { publicKeyPem: api.publicKey.export({ type: "spki", format: "pem" }) },
        },
      ],
    });
    const { login } = await verifier.verify(token);
    verifier.free();
    assert.equal(login.subject, "user_ivan");
    await context.close();
  });

  await test("asking_again_gets_a_new_token_and_the_same_session", async () => {
    const { context, is, tab } = await opened("user_ivan");
    await is("signed_in");
    const [before, after, isSame] = await tab.evaluate(async () => {
      const [state, before] = [window.adapter.getSnapshot(), await window.adapter.getToken()];
      await window.adapter.refresh();
      return [before, await window.adapter.getToken(), window.adapter.getSnapshot() === state];
    });
    assert.notEqual(before, after);
    assert.equal(isSame, true);
    await context.close();
  });

  await test("signing_out_ends_clerks_session_and_leaves_for_where_it_is_told", async () => {
    const { context, is, tab } = await opened("user_ivan");
    await is("signed_in");
    await Promise.all([
      tab.waitForURL(`${origin}/bye`),
      tab.evaluate(() => void window.adapter.signOut({ redirectTo: "/bye" })),
    ]);
    await is("signed_out");
    assert.ok(
      api.requests.some((request) => /^(DELETE|POST) \/v1\/client\/sessions/.test(request)),
      String(api.requests),
    );
    await context.close();
  });

  await test("signing_in_goes_to_clerk_and_names_the_way_back", async () => {
    const { context, is, tab } = await opened();
    await is("signed_out");
    await context.route("https://accounts.acme.example/**", (route) =>
      route.fulfill({ contentType: "text/html", body: "<title>sign in</title>" }),
    );
    await Promise.all([
      tab.waitForURL("https://accounts.acme.example/sign-in**"),
      tab.evaluate(() => void window.adapter.signIn({ redirectTo: "/reports" })),
    ]);
    assert.ok(decodeURIComponent(tab.url()).includes(`sign_in_force_redirect_url=${origin}/reports`), tab.url());
    await context.close();
  });

  await test("a_clerk_that_cannot_be_reached_lets_nobody_in", async () => {
    const { context, is, tab } = await opened("user_ivan", { broken: true });
    await is("signed_out");
    assert.equal(await tab.evaluate(() => window.adapter.getToken()), null);
    await context.close();
  });
} finally {
  await browser.close();
  server.close();
}
console.log(failed === 0 ? "clerk: all is well" : `clerk: ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
