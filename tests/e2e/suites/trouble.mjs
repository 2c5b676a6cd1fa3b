import assert from "node:assert/strict";

import { admission } from "../world.mjs";

const ACTIVE = "/auth/active-connection";

/**
 * Answers about the connection in use with which nobody can sign in, each with the resulting code.
 * The parameter is Cora's real answer.
 */
const useless = ({ connection, verification }) => [
  [{ status: 404, body: { success: false, code: "not_found", error: "no" } }, "api_invalid_answer"],
  [{ body: "<html>" }, "api_invalid_answer"],
  [{ body: { success: true } }, "api_invalid_answer"],
  [{ body: { success: true, data: { connection: null } } }, "no_active_connection"],
  ...[
    [{ id: "../../x" }, "api_invalid_answer"],
    [{ id: undefined }, "api_invalid_answer"],
    [{ version: "1" }, "api_invalid_answer"],
    [{ issuer: "http://login.example" }, "api_invalid_answer"],
    [{ discoveryUri: "http://169.254.169.254/x" }, "api_invalid_answer"],
    [{ discoveryUri: null }, "api_invalid_answer"],
    [{ scopes: "openid" }, "api_invalid_answer"],
    [{ kind: "clerk" }, "connection_unsupported"],
    [{ kind: "saml" }, "connection_unsupported"],
    [{ id: "0198c0de-0000-7000-8000-0000000000ff" }, "client_secret_missing"],
  ].map(([change, code]) => [
    { body: { success: true, data: { connection: { ...connection, ...change }, verification } } },
    code,
  ]),
  [{ body: { success: true, data: { connection } } }, "api_invalid_answer"],
];

