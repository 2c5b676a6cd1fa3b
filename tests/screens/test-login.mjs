// A test login as an administrator sees it: its steps appear in their order, each soon after it
// happened, and each way in which one fails has its own sentence and says what to do. Nothing of
// the platform is changed by any of them.
//
//   node tests/screens/test-login.mjs     (needs target/debug/cora, a built package and the npm
//                                          packages of the demo's provider)
//
// The limit of time holds on a machine that does nothing else; a busy one gets its share more.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { availableParallelism, loadavg } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";

import { CORA, devService } from "./dev-service.mjs";
import { freePort } from "./free-port.mjs";
import { NAMELESS, slowProvider } from "./slow-provider.mjs";

const MOST_MS = 2000;
const AUDIENCE = "https://api.acme.example";
/** The steps of a login by a provider whose tokens lack nothing. */
const STEPS = [
  "settings",
  "discovery",
  "secret",
  "authorization",
  "token_request",
  "id_token",
  "login_token",
  "decision",
];
/** The tables that this test writes: test logins, and the audit log of connections. */
const OF_TESTS = ["connection_test_runs", "platform_idp_audit_log"];
/** The share of the machine that others use: 1 if nobody does. */
const crowd = () => Math.max(1, loadavg()[0] / availableParallelism());

const service = await devService();
const secret = randomBytes(32).toString("base64url");
const upstream = await slowProvider({
  folder: service.folder,
  port: await freePort(),
  redirectUris: [`${service.url}/auth/connection-test/callback`],
  secret,
});
/** Counts the rows of each table. */
function rowCounts() {
  const database = join(service.folder, "data/cora.sqlite");
  const text = execFileSync(CORA, ["export", "--database", database, "-"], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
    maxBuffer: 1 << 28,
  });
  const counts = {};
  for (const line of text.trimEnd().split("\n")) {
    const { table } = JSON.parse(line);
    if (table !== undefined) counts[table] = (counts[table] ?? 0) + 1;
  }
  return counts;
}

