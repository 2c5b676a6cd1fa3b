import assert from "node:assert/strict";

/** Returns the actions of a person on the administrators' page of connections. */
export function connectionsPage(page, webUrl) {
  const card = (name) =>
    page.getByTestId("connection").filter({ has: page.getByRole("heading", { name, exact: true }) });
  const press = (name, button) => card(name).getByRole("button", { name: button, exact: true }).click();

  async function unfold(name, summary) {
    const details = card(name)
      .locator("details")
      .filter({ has: page.locator("summary").filter({ hasText: new RegExp(`^${summary}$`) }) })
      .first();
    if ((await details.getAttribute("open")) === null) await details.locator("summary").first().click();
  }

  return {
    card,
    press,
    unfold,
    async open() {
      await page.goto(`${webUrl}/connections`);
      await page.getByTestId("connection").first().waitFor();
    },
    status: (name) => card(name).getByTestId("status").textContent(),
    /** Waits for the refusal of a command; returns its code. */
    async refusal(name) {
      const note = card(name).getByTestId("refusal");
      await note.waitFor();
      return note.getAttribute("data-code");
    },
    /** Overrides a refusal and runs the refused command. */
    async force(name, reason) {
      const note = card(name).getByTestId("refusal");
      await note.locator("summary").filter({ hasText: "Override the safeguard" }).click();
      await note.getByLabel(/^Reason/).fill(reason);
      await note.getByRole("button", { name: "Override the safeguard" }).click();
    },
    /** Begins a test login; returns the URL to log in at. */
    async beginTest(name) {
      await unfold(name, "Test login");
      await card(name)
        .getByRole("button", { name: /^Start (a|another) test login$/ })
        .click();
      const link = card(name).getByTestId("authorization-url");
      await link.waitFor();
      return link.getAttribute("href");
    },
    /** Waits for the outcome of the test login. */
    async testResult(name) {
      const result = card(name).getByTestId("test-result");
      await result.waitFor();
      const outcome = result.getByTestId("test-outcome");
      return {
        status: await result.getAttribute("data-status"),
        outcome: (await outcome.count()) > 0 ? await outcome.textContent() : null,
        claims: await result.getByTestId("test-claims").textContent(),
      };
    },
    async settings(name) {
      await unfold(name, "Settings");
      return card(name).getByRole("textbox", { name: `Settings of ${name}, as JSON` });
    },
    /** Returns the audit log, the newest entry first. */
    async audit(name) {
      await unfold(name, "Audit log");
      const list = card(name).getByTestId("audit");
      await list.waitFor();
      return (await list.locator(":scope > li pre").allTextContents()).map((text) => JSON.parse(text));
    },
  };
}

/** Logs a person in for a test, in another page of the administrator's browser. */
export async function logInForTest(world, admin, url, name) {
  const page = await admin.context().newPage();
  await page.goto(url);
  await page.getByRole("heading", { name: "Who is signing in?" }).waitFor();
  await page.getByRole("button", { name: new RegExp(`^${name}`) }).click();
  await page.waitForURL(`${world.stack.urls.issuer}/auth/connection-test/**`);
  assert.ok(!/eyJ/.test(await page.content()), "the page of the test login shows no token");
  await page.close();
}
