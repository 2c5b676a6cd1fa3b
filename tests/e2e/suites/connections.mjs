import assert from "node:assert/strict";

import { peopleAt } from "../../../demo/provider/people.mjs";
import { connectionsPage, logInForTest } from "../connections-page.mjs";
import { query } from "../database.mjs";
import { accessTokenOf } from "../tokens.mjs";
import { admission, denial, enterSetupToken } from "../world.mjs";

const DEMO = "Demo provider";
const PARTNER = "Partner realm";

/** Returns the default connection, as Cora publishes it. */
async function activeConnection({ urls }) {
  const response = await fetch(`${urls.cora}/auth/active-connection`);
  assert.equal(response.status, 200);
  return (await response.json()).data.connection;
}

/** Returns Cora's answer to a token. */
async function answerTo({ urls }, token) {
  const response = await fetch(`${urls.cora}/profiles/me`, { headers: { authorization: `Bearer ${token}` } });
  return { status: response.status, code: (await response.json()).code };
}

const subjectAt = (provider, givenName) => peopleAt(provider).find((person) => person.givenName === givenName).subject;
const usersOf = (page) =>
  page
    .locator("dt", { hasText: /^User$/ })
    .locator("+ dd code")
    .textContent();
const issuerShown = (page) =>
  page
    .locator("dt", { hasText: /^Identity$/ })
    .locator("+ dd .soft")
    .textContent();

async function becomeOwner(world, page) {
  await world.signIn(page, "Grace");
  await denial(page);
  await enterSetupToken(page, world.stack.bootstrapToken);
  assert.deepEqual((await admission(page)).roles, ["org_owner"]);
}

/** Begins a login and stops at the provider's page. */
async function goToProvider(world, page) {
  await page.goto(world.stack.urls.web);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.getByRole("heading", { name: "Who is signing in?" }).waitFor();
}

/** Activates a connection next to those in use, which no safeguard refuses. */
async function activate(admin, name) {
  await admin.press(name, "Activate");
  await admin
    .card(name)
    .getByTestId("status")
    .filter({ hasText: /^active$/ })
    .waitFor();
}

/** Offers a connection first, and disables the one of the page's session, which ends by that. */
async function leave(page, admin, before, name) {
  await admin.press(name, "Make default");
  await admin.card(name).getByText("people are offered this one first", { exact: true }).waitFor();
  await admin.press(before, "Disable");
  await page.getByRole("heading", { name: "Your session has ended" }).waitFor();
}

/** Moves from one connection to another, with both in use in between. */
async function move(page, admin, before, name) {
  await activate(admin, name);
  await leave(page, admin, before, name);
}

/** Signs in again after the session has ended; ends on the page of connections. */
async function signInAgain(world, page, name, provider) {
  await page.getByRole("link", { name: "Sign in again" }).click();
  // Cora leads to the connection in use.
  await page.getByRole("heading", { name: "Who is signing in?" }).waitFor();
  assert.ok(page.url().startsWith(world.stack.urls.providers[provider]), page.url());
  await world.choose(page, name);
  await page.waitForURL(`${world.stack.urls.web}/connections`);
  await page.getByTestId("connection").first().waitFor();
}

