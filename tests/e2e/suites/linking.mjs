import assert from "node:assert/strict";

import { openMailbox } from "../mailbox.mjs";
import { accessTokenOf } from "../tokens.mjs";
import { admission, denial } from "../world.mjs";

/**
 * A person with an account signs in through a provider for the first time. The account is linked
 * when they prove that they read its mail.
 */
export async function linking({ check, start }) {
  const mailbox = await openMailbox();
  const world = await start("linking", {
    policy: { accountLinking: "confirm", accessMode: "waitlist" },
    mailUrl: mailbox.url,
  });

  await check("an_account_is_linked_by_the_code_in_its_owners_mailbox", async () => {
    const page = await world.visitor();
    await world.signIn(page, "Olga");
    assert.equal((await denial(page)).code, "confirm_account");
    await page.getByRole("button", { name: "Send code" }).click();
    await page.getByText("We sent you an email.").waitFor();
    assert.equal(mailbox.mails.length, 1);
    assert.deepEqual(mailbox.mails[0].to, ["olga@acme.example"]);
    const [code] = /^[0-9a-f]{64}$/m.exec(mailbox.mails[0].text);

    // Nobody can flood another person's mailbox, and a wrong code changes nothing.
    await page.getByRole("button", { name: "Send another code" }).click();
    await page
      .getByRole("alert")
      .getByText(/too many requests/)
      .waitFor();
    await page.getByLabel("Code").fill("0".repeat(64));
    await page.getByRole("button", { name: "Confirm" }).click();
    await page.getByText("The code is not valid.").waitFor();

    await page.getByLabel("Code").fill(` ${code} `);
    await page.getByRole("button", { name: "Confirm" }).click();
    assert.deepEqual(await admission(page), { outcome: "linked", reason: "link_confirmed", roles: ["org_owner"] });
    await page.reload();
    assert.equal((await admission(page)).outcome, "returning");
    assert.deepEqual(page.faults, []);
  });

  await check("an_unverified_address_is_proven_by_the_code_in_its_mailbox", async () => {
    const page = await world.visitor();
    await world.signIn(page, "Uma");
    assert.equal((await denial(page)).code, "verify_email");
    await page.getByRole("heading", { name: "Confirm your email address" }).waitFor();
    await page.getByRole("button", { name: "Send code" }).click();
    await page.getByText("We sent you an email.").waitFor();
    assert.deepEqual(mailbox.mails.at(-1).to, ["uma@acme.example"]);
    await page.getByLabel("Code").fill(/^[0-9a-f]{64}$/m.exec(mailbox.mails.at(-1).text)[0]);
    await page.getByRole("button", { name: "Confirm" }).click();
    assert.deepEqual(await admission(page), { outcome: "provisioned", reason: "domain_admits", roles: ["org_user"] });
    assert.deepEqual(page.faults, []);
  });

  await check("whoever_waits_is_let_in_once_an_administrator_approves", async () => {
    const page = await world.visitor();
    await world.signIn(page, "Sam");
    const { code } = await denial(page);
    assert.equal(code, "awaiting_approval");
    assert.equal(await page.getByText("Is this your account?").count(), 0);
    await page.getByRole("button", { name: "Check again" }).click();
    assert.equal((await denial(page)).code, code);

    const grace = await accessTokenOf(world.stack, "demo", "usr_grace");
    const { ServerError, createCoraClient, data } = await import("../../../pkg/dist/client/index.js");
    const client = createCoraClient({ baseUrl: world.stack.urls.cora, getToken: async () => grace });
    const approve = () =>
      client.POST("/admin/waitlist/approve", { body: { email: "sam@stranger.example", reason: "Known to us." } });
    // This fails until she owns the platform.
    await assert.rejects(data(approve()), (error) => error instanceof ServerError && error.status === 403);
    const owner = await fetch(`${world.stack.urls.cora}/profiles/me`, {
      headers: { authorization: `Bearer ${grace}`, "x-cora-bootstrap-token": world.stack.bootstrapToken },
    });
    assert.equal(owner.status, 200);
    await data(approve());

    await page.getByRole("button", { name: "Check again" }).click();
    assert.equal((await admission(page)).outcome, "provisioned");
  });

  await check("a_member_of_two_organizations_works_in_the_other_from_then_on", async () => {
    const page = await world.visitor();
    await world.signIn(page, "Ivan");
    assert.deepEqual(await admission(page), {
      outcome: "provisioned",
      reason: "invitation_accepted",
      roles: ["org_admin"],
    });
    await page.getByRole("heading", { name: /^Acme .*current organization/ }).waitFor();

    const { createCoraClient, data } = await import("../../../pkg/dist/client/index.js");
    const token = await accessTokenOf(world.stack, "demo", "usr_grace");
    const grace = createCoraClient({ baseUrl: world.stack.urls.cora, getToken: async () => token });
    const globex = (await data(grace.POST("/orgs", { body: { name: "Globex" } }))).id;
    const { id } = await data(
      grace.POST("/orgs/{orgId}/invites", {
        params: { path: { orgId: globex } },
        body: { email: "ivan@partner.example", role: "org_user" },
      }),
    );

    // Coming back accepts nothing. Opening the link does.
    await page.reload();
    await page.getByRole("heading", { name: /^Acme .*current organization/ }).waitFor();
    assert.deepEqual((await admission(page)).roles, ["org_admin"]);
    await page.goto(`${world.stack.urls.web}/?invitation=${id}`);
    await page.getByRole("button", { name: "Work in Globex" }).click();
    await page.getByRole("heading", { name: /^Globex .*current organization/ }).waitFor();
    // From now on the server tells this to every page.
    const other = await page.context().newPage();
    await other.goto(world.stack.urls.web);
    await other.getByRole("heading", { name: /^Globex .*current organization/ }).waitFor();
    await page.reload();
    await page.getByRole("button", { name: "Work in Acme" }).waitFor();
    assert.deepEqual((await admission(page)).roles, ["org_admin", "org_user"]);
    assert.deepEqual(page.faults, []);
  });

  await check("an_invitation_to_another_address_is_claimed_by_the_code_in_its_mailbox", async () => {
    const { createCoraClient, data } = await import("../../../pkg/dist/client/index.js");
    const token = await accessTokenOf(world.stack, "demo", "usr_grace");
    const grace = createCoraClient({ baseUrl: world.stack.urls.cora, getToken: async () => token });
    const orgId = (await data(grace.POST("/orgs", { body: { name: "Initech" } }))).id;
    const invite = async (email) =>
      (await data(grace.POST("/orgs/{orgId}/invites", { params: { path: { orgId } }, body: { email } }))).id;
    const claim = async (page, address) => {
      await page.getByRole("heading", { name: "Were you invited?" }).waitFor();
      await page.getByRole("button", { name: "Send code" }).click();
      await page.getByText("We sent you an email.").waitFor();
      const mail = mailbox.mails.at(-1);
      assert.deepEqual(mail.to, [address]);
      await page.getByLabel("Code").fill(/^[0-9a-f]{64}$/m.exec(mail.text)[0]);
      await page.getByRole("button", { name: "Confirm" }).click();
    };

    // Erik has no account, and signs in from the link.
    const erik = await world.visitor();
    await erik.goto(`${world.stack.urls.web}/?invitation=${await invite("erik.ek@late.example")}`);
    await erik.getByRole("button", { name: "Sign in", exact: true }).click();
    await erik.getByRole("button", { name: /^Erik/ }).click();
    assert.equal((await denial(erik)).code, "claim_invitation");
    await claim(erik, "erik.ek@late.example");
    assert.deepEqual(await admission(erik), {
      outcome: "provisioned",
      reason: "invitation_accepted",
      roles: ["org_user"],
    });
    assert.deepEqual(erik.faults, []);

    // Ivan is signed in, and opens the link.
    const ivan = await world.visitor();
    await world.signIn(ivan, "Ivan");
    await admission(ivan);
    await ivan.goto(`${world.stack.urls.web}/?invitation=${await invite("i.horvat@partner.example")}`);
    await ivan.getByText("You are signed in as i***@partner.example").waitFor();
    await claim(ivan, "i.horvat@partner.example");
    await ivan.getByRole("heading", { name: /^Initech/ }).waitFor();
    assert.equal(await ivan.getByText("Were you invited?").count(), 0);
    assert.deepEqual(ivan.faults, []);

    const { items } = await data(grace.GET("/orgs/{orgId}/invites", { params: { path: { orgId } } }));
    assert.deepEqual(items.map((item) => item.claimedAs).sort(), ["e***@late.example", "i***@partner.example"]);
  });
  mailbox.close();
}
