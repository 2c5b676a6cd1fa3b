import assert from "node:assert/strict";

import { decisionsOf } from "../database.mjs";
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

  const { database, urls } = world.stack;
  const codeIn = (mail) => /^[0-9a-f]{64}$/m.exec(mail.text)[0];
  /** Has a code sent from Cora's page. */
  const send = async (page, address) => {
    await page.getByRole("button", { name: "Send me a code" }).click();
    await page.getByText("A code was sent. It counts for 15 minutes.").waitFor();
    assert.deepEqual(mailbox.mails.at(-1).to, [address]);
    return codeIn(mailbox.mails.at(-1));
  };
  const enter = async (page, code) => {
    await page.getByLabel("Code from the mail").fill(code);
    const form = page.locator("form").filter({ has: page.getByLabel("Code from the mail") });
    await form.getByRole("button", { name: "Continue" }).click();
  };

  await check("an_account_is_linked_by_the_code_in_its_owners_mailbox", async () => {
    const page = await world.visitor();
    await world.signIn(page, "Olga");
    assert.match(await denial(page), /account/);
    const code = await send(page, "olga@acme.example");
    assert.equal(mailbox.mails.length, 1);

    // Nobody can flood another person's mailbox, and a wrong code changes nothing.
    await page.getByRole("button", { name: "Send me a code" }).click();
    await page.getByText("A code was sent a short while ago.").waitFor();
    assert.equal(mailbox.mails.length, 1);
    await enter(page, "0".repeat(64));
    await page.getByText("That did not complete your sign-in.").waitFor();

    await enter(page, ` ${code} `);
    await world.arrive(page);
    assert.deepEqual((await admission(page)).roles, ["org_owner"]);
    assert.deepEqual(decisionsOf(database, "olga@acme.example").at(-1), {
      outcome: "linked",
      reason: "link_confirmed",
    });
    await page.reload();
    await admission(page);
    assert.deepEqual(page.faults, []);
  });

  await check("an_unverified_address_is_proven_by_the_code_in_its_mailbox", async () => {
    const page = await world.visitor();
    await world.signIn(page, "Uma");
    assert.match(await denial(page), /verify your email address/);
    await enter(page, await send(page, "uma@acme.example"));
    await world.arrive(page);
    assert.deepEqual((await admission(page)).roles, ["org_user"]);
    const decided = { outcome: "provisioned", reason: "domain_admits" };
    assert.deepEqual(decisionsOf(database, "uma@acme.example").at(-1), decided);
    assert.deepEqual(page.faults, []);
  });

  await check("whoever_waits_is_let_in_once_an_administrator_approves", async () => {
    const page = await world.visitor();
    await world.signIn(page, "Sam");
    const words = await denial(page);
    assert.match(words, /wait|approv/i);
    assert.equal(await page.getByRole("button", { name: "Send me a code" }).count(), 0);
    await world.signIn(page, "Sam");
    assert.equal(await denial(page), words);

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

    await world.signIn(page, "Sam");
    await admission(page);
    assert.equal(decisionsOf(database, "sam@stranger.example").at(-1).outcome, "provisioned");
  });

  await check("a_member_of_two_organizations_works_in_the_other_from_then_on", async () => {
    const page = await world.visitor();
    await world.signIn(page, "Ivan");
    assert.deepEqual((await admission(page)).roles, ["org_admin"]);
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
    await page.goto(`${urls.issuer}/auth/invitation/${id}`);
    await page.waitForURL(`${urls.web}/`);
    await page.getByRole("button", { name: "Work in Globex" }).click();
    await page.getByRole("heading", { name: /^Globex .*current organization/ }).waitFor();
    // From now on the server tells this to every page.
    const other = await page.context().newPage();
    await other.goto(world.stack.urls.web);
    await other.getByRole("heading", { name: /^Globex .*current organization/ }).waitFor();
    await page.reload();
    await page.getByRole("button", { name: "Work in Acme" }).waitFor();
    // The current one is the first.
    assert.deepEqual((await admission(page)).roles, ["org_user", "org_admin"]);
    assert.deepEqual(page.faults, []);
  });

  await check("an_invitation_to_another_address_is_claimed_by_the_code_in_its_mailbox", async () => {
    const { createCoraClient, data } = await import("../../../pkg/dist/client/index.js");
    const token = await accessTokenOf(world.stack, "demo", "usr_grace");
    const grace = createCoraClient({ baseUrl: world.stack.urls.cora, getToken: async () => token });
    const orgId = (await data(grace.POST("/orgs", { body: { name: "Initech" } }))).id;
    const invite = async (email) =>
      (await data(grace.POST("/orgs/{orgId}/invites", { params: { path: { orgId } }, body: { email } }))).id;

    // Erik has no account, and the link leads him to his provider.
    const erik = await world.visitor();
    await erik.goto(`${urls.issuer}/auth/invitation/${await invite("erik.ek@late.example")}`);
    await world.choose(erik, "Erik");
    assert.match(await denial(erik), /invit/i);
    await enter(erik, await send(erik, "erik.ek@late.example"));
    assert.deepEqual((await admission(erik)).roles, ["org_user"]);
    const decided = { outcome: "provisioned", reason: "invitation_accepted" };
    assert.deepEqual(decisionsOf(database, "erik@late.example").at(-1), decided);
    assert.deepEqual(erik.faults, []);

    // Ivan has an account, and is asked for the code at the sign-in to which the link leads.
    const ivan = await world.visitor();
    await world.signIn(ivan, "Ivan");
    await admission(ivan);
    await world.signOut(ivan);
    await ivan.goto(`${urls.issuer}/auth/invitation/${await invite("i.horvat@partner.example")}`);
    await ivan.getByRole("heading", { name: "Who is signing in?" }).waitFor();
    await ivan.getByRole("button", { name: /^Ivan/ }).click();
    await ivan.getByRole("heading", { name: "One more step" }).waitFor();
    await ivan.getByRole("button", { name: "Continue without it" }).waitFor();
    await enter(ivan, await send(ivan, "i.horvat@partner.example"));
    await ivan.getByRole("heading", { name: /^Initech/ }).waitFor();
    assert.deepEqual(ivan.faults, []);

    const { items } = await data(grace.GET("/orgs/{orgId}/invites", { params: { path: { orgId } } }));
    assert.deepEqual(items.map((item) => item.claimedAs).sort(), ["e***@late.example", "i***@partner.example"]);
  });
  mailbox.close();
}
