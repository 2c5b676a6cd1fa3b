import assert from "node:assert/strict";

import { openMailbox } from "../mailbox.mjs";
import { admission, denial } from "../world.mjs";

/** Somebody with an account comes by a provider that they never came by: the account is theirs when they read its mail. */
export async function linking({ check, start }) {
  const mailbox = await openMailbox();
  const world = await start("linking", { accountLinking: "confirm", mailUrl: mailbox.url });

  await check("an_account_is_linked_by_the_code_in_its_owners_mailbox", async () => {
    const page = await world.visitor();
    await world.signIn(page, "Olga");
    assert.equal((await denial(page)).code, "confirm_account");
    await page.getByRole("button", { name: "Send me the code" }).click();
    await page.getByText("The mail is on its way.").waitFor();
    assert.equal(mailbox.mails.length, 1);
    assert.deepEqual(mailbox.mails[0].to, ["olga@acme.example"]);
    const [code] = /^[0-9a-f]{64}$/m.exec(mailbox.mails[0].text);

    // Nobody fills another's mailbox, and a wrong code changes nothing.
    await page.getByRole("button", { name: "Send another code" }).click();
    await page.getByRole("alert").getByText(/too many requests/).waitFor();
    await page.getByLabel("Code").fill("0".repeat(64));
    await page.getByRole("button", { name: "Confirm" }).click();
    await page.getByText("The code did not let you in.").waitFor();

    await page.getByLabel("Code").fill(` ${code} `);
    await page.getByRole("button", { name: "Confirm" }).click();
    assert.deepEqual(await admission(page), { outcome: "linked", reason: "link_confirmed", roles: ["org_owner"] });
    await page.reload();
    assert.equal((await admission(page)).outcome, "returning");
    assert.deepEqual(page.faults, []);
  });

  await check("whoever_has_no_account_is_asked_for_no_code", async () => {
    const page = await world.visitor();
    await world.signIn(page, "Sam");
    assert.equal((await denial(page)).code, "access_denied");
    assert.equal(await page.getByText("Is the account yours?").count(), 0);
  });
  mailbox.close();
}