/** A connection is tested, switched to and switched from, while people use the application. */
async function theSwitch({ check, start }) {
  let world = await start("connections");
  const { stack } = world;
  const grace = await world.visitor();
  const admin = connectionsPage(grace, stack.urls.web);
  await becomeOwner(world, grace);
  const userId = await usersOf(grace);
  const dora = await world.visitor();
  await world.signIn(dora, "Dora");
  await admission(dora);

  await check("anybody_may_ask_which_connection_is_in_use_and_is_told_no_secret", async () => {
    const connection = await activeConnection(stack);
    assert.equal(connection.id, stack.connections.demo);
    assert.equal(connection.issuer, stack.issuers.demo);
    assert.equal(connection.displayName, DEMO);
    const text = JSON.stringify(connection);
    assert.ok(!/secret|env:/i.test(text), text);
  });

  await check("whoever_is_not_signed_in_is_sent_to_sign_in_first", async () => {
    const page = await world.visitor();
    await page.goto(`${stack.urls.web}/connections`);
    await page.getByText("Sign in to continue to the page you requested.").waitFor();
  });

  await check("whoever_is_no_administrator_is_refused_the_connections", async () => {
    await dora.goto(`${stack.urls.web}/connections`);
    await dora.getByRole("heading", { name: "This page is for administrators" }).waitFor();
    assert.equal(await dora.getByTestId("connection").count(), 0);
    const told = await dora.evaluate(async () => {
      const response = await fetch("/api/connections");
      return { status: response.status, text: await response.text() };
    });
    assert.equal(told.status, 403);
    assert.ok(!told.text.includes("issuer"));
    await dora.goto(stack.urls.web);
    await admission(dora);
  });

  await check("the_administrators_route_refuses_other_origins_and_paths_that_are_none_of_its", async () => {
    const { request } = grace.context();
    const id = stack.connections.partner;
    const foreign = await request.post(`${stack.urls.web}/api/connections/${id}/activate`, {
      data: {},
      headers: { origin: "https://evil.example" },
    });
    assert.equal(foreign.status(), 403);
    assert.equal((await foreign.json()).code, "cross_origin");
    for (const path of [`${id}/secrets`, "..%2f..%2fprofiles%2fme", `${id}/tests/x%2f..`]) {
      assert.equal((await request.get(`${stack.urls.web}/api/connections/${path}`)).status(), 404, path);
    }
  });

  await check("a_connection_that_nobody_has_tested_is_not_activated", async () => {
    await admin.open();
    assert.equal(await admin.status(DEMO), "active");
    assert.equal(await admin.status(PARTNER), "validated");
    await admin.press(PARTNER, "Activate");
    assert.equal(await admin.refusal(PARTNER), "not_tested");
    assert.equal((await activeConnection(stack)).id, stack.connections.demo);
  });

  await check("the_page_fits_a_narrow_screen_and_can_be_used_with_the_keyboard", async () => {
    const size = grace.viewportSize();
    await grace.setViewportSize({ width: 360, height: 740 });
    await admin.open();
    assert.ok((await grace.evaluate(() => document.documentElement.scrollWidth)) <= 360);
    const focused = () => grace.evaluate(() => document.activeElement?.textContent);
    const tabTo = async (label) => {
      for (let steps = 0; steps < 40; steps += 1) {
        if ((await focused()) === label) return;
        await grace.keyboard.press("Tab");
      }
      assert.fail(`${label} is not reached`);
    };
    await tabTo("Activate");
    await grace.keyboard.press("Enter");
    assert.equal(await admin.refusal(PARTNER), "not_tested");
    await grace.keyboard.press("Tab");
    assert.equal(await focused(), "Override the safeguard", "what can be done about it comes next");
    await grace.keyboard.press("Enter");
    await grace.getByLabel(/^Reason/).waitFor();
    assert.ok((await grace.evaluate(() => document.documentElement.scrollWidth)) <= 360);
    await grace.setViewportSize(size);
  });

  await check("a_check_asks_the_provider_and_says_what_it_found", async () => {
    await admin.press(PARTNER, "Check");
    const checked = admin.card(PARTNER).getByTestId("checked");
    await checked.waitFor();
    assert.equal(await checked.getAttribute("data-ok"), "true", await checked.textContent());
  });

  await check("a_strangers_test_login_succeeds_and_lets_nobody_in", async () => {
    const url = await admin.beginTest(PARTNER);
    assert.ok(url.startsWith(stack.urls.providers.partner), url);
    await logInForTest(world, grace, url, "Petra");
    const { claims, outcome, status } = await admin.testResult(PARTNER);
    assert.equal(status, "success");
    assert.equal(outcome, "denied");
    assert.ok(!claims.includes("petra@partner.example"), "a whole address is not shown");
    assert.ok(!/eyJ/.test(claims));
    const known = query(
      stack.database,
      "SELECT json_object('n', count(*)) FROM profiles WHERE email_canonical = 'petra@partner.example'",
    );
    assert.deepEqual(known, [{ n: 0 }]);
  });

  await check("what_would_lock_the_administrators_out_is_not_disabled", async () => {
    await admin.press(DEMO, "Disable");
    assert.equal(await admin.refusal(DEMO), "would_lock_out_admins");
    assert.equal((await activeConnection(stack)).id, stack.connections.demo);
    const page = await world.visitor();
    await page.goto(stack.urls.web);
    assert.equal(await page.getByTestId("provider").textContent(), DEMO);
  });

  await check("a_stale_edit_is_refused_and_nothing_is_lost", async () => {
    const second = await grace.context().newPage();
    const other = connectionsPage(second, stack.urls.web);
    await admin.open();
    await other.open();
    const mine = await admin.settings(PARTNER);
    const before = JSON.parse(await mine.inputValue());
    const myText = JSON.stringify({ ...before, scopes: ["openid", "email", "profile"] }, null, 2);
    await mine.fill(myText);
    await (await other.settings(PARTNER)).fill(JSON.stringify({ ...before, scopes: ["openid", "email"] }, null, 2));
    await other.press(PARTNER, "Save");
    await other.card(PARTNER).getByTestId("saved").waitFor();
    await admin.press(PARTNER, "Save");
    const refusal = admin.card(PARTNER).getByTestId("save-refusal");
    await refusal.waitFor();
    assert.equal(await refusal.getAttribute("data-code"), "stale_version");
    assert.equal(await mine.inputValue(), myText, "what was written is still there");
    const theirs = JSON.parse(await admin.card(PARTNER).getByTestId("theirs").textContent());
    assert.deepEqual(theirs.scopes, ["openid", "email"]);
    await admin.press(PARTNER, "Overwrite with mine");
    await admin.card(PARTNER).getByTestId("saved").waitFor();
    await admin.unfold(PARTNER, "Earlier settings");
    const versions = admin.card(PARTNER).getByTestId("versions");
    await versions.getByText("Number 3, the latest").waitFor();
    assert.equal(await versions.locator(":scope > li").count(), 3, "both edits are kept, and what was there before");
    await second.close();
  });

  await check("settings_with_a_fault_are_listed_with_the_place_of_it", async () => {
    const editor = await admin.settings(PARTNER);
    const before = await editor.inputValue();
    const text = JSON.stringify({ ...JSON.parse(before), isuer: "x" }, null, 2);
    await editor.fill(text);
    await admin.press(PARTNER, "Validate");
    const finding = admin.card(PARTNER).locator('.findings [data-code="unknown_field"]');
    await finding.waitFor();
    const line = text.split("\n").findIndex((one) => one.includes("isuer")) + 1;
    await finding.getByRole("button", { name: new RegExp(`^line ${line}\\b`) }).waitFor();
    await admin.press(PARTNER, "Discard changes");
    assert.equal(await editor.inputValue(), before);
  });

  await check("other_settings_have_to_be_tested_anew", async () => {
    await admin.press(PARTNER, "Activate");
    assert.equal(await admin.refusal(PARTNER), "not_tested");
  });

  await check("the_administrators_own_test_login_is_recognised_by_her_address", async () => {
    await logInForTest(world, grace, await admin.beginTest(PARTNER), "Grace");
    const { outcome, status } = await admin.testResult(PARTNER);
    assert.deepEqual({ outcome, status }, { outcome: "linked", status: "success" });
    assert.equal(await admin.status(PARTNER), "tested");
  });

  const late = await world.visitor();
  await goToProvider(world, late);
  const doraToken = await accessTokenOf(stack, "demo", subjectAt("demo", "Dora"));

  await check("both_connections_are_in_use_at_once_and_a_person_chooses", async () => {
    await activate(admin, PARTNER);
    assert.equal((await activeConnection(stack)).id, stack.connections.demo);
    assert.deepEqual(await answerTo(stack, doraToken), { status: 200, code: undefined });
    const page = await world.visitor();
    await page.goto(stack.urls.web);
    const buttons = page.getByRole("button", { name: /^Sign in with/ });
    await buttons.first().waitFor();
    assert.deepEqual(await buttons.allTextContents(), [`Sign in with ${DEMO}`, `Sign in with ${PARTNER}`]);
    await page.getByRole("button", { name: `Sign in with ${PARTNER}` }).click();
    await page.getByRole("heading", { name: "Who is signing in?" }).waitFor();
    assert.ok(page.url().startsWith(stack.urls.providers.partner), page.url());
    await world.choose(page, "Grace");
    await admission(page);
    assert.equal(await usersOf(page), userId);
    // The session by the other connection goes on.
    await dora.reload();
    await admission(dora);
  });

  await check("a_disabling_takes_effect_at_the_next_request", async () => {
    assert.deepEqual(await answerTo(stack, doraToken), { status: 200, code: undefined });
    await leave(grace, admin, DEMO, PARTNER);
    const connection = await activeConnection(stack);
    assert.equal(connection.id, stack.connections.partner);
    assert.equal(connection.kind, "keycloak");
    const page = await world.visitor();
    await page.goto(stack.urls.web);
    assert.equal(await page.getByTestId("provider").textContent(), PARTNER);
  });

  await check("c22_a_valid_token_of_the_connection_that_was_switched_off_is_refused_at_once", async () => {
    assert.deepEqual(await answerTo(stack, doraToken), { status: 401, code: "connection_not_active" });
  });

  await check("a_session_of_the_connection_before_is_told_so_and_does_not_run_in_circles", async () => {
    await dora.goto(`${stack.urls.web}/connections`);
    await dora.getByRole("heading", { name: "Your session has ended" }).waitFor();
    await dora.waitForTimeout(1500);
    assert.equal(new URL(dora.url()).pathname, "/connections");
    // Cora's session by that connection answers no application either.
    await dora.getByRole("link", { name: "Sign in again" }).click();
    await dora.getByRole("heading", { name: "Who is signing in?" }).waitFor();
    assert.ok(dora.url().startsWith(stack.urls.providers.partner), dora.url());
    assert.deepEqual(dora.faults, []);
  });

  await check("c29_a_login_that_was_begun_before_the_switch_is_not_finished_after_it", async () => {
    await world.choose(late, "Ivan");
    await late.getByRole("heading", { name: "Your sign-in provider cannot be reached" }).waitFor();
    const session = await late.context().request.get(`${stack.urls.web}/api/auth/session`);
    assert.equal(session.status(), 401);
    const known = query(
      stack.database,
      "SELECT json_object('n', count(*)) FROM profiles WHERE email_canonical = 'ivan@partner.example'",
    );
    assert.deepEqual(known, [{ n: 0 }]);
  });

  await check("she_comes_in_by_the_second_provider_as_the_same_person", async () => {
    await signInAgain(world, grace, "Grace", "partner");
    await grace.goto(stack.urls.web);
    await admission(grace);
    assert.equal(await usersOf(grace), userId);
    // To the application, Cora is the issuer, whatever provider a person came by.
    assert.ok((await issuerShown(grace)).includes(stack.urls.issuer));
    assert.ok(await grace.getByText("platform_owner", { exact: true }).isVisible());
  });

  await check("a_second_run_meets_the_connection_that_people_have_switched_to", async () => {
    await world.close();
    world = await start("connections");
    assert.equal((await activeConnection(world.stack)).id, world.stack.connections.partner);
  });

  const again = await world.visitor();
  const adminAgain = connectionsPage(again, world.stack.urls.web);
  await world.signIn(again, "Grace");
  await admission(again);
  await adminAgain.open();
  const slow = await world.visitor();
  await goToProvider(world, slow);

  await check("the_first_connection_is_activated_again", async () => {
    assert.equal(await adminAgain.status(DEMO), "disabled");
    await move(again, adminAgain, PARTNER, DEMO);
    assert.equal((await activeConnection(world.stack)).id, world.stack.connections.demo);
    const back = await accessTokenOf(world.stack, "demo", subjectAt("demo", "Dora"));
    assert.equal((await answerTo(world.stack, back)).status, 200);
    await signInAgain(world, again, "Grace", "demo");
    await again.goto(world.stack.urls.web);
    await admission(again);
    assert.equal(await usersOf(again), userId);
    await adminAgain.open();
  });

  await check("c29_a_login_is_not_finished_when_its_connection_was_switched_off_and_on_meanwhile", async () => {
    await move(again, adminAgain, DEMO, PARTNER);
    await world.choose(slow, "Ivan");
    await slow.getByRole("heading", { name: /^Your sign-in provider/ }).waitFor();
    await signInAgain(world, again, "Grace", "partner");
  });

  await check("earlier_settings_are_rolled_back_to", async () => {
    await adminAgain.unfold(PARTNER, "Earlier settings");
    const versions = adminAgain.card(PARTNER).getByTestId("versions");
    await versions.getByText("Number 3, in use, the latest").waitFor();
    await versions.getByRole("button", { name: "Roll back to number 2" }).click();
    // Nobody has logged in with those settings.
    assert.equal(await adminAgain.refusal(PARTNER), "not_tested");
    await adminAgain.force(PARTNER, "The last edit asks for too much.");
    await versions.getByText("Number 2, in use").waitFor();
    const [newest] = await adminAgain.audit(PARTNER);
    assert.equal(newest.action, "rolled_back");
  });

  await check("no_page_was_given_a_token", async () => {
    assert.deepEqual(world.leaks, []);
    assert.deepEqual([...grace.faults, ...again.faults], []);
  });
}

