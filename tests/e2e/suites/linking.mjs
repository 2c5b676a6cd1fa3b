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
    await page.getByRole("heading", { name: /^Acme .*where you work now/ }).waitFor();

    const { createCoraClient, data } = await import("../../../pkg/dist/client/index.js");
    const token = await accessTokenOf(world.stack, "demo", "usr_grace");
    const grace = createCoraClient({ baseUrl: world.stack.urls.cora, getToken: async () => token });
    const globex = (await data(grace.POST("/orgs", { body: { name: "Globex" } }))).id;
    await data(
      grace.POST("/orgs/{orgId}/invites", {
        params: { path: { orgId: globex } },
        body: { email: "ivan@partner.example", role: "org_user" },
      }),
    );

    // Coming back accepts the invitation.
    await page.reload();
    await page.getByRole("button", { name: "Work in Globex" }).click();
    await page.getByRole("heading", { name: /^Globex .*where you work now/ }).waitFor();
    // From now on the server tells this to every page.
    const other = await page.context().newPage();
    await other.goto(world.stack.urls.web);
    await other.getByRole("heading", { name: /^Globex .*where you work now/ }).waitFor();
    await page.reload();
    await page.getByRole("button", { name: "Work in Acme" }).waitFor();
    assert.deepEqual((await admission(page)).roles, ["org_admin", "org_user"]);
    assert.deepEqual(page.faults, []);
  });
  mailbox.close();
}
