import assert from "node:assert/strict";

import { decisionsOf, query, tracesOf } from "../database.mjs";
import { admission, denial, enterSetupToken } from "../world.mjs";

const NO_ACCESS = "You do not have access. Ask an administrator of this application for an invitation.";
const VERIFY = "Please verify your email address: with a code that is sent to it, or at your sign-in provider.";

const DENIED = [
  { name: "Sam", who: "a_stranger", words: NO_ACCESS },
  { name: "Erik", who: "a_person_with_an_expired_invitation", words: NO_ACCESS },
  { name: "Uma", who: "a_colleague_whose_address_is_not_verified", words: VERIFY },
];

/** Each of the people logs in twice. */
export async function people({ check, start }) {
  const world = await start("people");
  const { stack } = world;

  for (const { name, who, words } of DENIED) {
    await check(`${who}_stays_out_and_is_told_so_each_time`, async () => {
      const page = await world.visitor();
      for (let time = 0; time < 2; time += 1) {
        await world.signIn(page, name);
        assert.equal(await denial(page), words);
      }
      // The way back leads to the application, which says it too.
      await page.getByRole("link", { name: "Back to the application" }).click();
      await page.getByRole("alert").getByText("you do not have access").waitFor();
      await page.getByRole("button", { name: "Sign in", exact: true }).waitFor();
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
    assert.deepEqual(await admission(page), { outcome: "returning", reason: "returning_user", roles: ["org_admin"] });
    const decided = [{ outcome: "provisioned", reason: "invitation_accepted" }];
    assert.deepEqual(decisionsOf(stack.database, "ivan@partner.example"), decided);
    assert.equal(await page.locator('[data-stage="account"]').getAttribute("data-verdict"), "matched");
    assert.ok(await page.locator('[data-stage="account"] .decides').isVisible());
    assert.equal(await page.locator(".trace > li").count(), 9, "every stage once");
    await world.signOut(page);
    await world.signIn(page, "Ivan");
    assert.deepEqual((await admission(page)).roles, ["org_admin"]);
    assert.deepEqual(decisionsOf(stack.database, "ivan@partner.example"), decided);
    assert.deepEqual(page.faults, []);
  });

  await check("dora_becomes_org_user_of_acme_by_her_domain_and_then_returns", async () => {
    const page = await world.visitor();
    await world.signIn(page, "Dora");
    assert.deepEqual((await admission(page)).roles, ["org_user"]);
    const decided = [{ outcome: "provisioned", reason: "domain_admits" }];
    assert.deepEqual(decisionsOf(stack.database, "dora@acme.example"), decided);
    assert.ok(await page.getByRole("heading", { name: /^Acme/ }).isVisible());
    await page.reload();
    await admission(page);
    await world.signOut(page);
    await world.signIn(page, "Dora");
    await admission(page);
    assert.deepEqual(decisionsOf(stack.database, "dora@acme.example"), decided);
  });

  await check("grace_stays_out_until_she_enters_the_setup_token", async () => {
    const page = await world.visitor();
    await world.signIn(page, "Grace");
    assert.equal(await denial(page), NO_ACCESS);
    await enterSetupToken(page, "not-the-token");
    await page.getByText("That did not complete your sign-in.").waitFor();
    await enterSetupToken(page, stack.bootstrapToken);
    await page.waitForURL(`${stack.urls.web}/`);
    assert.deepEqual((await admission(page)).roles, ["org_owner"]);
    assert.equal(decisionsOf(stack.database, "grace@platform.example")[0].outcome, "provisioned");
    assert.ok(await page.getByText("platform_owner", { exact: true }).isVisible());
    await world.signOut(page);
    await world.signIn(page, "Grace");
    await admission(page);
    assert.ok(await page.getByText("platform_owner", { exact: true }).isVisible());
  });

  await check("c25_the_setup_token_works_once", async () => {
    const page = await world.visitor();
    await world.signIn(page, "Sam");
    assert.equal(await denial(page), NO_ACCESS);
    assert.equal(await page.getByLabel("Setup token").count(), 0, "nobody is asked for it any more");
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
    assert.ok(!(await page.evaluate(() => document.cookie)).includes("cora"));
    const kept = await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }));
    assert.ok(!/eyJ/.test(kept));
  });
}