/** A safeguard can be overridden with a reason. With no connection in use, nobody can sign in. */
async function inSpiteOfTheSafeguard({ check, start }) {
  const world = await start("connections-forced");
  const { stack } = world;
  const grace = await world.visitor();
  const admin = connectionsPage(grace, stack.urls.web);
  await becomeOwner(world, grace);
  await admin.open();
  await logInForTest(world, grace, await admin.beginTest(PARTNER), "Petra");
  await admin.testResult(PARTNER);

  await check("a_forced_disabling_is_in_the_audit_log_with_its_reason", async () => {
    await activate(admin, PARTNER);
    await admin.press(DEMO, "Disable");
    assert.equal(await admin.refusal(DEMO), "would_lock_out_admins");
    const reason = "My address is verified there too; I have looked it up.";
    await admin.force(DEMO, reason);
    await grace.getByRole("heading", { name: "Your session has ended" }).waitFor();
    await signInAgain(world, grace, "Grace", "partner");
    const entry = (await admin.audit(DEMO)).find(({ action }) => action === "deactivated");
    assert.ok(JSON.stringify(entry).includes(reason));
  });

  await check("with_no_connection_in_use_nobody_can_sign_in_and_is_told_so", async () => {
    const token = await accessTokenOf(stack, "partner", subjectAt("partner", "Grace"));
    assert.equal((await answerTo(stack, token)).status, 200);
    await admin.press(PARTNER, "Disable");
    assert.equal(await admin.refusal(PARTNER), "would_lock_out_admins");
    await admin.force(PARTNER, "The provider's keys are in the wrong hands.");
    await grace.getByRole("heading", { name: "Your session has ended" }).waitFor();
    assert.deepEqual(await answerTo(stack, token), { status: 401, code: "connection_not_active" });
    assert.equal(await activeConnection(stack), null);
    const page = await world.visitor();
    await page.goto(stack.urls.web);
    await page.getByText("No sign-in provider is active.").waitFor();
    assert.equal(await page.getByRole("button", { name: /^Sign in/ }).count(), 0);
    await page.getByLabel("Email address at your organization").fill("grace@platform.example");
    await page.getByRole("button", { name: "Continue" }).click();
    await page.getByRole("alert").getByText("No organization signs in with this address here.").waitFor();
    await page.goto(`${stack.urls.web}/api/auth/sign-in`);
    await page.getByRole("heading", { name: "Nobody can sign in yet" }).waitFor();
  });
}

/** Connections are switched while people use the application. */
export async function connections(context) {
  await theSwitch(context);
  await inSpiteOfTheSafeguard(context);
}
