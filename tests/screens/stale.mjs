// Two browsers edit the same policy, connection, organization, role and domain. The second one sees
// what the first has saved next to what it entered, merges and saves: no text is lost, and nothing
// is overwritten unseen. A policy that breaks an expectation is not saved at all.
//
//   node tests/screens/stale.mjs     (needs target/debug/cora and a built package)
import assert from "node:assert/strict";

import { devService } from "./dev-service.mjs";

const service = await devService();
const DIALOG = "dialog[open]";

try {
  const [first, second] = [await service.person("dev_ada", "/console/users"), await service.person("dev_ada")];
  await first.getByRole("row", { name: /ada/i }).waitFor();
  await second.getByRole("button", { name: "Sign out" }).waitFor();
  const ask = (...request) => service.ask(first, ...request);
  const both = async (path, ready) => {
    for (const page of [first, second]) {
      await page.goto(`${service.url}/console${path}`);
      await ready(page).waitFor();
    }
  };
  const merge = (page) => page.getByRole("alert").filter({ hasText: "Somebody else saved in the meantime" });
  const globex = (await ask("POST", "/orgs", { name: "Globex" })).data.id;

  // The policy: one setting that both have changed is asked, and the other one is merged.
  {
    await both("/policy", (page) => page.getByRole("radio", { name: "They wait" }));
    await second.getByRole("radio", { name: "Nobody" }).check();
    await second.getByLabel("Everybody gets an organization of their own").check();
    await first.getByRole("radio", { name: "They wait" }).check();
    await first.getByLabel("Seats are enforced").uncheck();
    await first.getByRole("button", { name: "Save the policy" }).click();
    await first.getByText("Saved. It counts").first().waitFor();
    await second.getByRole("button", { name: "Save the policy" }).click();
    const row = merge(second).getByRole("row", { name: /accessMode/ });
    await row.waitFor();
    const shown = await row.innerText();
    for (const value of ["public", "waitlist", "restricted"]) assert.ok(shown.includes(value), shown);
    assert.equal(await merge(second).getByRole("row").count(), 2, "only one setting is asked");
    await row.getByRole("radio", { name: /Take theirs/ }).check();
    await second.getByRole("button", { name: "Save the result" }).click();
    await second.getByText("Saved. It counts").first().waitFor();
    const { accessMode, enforceSeats, personalOrganization } = (await ask("GET", "/admin/policy")).data.policy;
    assert.deepEqual([accessMode, enforceSeats, personalOrganization], ["waitlist", false, true]);
    console.log("ok two edits of the policy are merged");
  }

  // A policy that decides an expected login otherwise is not saved, and the edit stays.
  {
    const stored = (await ask("GET", "/admin/policy")).data;
    const [connection] = (await ask("GET", "/admin/idp-config")).data;
    const login = {
      now: 1_790_000_000,
      login: {
        connectionId: connection.id,
        issuer: connection.issuer,
        subject: "stranger",
        email: "stranger@partner.example",
        emailVerified: true,
      },
    };
    const expectations = [{ name: "a stranger waits", outcome: "waitlisted", login }];
    const body = { policy: stored.policy, version: stored.version, expectations };
    assert.equal((await ask("PUT", "/admin/policy", body)).status, 200);
    await first.goto(`${service.url}/console/policy`);
    await first.getByRole("radio", { name: "Everybody" }).check();
    await first.getByRole("button", { name: "Save the policy" }).click();
    const failure = first.getByRole("alert").filter({ hasText: "policy_expectations_fail" });
    await failure.getByText("a stranger waits").waitFor();
    assert.ok(await first.getByRole("radio", { name: "Everybody" }).isChecked(), "the edit stays");
    assert.equal((await ask("GET", "/admin/policy")).data.policy.accessMode, "waitlist");
    console.log("ok an expectation keeps a policy from being saved");
  }

  // A connection: its name, which both have changed.
  {
    const [connection] = (await ask("GET", "/admin/idp-config")).data;
    const name = (page) => page.getByLabel("Name", { exact: true });
    await both(`/connections/${connection.id}/settings`, name);
    await second.getByLabel("Client ID").waitFor();
    await second.waitForFunction(() => document.querySelector("form input")?.value !== "");
    await second.getByLabel("Audiences").fill("another");
    await name(second).fill("The second name");
    await name(first).fill("The first name");
    await first.getByRole("button", { name: "Save", exact: true }).click();
    await first.getByText("Saved as number").first().waitFor();
    await second.getByRole("button", { name: "Save", exact: true }).click();
    const row = merge(second).getByRole("row", { name: /displayName/ });
    await row.waitFor();
    const shown = await row.innerText();
    for (const value of ["Development provider", "The first name", "The second name"])
      assert.ok(shown.includes(value), shown);
    await row.getByRole("radio", { name: /Keep mine/ }).check();
    await second.getByRole("button", { name: "Save the result" }).click();
    await second.getByText("Saved as number").first().waitFor();
    const now = (await ask("GET", `/admin/idp-config/${connection.id}`)).data;
    const versions = (await ask("GET", `/admin/idp-config/${connection.id}/versions?sort=-number`)).data.items;
    assert.equal(now.displayName, "The second name");
    assert.deepEqual(versions[0].config.audiences, ["another"], "the other setting is saved too");
    console.log("ok two edits of a connection are merged");
  }

  // An organization: the name is asked, the short name is merged.
  {
    const name = (page) => page.getByLabel("Name", { exact: true });
    await both(`/orgs/${globex}/settings`, name);
    await name(second).fill("Globex of the second");
    await second.getByLabel("Short name").fill("globex-second");
    await name(first).fill("Globex of the first");
    await first.getByRole("button", { name: "Save", exact: true }).click();
    await first.locator(".cora-scope", { hasText: "Globex of the first" }).waitFor();
    await second.getByRole("button", { name: "Save", exact: true }).click();
    await merge(second)
      .getByRole("radio", { name: /Take theirs/ })
      .check();
    await second.getByRole("button", { name: "Save the result" }).click();
    await second.locator(".cora-scope", { hasText: "Globex of the first" }).waitFor();
    await merge(second).waitFor({ state: "detached" });
    const now = (await ask("GET", `/orgs/${globex}`)).data;
    assert.deepEqual([now.name, now.slug], ["Globex of the first", "globex-second"]);
    console.log("ok two edits of an organization are merged");
  }

  /** Opens the dialog of a row in both browsers, in which a value is chosen. */
  const dialogs = async (path, row, action) => {
    for (const page of [first, second]) {
      await page.goto(`${service.url}/console${path}`);
      await page.getByRole("row", { name: row }).locator("summary").click();
      await page.getByRole("button", { name: action, exact: true }).click();
      await page.locator(DIALOG).waitFor();
    }
  };
  /** Gives the second command, unless its consequences have been refused already. */
  const tryToo = async () => {
    const faster = second.locator(`${DIALOG} .cora-faster`);
    const button = second.locator(`${DIALOG} button[type=submit]:enabled`);
    await faster.or(button).first().waitFor();
    if ((await faster.count()) === 0) await button.click();
  };
  /** What the second browser is shown after the first was faster. */
  const compared = async () => {
    await second.locator(`${DIALOG} .cora-faster`).waitFor();
    const cells = await second.locator(`${DIALOG} .cora-faster tbody td`).allInnerTexts();
    return cells.map((text) => text.trim());
  };
  const decideAgain = async (confirm) => {
    await second.locator(DIALOG).getByRole("button", { name: "Decide on it as it is now" }).click();
    await second.locator(DIALOG).getByRole("button", { name: confirm }).click();
    await second.locator(DIALOG).waitFor({ state: "detached" });
  };

  // A role.
  {
    const rows = [{ email: "cleo@partner.example", role: "org_user" }];
    assert.equal((await ask("POST", `/orgs/${globex}/invites/bulk`, { rows })).status, 200);
    const cleo = await service.person("dev_cleo");
    await cleo.getByRole("button", { name: "Sign out" }).waitFor();
    await dialogs(`/orgs/${globex}/members`, /Cleo/, "Change role");
    const choose = (page, role) => page.locator(`${DIALOG} select`).selectOption(role);
    await choose(second, "org_owner");
    await second.getByLabel("Reason").fill("she runs it now");
    await choose(first, "org_admin");
    await first.locator(DIALOG).getByRole("button", { name: "Change role" }).click();
    await first.locator(DIALOG).waitFor({ state: "detached" });
    await tryToo();
    assert.deepEqual(await compared(), ["Member", "Administrator", "Owner"]);
    assert.equal(await second.getByLabel("Reason").inputValue(), "she runs it now", "the text stays");
    await decideAgain("Change role");
    const member = (await ask("GET", `/orgs/${globex}/members?q=cleo`)).data.items[0];
    assert.equal(member.role, "org_owner");
    console.log("ok two changes of a role are compared");
  }

  // A domain.
  {
    const rule = { domain: "globex.example", enrollmentMode: "automatic_suggestion", verification: "ownership" };
    assert.equal((await ask("POST", `/orgs/${globex}/email-domains`, rule)).status, 201);
    await dialogs(`/orgs/${globex}/domains`, /globex.example/, "Change the mode");
    const choose = (page, mode) => page.locator(DIALOG).getByRole("radio", { name: mode }).check();
    await choose(second, "Need an invitation");
    await choose(first, "Are invited");
    await first.locator(DIALOG).getByRole("button", { name: "Change the mode" }).click();
    await first.locator(DIALOG).waitFor({ state: "detached" });
    await tryToo();
    assert.deepEqual(await compared(), ["Ask to join", "Are invited", "Need an invitation"]);
    await decideAgain("Change the mode");
    const now = (await ask("GET", `/orgs/${globex}/email-domains`)).data.items[0];
    assert.equal(now.enrollmentMode, "manual_invitation");
    console.log("ok two changes of a domain are compared");
  }
  assert.deepEqual(service.faults, []);
} finally {
  await service.close();
}
