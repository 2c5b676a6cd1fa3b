// Auth.js 5 with Express: the provider, the renewal in the `jwt` callback and the sign-out are as
// its documentation shows them.
import assert from "node:assert/strict";

import { ExpressAuth, getSession } from "@auth/express";
import express from "express";

import { registered, serving } from "../listen.mjs";

/** The seconds by which the application takes its token for older than it is. */
const clock = { ahead: 0 };

const configuration = (issuer, { id, secret }) => ({
  secret: "a-secret-of-the-application-of-32-characters",
  trustHost: true,
  providers: [
    {
      id: "cora",
      name: "Cora",
      type: "oidc",
      issuer,
      clientId: id,
      clientSecret: secret,
      authorization: { params: { scope: "openid profile email offline_access" } },
    },
  ],
  callbacks: {
    async jwt({ token, account }) {
      if (account) {
        const { access_token, expires_at, refresh_token, id_token } = account;
        return { ...token, access_token, expires_at, refresh_token, id_token };
      }
      if (Date.now() / 1000 + clock.ahead < token.expires_at) return token;
      const response = await fetch(`${issuer}/oauth2/token`, {
        method: "POST",
        body: new URLSearchParams({
          client_id: id,
          client_secret: secret,
          grant_type: "refresh_token",
          refresh_token: token.refresh_token,
        }),
      });
      const answer = await response.json();
      if (!response.ok) return { ...token, error: answer.error };
      return {
        ...token,
        access_token: answer.access_token,
        expires_at: Math.floor(Date.now() / 1000 + clock.ahead + answer.expires_in),
        refresh_token: answer.refresh_token ?? token.refresh_token,
      };
    },
    session: ({ session, token }) => ({ ...session, token }),
  },
});

export const tests = {
  "Auth.js 5 signs a person in, renews, asks for userinfo and signs out": (world) =>
    serving(async ({ origin, answer }) => {
      clock.ahead = 0;
      const application = await registered(world, "Auth.js", origin, "/auth/callback/cora");
      const config = configuration(world.issuer, application);
      const app = express();
      app.use("/auth", ExpressAuth(config));
      app.get("/session", async (request, response) => response.json(await getSession(request, config)));
      app.get("/", (_request, response) => response.send("<h1>Home</h1>"));
      answer(app);

      const browser = world.browser();
      const session = async () => JSON.parse((await browser.open(`${origin}/session`)).html);
      assert.equal(await session(), null);
      const page = await browser.open(`${origin}/auth/signin?callbackUrl=${origin}/`);
      const home = await world.choose(await page.submit({}, { button: "Cora" }), "Dora");
      assert.equal(home.title, "Home", `${home.url} ${home.html}`);
      const first = await session();
      assert.equal(first.user.email, "dora@acme.example");
      assert.equal(first.token.error, undefined);

      const userinfo = await fetch(`${world.issuer}/oauth2/userinfo`, {
        headers: { authorization: `Bearer ${first.token.access_token}` },
      });
      assert.equal((await userinfo.json()).email, "dora@acme.example");

      for (const minutes of [6, 12, 18]) {
        clock.ahead = minutes * 60;
        const renewed = await session();
        assert.equal(renewed.token.error, undefined);
        assert.notEqual(renewed.token.access_token, first.token.access_token);
      }

      const { token } = await session();
      await (await browser.open(`${origin}/auth/signout`)).submit({}, { button: "Sign out" });
      assert.equal(await session(), null);
      const logout = new URL(`${world.issuer}/oauth2/logout`);
      logout.search = new URLSearchParams({
        id_token_hint: token.id_token,
        post_logout_redirect_uri: `${origin}/signed-out`,
      });
      assert.equal((await browser.open(logout)).url.href, `${origin}/signed-out`);
      const after = await fetch(`${world.issuer}/oauth2/token`, {
        method: "POST",
        body: new URLSearchParams({
          client_id: application.id,
          client_secret: application.secret,
          grant_type: "refresh_token",
          refresh_token: token.refresh_token,
        }),
      });
      assert.equal((await after.json()).error, "invalid_grant");
    }),

  "Auth.js 5 is told when a person is not admitted": (world) =>
    serving(async ({ origin, answer }) => {
      const application = await registered(world, "Auth.js", origin, "/auth/callback/cora");
      const app = express();
      const logger = { error() {}, warn() {}, debug() {} };
      app.use("/auth", ExpressAuth({ ...configuration(world.issuer, application), logger }));
      answer(app);
      const browser = world.browser();
      const page = await browser.open(`${origin}/auth/signin`);
      const refused = await world.choose(await page.submit({}, { button: "Cora" }), "Erik");
      assert.match(refused.html, /You do not have access/);
      const back = await refused.follow("Back to the application");
      assert.equal(new URL(back.url).origin, origin);
      assert.equal(back.url.searchParams.get("error"), "OAuthCallbackError", back.url.href);
    }),
};
