import assert from "node:assert/strict";

import { admission, denial } from "../world.mjs";

const CONNECTIONS = "/auth/connections";
/** Answers about the connections with which nobody can sign in, each with the resulting code. */
const USELESS = [
  [{ status: 404, body: { error: "not_found" } }, "issuer_invalid_answer"],
  [{ status: 503, body: { error: "try_again" } }, "issuer_unreachable"],
  [{ body: "<html>" }, "issuer_invalid_answer"],
  [{ body: { connection: null } }, "issuer_invalid_answer"],
  [{ body: { connection: "../../x", connections: [] } }, "issuer_invalid_answer"],
];

/** The headers by which a browser asks for a page. */
const PAGE = { accept: "text/html", "sec-fetch-mode": "navigate" };

/** Failures during a login are reported, and the login can be tried again. */
export async function trouble({ check, start }) {
  const world = await start("trouble");
  const { stack, tap } = world;

  await check("while_cora_does_not_answer_a_visitor_is_told_so_and_can_try_again", async () => {
    const page = await world.visitor();
    tap.setDown(true);
    await page.goto(stack.urls.web);
    await page.getByRole("heading", { name: "Sign-in is unavailable" }).waitFor();
    await page.getByText("The sign-in server cannot be reached.").waitFor();
    tap.setDown(false);
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByRole("button", { name: "Sign in", exact: true }).waitFor();
  });

  await check("a_sign_in_that_fails_at_its_end_is_told_so_and_can_be_tried_again", async () => {
    const page = await world.visitor();
    tap.standIn("/oauth2/token", { status: 503, body: {} });
    await world.signIn(page, "Dora");
    await page.waitForURL(`${stack.urls.web}/?error=issuer_unreachable**`);
    await page.getByRole("alert").getByText("The sign-in server cannot be reached.").waitFor();
    tap.standIn("/oauth2/token", undefined);
    // Cora knows the browser by now, so nobody is asked again.
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await admission(page);
    assert.deepEqual(page.faults, []);
  });

  await check("what_is_no_clear_answer_about_the_connections_lets_nobody_sign_in", async () => {
    const page = await world.visitor();
    for (const [answer, code] of USELESS) {
      tap.standIn(CONNECTIONS, answer);
      await page.goto(stack.urls.web);
      await page.getByRole("heading", { name: "Sign-in is unavailable" }).waitFor();
      assert.equal(await page.locator(".cora-code code").textContent(), code, JSON.stringify(answer));
    }
    tap.standIn(CONNECTIONS, undefined);
    await page.reload();
    await page.getByRole("button", { name: "Sign in", exact: true }).waitFor();
  });

  await check("w04_a_person_who_turns_back_is_told_so_and_still_gets_where_they_wanted", async () => {
    const page = await world.visitor();
    await page.goto(`${stack.urls.web}/connections?x=1`);
    await page.getByText("the page you requested").waitFor();
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await world.choose(page, "Sam");
    await denial(page);
    await page.getByRole("link", { name: "Back to the application" }).click();
    await page.getByRole("alert").getByText("You were not signed in").waitFor();
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await world.choose(page, "Dora");
    await page.waitForURL(`${stack.urls.web}/connections?x=1`);
  });

  await check("c28_a_request_that_pretends_to_have_passed_the_proxy_is_refused_all_the_same", async () => {
    const { request } = (await world.visitor()).context();
    for (const value of [
      "proxy",
      "proxy:proxy:proxy:proxy:proxy",
      "middleware:middleware:middleware:middleware:middleware",
      "src/middleware",
    ]) {
      const headers = { ...PAGE, "x-middleware-subrequest": value };
      const page = await request.get(`${stack.urls.web}/connections`, { headers, maxRedirects: 0 });
      assert.equal(page.status(), 303, value);
      assert.equal((await fetch(`${stack.urls.web}/api/connections`, { headers })).status, 401, value);
    }
    for (const path of [
      "/connections",
      "/connections/",
      "//connections",
      "/nowhere/connections",
      "/%63onnections",
      "/connections?x=1",
    ]) {
      for (const headers of [PAGE, {}, { rsc: "1" }]) {
        const text = await (await request.get(`${stack.urls.web}${path}`, { headers })).text();
        assert.ok(!text.includes("Loading the connections"), path);
      }
    }
  });

  await check("c22_a_session_that_is_not_believed_passes_no_proxy", async () => {
    const page = await world.visitor();
    await world.signIn(page, "Dora");
    await admission(page);
    const context = page.context();
    const ask = async (path, headers) =>
      (await context.request.get(`${stack.urls.web}${path}`, { headers, maxRedirects: 0 })).status();
    assert.deepEqual([await ask("/connections", PAGE), await ask("/api/connections")], [200, 403]);
    const [cookie] = (await context.cookies(stack.urls.web)).filter(({ name }) => /^cora\.[0-9a-f-]+$/.test(name));
    const parts = cookie.value.split(".");
    const flipped = `${parts[3][0] === "A" ? "B" : "A"}${parts[3].slice(1)}`;
    for (const value of ["x", cookie.value.slice(0, -9), parts.with(3, flipped).join("."), `${cookie.value}.e30`]) {
      await context.addCookies([{ ...cookie, value }]);
      assert.deepEqual([await ask("/connections", PAGE), await ask("/api/connections")], [303, 401], value.slice(0, 9));
    }
    await context.addCookies([cookie]);
    assert.equal(await ask("/connections", PAGE), 200);
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
    await world.choose(page, "Dora");
    await page.waitForURL(`${stack.urls.web}/connections?x=1`);
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

  await check("the_handler_refuses_a_post_from_another_origin", async () => {
    const page = await world.visitor();
    await world.signIn(page, "Dora");
    await admission(page);
    const response = await page.context().request.post(`${stack.urls.web}/api/auth/sign-out`, {
      headers: { origin: "https://evil.example" },
    });
    assert.equal(response.status(), 403);
    assert.equal((await response.json()).code, "cross_origin");
    await page.reload();
    await admission(page);
  });

  await check("an_answer_about_a_person_is_kept_by_no_cache", async () => {
    const response = await (await world.visitor()).context().request.get(`${stack.urls.web}/api/auth/session`);
    assert.equal(response.status(), 401);
    assert.equal(response.headers()["cache-control"], "private, no-store");
  });
}
