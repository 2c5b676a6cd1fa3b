import assert from "node:assert/strict";
import { test } from "node:test";

import { createCoraOver } from "../../../dist/next/cora.js";
import { config, createCora } from "../../../dist/next/index.js";
import { SECRET } from "../../server/test/application.mjs";
import { createBrowser } from "../../server/test/browser.mjs";
import { ACME, APP, CLIENT, ISSUER, createIssuer } from "../../server/test/issuer.mjs";

/** The errors by which Next.js steers have a digest. */
class Steering extends Error {
  constructor(digest) {
    super(digest);
    this.digest = digest;
  }
}

/** An application over Next's functions as a test sets them, and a browser that has signed in. */
async function app({ basePath = "", canWrite = true, interrupts = false, options = {} } = {}) {
  const clock = { at: Math.floor(Date.now() / 1000) };
  const issuer = createIssuer({ now: () => clock.at });
  issuer.applications.get(CLIENT.id).redirectUris = [`${APP}${basePath}/api/auth/callback`];
  issuer.applications.get(CLIENT.id).postLogoutRedirectUris = [`${APP}${basePath}/`];
  const next = { request: undefined, set: [], headers: undefined };
  const throwing = (digest) => () => {
    throw new Steering(digest);
  };
  const host = {
    headers: async () => {
      if (next.headers instanceof Error) throw next.headers;
      return next.headers;
    },
    cookies: async () => ({
      set(name, value, attributes) {
        if (!canWrite) throw new Error("Cookies can only be modified in a Server Action or Route Handler.");
        next.set.push({ name, value, attributes });
      },
    }),
    navigation: async () => ({
      redirect: (url) => throwing(`NEXT_REDIRECT;${url}`)(),
      notFound: throwing("NEXT_HTTP_ERROR_FALLBACK;404"),
      forbidden: interrupts
        ? throwing("NEXT_HTTP_ERROR_FALLBACK;403")
        : () => {
            throw new Error("`forbidden()` is experimental");
          },
    }),
    next: ({ request }) =>
      new Response(null, {
        headers: {
          "x-next": "1",
          "x-cookie": request.headers.get("cookie") ?? "",
          "x-path": request.headers.get("x-cora-path") ?? "",
        },
      }),
  };
  const cora = createCoraOver(host, {
    url: ISSUER,
    clientId: CLIENT.id,
    clientSecret: CLIENT.secret,
    cookieSecret: SECRET,
    origins: APP,
    env: {},
    fetch: issuer.fetch,
    now: () => clock.at,
    basePath,
    ...options,
  });
  const browser = createBrowser({
    [APP]: async (request) => (await cora.proxy(request)) ?? new Response("static"),
    [ISSUER]: issuer.fetch,
  });
  const render = (path = "/reports") => {
    next.headers = new Headers({
      host: "app.acme.example",
      cookie: browser.header(`${APP}/`),
      "x-cora-path": `${basePath}${path}`,
    });
  };
  next.headers = new Headers();
  return { browser, clock, cora, issuer, next, render };
}

async function signedIn(given) {
  const made = await app(given);
  await made.browser.go(`${APP}${given?.basePath ?? ""}/api/auth/sign-in`);
  made.render();
  return made;
}

const digest = (promise) =>
  promise.then(
    () => "returned",
    (error) => error.digest ?? error,
  );

test("a_page_knows_who_asks_and_protect_returns_the_user", async () => {
  const { cora } = await signedIn();
  assert.equal((await cora.auth()).status, "authenticated");
  assert.equal((await cora.protect({ role: "org_admin" })).organization.id, ACME.id);
  assert.equal((await cora.initial()).fullName, "Ivan Invited");
});

test("who_is_not_signed_in_is_led_to_the_sign_in_and_back_to_the_page", async () => {
  const { cora, render } = await app();
  render("/reports?x=1");
  assert.equal(await digest(cora.protect()), "NEXT_REDIRECT;/api/auth/sign-in?return_to=%2Freports%3Fx%3D1");
});

test("w06_next_adds_the_base_path_to_redirects_and_the_application_has_it_in_its_urls", async () => {
  const { browser, cora, render } = await app({ basePath: "/app" });
  render("/reports");
  assert.equal(await digest(cora.protect()), "NEXT_REDIRECT;/api/auth/sign-in?return_to=%2Fapp%2Freports");
  assert.equal((await browser.go(`${APP}/app/api/auth/sign-in?return_to=/app/reports`)).url, `${APP}/app/reports`);
});

test("who_may_not_sees_the_page_for_what_is_forbidden_or_not_found", async () => {
  const ask = async (given) => digest((await signedIn(given)).cora.protect({ role: "org_owner" }));
  assert.equal(await ask({ interrupts: true }), "NEXT_HTTP_ERROR_FALLBACK;403");
  assert.equal(await ask(), "NEXT_HTTP_ERROR_FALLBACK;404");
});

test("the_errors_by_which_next_steers_pass_untouched", async () => {
  const { cora, next } = await signedIn();
  const dynamic = new Steering("DYNAMIC_SERVER_USAGE");
  next.headers = dynamic;
  assert.equal(await cora.auth().catch((error) => error), dynamic);
  assert.equal(await cora.protect().catch((error) => error), dynamic);
  assert.equal(await cora.initial().catch((error) => error), dynamic);
});