/** Failures during a login are reported, and the login can be tried again. */
export async function trouble({ check, start }) {
  const world = await start("trouble");
  const { stack, tap } = world;

  await check("a_server_that_is_down_is_said_so_and_can_be_tried_again", async () => {
    const page = await world.visitor();
    await page.route("**/api/profile", (route) => {
      tap.setDown(true);
      return route.continue();
    });
    await world.signIn(page, "Dora");
    await page.getByRole("heading", { name: "We could not load your account" }).waitFor();
    await page.unroute("**/api/profile");
    await page.getByText("The server cannot be reached at the moment. Please try again.").waitFor();
    tap.setDown(false);
    await page.getByRole("button", { name: "Try again" }).click();
    assert.equal((await admission(page)).outcome, "provisioned");
  });

  await check("while_it_is_not_known_how_to_sign_in_nobody_is_signed_in_and_is_told_so", async () => {
    const page = await world.visitor();
    await page.goto(stack.urls.web);
    await page.getByRole("button", { name: "Sign in", exact: true }).waitFor();
    tap.setDown(true);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await page.getByText("The sign-in server cannot be reached.").waitFor();
    await page.reload();
    await page.getByRole("heading", { name: "Sign-in is unavailable" }).waitFor();
    tap.setDown(false);
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await page.getByRole("heading", { name: "Who is signing in?" }).waitFor();
    tap.setDown(true);
    await page.getByRole("button", { name: /^Dora/ }).click();
    await page.waitForURL(`${stack.urls.web}/?error=api_unreachable`);
    await page.getByText("cannot be reached").waitFor();
    tap.setDown(false);
  });

  await check("what_is_no_clear_answer_about_the_connection_lets_nobody_sign_in", async () => {
    const { data } = await (await fetch(`${stack.urls.cora}${ACTIVE}`)).json();
    const real = data.connection;
    for (const [answer, code] of useless(data)) {
      tap.standIn(ACTIVE, answer);
      const response = await fetch(`${stack.urls.web}/api/active-connection`);
      assert.deepEqual([response.status, (await response.json()).code], [503, code], JSON.stringify(answer));
      const callback = await fetch(`${stack.urls.web}/api/auth/callback/${real.id}?code=x&state=y`, {
        redirect: "manual",
      });
      assert.ok(callback.headers.get("location").endsWith(`/?error=${code}`), callback.headers.get("location"));
    }
    tap.standIn(ACTIVE, undefined);
    assert.equal((await fetch(`${stack.urls.web}/api/active-connection`)).status, 200);
  });

  await check("a_provider_that_names_itself_otherwise_signs_nobody_in", async () => {
    const { data } = await (await fetch(`${stack.urls.cora}${ACTIVE}`)).json();
    const connection = { ...data.connection, issuer: "https://login.acme.example" };
    tap.standIn(ACTIVE, { body: { success: true, data: { ...data, connection } } });
    const page = await world.visitor();
    await world.signIn(page, "Dora");
    await page.waitForURL(`${stack.urls.web}/?error=AccessDenied`);
    assert.deepEqual(await (await page.context().request.get(`${stack.urls.web}/api/auth/session`)).json(), {});
    tap.standIn(ACTIVE, undefined);
  });

  await check("c28_a_request_that_pretends_to_have_passed_the_proxy_is_refused_all_the_same", async () => {
    for (const value of [
      "proxy",
      "proxy:proxy:proxy:proxy:proxy",
      "middleware:middleware:middleware:middleware:middleware",
      "src/middleware",
    ]) {
      const headers = { "x-middleware-subrequest": value };
      const page = await fetch(`${stack.urls.web}/connections`, { headers, redirect: "manual" });
      assert.equal(page.status, 303, value);
      assert.equal((await fetch(`${stack.urls.web}/api/connections`, { headers })).status, 401, value);
    }
    for (const path of [
      "/connections/",
      "//connections",
      "/nowhere/connections",
      "/%63onnections",
      "/connections?x=1",
    ]) {
      const text = await (await fetch(`${stack.urls.web}${path}`)).text();
      assert.ok(!text.includes("Loading the connections"), path);
    }
  });

  await check("c22_a_session_whose_token_is_not_believed_passes_no_proxy", async () => {
    const page = await world.visitor();
    await world.signIn(page, "Dora");
    await admission(page);
    const ask = () => page.context().request.get(`${stack.urls.web}/connections`, { maxRedirects: 0 });
    assert.equal((await ask()).status(), 200);
    const { data } = await (await fetch(`${stack.urls.cora}${ACTIVE}`)).json();
    const { verification } = data;
    for (const [why, change] of [
      ["another audience", { connection: { ...verification.connection, audiences: ["https://other.acme.example"] } }],
      ["no connection in use", { connection: { ...verification.connection, status: "disabled" } }],
      ["no connection that the core could read", { connection: { ...verification.connection, algorithms: ["HS256"] } }],
      ["keys that cannot be had", { keys: { jwksUri: "http://127.0.0.1:9/keys" } }],
    ]) {
      tap.standIn(ACTIVE, { body: { success: true, data: { ...data, verification: { ...verification, ...change } } } });
      assert.equal((await ask()).status(), 303, why);
    }
    tap.standIn(ACTIVE, undefined);
    assert.equal((await ask()).status(), 200);
  });

  await check("c27_nobody_is_sent_elsewhere_after_signing_in", async () => {
    const page = await world.visitor();
    const wanted = page.getByText("the page you requested");
    for (const from of [
      "//evil.example",
      "/\\evil.example",
      "https://evil.example/",
      "/%2fevil.example",
      "javascript:alert(1)",
    ]) {
      await page.goto(`${stack.urls.web}/?from=${encodeURIComponent(from)}`);
      await page.getByRole("button", { name: "Sign in", exact: true }).waitFor();
      assert.equal(await wanted.count(), 0, from);
    }
    await page.goto(`${stack.urls.web}/?from=${encodeURIComponent("/connections?x=1")}`);
    await wanted.waitFor();
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await page.getByRole("button", { name: /^Dora/ }).click();
    await page.waitForURL(`${stack.urls.web}/connections?x=1`);
  });

  await check("a_page_without_network_is_said_so_and_can_be_tried_again", async () => {
    const page = await world.visitor();
    await world.signIn(page, "Dora");
    await admission(page);
    let offline = true;
    await page.route("**/api/profile", (route) => (offline ? route.abort() : route.continue()));
    await page.reload();
    await page.getByText("Check your connection and try again.").waitFor();
    offline = false;
    await page.getByRole("button", { name: "Try again" }).click();
    assert.equal((await admission(page)).outcome, "returning");
  });

  await check("a_core_that_cannot_be_loaded_is_said_so_and_can_be_tried_again", async () => {
    const page = await world.visitor();
    let broken = true;
    await page.route("**/*.wasm", (route) => (broken ? route.abort() : route.continue()));
    await page.goto(`${stack.urls.web}/what-if`);
    await page.getByRole("heading", { name: "The core could not be loaded" }).waitFor();
    broken = false;
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByTestId("outcome").waitFor();
  });

  await check("a_session_whose_cookie_is_gone_is_signed_out_and_not_denied", async () => {
    const page = await world.visitor();
    await world.signIn(page, "Dora");
    await admission(page);
    await page.context().clearCookies();
    await page.reload();
    await page.getByRole("button", { name: "Sign in", exact: true }).waitFor();
  });

  await check("signing_out_in_one_tab_signs_out_the_other", async () => {
    const page = await world.visitor();
    await world.signIn(page, "Dora");
    await admission(page);
    const other = await page.context().newPage();
    await other.goto(stack.urls.web);
    await admission(other);
    await world.signOut(other);
    await page.getByRole("button", { name: "Sign in", exact: true }).waitFor();
  });

  await check("the_route_refuses_a_post_from_another_origin", async () => {
    const page = await world.visitor();
    await world.signIn(page, "Dora");
    await admission(page);
    const response = await page.context().request.post(`${stack.urls.web}/api/profile`, {
      data: { bootstrapToken: "some-token" },
      headers: { origin: "https://evil.example" },
    });
    assert.equal(response.status(), 403);
    assert.equal((await response.json()).code, "cross_origin");
  });

  await check("an_answer_about_a_person_is_kept_by_no_cache", async () => {
    const response = await (await world.visitor()).context().request.get(`${stack.urls.web}/api/profile`);
    assert.equal(response.status(), 401);
    assert.equal(response.headers()["cache-control"], "no-store");
  });
}
