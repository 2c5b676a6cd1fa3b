// Follows the first remedy that "Why?" offers, by its link and the dialog that it opens, and signs
// the person in: an invitation, one that has expired, the waitlist, a suspended account, a seat,
// and the policy. Nothing is typed but what the remedy leaves open.
//
//   node tests/screens/why.mjs     (needs target/debug/cora and a built package)
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";

import { CORA, devService } from "./dev-service.mjs";

const service = await devService();
/** Changes the policy in force. */
async function policy(page, changes) {
  const { data } = await service.ask(page, "GET", "/admin/policy");
  const body = { policy: { ...data.policy, ...changes }, version: data.version };
  assert.equal((await service.ask(page, "PUT", "/admin/policy", body)).status, 200);
}
/** Imports a file, as `cora seed` does. */
function seed(content) {
  const file = join(service.folder, "more.json");
  writeFileSync(file, JSON.stringify(content));
  const database = join(service.folder, "data/cora.sqlite");
  execFileSync(CORA, ["seed", "--database", database, "--allow-loopback-http", file], { stdio: "pipe" });
}
/**
 * Tries to sign a person in, in a browser of their own, and returns `true` if they are. A person
 * whom the provider does not know is made there. Ten sign-ins a minute are answered, and two
 * requests of each count, so that the next one comes back once the minute is over.
 */
async function isAdmitted(name) {
  const page = await service.visitor();
  await page.goto(`${service.url}/console`);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.locator("button[name=person]").first().waitFor();
  const known = page.getByRole("button", { name: new RegExp(`^${name}`) });
  // The page of a refusal is the answer to the provider's.
  const refused = page.waitForURL((url) => url.pathname.startsWith("/auth/callback"), { waitUntil: "networkidle" });
  const limited = page.waitForResponse((response) => response.status() === 429);
  for (const other of [refused, limited]) other.catch(() => {});
  if ((await known.count()) > 0) await known.click();
  else {
    await page.locator("input[name=name]").fill(name);
    await page.locator("input[name=email]").fill(`${name.split(" ")[0].toLowerCase()}@partner.example`);
    await page.getByRole("button", { name: "Make and sign in" }).click();
  }
  const inside = page.getByRole("button", { name: "Sign out" });
  const answer = await Promise.race([inside.waitFor(), refused, limited]).catch(async (cause) => {
    throw new Error(`${name} is at ${page.url()}: ${await page.locator("body").innerText()}`, { cause });
  });
  const isLimited = answer?.headers?.()["retry-after"] !== undefined;
  const isInside = (await inside.count()) > 0;
  await page.context().close();
  if (!isLimited) return isInside;
  await setTimeout(61_000);
  return await isAdmitted(name);
}
/** Asks why, and returns the kind of the first remedy. */
async function first(page, outcome, reason) {
  const answer = page.locator(`.cora-answer[data-outcome=${outcome}]`);
  await answer.getByText(reason, { exact: true }).first().waitFor();
  await page.locator(".cora-remedies > li").first().waitFor();
  return await page.locator(".cora-remedies > li").first().getAttribute("data-remedy");
}
async function askAboutAddress(page, address) {
  await page.goto(`${service.url}/console/why`);
  await page.getByLabel("Address or name").fill(address);
  await page.getByRole("button", { name: "Find" }).click();
  await page.getByRole("button", { name: "Ask", exact: true }).click();
}
async function askAboutUser(page, address, name) {
  await page.goto(`${service.url}/console/why`);
  await page.getByLabel("Address or name").fill(address);
  await page.getByRole("button", { name: "Find" }).click();
  await page.getByRole("button", { name: new RegExp(name) }).click();
}
const follow = (page, kind) =>
  page.locator(`.cora-remedies > li[data-remedy="${kind}"]`).first().getByRole("link", { name: "Go there" }).click();
const dialog = (page) => page.getByRole("dialog");
const isDone = (page) => dialog(page).waitFor({ state: "detached" });

