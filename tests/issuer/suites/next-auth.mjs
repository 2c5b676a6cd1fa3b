// next-auth 4 as an API route of Next: the provider, the renewal in the `jwt` callback and the
// federated logout are as its documentation shows them.
import assert from "node:assert/strict";

import nextAuth from "next-auth";

import { registered, serving } from "../listen.mjs";

// It is CommonJS, of which Node takes the whole as the default.
const { default: NextAuth } = nextAuth;
const clock = { ahead: 0 };

const options = (issuer, { id, secret }) => ({
  secret: "a-secret-of-the-application-of-32-characters",
  providers: [
    {
      id: "cora",
      name: "Cora",
      type: "oauth",
      wellKnown: `${issuer}/.well-known/openid-configuration`,
      authorization: { params: { scope: "openid profile email offline_access" } },
      idToken: true,
      checks: ["pkce", "state"],
      clientId: id,
      clientSecret: secret,
      profile: ({ sub, name, email }) => ({ id: sub, name, email }),
    },
  ],
  callbacks: {
    async jwt({ token, account }) {
      if (account) {
        return {
          ...token,
          accessToken: account.access_token,
          expiresAt: account.expires_at,
          refreshToken: account.refresh_token,
          idToken: account.id_token,
        };
      }
      if (Date.now() / 1000 + clock.ahead < token.expiresAt) return token;
      const response = await fetch(`${issuer}/oauth2/token`, {
        method: "POST",
        headers: { authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString("base64")}` },
        body: new URLSearchParams({ grant_type: "refresh_token", refresh_token: token.refreshToken }),
      });
      const answer = await response.json();
      if (!response.ok) return { ...token, error: "RefreshAccessTokenError" };
      return {
        ...token,
        accessToken: answer.access_token,
        expiresAt: Math.floor(Date.now() / 1000 + clock.ahead + answer.expires_in),
        refreshToken: answer.refresh_token ?? token.refreshToken,
      };
    },
    session: ({ session, token }) => ({ ...session, ...token }),
  },
  logger: { error() {}, warn() {}, debug() {} },
});

/** Gives a handler what Next gives an API route: query, cookies, body, and the methods it adds. */
const apiRoute = (handler) => async (request, response) => {
  const url = new URL(request.url, "http://127.0.0.1");
  if (!url.pathname.startsWith("/api/auth/")) return response.end("<h1>Home</h1>");
  let body = "";
  for await (const chunk of request) body += chunk;
  request.query = {
    ...Object.fromEntries(url.searchParams),
    nextauth: url.pathname.slice("/api/auth/".length).split("/"),
  };
  request.body = Object.fromEntries(new URLSearchParams(body));
  request.cookies = Object.fromEntries(
    (request.headers.cookie ?? "").split("; ").map((pair) => {
      const at = pair.indexOf("=");
      return [pair.slice(0, at), decodeURIComponent(pair.slice(at + 1))];
    }),
  );
  response.status = (status) => Object.assign(response, { statusCode: status });
  response.json = (value) => {
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(value));
  };
  response.send = (value) => (typeof value === "object" ? response.json(value) : response.end(value));
  await handler(request, response);
};

/** Serves next-auth over the issuer while `use` runs. */
const application = (world, use) =>
  serving(async ({ origin, answer }) => {
    clock.ahead = 0;
    const registration = await registered(world, "next-auth", origin, "/api/auth/callback/cora");
    process.env.NEXTAUTH_URL = origin;
    try {
      const configured = options(world.issuer, registration);
      answer(apiRoute((request, response) => NextAuth(request, response, configured)));
      await use({ origin, browser: world.browser() });
    } finally {
      delete process.env.NEXTAUTH_URL;
    }
  });

export const tests = {
  "next-auth 4 signs a person in, renews, asks for userinfo and signs out": (world) =>
    application(world, async ({ origin, browser }) => {
      const session = async () => JSON.parse((await browser.open(`${origin}/api/auth/session`)).html);
      assert.deepEqual(await session(), {});
      const page = await browser.open(`${origin}/api/auth/signin?callbackUrl=${origin}/`);
      const home = await world.choose(await page.submit({}, { button: "Cora" }), "Dora");
      assert.equal(home.title, "Home", `${home.url} ${home.html}`);
      const first = await session();
      assert.equal(first.user.email, "dora@acme.example");

      const userinfo = await fetch(`${world.issuer}/oauth2/userinfo`, {
        headers: { authorization: `Bearer ${first.accessToken}` },
      });
      assert.equal((await userinfo.json()).sub, first.sub);

      for (const minutes of [6, 12, 18]) {
        clock.ahead = minutes * 60;
        const renewed = await session();
        assert.equal(renewed.error, undefined);
        assert.notEqual(renewed.accessToken, first.accessToken);
      }

      // Signed out at Cora first: the next renewal says so.
      const { idToken } = await session();
      const logout = new URL(`${world.issuer}/oauth2/logout`);
      logout.search = new URLSearchParams({
        id_token_hint: idToken,
        post_logout_redirect_uri: `${origin}/signed-out`,
        state: "bye",
      });
      assert.equal((await browser.open(logout)).url.href, `${origin}/signed-out?state=bye`);
      clock.ahead += 360;
      assert.equal((await session()).error, "RefreshAccessTokenError");
      await (await browser.open(`${origin}/api/auth/signout`)).submit({}, { button: "Sign out" });
      assert.deepEqual(await session(), {});
    }),

  "next-auth 4 sees a person who is not admitted as denied": (world) =>
    application(world, async ({ origin, browser }) => {
      const page = await browser.open(`${origin}/api/auth/signin`);
      const refused = await world.choose(await page.submit({}, { button: "Cora" }), "Erik");
      assert.match(refused.html, /You do not have access/);
      const back = await refused.follow("Back to the application");
      assert.equal(back.url.searchParams.get("error"), "Callback", back.url.href);
    }),
};
