// oidc-client-ts in Chromium: pages without a server, as its documentation shows them.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

import { serving } from "../listen.mjs";

const { chromium } = createRequire(new URL("../../../pkg/package.json", import.meta.url))("playwright-core");
const SCRIPT = createRequire(import.meta.url)
  .resolve("oidc-client-ts")
  .replace(/umd.*$/, "browser/oidc-client-ts.min.js");

const page = (issuer, id) => `<!doctype html><meta charset="utf-8"><title>page</title><h1>Page</h1>
<script src="/oidc-client-ts.js"></script>
<script>
const manager = new oidc.UserManager({
  authority: ${JSON.stringify(issuer)},
  client_id: ${JSON.stringify(id)},
  redirect_uri: location.origin + "/callback",
  post_logout_redirect_uri: location.origin + "/signed-out",
  scope: "openid profile email offline_access",
  userStore: new oidc.WebStorageStateStore({ store: window.localStorage }),
  automaticSilentRenew: false,
  loadUserInfo: true,
  revokeTokensOnSignout: true,
});
if (location.pathname === "/callback") {
  window.arrived = manager.signinCallback().then(() => history.replaceState({}, "", "/"));
}
</script>`;

/** Serves the page while `use` runs with a browser of its own. */
const pages = (world, use) =>
  serving(async ({ origin, answer }) => {
    const { id } = await world.register("Pages", "spa", [
      ...["--redirect-uri", `${origin}/callback`],
      ...["--post-logout-redirect-uri", `${origin}/signed-out`, "--origin", origin],
    ]);
    answer((request, response) => {
      const script = request.url === "/oidc-client-ts.js";
      response.setHeader("content-type", script ? "text/javascript" : "text/html");
      response.end(script ? readFileSync(SCRIPT) : page(world.issuer, id));
    });
    const browser = await chromium.launch({
      executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
      args: ["--no-sandbox", "--disable-gpu"],
    });
    try {
      const context = await browser.newContext();
      const tab = await context.newPage();
      const signIn = async () => {
        await tab.goto(origin);
        await tab.evaluate(() => void manager.signinRedirect());
        await tab.getByRole("button", { name: /Dora/ }).click();
        await tab.waitForURL(`${origin}/**`);
        await tab.evaluate(() => window.arrived);
      };
      await use({ context, tab, origin, signIn });
    } finally {
      await browser.close();
    }
  });

/** Returns what the page knows of the user. */
const user = (tab) =>
  tab.evaluate(async () => {
    const found = await manager.getUser();
    return found && { profile: found.profile, access: found.access_token, refresh: found.refresh_token };
  });

export const tests = {
  "oidc-client-ts signs a person in, renews and signs out, by CORS": (world) =>
    pages(world, async ({ tab, origin, signIn }) => {
      await signIn();
      const first = await user(tab);
      assert.equal(first.profile.email, "dora@acme.example");
      for (let renewal = 1; renewal <= 3; renewal += 1) {
        const before = await user(tab);
        await tab.evaluate(() => manager.signinSilent());
        const after = await user(tab);
        assert.notEqual(after.access, before.access);
        assert.notEqual(after.refresh, before.refresh, "a public application's token rotates");
      }
      await tab.evaluate(() => void manager.signoutRedirect());
      await tab.waitForURL(`${origin}/signed-out`);
      assert.equal(await user(tab), null);
      const id = await tab.evaluate(() => manager.settings.client_id);
      const answer = await fetch(`${world.issuer}/oauth2/token`, {
        method: "POST",
        body: new URLSearchParams({ client_id: id, grant_type: "refresh_token", refresh_token: first.refresh }),
      });
      assert.equal((await answer.json()).error, "invalid_grant");
    }),

  "eight tabs of oidc-client-ts that renew at once stay signed in": (world) =>
    pages(world, async ({ context, tab, origin, signIn }) => {
      await signIn();
      const tabs = [tab];
      while (tabs.length < 8) {
        const more = await context.newPage();
        await more.goto(origin);
        tabs.push(more);
      }
      // At once: a tab that comes after two others is told that its token is too old.
      const at = Date.now() + 1_000;
      const renewed = async (at) => {
        await new Promise((resolve) => setTimeout(resolve, at - Date.now()));
        return (await manager.signinSilent()).profile.email;
      };
      const answers = await Promise.all(tabs.map((one) => one.evaluate(renewed, at)));
      assert.deepEqual(new Set(answers), new Set(["dora@acme.example"]));
      await tab.evaluate(() => manager.signinSilent());
      assert.equal((await user(tab)).profile.email, "dora@acme.example");
    }),
};
