import assert from "node:assert/strict";

import { tracesOf, query } from "../database.mjs";
import { admission, denial } from "../world.mjs";

const NO_ACCESS = "You do not have access. Ask an administrator of this application for an invitation.";
const VERIFY = "Please verify your email address: with a code that is sent to it, or at your sign-in provider.";

const DENIED = [
  { name: "Sam", who: "a_stranger", words: NO_ACCESS, code: "access_denied" },
  { name: "Erik", who: "a_person_with_an_expired_invitation", words: NO_ACCESS, code: "access_denied" },
  { name: "Uma", who: "a_colleague_whose_address_is_not_verified", words: VERIFY, code: "verify_email" },
];

/** Each of the people logs in twice. */
export async function people({ check, start }) {
  const world = await start("people");
  const { stack } = world;

  for (const { code, name, who, words } of DENIED) {
    await check(`${who}_stays_out_and_is_told_so_each_time`, async () => {
      const page = await world.visitor();
      for (let time = 0; time < 2; time += 1) {
        await world.signIn(page, name);
        assert.deepEqual(await denial(page), { words, code });
        assert.equal(await page.getByText("session has ended").count(), 0, "a denial is no expired session");
        await world.signOut(page);
      }
      assert.deepEqual(page.faults, []);
    });
  }

  await check("nothing_is_stored_of_people_who_stay_out", async () => {
    const rows = await query(stack.database, "SELECT json_object('email', email) FROM profiles");
    assert.deepEqual(
      rows.map(({ email }) => email),
      ["olga@acme.example"],
    );
  });

  await check("ivan_is_provisioned_by_invitation_and_then_returns", async () => {
    const page = await world.visitor();
    await world.signIn(page, "Ivan");
    assert.deepEqual(await admission(page), {
      outcome: "provisioned",
      reason: "invitation_accepted",
      roles: ["org_admin"],
    });
    assert.equal(await page.locator('[data-stage="invitation"]').getAttribute("data-verdict"), "matched");
    assert.ok(await page.locator('[data-stage="invitation"] .decides').isVisible());
    assert.equal(await page.locator(".trace > li").count(), 9, "every stage once");
    await world.signOut(page);
    await world.signIn(page, "Ivan");
    const again = await admission(page);
    assert.equal(again.outcome, "returning");
    assert.deepEqual(again.roles, ["org_admin"]);
    assert.deepEqual(page.faults, []);
  });

  await check("dora_becomes_org_user_of_acme_by_her_domain_and_then_returns", async () => {
    const page = await world.visitor();
    await world.signIn(page, "Dora");
    assert.deepEqual(await admission(page), { outcome: "provisioned", reason: "domain_admits", roles: ["org_user"] });
    assert.ok(await page.getByRole("heading", { name: /^Acme/ }).isVisible());
    await page.reload();
    assert.equal((await admission(page)).outcome, "returning");
    await world.signOut(page);
    await world.signIn(page, "Dora");
    assert.equal((await admission(page)).outcome, "returning");
  });

  await check("a_set_up_link_is_remembered_while_its_owner_signs_in", async () => {
    const page = await world.visitor();
    await page.goto(`${stack.urls.web}/#setup=from-the-link`);
    await page.getByText("Sign in to use your setup token.").waitFor();
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await page.getByRole("button", { name: /^Sam/ }).click();
    await page.getByLabel("Setup token").waitFor();
    assert.equal(await page.getByLabel("Setup token").inputValue(), "from-the-link");
  });

  await check("grace_stays_out_until_she_presents_the_setup_token", async () => {
    const page = await world.visitor();
    await world.signIn(page, "Grace");
    assert.deepEqual(await denial(page), { words: NO_ACCESS, code: "access_denied" });
    await page.getByText("Have a setup token?").click();
    await page.getByLabel("Setup token").fill("not-the-token");
    await page.getByRole("button", { name: "Become the owner" }).click();
    await page.getByText("The token is not valid").waitFor();
    await page.getByLabel("Setup token").fill(stack.bootstrapToken);
    await page.getByRole("button", { name: "Become the owner" }).click();
    const { outcome, roles } = await admission(page);
    assert.equal(outcome, "provisioned");
    assert.deepEqual(roles, ["org_owner"]);
    assert.ok(await page.getByText("platform_owner", { exact: true }).isVisible());
    assert.equal(await page.locator('[data-stage="bootstrap"]').getAttribute("data-verdict"), "matched");
    await world.signOut(page);
    await world.signIn(page, "Grace");
    assert.equal((await admission(page)).outcome, "returning");
    assert.ok(await page.getByText("platform_owner", { exact: true }).isVisible());
  });

  await check("c25_the_setup_token_works_once", async () => {
    const sam = await world.visitor();
    await world.signIn(sam, "Sam");
    await denial(sam);
    const page = await sam.context().newPage();
    await page.goto(`${stack.urls.web}/#setup=${stack.bootstrapToken}`);
    await page.getByLabel("Setup token").waitFor();
    assert.equal(new URL(page.url()).hash, "", "the token does not stay in the address");
    assert.equal(await page.getByLabel("Setup token").inputValue(), stack.bootstrapToken);
    await page.getByRole("button", { name: "Become the owner" }).click();
    await page.getByText("The token is not valid").waitFor();
    const [{ owners }] = await query(
      stack.database,
      "SELECT json_object('owners', count(*)) FROM profiles WHERE global_role = 'platform_owner'",
    );
    assert.equal(owners, 1);
  });

  await check("each_admitted_person_is_there_once", async () => {
    for (const [email, subject] of [
      ["ivan@partner.example", "usr_ivan"],
      ["dora@acme.example", "usr_dora"],
      ["grace@platform.example", "usr_grace"],
    ]) {
      const counted = await tracesOf(stack.database, email, subject);
      assert.deepEqual(counted, { users: 1, identities: 1, memberships: 1, provisioned: 1 }, email);
    }
  });

  await check("no_answer_gave_a_page_a_token", async () => {
    assert.deepEqual(world.leaks, []);
    const page = await world.visitor();
    await world.signIn(page, "Dora");
    await admission(page);
    assert.ok(!(await page.evaluate(() => document.cookie)).includes("session-token"));
    const kept = await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }));
    assert.ok(!/eyJ/.test(kept));
  });
}
