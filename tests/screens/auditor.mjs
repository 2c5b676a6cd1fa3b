// An owner of the platform deletes a draft and states the end of a secret. Then somebody becomes an
// auditor: they see every page, the end too, and nothing that changes anything.
//
//   node tests/screens/auditor.mjs     (needs target/debug/cora and a built package)
import assert from "node:assert/strict";

import { devService } from "./dev-service.mjs";

const service = await devService();
const dialog = (page) => page.getByRole("dialog");
const isDone = (page) => dialog(page).waitFor({ state: "detached" });
const isInside = (page) => page.getByRole("button", { name: "Sign out" }).waitFor();
const navigation = (page) => page.locator("#cora-navigation ul").first().getByRole("link");

try {
  const owner = await service.person("dev_ada", "/console/connections");
  await isInside(owner);
  const ask = (...request) => service.ask(owner, ...request);
  const config = { domain: "acme.okta.com", clientId: "0oa1", clientSecret: "env:OKTA_CLIENT_SECRET" };
  const draft = { providerType: "okta", displayName: "Okta of Acme", config };
  const { data: okta } = await ask("POST", "/admin/idp-config", draft);
  const { data: other } = await ask("POST", "/admin/idp-config", { ...draft, displayName: "Another Okta" });
  assert.ok(okta && other);

  // The end of a secret.
  await owner.goto(`${service.url}/console/connections/${okta.id}`);
  await owner.getByRole("button", { name: "State when it ends" }).click();
  await dialog(owner).getByLabel("The day on which it ends").fill("2099-12-31");
  await dialog(owner).getByRole("button", { name: "Save" }).click();
  await isDone(owner);
  const end = async () => (await ask("GET", `/admin/idp-config/${okta.id}`)).data.secretExpiresAt;
  assert.equal(await end(), Date.UTC(2099, 11, 31) / 1000);
  await owner.getByText(/in \d+ years/).waitFor();
  await owner.getByRole("button", { name: "State when it ends" }).click();
  await dialog(owner).getByLabel("The day on which it ends").fill("");
  await dialog(owner).getByRole("button", { name: "Forget the day" }).click();
  await isDone(owner);
  assert.equal(await end(), null);
  console.log("ok the end of a secret is stated and forgotten");

  // A draft is deleted, and its page is left.
  const lost = [];
  owner.on("response", (answer) => answer.status() === 404 && lost.push(answer.url()));
  await owner.goto(`${service.url}/console/connections/${other.id}`);
  await owner.getByRole("button", { name: "Delete Another Okta" }).click();
  await dialog(owner).getByRole("button", { name: "Delete Another Okta" }).click();
  await owner.waitForURL(`${service.url}/console/connections`);
  await owner.getByRole("link", { name: "Okta of Acme" }).waitFor();
  assert.equal(await owner.getByRole("link", { name: "Another Okta" }).count(), 0);
  assert.equal((await ask("GET", `/admin/idp-config/${other.id}`)).status, 404);
  assert.deepEqual(lost, [], "nothing of the draft is asked for after it is gone");
  console.log("ok a draft is deleted");

  // An auditor.
  const pages = await navigation(owner).allInnerTexts();
  const ben = await service.person("dev_ben", "/console");
  await isInside(ben);
  const [user] = (await ask("GET", "/admin/users?q=ben")).data.items;
  const role = { role: "platform_auditor", reason: "the yearly audit" };
  assert.equal((await ask("PUT", `/admin/users/${user.userId}/role`, role)).status, 200);
  const refused = [];
  ben.on("response", (answer) => answer.status() === 403 && refused.push(answer.url()));
  await ben.goto(`${service.url}/console`);
  await navigation(ben).first().waitFor();
  assert.deepEqual(await navigation(ben).allInnerTexts(), pages);
  await ben.goto(`${service.url}/console/users/${user.userId}`);
  await ben.getByRole("heading", { name: "Ways to sign in" }).waitFor();
  for (const command of ["Suspend", "Change the platform role", "Sign out everywhere", "End the account"])
    assert.equal(await ben.getByRole("button", { name: command }).count(), 0, command);
  await ben.goto(`${service.url}/console/connections/${okta.id}/settings`);
  const id = ben.getByLabel("Client ID");
  await id.waitFor();
  assert.deepEqual([await id.inputValue(), await id.isDisabled()], ["0oa1", true]);
  for (const page of pages) {
    await navigation(ben).filter({ hasText: page }).click();
    await ben.locator("main h1").filter({ hasText: page }).waitFor();
    await ben.waitForLoadState("networkidle");
  }
  assert.deepEqual(refused, [], "a page that is shown asks for nothing that the auditor may not read");
  console.log("ok an auditor sees every page and gives no command");

  assert.deepEqual(service.faults, []);
} finally {
  await service.close();
}