try {
  const page = await service.person("dev_ada", "/console/users");
  await page.getByRole("row", { name: /ada/i }).waitFor();
  const globex = (await service.ask(page, "POST", "/orgs", { name: "Globex" })).data;
  await policy(page, { accessMode: "restricted" });

  // Nothing is stored about Cleo: an invitation lets her in.
  assert.equal(await isAdmitted("Cleo Carter"), false);
  await askAboutAddress(page, "cleo@partner.example");
  assert.equal(await first(page, "denied", "no_matching_strategy"), "create_invitation");
  await follow(page, "create_invitation");
  assert.equal(await dialog(page).getByLabel("Addresses").inputValue(), "cleo@partner.example");
  await dialog(page).getByRole("button", { name: "Send 1 invitation" }).click();
  await isDone(page);
  assert.ok(!page.url().includes("cleo"), "the address leaves the URL with the dialog");
  assert.equal(await isAdmitted("Cleo Carter"), true);
  console.log("ok a person is invited");

  // A suspended account is restored.
  const users = (await service.ask(page, "GET", "/admin/users?q=cleo")).data.items;
  const cleo = users[0].userId;
  assert.equal((await service.ask(page, "POST", `/admin/users/${cleo}/suspend`, {})).status, 200);
  await askAboutUser(page, "cleo@partner.example", "Cleo");
  assert.equal(await first(page, "denied", "user_suspended"), "restore_user");
  await follow(page, "restore_user");
  await dialog(page).getByRole("button", { name: "Restore" }).click();
  await isDone(page);
  assert.equal(await isAdmitted("Cleo Carter"), true);
  console.log("ok an account is restored");

  // Ben's invitation has expired: it is sent again. The rule that takes people of his domain in is
  // removed first.
  const acme = (await service.ask(page, "GET", "/admin/domains")).data.items[0];
  seed({ domainRules: [{ ...acmeRule(acme), enrollmentMode: "manual_invitation" }] });
  const { userId } = (await service.ask(page, "GET", "/console/api/session")).data.session;
  seed({
    invitations: [
      { email: "ben@acme.example", organizationId: globex.id, invitedBy: userId, expiresAt: 1_700_000_000 },
    ],
  });
  await askAboutAddress(page, "ben@acme.example");
  assert.equal(await first(page, "denied", "invitation_expired"), "resend_invitation");
  await follow(page, "resend_invitation");
  await dialog(page).getByRole("button", { name: "Send again" }).click();
  await isDone(page);
  assert.equal(await isAdmitted("Ben Brown"), true);
  console.log("ok an invitation is sent again");

  // Dora waits, and is approved.
  await policy(page, { accessMode: "waitlist" });
  assert.equal(await isAdmitted("Dora Dean"), false);
  await askAboutAddress(page, "dora@partner.example");
  assert.ok(["approve_waitlist", "create_invitation"].includes(await first(page, "waitlisted", "waitlisted")));
  await follow(page, "approve_waitlist");
  await dialog(page).getByText("dora@partner.example").first().waitFor();
  await dialog(page)
    .getByRole("button", { name: /^Approve/ })
    .click();
  await isDone(page);
  assert.equal(await isAdmitted("Dora Dean"), true);
  console.log("ok a person on the waitlist is approved");

  // Finn is invited, and no seat is left.
  await policy(page, { accessMode: "restricted" });
  const seats = { seatLimit: 1 + (await service.ask(page, "GET", `/orgs/${globex.id}`)).data.seatsUsed };
  assert.equal((await service.ask(page, "PUT", `/admin/orgs/${globex.id}/seat-limit`, seats)).status, 200);
  const rows = [{ email: "finn@partner.example", role: "org_user" }];
  assert.equal((await service.ask(page, "POST", `/orgs/${globex.id}/invites/bulk`, { rows })).status, 200);
  const fewer = { seatLimit: seats.seatLimit - 1 };
  assert.equal((await service.ask(page, "PUT", `/admin/orgs/${globex.id}/seat-limit`, fewer)).status, 200);
  await askAboutAddress(page, "finn@partner.example");
  await first(page, "denied", "seat_limit_reached");
  await follow(page, "raise_seat_limit");
  await dialog(page).getByRole("button", { name: "Change the seat limit" }).click();
  await isDone(page);
  assert.equal(await isAdmitted("Finn Fox"), true);
  console.log("ok a seat is added");

  // Nobody knows Gina, and the policy is opened: the link edits it, and a person saves it.
  await askAboutAddress(page, "gina@partner.example");
  await first(page, "denied", "no_matching_strategy");
  await follow(page, "change_access_mode");
  await page.getByRole("button", { name: "Save the policy" }).click();
  await page.getByText("It counts from the next login on.").first().waitFor();
  // The edit leaves the URL when it is saved.
  await page.waitForURL((url) => !url.search.includes("accessMode"));
  assert.equal(await isAdmitted("Gina Gold"), true);
  console.log("ok the policy is changed");

  assert.deepEqual(service.faults, []);
} finally {
  await service.close();
}

/** The rule as a seed file has it. */
function acmeRule({ domain, id, organizationId }) {
  return { id, organizationId, pattern: domain, verification: "ownership", state: "verified" };
}