try {
  const page = await service.person("dev_ada", "/console/connections");
  await page.getByRole("button", { name: "Sign out" }).waitFor();
  const ask = (...request) => service.ask(page, ...request);
  /** Makes a connection to the provider; some of its settings may be wrong. */
  async function connection(displayName, wrong = {}) {
    const config = {
      issuer: upstream.issuer,
      clientId: upstream.clientId,
      clientSecret: secret,
      audiences: [AUDIENCE],
      tokenUse: "access_token",
      ...wrong,
    };
    const made = await ask("POST", "/admin/idp-config", { providerType: "oidc", displayName, config });
    assert.equal(made.status, 201, JSON.stringify(made));
    return made.data;
  }
  const good = await connection("Good");
  const wrongSecret = await connection("Wrong secret", { clientSecret: `${secret}x` });

  /** Begins a test login, and returns the page of the provider. */
  async function begin(of, on = page) {
    await on.goto(`${service.url}/console/connections/${of.id}/test`);
    await on.getByRole("button", { name: "Start a test login" }).click();
    const link = on.getByRole("link", { name: "Sign in at the provider" });
    await link.waitFor();
    const opening = on.context().waitForEvent("page");
    await link.click();
    const login = await opening;
    await login.getByRole("heading", { name: "Who is signing in?" }).waitFor();
    return login;
  }
  /** Signs in at the provider, and returns the result that the console shows then. */
  async function end(login, name) {
    await login.getByRole("button", { name: new RegExp(`^${name}`) }).click();
    await login.waitForURL(`${service.url}/auth/connection-test/callback**`);
    await login.close();
    const result = page.locator(".cora-result").first();
    await result.waitFor();
    return result;
  }
  /** Returns the text of the step that failed, after asserting that it is this one alone. */
  async function failed(result, step) {
    await page.getByText("The test login failed. The steps show where.").first().waitFor();
    const bad = result.locator(".cora-step-bad");
    assert.deepEqual(await bad.evaluateAll((steps) => steps.map((one) => one.dataset.step)), [step]);
    return await bad.innerText();
  }

  // The counters of the administrator's own sign-in are written some seconds after it.
  let before = rowCounts();
  for (let tries = 0; before.login_counts === undefined && tries < 60; tries += 1) {
    await setTimeout(1000);
    before = rowCounts();
  }

  // The steps of a login that succeeds. The provider takes its time, so that each is seen.
  {
    await page.goto(`${service.url}/console/connections/${good.id}/test`);
    await page.evaluate(() => {
      globalThis.seen = [];
      const look = () => {
        for (const step of document.querySelectorAll(".cora-step-good")) {
          const { step: name } = step.dataset;
          if (!globalThis.seen.some((one) => one.name === name)) globalThis.seen.push({ name, at: Date.now() });
        }
      };
      new MutationObserver(look).observe(document.body, { subtree: true, childList: true, attributes: true });
    });
    const happened = {};
    await page.getByRole("button", { name: "Start a test login" }).click();
    const begun = await page.waitForResponse((answer) => answer.url().endsWith(`/${good.id}/test`));
    await begun.finished();
    for (const step of ["settings", "discovery", "secret"]) happened[step] = Date.now();
    const opening = page.context().waitForEvent("page");
    await page.getByRole("link", { name: "Sign in at the provider" }).click();
    const login = await opening;
    upstream.delays["/token"] = 4000;
    login.on("request", (request) => {
      if (request.url().includes("/auth/connection-test/callback")) happened.authorization = Date.now();
    });
    // The click is over when the page has come back, so it is not waited for.
    const picked = login.getByRole("button", { name: /^Grace Owner/ }).click();
    await page.locator(".cora-step-good[data-step=authorization]").waitFor();
    assert.equal(await page.locator("[data-step=token_request]").count(), 0, "the code is not exchanged yet");
    await picked;
    await login.waitForURL(`${service.url}/auth/connection-test/callback**`);
    for (const step of STEPS.slice(4)) happened[step] = upstream.answered["/token"];
    await page.getByText("The test login succeeded").first().waitFor();
    await login.close();
    delete upstream.delays["/token"];
    const seen = await page.evaluate(() => globalThis.seen);
    assert.deepEqual(
      seen.map(({ name }) => name),
      STEPS,
    );
    for (const { at, name } of seen) {
      const took = at - happened[name];
      assert.ok(took <= MOST_MS * crowd(), `the step ${name} was shown after ${took} ms`);
    }
    await page.getByText("The login would end as:").first().waitFor();
    console.log("ok eight steps appear in their order, each soon");
  }

  // Settings and people with which it fails.
  {
    const text = await failed(await end(await begin(wrongSecret), "Grace Owner"), "token_request");
    assert.match(text, /The provider rejected the code: invalid_client/);
    assert.match(text, /Check the client ID, the secret and the redirect URI at the provider/);
    console.log("ok a wrong secret");
  }
  {
    upstream.issueFor("https://other.example");
    const text = await failed(await end(await begin(good), "Grace Owner"), "login_token");
    upstream.issueFor(AUDIENCE);
    assert.match(text, /audience_mismatch/);
    assert.match(text, /Add the audience of the token to the settings, or have the provider issue tokens for yours/);
    console.log("ok a wrong audience");
  }
  {
    const result = await end(await begin(good), NAMELESS);
    await page.getByText("As the policy stands, this person would be kept out.").first().waitFor();
    const notice = await result.getByRole("status").first().innerText();
    assert.match(notice, /The login would end as: kept out no_email/);
    assert.match(
      notice,
      /The token has no e-mail address\. Have the provider add it to access tokens, or send ID tokens/,
    );
    console.log("ok no address");
  }

  // The page of the provider is closed. The login may go on in another.
  {
    const login = await begin(good);
    await login.close();
    const notice = page.getByRole("status").filter({ hasText: "The provider’s page is closed" });
    await notice.getByText("Open it again by “Sign in at the provider”, or stop waiting.").waitFor();
    const opening = page.context().waitForEvent("page");
    await page.getByRole("link", { name: "Sign in at the provider" }).click();
    const again = await opening;
    await notice.waitFor({ state: "detached" });
    await end(again, "Grace Owner");
    await page.getByText("The test login succeeded").first().waitFor();
    console.log("ok a closed page");
  }

  // The connection is saved in the meantime.
  {
    const login = await begin(good);
    const now = (await ask("GET", `/admin/idp-config/${good.id}`)).data;
    const [version] = (await ask("GET", `/admin/idp-config/${good.id}/versions?sort=-number`)).data.items;
    const body = { displayName: "Good, and new", config: version.config, version: now.version };
    const saved = await ask("PUT", `/admin/idp-config/${good.id}`, body);
    assert.equal(saved.status, 200, JSON.stringify(saved));
    const text = await failed(await end(login, "Grace Owner"), "authorization");
    assert.match(text, /The connection has changed since the login started/);
    assert.match(text, /start another/);
    console.log("ok a connection that has changed");
  }

  // Nobody comes back for ten minutes.
  {
    await page.clock.install();
    await begin(good);
    await page.clock.fastForward("10:01");
    const notice = page.getByRole("status").filter({ hasText: "The test login expired" });
    await notice.getByText("Nobody came back from the provider within ten minutes. Start another one.").waitFor();
    await page.getByRole("button", { name: "Start another test login" }).waitFor();
    console.log("ok a login that nobody finishes");
  }

  // Nothing was provisioned.
  const after = rowCounts();
  const changed = Object.keys({ ...before, ...after }).filter((table) => before[table] !== after[table]);
  assert.deepEqual(
    changed.filter((table) => !OF_TESTS.includes(table)),
    [],
    JSON.stringify([before, after]),
  );
  assert.deepEqual(service.faults, []);
} finally {
  upstream.close();
  await service.close();
}