test("w03_a_route_waits_for_its_request_before_anything_else", async () => {
  const { cora, next } = await app();
  next.headers = new Steering("HANGING_PROMISE_REJECTION");
  const request = new Request(`${APP}/api/x`);
  const route = cora.protectRoute({}, () => new Response(""));
  assert.equal(await digest(route(request, {})), "HANGING_PROMISE_REJECTION");
  assert.equal(await digest(cora.handler.GET(request)), "HANGING_PROMISE_REJECTION");
  assert.equal(await digest(cora.auth(request)), "HANGING_PROMISE_REJECTION");
});

test("c66_a_page_renews_though_it_cannot_write_the_cookie_and_an_action_writes_it", async () => {
  const page = await signedIn({ canWrite: false });
  page.clock.at += 290;
  page.render();
  assert.equal((await page.cora.auth()).status, "authenticated");
  const action = await signedIn();
  action.clock.at += 290;
  action.render();
  assert.equal((await action.cora.auth()).status, "authenticated");
  const [{ attributes, name }] = action.next.set;
  assert.equal(name, `__Host-cora.${CLIENT.id}`);
  assert.deepEqual(attributes, { path: "/", maxAge: 2592000, httpOnly: true, sameSite: "lax", secure: true });
});

test("c66_the_proxy_renews_once_and_hands_the_cookie_down_in_the_request", async () => {
  const { browser, clock, cora, issuer } = await signedIn();
  clock.at += 290;
  const before = issuer.count("/oauth2/token");
  const response = await cora.proxy(browser.request(`${APP}/reports?x=1&_rsc=abc`));
  const [written] = response.headers.getSetCookie();
  assert.ok(response.headers.get("x-cookie").includes(written.split(";")[0]));
  assert.equal(response.headers.get("cache-control"), "private, no-store");
  assert.equal(response.headers.get("x-path"), "/reports?x=1");
  const page = new Request(APP, { headers: { cookie: response.headers.get("x-cookie") } });
  assert.equal((await cora.auth(page)).status, "authenticated");
  assert.equal(issuer.count("/oauth2/token"), before + 1);
});

test("w05_static_files_pass", async () => {
  const { browser, cora } = await app({ options: { routes: [] } });
  const matcher = new RegExp(`^${config.matcher[0]}$`);
  for (const path of ["/robots.txt", "/logo.svg", "/_next/static/x.js", "/_next/image", "/.well-known/x", "/a/b.png"]) {
    assert.equal(await cora.proxy(browser.request(APP + path)), undefined, path);
    assert.equal(matcher.test(path), false, path);
  }
  for (const path of ["/", "/reports", "/api/auth/session", "/v1.2/x"]) assert.equal(matcher.test(path), true, path);
  assert.equal((await cora.proxy(browser.request(`${APP}/reports`))).status, 303, "a page is protected");
});

test("w10_w20_actions_and_preflights_are_answered_as_what_they_are", async () => {
  const { browser, cora } = await app({ options: { routes: [] } });
  const action = browser.request(`${APP}/reports`, { method: "POST", headers: { "next-action": "1" } });
  assert.equal((await cora.proxy(action)).headers.get("x-next"), "1");
  assert.equal(await cora.proxy(browser.request(`${APP}/reports`, { method: "OPTIONS" })), undefined);
});

test("a_route_answers_refusals_itself", async () => {
  const { browser, cora, next } = await signedIn();
  const route = cora.protectRoute({ role: "org_owner" }, () => new Response("secret"));
  next.headers = new Headers();
  const refused = await route(browser.request(`${APP}/api/x`, { headers: { "sec-fetch-mode": "cors" } }), {});
  assert.deepEqual([refused.status, (await refused.json()).code], [403, "permission_denied"]);
  const admins = cora.protectRoute({ role: "org_admin" }, (_request, user, context) =>
    Response.json([user.fullName, context.params]),
  );
  const answer = await admins(browser.request(`${APP}/api/x`), { params: 1 });
  assert.deepEqual(await answer.json(), ["Ivan Invited", 1]);
});

test("a_sign_in_page_is_told_the_connections_and_a_page_leads_to_it", async () => {
  const { cora, next } = await app({ basePath: "/app", options: { signInPath: "/sign-in" } });
  next.headers = new Headers({ host: "app.acme.example", "x-cora-path": "/app/reports?x=1" });
  const { by, byAddress, wanted } = await cora.signInState({ from: "/app/reports?x=1" });
  assert.deepEqual([by.displayName, byAddress, wanted], ["Acme", true, "/app/reports?x=1"]);
  // Next.js adds the base path itself.
  assert.equal(await digest(cora.protect()), "NEXT_REDIRECT;/sign-in?from=%2Fapp%2Freports%3Fx%3D1");
});

test("an_action_signs_out_here_and_leads_on_to_cora", async () => {
  const { cora, next } = await signedIn();
  const left = await digest(cora.signOut());
  // The handler's path has the ID token, by which Cora does not ask.
  assert.equal(left, `NEXT_REDIRECT;${APP}/api/auth/signed-out`);
  assert.deepEqual(
    next.set.map(({ attributes, name }) => [name.replace(CLIENT.id, "id"), attributes.maxAge]),
    [
      ["__Host-cora.id", 0],
      ["__Secure-cora.id.leaving", 600],
    ],
  );
});

test("w21_nothing_is_read_when_an_application_is_made", () => {
  assert.equal(typeof createCora().proxy, "function");
});
