import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";

/** Returns the native binary's decision on the input that a page shows. */
function native(input) {
  const text = execFileSync(process.env.CORA_BIN, ["evaluate", "-"], { input, encoding: "utf8" });
  return JSON.parse(text);
}

async function shown(page) {
  const json = async (id) => page.getByTestId(id).textContent();
  return { input: await json("input"), decision: JSON.parse(await json("decision")) };
}

/** Changes of the form, each with the resulting outcome and reason. */
const CASES = [
  { set: {}, outcome: "provisioned", reason: "invitation_accepted" },
  { set: { invitation: "expired" }, outcome: "denied" },
  { set: { invitation: "none", email: "dora@acme.example" }, outcome: "provisioned", reason: "domain_admits" },
  { set: { emailVerified: "no" }, outcome: "denied" },
  { set: { emailVerified: "no", requireVerifiedEmail: false }, outcome: undefined },
  { set: { connection: "disabled" }, outcome: "denied", reason: "connection_not_active" },
  { set: { account: "active" }, outcome: "returning" },
  { set: { account: "suspended" }, outcome: "denied", reason: "user_suspended" },
  { set: { account: "same_email" }, outcome: "link_confirmation_required", reason: "link_confirmation_required" },
  { set: { account: "same_email", accountLinking: "verified_email" }, outcome: "linked" },
  { set: { account: "same_email", accountLinking: "never" }, outcome: "denied", reason: "account_exists" },
  { set: { invitation: "none", accessMode: "waitlist" }, outcome: "waitlisted", reason: "waitlisted" },
  { set: { invitation: "none", accessMode: "public" }, outcome: "provisioned", reason: "public_access" },
  { set: { full: true }, outcome: "denied" },
  { set: { invitation: "none", email: "dora@acme.example", domainRule: "enterprise_sso" }, outcome: "sso_required" },
  { set: { invitation: "none", email: "dora@acme.example", domainProof: "affiliation" }, outcome: "denied" },
  { set: { invitation: "none", ownerExists: false, bootstrap: "first_user" }, outcome: "provisioned" },
  { set: { email: "no address" }, outcome: "denied" },
];

async function change(page, settings) {
  for (const [name, value] of Object.entries(settings)) {
    const field = page.locator(`[name="${name}"]`);
    if (typeof value === "boolean") await field.setChecked(value);
    else if ((await field.evaluate((element) => element.tagName)) === "SELECT") await field.selectOption(value);
    else await field.fill(value);
  }
}

/** The what-if page decides the same in the browser as the native binary does. */
export async function whatIf({ check, start }) {
  const world = await start("what-if");
  const page = await world.visitor();

  for (const { outcome, reason, set } of CASES) {
    const told =
      Object.entries(set)
        .map(([name, value]) => `${name} ${value}`)
        .join(", ") || "the first question";
    await check(`browser_and_native_decide_the_same: ${told}`, async () => {
      await page.goto(`${world.stack.urls.web}/what-if`);
      await page.getByTestId("outcome").waitFor();
      await change(page, set);
      const { decision, input } = await shown(page);
      assert.deepEqual(decision, native(input));
      if (outcome !== undefined) assert.equal(decision.outcome.kind, outcome);
      if (reason !== undefined) assert.equal(decision.reason, reason);
      assert.equal(await page.getByTestId("outcome").textContent(), decision.outcome.kind);
      assert.equal(await page.locator(".trace > li").count(), decision.trace.stages.length);
      assert.deepEqual(page.faults, []);
    });
  }

  await check("a_question_that_is_none_is_answered_with_all_its_faults", async () => {
    await page.goto(`${world.stack.urls.web}/what-if`);
    await page.getByTestId("outcome").waitFor();
    await change(page, { domainPattern: "*.com" });
    await page.getByRole("heading", { name: "The input is not valid" }).waitFor();
    assert.ok(await page.getByText("invalid_domain_pattern").isVisible());
    await change(page, { domainPattern: "*.acme.example" });
    await page.getByTestId("outcome").waitFor();
  });

  await check("the_pages_fit_a_narrow_screen", async () => {
    const narrow = await world.visitor({ viewport: { width: 360, height: 700 }, colorScheme: "dark" });
    for (const path of ["/", "/what-if"]) {
      await narrow.goto(`${world.stack.urls.web}${path}`);
      await narrow.locator("h1").waitFor();
      await narrow.waitForLoadState("networkidle");
      const beyond = await narrow.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      assert.ok(beyond <= 0, `${path} is ${beyond} pixels too wide`);
    }
  });

  await check("the_what_if_form_can_be_used_with_the_keyboard", async () => {
    await page.goto(`${world.stack.urls.web}/what-if`);
    await page.getByTestId("outcome").waitFor();
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement.textContent), "Skip to the content");
    await page.locator('[name="invitation"]').focus();
    await page.keyboard.press("n");
    await page.getByTestId("reason").filter({ hasText: "no_matching_strategy" }).waitFor();
  });
}
