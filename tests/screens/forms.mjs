// What a person has entered in the console survives: a new proof of who they are, a server that is
// busy, and another administrator who was faster. Nothing of it is stored in the browser.
//
//   node tests/screens/forms.mjs     (needs a built package)
import assert from "node:assert/strict";

import { SESSION, launch, serverBelow } from "./console-server.mjs";

const REASON = "left the company on Friday";
const refusal = (code, status, rest = {}, headers = {}) => [
  { success: false, code, error: `refused: ${code}`, requestId: "r-1", ...rest },
  status,
  headers,
];
const good = (data) => [{ success: true, data }];
const OTHER = { ...SESSION, userId: "0190bbbb-2222-7222-8222-222222222222" };
const USER = {
  userId: OTHER.userId,
  email: "ben@acme.example",
  emailVerified: true,
  fullName: "Ben Okafor",
  platformRole: "platform_user",
  status: "active",
  organizations: 0,
  createdAt: "2026-03-01T10:00:00Z",
  lastLoginAt: null,
  identities: [],
  memberships: [],
  version: 3,
};
const signedIn = (session) => ({
  state: "signed_in",
  needsSetup: false,
  signIn: { kind: "redirect" },
  kind: "person",
  session,
  expiresAt: 4_000_000_000,
});

const browser = await launch();
const { server, state } = serverBelow("");
await new Promise((done) => server.listen(0, "127.0.0.1", done));
const at = `http://127.0.0.1:${server.address().port}/console`;
const faults = [];

/** Opens a page that may take long to answer, as it does next to other tests. */
async function openPage() {
  const page = await browser.newPage();
  page.setDefaultTimeout(60_000);
  return page;
}

/** Opens the page of a user, and the dialog that suspends them, with a reason. */
async function dialog() {
  const page = await openPage();
  page.on("pageerror", (error) => faults.push(String(error)));
  await page.goto(`${at}/users/${USER.userId}`);
  await page.getByRole("button", { name: "Suspend" }).click();
  await page.getByLabel("Reason").fill(REASON);
  return page;
}

/** Answers the suspension: a dry run well, and the command by the functions in order. */
function suspending(...answers) {
  const given = [];
  state.answers["POST /admin/users/" + USER.userId + "/suspend"] = (url, body) => {
    const version = url.searchParams.get("version");
    if (url.searchParams.get("dryRun") === "true") return good({ outcome: "done", consequences: [] });
    given.push({ version, reason: body.reason });
    return (answers[given.length - 1] ?? (() => good({ outcome: "done" })))();
  };
  return given;
}

const closed = (page) => page.locator("dialog").waitFor({ state: "detached" });
const stored = (page) =>
  page.evaluate(() =>
    [{ ...localStorage }, { ...sessionStorage }, history.state, location.href].map((one) => JSON.stringify(one)),
  );

