// better-auth with its plugin for generic OAuth, as its documentation shows it.
import assert from "node:assert/strict";

import { betterAuth } from "better-auth";
import { memoryAdapter } from "better-auth/adapters/memory";
import { toNodeHandler } from "better-auth/node";
import { genericOAuth } from "better-auth/plugins";

import { registered, serving } from "../listen.mjs";

const TABLES = { user: [], session: [], account: [], verification: [] };

const configuration = (world, origin, { id, secret }, tables) =>
  betterAuth({
    baseURL: origin,
    secret: "a-secret-of-the-application-of-32-characters",
    database: memoryAdapter(tables),
    telemetry: { enabled: false },
    rateLimit: { enabled: false },
    plugins: [
      genericOAuth({
        config: [
          {
            providerId: "cora",
            clientId: id,
            clientSecret: secret,
            discoveryUrl: `${world.issuer}/.well-known/openid-configuration`,
            scopes: ["openid", "profile", "email", "offline_access"],
            requireIdTokenVerification: true,
            postLogoutRedirectURI: `${origin}/signed-out`,
          },
        ],
      }),
    ],
  });

export const tests = {
  "better-auth signs a person in, renews, asks for userinfo and signs out": (world) =>
    serving(async ({ origin, answer }) => {
      const application = await registered(world, "better-auth", origin, "/api/auth/callback/cora");
      const tables = structuredClone(TABLES);
      const auth = configuration(world, origin, application, tables);
      const handler = toNodeHandler(auth);
      answer((request, response) =>
        request.url.startsWith("/api/auth/") ? handler(request, response) : response.end("<h1>Home</h1>"),
      );
      const browser = world.browser();
      const call = async (path, body) => {
        const options = body && { method: "POST", body: JSON.stringify(body) };
        const headers = { origin, ...(body && { "content-type": "application/json" }) };
        return JSON.parse((await browser.open(`${origin}/api/auth${path}`, { ...options, headers })).html);
      };
      assert.equal(await call("/get-session"), null);
      const { url } = await call("/sign-in/social", { provider: "cora", callbackURL: "/" });
      const home = await world.choose(await browser.open(url), "Dora");
      assert.equal(home.title, "Home", `${home.url} ${home.html}`);
      const { user } = await call("/get-session");
      assert.deepEqual([user.email, user.emailVerified], ["dora@acme.example", true]);

      const [{ id: accountId }] = await call("/list-accounts");
      const { accessToken } = await call("/get-access-token", { accountId });
      const ask = async (token) =>
        fetch(`${world.issuer}/oauth2/userinfo`, { headers: { authorization: `Bearer ${token}` } });
      assert.equal((await (await ask(accessToken)).json()).email, user.email);
      const renewed = await call("/refresh-token", { accountId });
      assert.notEqual(renewed.accessToken, accessToken);
      // It renews by itself once the token has expired by its own clock.
      for (const account of tables.account) account.accessTokenExpiresAt = new Date(Date.now() - 1000);
      const again = await call("/get-access-token", { accountId });
      assert.notEqual(again.accessToken, renewed.accessToken);
      assert.equal((await ask(again.accessToken)).status, 200);

      const out = await call("/sign-out", {});
      assert.equal(await call("/get-session"), null);
      assert.equal((await browser.open(out.url)).url.href.split("?")[0], `${origin}/signed-out`);
      assert.equal((await ask(again.accessToken)).status, 401);
    }),
};
