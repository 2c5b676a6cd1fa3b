// Opens the console's files as a server answers them: with a policy that forbids what the page has
// no need of, below a path, at any address. The API behind it answers from the gallery's fixtures.
//
//   node tests/screens/console.mjs     (needs a built package)
import assert from "node:assert/strict";

import { SESSION, launch, serverBelow } from "./console-server.mjs";

const browser = await launch();
try {
  for (const prefix of ["", "/tools/cora"]) {
    const { server, state } = serverBelow(prefix);
    await new Promise((done) => server.listen(0, "127.0.0.1", done));
    const at = `http://127.0.0.1:${server.address().port}${prefix}/console`;
    const page = await browser.newPage();
    const faults = [];
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type()) && !/status of 404/.test(message.text()))
        faults.push(message.text());
    });
    page.on("pageerror", (error) => faults.push(String(error)));
    page.on("request", (request) => {
      if (!request.url().startsWith(at.replace(/\/console$/, ""))) faults.push(`a request to ${request.url()}`);
    });

    state.session = { state: "signed_out", needsSetup: false, signIn: { kind: "redirect" } };
    await page.goto(`${at}/users?q=a`);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("heading", { name: "Provider" }).waitFor();
    assert.deepEqual(
      state.begun,
      [{ returnTo: `${prefix}/console/users?q=a` }],
      "the person comes back to where they were",
    );

    state.session = {
      state: "signed_in",
      needsSetup: false,
      signIn: { kind: "redirect" },
      kind: "person",
      session: SESSION,
      expiresAt: 4_000_000_000,
    };
    await page.goto(`${at}/users?q=a`);
    await page.getByRole("row", { name: /Ana Ito/ }).waitFor();
    await page.reload();
    await page.getByRole("row", { name: /Ana Ito/ }).waitFor();
    await page.getByRole("link", { name: "Connections" }).click();
    await page.getByText("Nobody can sign in yet").waitFor();
    assert.equal(page.url(), `${at}/connections`);
    await page.goBack();
    await page.getByRole("row", { name: /Ana Ito/ }).waitFor();
    assert.equal(page.url(), `${at}/users?q=a`, "the filter is there again");
    const stored = await page.evaluate(() => [Object.keys(localStorage), Object.keys(sessionStorage), document.cookie]);
    assert.deepEqual(stored, [[], [], ""], "nothing is stored in the browser");
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByRole("button", { name: "Sign in" }).waitFor();

    await page.goto("about:blank");
    await page.goto(`${at}/#operator=secret-token`);
    await page.getByText("Operator session").waitFor();
    assert.deepEqual(state.presented, [{ token: "secret-token" }], "the token is presented once");
    assert.ok(!page.url().includes("secret-token"), "the token is not in the address");
    const links = await page.getByRole("navigation").first().getByRole("link").allTextContents();
    assert.ok(links.includes("Connections") && !links.includes("Users"), "an operator sees what repairs sign-in");
    assert.ok(
      state.headers.every((header) => header === "1"),
      "each request of the console says so",
    );
    assert.deepEqual(faults, [], `no message in the console below "${prefix}"`);
    await page.close();
    server.closeAllConnections();
    server.close();
    console.log(`ok the console below "${prefix}"`);
  }
} finally {
  await browser.close();
}
