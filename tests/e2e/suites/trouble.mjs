import assert from "node:assert/strict";

import { admission } from "../world.mjs";

/** What goes wrong around a login is said, and can be tried again. */
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
    await page.getByRole("heading", { name: "We could not find out who you are" }).waitFor();
    await page.unroute("**/api/profile");
    await page.getByText("The server cannot be reached at the moment. Please try again.").waitFor();
    tap.setDown(false);
    await page.getByRole("button", { name: "Try again" }).click();
    assert.equal((await admission(page)).outcome, "provisioned");
  });

  await check("while_it_is_not_known_how_to_sign_in_nobody_is_signed_in_and_is_told_so", async () => {
    const page = await world.visitor();
    await page.goto(stack.urls.web);
    tap.setDown(true);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await page.getByText("The server that knows how to sign in cannot be reached.").waitFor();
    await page.reload();
    await page.getByRole("heading", { name: "Nobody can sign in at the moment" }).waitFor();
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