try {
  state.session = signedIn(SESSION);
  state.answers[`GET /admin/users/${USER.userId}`] = () => good(USER);
  state.answers[`GET /admin/users/${USER.userId}/sessions`] = () => good({ items: [], next: null });

  // A new proof: in another window, and the command is given again.
  {
    const given = suspending(() => refusal("reauthentication_needed", 401));
    const page = await dialog();
    await page.getByRole("button", { name: "Suspend Ben Okafor" }).click();
    const opening = page.waitForEvent("popup");
    await page.getByRole("button", { name: "Sign in again" }).click();
    const popup = await opening;
    await popup.getByRole("heading", { name: "Provider" }).waitFor();
    const begun = state.begun.at(-1);
    assert.deepEqual([begun.fresh, begun.returnTo], [true, "/console/proven"]);
    assert.equal(await page.getByLabel("Reason").inputValue(), REASON, "the form is as it was");
    assert.ok(!(await stored(page)).join().includes(REASON), "nothing of the form is stored");
    assert.equal(given.length, 1, "nothing is given before the proof");
    const gone = popup.waitForEvent("close");
    await popup.goto(begun.returnTo.replace("/console", at)).catch(() => {});
    await gone;
    await closed(page);
    assert.deepEqual(
      given.map(({ reason }) => reason),
      [REASON, REASON],
    );
    await page.close();
    console.log("ok a form survives a new proof");
  }

  // Another person signs in: nothing is given in their name.
  {
    const given = suspending(() => refusal("reauthentication_needed", 401));
    const page = await dialog();
    await page.getByRole("button", { name: "Suspend Ben Okafor" }).click();
    const opening = page.waitForEvent("popup");
    await page.getByRole("button", { name: "Sign in again" }).click();
    const popup = await opening;
    await popup.getByRole("heading", { name: "Provider" }).waitFor();
    state.session = signedIn(OTHER);
    const loaded = page.waitForEvent("load");
    await popup.goto(`${at}/proven`).catch(() => {});
    await loaded;
    assert.equal(given.length, 1, "the command of one person is not given by another");
    state.session = signedIn(SESSION);
    await page.close();
    console.log("ok nobody gives the command of somebody else");
  }

  // The consequences of a command need a proof too: they are shown as soon as there is one.
  {
    const given = suspending();
    const answer = state.answers[`POST /admin/users/${USER.userId}/suspend`];
    let proven = false;
    state.answers[`POST /admin/users/${USER.userId}/suspend`] = (url, body) =>
      proven ? answer(url, body) : refusal("reauthentication_needed", 401);
    const page = await openPage();
    await page.goto(`${at}/users/${USER.userId}`);
    await page.getByRole("button", { name: "Suspend" }).click();
    const opening = page.waitForEvent("popup");
    await page.getByRole("button", { name: "Sign in again" }).click();
    const popup = await opening;
    await popup.getByRole("heading", { name: "Provider" }).waitFor();
    proven = true;
    await popup.goto(`${at}/proven`).catch(() => {});
    await page.getByText("Nothing else changes").waitFor();
    await page.getByLabel("Reason").fill(REASON);
    await page.getByRole("button", { name: "Suspend Ben Okafor" }).click();
    await closed(page);
    assert.deepEqual(given, [{ version: "3", reason: REASON }]);
    await page.close();
    console.log("ok consequences are shown after a new proof");
  }

  // Too many requests: it waits as long as the server says, and goes on by itself.
  {
    const given = suspending(() => refusal("too_many_requests", 429, {}, { "retry-after": "3" }));
    const page = await dialog();
    await page.getByRole("button", { name: "Suspend Ben Okafor" }).click();
    await page.getByText(/Next try in \d second/).waitFor();
    await closed(page);
    assert.equal(given.length, 2);
    await page.close();
    console.log("ok a command that was one too many is given again");
  }

  // Nobody knows whether a command was carried out that ended in 503: the person gives it again.
  {
    const given = suspending(() => refusal("storage_unavailable", 503, {}, { "retry-after": "1" }));
    const page = await dialog();
    await page.getByRole("button", { name: "Suspend Ben Okafor" }).click();
    await page.getByText("You can try again now.").waitFor();
    assert.equal(given.length, 1, "it is not given by itself");
    assert.equal(await page.getByLabel("Reason").inputValue(), REASON);
    await page.getByRole("button", { name: "Suspend Ben Okafor" }).click();
    await closed(page);
    assert.equal(given.length, 2);
    await page.close();
    console.log("ok a command that may have been carried out is left to the person");
  }

  // Somebody else was faster: the reason stays, and counts for the row as it is now.
  {
    const given = suspending(() => refusal("stale_version", 409, { current: { ...USER, version: 9 } }));
    const page = await dialog();
    await page.getByRole("button", { name: "Suspend Ben Okafor" }).click();
    await page.getByRole("button", { name: "Decide on it as it is now" }).click();
    assert.equal(await page.getByLabel("Reason").inputValue(), REASON);
    await page.getByRole("button", { name: "Suspend Ben Okafor" }).click();
    await closed(page);
    assert.deepEqual(given, [
      { version: "3", reason: REASON },
      { version: "9", reason: REASON },
    ]);
    await page.close();
    console.log("ok a stale command keeps its text");
  }

  // A page that cannot be read now is read again by itself.
  {
    let asked = 0;
    state.answers["GET /admin/applications"] = () =>
      (asked += 1) === 1
        ? refusal("storage_unavailable", 503, {}, { "retry-after": "3" })
        : good({ items: [], next: null });
    const page = await openPage();
    await page.goto(`${at}/applications`);
    await page.getByText(/Next try in \d second/).waitFor();
    await page.getByText("No application yet").waitFor();
    assert.equal(asked, 2, "once a second, and not more");
    await page.close();
    console.log("ok a busy server is asked again");
  }
  assert.deepEqual(faults, []);
} finally {
  await browser.close();
  server.closeAllConnections();
  server.close();
}
